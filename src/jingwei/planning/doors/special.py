"""专项检查, one of them: as the paper form, what stands against it, its decision, and what came of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from jingwei.planning import operations
from jingwei.planning.documents.special import (
    households_in_words,
    objects_in_words,
    regions_in_words,
    special_document,
    term_in_words,
)
from jingwei.planning.doors import specials as fields
from jingwei.planning.doors.bodies import ApprovalIn, SpecialIn
from jingwei.planning.doors.own import for_own_subject
from jingwei.planning.forms.special import ApprovalForm, ReportForm, SpecialForm, SpecialReturnForm
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations.special import QUOTA, judge_approval, judge_submission
from jingwei.planning.operations.special_drafts import WRITERS
from jingwei.planning.queries import find_late_report, get_special
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin, SpecialStage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest
from jingwei.registry.queries import get_subject
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Judgement
from jingwei.web.doors import (
    DONE,
    HEAD,
    Acts,
    Day,
    Empty,
    Field,
    Flag,
    FormPage,
    Many,
    Table,
    Text,
    Title,
    Viewer,
    Word,
    answer_of,
    rows_of,
    schema_of,
    timeline,
)

CONFIRMER = (Role.GOVERNMENT_CONFIRMER,)
DECIDE = "decide"  # where the page puts the one thing that is to be done in its stage
OVER = {SpecialStage.APPROVED, SpecialStage.ENDED}
AWAITED = {
    SpecialStage.DRAFT: "待主体负责人报批",
    SpecialStage.SUBMITTED: "待区政府批准",
    SpecialStage.RETURNED: "待修改后再报批",
}
DETAIL: tuple[Field, ...] = (
    *fields.TOLD,
    fields.ASSESSMENT,
    fields.ASSESSED,
    fields.BASIS,
    fields.REGIONS,
    fields.CONTENTS,
    Many(
        "检查事项编码",
        lambda row: row.items.order_by("code").values_list("code", flat=True),
        name="items",
    ),
    Many(
        "参加主体编号",
        lambda row: row.partners.order_by("sort_key").values_list("code", flat=True),
        name="partners",
    ),
    fields.SCOPE,
    Many("对象分类，空为不限", "credit_classes"),
    Many("对象行业代码的前缀，空为不限", "industries"),
    Many(
        "对象名单的统一社会信用代码，空为不限",
        lambda row: row.enterprises.order_by("sort_key").values_list("credit_code", flat=True),
        name="enterprises",
    ),
    fields.BASE,
    fields.QUANTITY,
    Flag("紧急部署", "is_urgent"),
    Text("批准或退回的意见", "opinion"),
    fields.OVERRIDE,
    fields.REPORT,
)
SpecialOut = schema_of(
    "SpecialDetailOut", DETAIL, "A special inspection with its bounds and what became of it."
)


def special_out(request: Any, special: SpecialPlan) -> Any:
    """Return one as programs get it."""
    return answer_of(DETAIL, special, Viewer(request.actor, request.now))


SPECIAL_TOLD = (SpecialOut, special_out)


def shutdown(special: SpecialPlan) -> str:
    if not special.orders_shutdown:
        return "没有要求普遍停产停业"
    ground = ShutdownGround(special.shutdown_ground).label if special.shutdown_ground else "没有写明情形"
    return f"要求普遍停产停业：{ground}"


def is_ordered(special: SpecialPlan) -> bool:
    return special.origin == SpecialOrigin.SUPERIOR


def assessment(special: SpecialPlan) -> str:
    return special.assessment or ("由部署机关评估" if is_ordered(special) else "")


def opinion(special: SpecialPlan) -> str:
    return special.opinion if special.stage != SpecialStage.RETURNED else ""


# The fields in the order of the paper (R-FORM-04).
PAPER: tuple[Field, ...] = (
    Text("牵头主体", "subject.name"),
    Text("参加主体", lambda row: "、".join(each.name for each in row.partners.order_by("sort_key")) or "无"),
    fields.ORIGIN,
    fields.ORDER,
    Text("必要性评估", assessment, is_full=True),
    fields.ASSESSED,
    fields.BASIS,
    Text("范围", regions_in_words, is_full=True),
    fields.CONTENTS,
    Text("对象", objects_in_words, is_full=True),
    Text("户数", households_in_words),
    Text("名单", lambda row: f"{count} 户" if (count := row.enterprises.count()) else "没有列名单"),
    Text("时限", term_in_words),
    Text("紧急部署", lambda row: f"是：{row.urgent_reason}" if row.is_urgent else "否"),
    Text("停产停业", shutdown, is_full=True),
)
APPROVED: tuple[Field, ...] = (
    Word("批准机关", lambda row: row.approver or None, of=ApproverLevel),
    fields.APPROVAL,
    fields.APPROVED,
    Text("批准意见", opinion),
)
AFTER = (fields.OVERRIDE, fields.REPORT, Day("报告日期", "reported_on", is_optional=True))
ITEMS = Table(
    empty=Empty("还没有选择检查事项", "内容以检查事项为准，没有事项的不能报批。"),
    columns=(
        Text("编码", "code", css="jw-nw jw-mono"),
        Title("检查事项", "name", link="item_detail"),
        Text("主体", "subject.short_name", css="is-end"),
    ),
)


def keeps(special: SpecialPlan, viewer: Viewer) -> bool:
    return getattr(viewer.actor, "subject_id", None) == special.subject_id


def may_change(special: SpecialPlan, viewer: Viewer) -> bool:
    return special.is_in_hand and keeps(special, viewer)


def awaits_decision(special: SpecialPlan) -> bool:
    return special.stage == SpecialStage.SUBMITTED


def may_report(special: SpecialPlan, viewer: Viewer) -> bool:
    """Whether its term is over, and nobody has reported on it."""
    is_over = special.stage in OVER and special.last_on is not None and special.last_on <= viewer.today
    return is_over and special.reported_on is None and keeps(special, viewer)


def preview(special: SpecialPlan, now: datetime) -> Judgement:
    """Return what the rules would say to the government's approval today; the number is still to be given."""
    government, number = ApproverLevel.GOVERNMENT, "（待填文号）"
    return judge_approval(special, approver=government, number=number, approved_on=local_date(now), now=now)


