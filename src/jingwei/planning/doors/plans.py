"""年度计划, the list: of each department and year the newest version that the viewer may see; beginning a plan."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.planning import operations
from jingwei.planning.doors.own import for_own_subject
from jingwei.planning.forms.plans import DraftForm
from jingwei.planning.models import AnnualPlan
from jingwei.planning.operations.plan_lines import KEEPERS
from jingwei.planning.queries import list_newest_plans, list_plans
from jingwei.planning.terms import PlanStage
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Subject
from jingwei.registry.terms import STAFF
from jingwei.web.doors import (
    Button,
    Choice,
    Day,
    Empty,
    FormPage,
    Listing,
    Number,
    Pick,
    Search,
    Tally,
    Text,
    Title,
    Viewer,
    Word,
    Year,
)

COLOURS = {PlanStage.SUBMITTED: "accent", PlanStage.RETURNED: "red", PlanStage.APPROVED: "green"}
LAMPS = {PlanStage.SUBMITTED: "amber", PlanStage.RETURNED: "red", PlanStage.APPROVED: "green"}
STAGE = Word("环节", "stage", of=PlanStage, colours=COLOURS, css="is-end")
DECIDED = Day("批准日期", "decided_at", name="decided_on", order="decided_at", short="批准")


def of_text(found: QuerySet[AnnualPlan], text: str, viewer: Viewer) -> QuerySet[AnnualPlan]:
    """Keep the plans of which a line's name, objects or item hold the text."""
    plans, text = AnnualPlan.objects, text.strip()
    named = plans.filter(lines__name__icontains=text).values("pk")
    objects = plans.filter(lines__object_scope__icontains=text).values("pk")
    items = plans.filter(lines__item__name__icontains=text).values("pk")
    return found.filter(pk__in=named.union(objects, items))


def years(viewer: Viewer) -> Any:
    visible = list_plans(viewer.actor).order_by()
    return visible.values_list("year", flat=True).distinct().order_by("-year")


def owners(viewer: Viewer) -> QuerySet[Subject]:
    visible = list_plans(viewer.actor).order_by().values("subject")
    return Subject.objects.filter(pk__in=visible).order_by("sort_key")


def at_plan(plan: AnnualPlan) -> str:
    return reverse("plan_detail", args=[plan.pk])


PLANS = Listing(
    "plan",
    "年度计划",
    export_name="plan_list_export",
    roles=STAFF,
    rows=list_newest_plans,
    crumbs=("计划与检查",),
    status="共 {} 份",
    columns=(
        Title("年度计划", "subject.name", order="subject__sort_key", link="plan_detail", below="title"),
        Text("年度", lambda plan: str(plan.year), name="year", order="year", css="jw-nw is-gone"),
        Number("事项", "line_count", short="事项"),
        Text(
            "已批准",
            lambda plan: plan.approved_count and f"{plan.approved_count} 版",
            name="approved_count",
            order="approved_count",
            css="jw-nw",
            short="已批准",
        ),
        DECIDED,
        STAGE,
    ),
    filed=(
        Number("年度", "year"),
        Text("检查主体", "subject.name", name="subject"),
        Text("计划", "title"),
        STAGE,
        Number("事项数", "line_count"),
        Number("已批准版本", "approved_count"),
        DECIDED,
        Text("批准人", "decided_by.name", name="decided_by"),
        Text("调整说明", "note"),
    ),
    filters=(
        Search(label="任务", hint="任务名称、检查对象、事项", by=of_text),
        Year(years=years),
        Pick("subject", "主体", rows=owners),
        Choice("stage", "环节", of=PlanStage),
    ),
    tally=Tally("stage", LAMPS, unit="份"),
    buttons=(Button("拟订计划", "plan_new", roles=KEEPERS),),
    empty=Empty(
        "还没有年度计划",
        "日常检查按计划实施，计划外的不得检查，先",
        "plan_new",
        "拟订计划",
        roles=KEEPERS,
        otherwise="各检查主体批准的年度计划列在这里。",
    ),
)
NEW = FormPage(
    "plan_new",
    for_own_subject(operations.draft_plan),
    KEEPERS,
    DraftForm,
    title="拟订年度计划",
    status="每个年度一份，批准后在三月底前公告和备案",
    verb="拟订",
    done="已开始拟订，逐项填写或导入表格，完成后报负责人审批。",
    to=at_plan,
    back=lambda: reverse("plan_list"),
    crumbs=lambda: [("计划与检查", ""), ("年度计划", reverse("plan_list")), ("拟订", "")],
    given=lambda request, row: {"year": local_date(request.now).year},
)
