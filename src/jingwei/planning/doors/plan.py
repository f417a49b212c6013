"""One version of an annual plan: as on paper, its lines over the year, what changed, and every act on it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from ninja import Field as Described

from jingwei.planning import operations
from jingwei.planning.documents.plans import (
    item_in_words,
    kind_in_words,
    method_in_words,
    partners_in_words,
    plan_document,
    ratios_in_words,
)
from jingwei.planning.doors.plan_lines import PlanLineOut, get_line, line_out
from jingwei.planning.doors.plan_parts import strip_of, versions_shown
from jingwei.planning.doors.plans import DECIDED, STAGE, at_plan
from jingwei.planning.forms.plans import AmendForm, OpinionForm, ReasonForm
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.operations.plan_lines import KEEPERS
from jingwei.planning.queries import get_plan, list_versions
from jingwei.planning.terms import AmendmentReason, PlanAction, PlanStage
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest
from jingwei.registry.terms import STAFF, Role
from jingwei.web.doors import (
    DONE,
    HEAD,
    ROW,
    Acts,
    Day,
    Each,
    Field,
    Number,
    Text,
    Viewer,
    Word,
    answer_of,
    rows_of,
    schema_of,
    timeline,
)

DECIDE = "decide"  # where the page puts the head's decision
TOLD: tuple[Field, ...] = (
    Text("检查主体编号", "subject.code", name="subject"),
    Text("检查主体", "subject.name", name="subject_name"),
    Number("年度", "year"),
    Number("版本", "version"),
    Text("名称", "title"),
    STAGE,
    DECIDED,
)
LINES = {"lines": (list[PlanLineOut], Described(description="计划事项"))}  # type: ignore[valid-type]
PlanOut = schema_of("PlanOut", TOLD, "One version of a department's plan, with its lines.", more=LINES)


def plan_out(request: Any, plan: AnnualPlan) -> Any:
    """Return a plan as programs get it. It should come with its lines."""
    told = answer_of(TOLD, plan, Viewer(request.actor, request.now))
    return told | {"lines": [line_out(request, line) for line in plan.lines.all()]}


def made_out(request: Any, plan: AnnualPlan) -> Any:
    """Return a plan that an act has just made."""
    return plan_out(request, get_plan(request.actor, plan.pk))


def decided_by(plan: AnnualPlan) -> str:
    """Return who approved, and by which authorisation in the head's place."""
    if plan.decided_by is None:
        return ""
    return plan.decided_by.name + (f"（受权，{plan.authorisation}）" if plan.authorisation else "")


BESIDE: tuple[Field, ...] = (
    Text("检查主体", "subject.name", is_full=True),
    Text("年度", lambda plan: f"{plan.year} 年"),
    Text("版本", lambda plan: f"第 {plan.version} 版"),
    Word("调整情形", "reason", of=AmendmentReason, is_full=True, is_optional=True),
    Text("调整说明", "note", is_full=True, is_optional=True),
    Text("拟订人", lambda plan: plan.drafted_by.name if plan.drafted_by else "系统"),
    Day("拟订日期", "drafted_at"),
    Text("批准人", decided_by),
    DECIDED,
    Text("审批意见", "opinion", is_full=True),
)


def keeps(plan: AnnualPlan, viewer: Viewer) -> bool:
    return getattr(viewer.actor, "subject_id", None) == plan.subject_id


def may_edit(plan: AnnualPlan, viewer: Viewer) -> bool:
    return plan.is_in_hand and keeps(plan, viewer)


def awaits_decision(plan: AnnualPlan, viewer: Viewer) -> bool:
    return plan.stage == PlanStage.SUBMITTED and keeps(plan, viewer)


def may_amend(plan: AnnualPlan, viewer: Viewer) -> bool:
    """Whether it is the newest version, approved, of this year or a later one."""
    is_bound = plan.stage == PlanStage.APPROVED and plan.year >= viewer.today.year and keeps(plan, viewer)
    return is_bound and list_versions(viewer.actor, plan)[-1] == plan


def at_list(*_: Any) -> str:
    return reverse("plan_list")


def count_of(plan: AnnualPlan) -> int:
    return len(plan.lines.all())