def judged(special: SpecialPlan, now: datetime) -> Judgement | None:
    """Return what would be said to the next act, where there is one."""
    if special.is_in_hand:
        return judge_submission(special, on=local_date(now))
    return preview(special, now) if awaits_decision(special) else None


def approval_needs(request: MemberRequest, special: SpecialPlan) -> dict[str, Any]:
    """Return what the form of the approval is made with: a reason is asked for only where the quota is full."""
    refused = {finding.rule.code for finding in preview(special, request.now).refusals}
    initial = {"approved_on": local_date(request.now), "opinion": "同意。"}
    return {"is_quota_full": QUOTA in refused, "initial": initial}


def at_special(special: SpecialPlan) -> str:
    return reverse("special_detail", args=[special.pk])


def at_list(*_: Any) -> str:
    return reverse("special_list")


def show_special(request: MemberRequest, special: SpecialPlan) -> dict[str, Any]:
    """Return what the page of one special inspection shows."""
    viewer, ordered = Viewer(request.actor, request.now), is_ordered(special)
    shown = (*PAPER, *(() if ordered else APPROVED), *AFTER)
    awaited = (
        "待主体负责人登记" if ordered and special.is_in_hand else AWAITED.get(SpecialStage(special.stage), "")
    )
    return {
        "title": special.name,
        "crumbs": [("计划与检查", ""), ("专项检查", at_list()), (special.subject.short_name, "")],
        "tag": fields.stage_tag(special),
        "rows": rows_of(shown, special, viewer),
        "items": ITEMS.of(special.items.select_related("subject").order_by("code"), viewer),
        "enterprises": special.enterprises.order_by("sort_key"),
        "judgement": judged(special, request.now),
        "late": find_late_report(special, as_of=special.reported_on or viewer.today),
        "is_ordered": ordered,
        "is_approved": special.stage in OVER,
        "may_change": may_change(special, viewer) and request.member.role in WRITERS,
        "timeline": timeline(
            list_events_of("specialplan", special.pk), awaited=[{"label": awaited}] if awaited else []
        ),
    }


