"""The lines of an annual plan: its file in the columns of R-FORM-03, entering, changing and taking out a line."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Field as Described

from jingwei.planning import operations
from jingwei.planning.documents.plans import (
    CLASSES,
    item_in_words,
    kind_in_words,
    partners_in_words,
)
from jingwei.planning.doors.bodies import PlanLineIn
from jingwei.planning.doors.plans import at_plan
from jingwei.planning.forms.plans import LineForm
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.operations.plan_lines import KEEPERS, LineEntry, check_in_hand
from jingwei.planning.queries import get_plan
from jingwei.planning.rules.no_targets import TARGET
from jingwei.planning.terms import PlanActivity
from jingwei.platform.actors import Actor
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, ImplementationLevel, InspectionMethod
from jingwei.web.doors import (
    Day,
    Field,
    Flag,
    FormPage,
    Listing,
    Many,
    Number,
    Text,
    Viewer,
    Word,
    answer_of,
    schema_of,
)

SMELLS = "文字中有疑似下达检查指标的内容，已记为线索供区司法局核查；不是的，请换一个说法。"
NAME, SCOPE, REMARK = Text("任务名称", "name"), Text("检查对象", "object_scope"), Text("备注", "remark")
BASE, QUANTITY = Number("检查对象基数", "base"), Number("检查户数", "quantity")
VISITS, METHOD = Number("每户频次上限", "visits"), Word("检查方式", "method", of=InspectionMethod)
FIRST, LAST = Day("任务日期自", "first_on"), Day("任务日期至", "last_on")
CODE = Text("事项库编码", lambda line: line.item.code if line.item else "", name="item")


def level_in_words(line: PlanLine) -> str:
    return ImplementationLevel(line.item.level).label if line.item and line.item.level else ""


def bases_in_words(line: PlanLine) -> str:
    """Return what the line's item rests on. The line should come with its item and the item's bases."""
    return "；".join(str(basis) for basis in line.item.bases.all()) if line.item else ""


def share_of(letter: str) -> Callable[[PlanLine], int | None]:
    return lambda line: line.ratios.get(letter, 0) if line.ratios else None


# The columns of R-FORM-03 as a department sends and gets them; what stands in them can be imported again.
LINES = Listing(
    "plan_line",
    "年度计划事项",
    roles=STAFF,
    rows=list,
    columns=(
        NAME,
        Text("制定任务依据", bases_in_words),
        Text("检查类型", kind_in_words),
        Text("实施主体", "plan.subject.name"),
        Flag("是否联合检查", lambda line: bool(line.partners.all())),
        Text("联合部门", partners_in_words),
        Text("检查地域", "plan.subject.region.name"),
        Text("实施层级", level_in_words),
        Text("检查事项", item_in_words),
        CODE,
        METHOD,
        FIRST,
        LAST,
        Flag("是否涉企", lambda line: line.activity == PlanActivity.INSPECTION),
        SCOPE,
        BASE,
        QUANTITY,
        *(Number(f"{letter}类抽查比例", share_of(letter)) for letter in CLASSES),
        VISITS,
        REMARK,
    ),
    file_name=lambda shown: str(shown.all[0].plan) if shown.all else "",
)
# What programs get of a line.
TOLD: tuple[Field, ...] = (
    Number("序号", "position"),
    Word("工作类型", "activity", of=PlanActivity),
    NAME,
    CODE,
    Text("检查事项", item_in_words, name="item_name"),
    SCOPE,
    BASE,
    QUANTITY,
    VISITS,
    FIRST,
    LAST,
    METHOD,
    Many("联合单位编号", lambda line: [each.code for each in line.partners.all()], name="partners"),
    REMARK,
)
RATIOS = {"ratios": (dict[str, int], Described(description="各类抽查比例，空为不分类别"))}
PlanLineOut = schema_of("PlanLineOut", TOLD, "One line of a plan.", more=RATIOS)


def line_out(request: Any, line: PlanLine) -> Any:
    """Return a line as programs get it."""
    return answer_of(TOLD, line, Viewer(request.actor, request.now)) | {"ratios": line.ratios}


def get_plan_in_hand(actor: Actor, plan_id: int) -> AnnualPlan:
    """Return a plan of the actor's own subject on which it works. Raises NotAllowed, and Conflict where it is not in hand."""
    plan = get_plan(actor, plan_id)
    require(actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    return plan


def get_line(actor: Actor, plan_id: int, line_id: int) -> PlanLine:
    """Return a line of a plan in hand. Raises what ``get_plan_in_hand`` raises, Http404 for a line of another plan."""
    lines = get_plan_in_hand(actor, plan_id).lines.all()
    found = next((each for each in lines if each.pk == line_id), None)
    if found is None:
        raise Http404
    return found


def change_line(*, line_id: int, line: LineEntry, **said: Any) -> PlanLine:
    """Change a line, whose plan is known."""
    plan_id = PlanLine.objects.values_list("plan", flat=True).get(pk=line_id)
    return operations.save_line(plan_id=plan_id, line_id=line_id, line=line, **said)


def told_of(line: PlanLine) -> str:
    """Return what is said of a line that was saved: it may smell of a target (R-FRQ-11)."""
    smells = any(TARGET.search(text) for text in (line.name, line.object_scope, line.remark))
    return f"“{line}”已保存。{SMELLS if smells else ''}"


def after_saving(line: PlanLine, request: MemberRequest) -> str:
    """Return where saving leads: to the plan, or on to the next line."""
    if "more" in request.POST:
        return reverse("plan_line_new", args=[line.plan_id])
    return at_plan(line.plan)


def crumbs_of(plan: AnnualPlan, verb: str) -> list[tuple[str, str]]:
    return [
        ("计划与检查", ""),
        ("年度计划", reverse("plan_list")),
        (str(plan), at_plan(plan)),
        (verb, ""),
    ]


NEW = FormPage(
    "plan_line_new",
    operations.save_line,
    KEEPERS,
    LineForm,
    title="增加计划事项",
    done=told_of,
    find=get_plan_in_hand,
    id_name="plan_id",
    to=after_saving,
    back=at_plan,
    crumbs=lambda plan: crumbs_of(plan, "增加"),
    given=lambda request, plan: {
        "plan": plan,
        "initial": {"first_on": f"{plan.year}-01-01", "last_on": f"{plan.year}-12-31"},
    },
    body=PlanLineIn,
    answer=(PlanLineOut, line_out),
    template="planning/plan_line.html",
)
CHANGE = NEW.of(
    name="plan_line_edit",
    operation=change_line,
    title="修改计划事项",
    find=get_line,
    id_name="line_id",
    back=lambda line: at_plan(line.plan),
    crumbs=lambda line: crumbs_of(line.plan, "修改"),
    given=lambda request, line: {"plan": line.plan, "initial": LineForm.initial_of(line)},
)


@require_safe
@member_required(*STAFF)
def plan_export(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Answer the plan's lines as .xlsx in the columns of R-FORM-03: a list without a page of its own."""
    lines = list(get_plan(request.actor, plan_id).lines.all())
    return LINES.file(request, LINES.shown(request, lines))
