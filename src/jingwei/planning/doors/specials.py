"""专项检查, the list: with the quota of the year; its file has the fields of R-FORM-04."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.html import format_html

from jingwei.planning.documents.special import term_in_words
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations.special_drafts import WRITERS
from jingwei.planning.queries import get_quota_use, list_late_reports, list_specials, list_unreported
from jingwei.planning.terms import ApproverLevel, SpecialOrigin, SpecialStage
from jingwei.registry.models import Subject
from jingwei.registry.terms import STAFF
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Drawn,
    Empty,
    Field,
    Listing,
    Many,
    Number,
    Pick,
    Search,
    Shown,
    Tally,
    Text,
    Title,
    Viewer,
    Word,
    Year,
)
from jingwei.web.gallery import draw

UNREPORTED = "unreported"
COLOURS = {
    SpecialStage.SUBMITTED: "accent",
    SpecialStage.RETURNED: "red",
    SpecialStage.APPROVED: "green",
}
LAMPS = {SpecialStage.SUBMITTED: "amber", SpecialStage.RETURNED: "red", SpecialStage.APPROVED: "green"}
NAME, SUBJECT_NAME = Text("名称", "name"), Text("牵头主体", "subject.name", name="subject_name")
ORIGIN, STAGE = Word("来源", "origin", of=SpecialOrigin), Word("环节", "stage", of=SpecialStage)
FIRST, LAST = Day("自", "first_on"), Day("至，当天仍在时限内", "last_on")
APPROVER = Word(
    "批准机关，上级部署的为空", lambda row: row.approver or None, name="approver", of=ApproverLevel
)
APPROVAL, APPROVED = Text("批准文号", "approval_number"), Day("批准日期", "approved_on")
ORDER, REPORTED = Text("部署文号", "order_number"), Day("报告实施情况的日期", "reported_on")
ASSESSMENT, ASSESSED = Text("必要性评估", "assessment", is_full=True), Day("评估日期", "assessed_on")
BASIS, CONTENTS = Text("依据", "basis"), Text("内容", "contents", is_full=True)
REGIONS, SCOPE = Many("范围，区划代码的前缀", "regions"), Text("对象", "object_scope")
BASE, QUANTITY = Number("对象基数，户", "base"), Number("检查户数", "quantity")
OVERRIDE = Text("超年度数量的理由", "override_reason", is_full=True, is_optional=True)
REPORT = Text("实施情况", "report", is_full=True, is_optional=True)
# What programs get of one in a list.
TOLD: tuple[Field, ...] = (
    NAME,
    Text("牵头主体编号", "subject.code", name="subject"),
    SUBJECT_NAME,
    ORIGIN,
    STAGE,
    FIRST,
    LAST,
    APPROVER,
    APPROVAL,
    APPROVED,
    ORDER,
    REPORTED,
)


def approval_in_words(special: SpecialPlan) -> str:
    """Return who approved it by which paper, or by which order it is carried out."""
    if special.origin == SpecialOrigin.SUPERIOR:
        return f"上级部署，{special.order_number}" if special.order_number else "上级部署"
    if not special.approver:
        return ""
    return f"{ApproverLevel(special.approver).label}，{special.approval_number}"


def stage_tag(special: SpecialPlan) -> str:
    """Return where the special inspection stands, as a tag."""
    stage = SpecialStage(special.stage)
    return draw("tag", {"text": stage.label, "colour": COLOURS.get(stage, "")})


def stage_and_lateness(special: Any) -> str:
    """Return where it stands, with the flag of a report that is late."""
    if not special.is_late:
        return stage_tag(special)
    lamp = draw("lamp", {"colour": "amber", "text": "逾期未报告"})
    return format_html("{} {}", lamp, stage_tag(special))


def list_with_lateness(actor: Any, viewer: Viewer) -> QuerySet[SpecialPlan]:
    """Return those that the viewer may see, each with whether its report is late."""
    late = Case(
        When(pk__in=[each.pk for each in list_late_reports(today=viewer.today)], then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return list_specials(actor).annotate(is_late=late).prefetch_related("items", "partners")


def of_subject(found: QuerySet[SpecialPlan], subject: Subject, viewer: Viewer) -> QuerySet[SpecialPlan]:
    """Keep those that the subject leads or takes part in."""
    ours = SpecialPlan.objects.filter(Q(subject=subject) | Q(partners=subject)).values("pk")
    return found.filter(pk__in=ours)


def of_stage(found: QuerySet[SpecialPlan], stage: str, viewer: Viewer) -> QuerySet[SpecialPlan]:
    """Keep those in the stage, or those ordered from above that are over without a report."""
    if stage == UNREPORTED:
        return found.filter(pk__in=list_unreported(today=viewer.today).order_by().values("pk"))
    return found.filter(stage=stage)


def years(viewer: Viewer) -> list[int]:
    days = list_specials(viewer.actor).order_by().values_list("first_on", flat=True)
    return sorted({day.year for day in days if day}, reverse=True)


def taking_part(viewer: Viewer) -> QuerySet[Subject]:
    visible = list_specials(viewer.actor).order_by()
    part = Q(pk__in=visible.values("subject")) | Q(joint_specials__in=visible.values("pk"))
    return Subject.objects.filter(part).distinct().order_by("sort_key")


def show_quota(shown: Shown) -> Mapping[str, Any]:
    """Return how much of the year's number each subject has used: of the year asked for, else of this one."""
    today = shown.viewer.today
    year = shown.bar.cleaned_data.get("year") or today.year
    return {"year": year, "quota": get_quota_use(shown.viewer.actor, year=year, today=today)}