def show_plan(request: MemberRequest, plan: AnnualPlan) -> dict[str, Any]:
    """Return what the page of one version shows."""
    viewer = Viewer(request.actor, request.now)
    versions, lines = list_versions(request.actor, plan), list(plan.lines.all())
    edits = may_edit(plan, viewer) and request.member.role in KEEPERS
    return {
        "title": f"{plan.subject.short_name}{plan.title}",
        "crumbs": [("计划与检查", ""), ("年度计划", at_list()), (plan.subject.short_name, "")],
        "status": STAGE.html(plan, viewer),
        "rows": rows_of(BESIDE, plan, viewer),
        "lines": [
            {
                "number": number,
                "line": line,
                "item": item_in_words(line),
                "kind": kind_in_words(line),
                "ratios": ratios_in_words(line.ratios) if line.item else "",
                "method": method_in_words(line),
                "partners": partners_in_words(line),
            }
            for number, line in enumerate(lines, 1)
        ],
        "strip": strip_of(plan),
        "households": sum(line.quantity or 0 for line in lines),
        "versions": versions_shown(versions),
        "newest": versions[-1],
        "may_edit": edits,
        "timeline": timeline(list_events_of("annualplan", plan.pk), gathered={PlanAction.CHANGED}),
    }


PLAN = Acts(
    "plan",
    find=get_plan,
    show=show_plan,
    template="planning/plan_detail.html",
    roles=STAFF,
    answer=(PlanOut, plan_out),
    paper=lambda request, plan: plan_document(
        plan, on=local_date(request.now), is_demonstration=settings.DEMONSTRATION
    ),
)
PLAN.act(
    "submit",
    operations.submit_plan,
    KEEPERS,
    verb="报批",
    done="已报负责人审批。",
    when=lambda plan, viewer: may_edit(plan, viewer) and count_of(plan),
    ask="将{0}报负责人审批？",
    warn=lambda plan: f"共 {count_of(plan)} 项。审批期间不能修改，要改的由负责人退回。",
    place=HEAD,
    is_main=True,
)
PLAN.act(
    "approve",
    operations.approve_plan,
    (Role.HEAD,),
    OpinionForm,
    verb="批准",
    done="已批准。下一步在网站公告，并报区司法局和上级主管部门备案。",
    when=awaits_decision,
    ask="批准{0}？",
    warn=lambda plan: f"共 {count_of(plan)} 项。批准后不能修改，只能用“调整”另拟新版。",
    prefix="approve",
    place=DECIDE,
    is_main=True,
)
PLAN.act(
    "return",
    operations.return_plan,
    (Role.HEAD,),
    ReasonForm,
    verb="退回经办人",
    title="退回",
    done="已退回经办人。",
    when=awaits_decision,
    prefix="return",
)
PLAN.act(
    "amend",
    operations.amend_plan,
    KEEPERS,
    AmendForm,
    verb="拟订新版",
    title="调整计划",
    done="已拟订新的一版，原版不变。修改后报批，批准后重新公告和备案。",
    when=may_amend,
    prefix="amend",
    to=at_plan,
    answer=(PlanOut, made_out),
    answers_result=True,
)
PLAN.act(
    "discard",
    operations.discard_plan,
    KEEPERS,
    verb="放弃拟订",
    done="已放弃拟订。",
    when=may_edit,
    ask="放弃拟订{0}？",
    warn=lambda plan: (
        f"本版和其中的 {count_of(plan)} 项一并删除，"
        + ("原来的版本不变。" if plan.version > 1 else "不能恢复。")
    ),
    to=at_list,
    answer=DONE,
    is_grave=True,
)


def remove_line(*, line_id: int, **said: Any) -> AnnualPlan:
    """Take a line out of its plan, which is known."""
    plan_id = PlanLine.objects.values_list("plan", flat=True).get(pk=line_id)
    return operations.remove_line(plan_id=plan_id, line_id=line_id, **said)


LINE = Each(
    "line",
    whole=PLAN,
    parts_of=lambda plan, viewer: plan.lines.all() if may_edit(plan, viewer) else (),
    whole_of=lambda line: line.plan,
    find=get_line,
    names="plan_line",
)
LINE.act(
    "remove",
    remove_line,
    KEEPERS,
    verb="删除",
    title="删除一项",
    done="已删除。",
    ask="删除“{0}”？",
    warn="从本版计划中去掉这一项，不能恢复。",
    place=ROW,
    answer=(PlanOut, made_out),
    answers_result=True,
)