SPECIAL = Acts(
    "special",
    find=get_special,
    show=show_special,
    template="planning/special_detail.html",
    roles=STAFF,
    answer=SPECIAL_TOLD,
    paper=lambda request, special: special_document(
        special, on=local_date(request.now), is_demonstration=settings.DEMONSTRATION
    ),
)
SPECIAL.act(
    "submit",
    operations.submit_special,
    (Role.HEAD,),
    verb="报批",
    title="报请批准",
    done="已报请批准。批准后备案、公布，再实施。",
    when=lambda special, viewer: may_change(special, viewer) and not is_ordered(special),
    ask="将“{0.name}”报请批准？",
    warn="报批期间不能修改，要改的由区政府退回。",
    place=HEAD,
    is_main=True,
)
SPECIAL.act(
    "register",
    operations.register_order,
    (Role.HEAD,),
    verb="登记",
    title="登记上级部署",
    done="已登记。按部署的范围、内容、对象、时限实施，期满后向区司法局报告。",
    when=lambda special, viewer: may_change(special, viewer) and is_ordered(special),
    ask="登记上级部署的“{0.name}”？",
    warn=lambda special: (
        f"按 {special.order_number or '（没有部署文号）'} 开展，本级不另报批。登记后不能修改。"
    ),
    place=HEAD,
    is_main=True,
)
SPECIAL.act(
    "approve",
    operations.approve_special,
    CONFIRMER,
    ApprovalForm,
    verb="批准",
    title="登记批准",
    done="已批准。由牵头主体报区司法局备案并向社会公布。",
    when=awaits_decision,
    ask="批准“{0.name}”？",
    warn=lambda special: (
        f"{special.first_on} 至 {special.last_on}，检查 {special.quantity or '—'} 户。批准后不能撤回。"
    ),
    given=approval_needs,
    body=ApprovalIn,
    prefix="approve",
    place=DECIDE,
    is_main=True,
)
SPECIAL.act(
    "report",
    operations.report_special,
    WRITERS,
    ReportForm,
    verb="报告",
    title="报告实施情况",
    done="已向区司法局报告实施情况。",
    when=may_report,
    ask="报告“{0.name}”的实施情况？",
    warn="报告后即办结，不能修改。",
    given=lambda request, special: {"initial": {"reported_on": local_date(request.now)}},
    prefix="report",
    place=DECIDE,
    is_main=True,
)
SPECIAL.act(
    "return",
    operations.return_special,
    CONFIRMER,
    SpecialReturnForm,
    verb="退回牵头主体",
    title="退回",
    done="已退回牵头主体。",
    when=awaits_decision,
    prefix="return",
)
SPECIAL.act(
    "discard",
    operations.discard_special,
    WRITERS,
    verb="放弃拟订",
    done="已放弃拟订。",
    when=may_change,
    ask="放弃拟订“{0.name}”？",
    warn="草稿删除，不能恢复；日志留有记录。",
    to=at_list,
    answer=DONE,
    is_grave=True,
)


def get_special_in_hand(actor: Actor, special_id: int) -> SpecialPlan:
    """Return one that can still be changed. Raises NotAllowed for one that the actor may not see, Conflict after that."""
    special = get_special(actor, special_id)
    if not special.is_in_hand:
        raise Conflict(f"“{special}”目前{special.get_stage_display()}，不能修改", "回到详情查看")
    return special


def form_needs(request: MemberRequest, special: SpecialPlan | None) -> dict[str, Any]:
    """Return what the form is made with: whose it is, and what stands in it already."""
    subject = get_subject(request.actor, request.member.subject_id or 0)
    return {"subject": subject, "initial": SpecialForm.initial_of(special) if special else None}


NEW = FormPage(
    "special_new",
    for_own_subject(operations.draft_special),
    WRITERS,
    SpecialForm,
    title="拟订专项检查",
    status="先评估，再拟订；经批准、备案、公布后实施",
    verb="保存草稿",
    done="草稿已保存，由本单位负责人报批。",
    to=at_special,
    back=lambda special=None: at_special(special) if special else at_list(),
    crumbs=lambda special=None: [
        ("计划与检查", ""),
        ("专项检查", at_list()),
        (special.name, at_special(special)) if special else ("拟订", ""),
    ],
    given=form_needs,
    body=SpecialIn,
    answer=SPECIAL_TOLD,
    template="planning/special_form.html",
)
CHANGE = NEW.of(
    name="special_change",
    operation=operations.change_special,
    title="修改专项检查",
    find=get_special_in_hand,
    id_name="special_id",
)