SPECIALS = Listing(
    "special",
    "专项检查",
    roles=STAFF,
    rows=list_with_lateness,
    crumbs=("计划与检查",),
    status="共 {} 项",
    columns=(
        Title("专项检查", "name", link="special_detail", below="subject.name"),
        Word("来源", "origin", of=SpecialOrigin, short="来源"),
        Text("时限", term_in_words, name="first_on", order="first_on", css="jw-nw", short="时限"),
        Number("户数", "quantity", short="户数"),
        Text("批准", approval_in_words, css="is-gone", below=lambda row: row.approved_on or ""),
        Drawn("环节", stage_and_lateness, name="stage", order="stage", css="jw-nw is-end"),
    ),
    filed=(
        NAME,
        SUBJECT_NAME,
        Many("参加主体", lambda row: [each.name for each in row.partners.all()], name="partners"),
        ORIGIN,
        ORDER,
        ASSESSMENT,
        ASSESSED,
        BASIS,
        REGIONS,
        CONTENTS,
        Text("检查事项", lambda row: "；".join(each.name for each in row.items.all()), name="items"),
        SCOPE,
        BASE,
        QUANTITY,
        FIRST,
        LAST,
        APPROVER,
        APPROVAL,
        APPROVED,
        OVERRIDE,
        STAGE,
        REPORTED,
        REPORT,
    ),
    told=TOLD,
    filters=(
        Search(
            label="专项",
            hint="名称、内容、对象、文号",
            paths=("name", "contents", "object_scope", "order_number", "approval_number"),
        ),
        Year(by="first_on__year", years=years),
        Pick("subject", "主体", rows=taking_part, by=of_subject),
        Choice("origin", "来源", of=SpecialOrigin),
        Choice("stage", "环节", of=[*SpecialStage.choices(), (UNREPORTED, "期满未报告")], by=of_stage),
    ),
    tally=Tally("stage", {**LAMPS, UNREPORTED: "amber"}, bad={UNREPORTED}, unit="项"),
    buttons=(Button("拟订专项", "special_new", roles=WRITERS),),
    empty=Empty(
        "还没有专项检查",
        "能用个案检查解决的，不做专项；评估确有必要的，先",
        "special_new",
        "拟订计划",
        roles=WRITERS,
        otherwise="各检查主体拟订、经政府批准或上级部署的专项检查列在这里。",
    ),
    besides=show_quota,
    template="planning/special_list.html",
)
