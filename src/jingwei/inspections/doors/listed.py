"""检查任务: the list, and approving several of it at once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.forms import PickForm
from jingwei.inspections.models import Inspection
from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.inspections.operations import BatchRow, approve_many
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.terms import Origin, Stage
from jingwei.inspections.views.desk_parts import STAGE_COLOURS, moment
from jingwei.planning.models import PlanLine, SpecialPlan
from jingwei.planning.terms import InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.numbering import number_as_typed
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.doors import (
    Batch,
    Button,
    Choice,
    Day,
    Days,
    Either,
    Empty,
    Listing,
    Moment,
    Pick,
    Search,
    Text,
    Title,
    Viewer,
    Word,
)
from jingwei.web.refusals import error_shown

TALLIED = (Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ENTERED, Stage.RECORDED, Stage.CONCLUDED)
LAMPS = {Stage.SUBMITTED: "amber", Stage.RETURNED: "amber", Stage.RECORDED: "amber", Stage.CONCLUDED: "green"}
REACHES = (("approved", "已批准或已实施"), ("done", "已实施"))
REQUESTERS = (Role.CLERK, Role.OFFICER)


def planned(inspection: Inspection) -> str:
    """Return when it is planned; of an imported one no more than its day is known."""
    if inspection.origin == Origin.IMPORTED:
        return f"{inspection.performed_on}　导入"
    return moment(inspection.planned_from)


def of_text(found: QuerySet[Inspection], text: str, viewer: Viewer) -> QuerySet[Inspection]:
    """Keep those whose enterprise or number holds the text."""
    text = text.strip()
    return found.filter(
        Q(enterprise__name__icontains=text)
        | Q(enterprise__credit_code__icontains=text)
        | Q(enterprise__sort_key__icontains=text.lower())
        | Q(number__icontains=number_as_typed(text))
    )


def of_reach(found: InspectionQuerySet, reach: str, viewer: Viewer) -> InspectionQuerySet:
    """Keep the current ones that were approved, or carried out; what was withdrawn is neither."""
    stages = CARRIED_OUT if reach == "done" else [Stage.APPROVED, *CARRIED_OUT]
    return found.current().filter(stage__in=stages)


def of_line(found: QuerySet[Inspection], line: PlanLine, viewer: Viewer) -> QuerySet[Inspection]:
    """Keep those that cite the line in any version of its plan: a line keeps its position."""
    return found.filter(
        plan_line__position=line.position,
        plan_line__plan__subject=line.plan.subject_id,
        plan_line__plan__year=line.plan.year,
    )


def specials(viewer: Viewer) -> QuerySet[SpecialPlan]:
    """Return the special inspections that some the viewer sees are of."""
    made_for = list_inspections(viewer.actor).order_by().values("special")
    return SpecialPlan.objects.filter(pk__in=made_for).order_by("-first_on")


def count_stages(visible: QuerySet[Inspection], viewer: Viewer) -> list[dict[str, Any]]:
    """Return how many are at each stage, in one statement."""
    counts = dict(visible.order_by().values_list("stage").annotate(number=Count("id")))
    return [
        {
            "label": stage.label,
            "count": counts.get(stage.value, 0),
            "url": f"?stage={stage.value}",
            "lamp": LAMPS.get(stage),
        }
        for stage in TALLIED
    ]


INSPECTIONS = Listing(
    "inspection",
    "检查任务",
    roles=STAFF,
    rows=list_inspections,
    crumbs=("计划与检查",),
    columns=(
        Title(
            "企业",
            "enterprise.name",
            name="enterprise",
            order="enterprise__sort_key",
            link="inspection_detail",
            below=lambda row: f"{row.site.name}　{row.site.address}",
        ),
        Text("检查主体", "subject.short_name", name="subject", order="subject__sort_key", roles=BUREAU),
        Text("文号", "number", css="jw-nw is-gone"),
        Word("类别", "kind", of=InspectionKind),
        Text("拟检时间", planned, name="planned_from", order="planned_from", css="jw-nw"),
        Word("环节", "stage", of=Stage, colours=STAGE_COLOURS, order="", css="jw-nw is-end"),
    ),
    filed=(
        Text("文号", "number"),
        Text("检查主体", "subject.name"),
        Text("企业", "enterprise.name"),
        Text("统一社会信用代码", "enterprise.credit_code"),
        Text("场所", "site.name"),
        Word("类别", lambda row: row.kind or None, of=InspectionKind),
        Text("拟检时间自", lambda row: moment(row.planned_from)),
        Text("拟检时间至", lambda row: moment(row.planned_until)),
        Word("环节", "stage", of=Stage),
        Text("入企时间", lambda row: moment(row.visit.entered_at) if row.visit else ""),
        Text("计入上限", lambda row: "是" if row.is_counted else "否"),
        Day("实施日期", "performed_on"),
        Text("来源", lambda row: row.source_system or Origin(row.origin).label),
    ),
    told=(
        Text("文号", "number"),
        Word("环节", "stage", of=Stage),
        Word("检查类别", lambda row: row.kind or None, name="kind", of=InspectionKind),
        Text("检查主体", "subject.name", name="subject"),
        Text("企业", "enterprise.name", name="enterprise"),
        Text("场所", "site.name", name="site"),
        Moment("拟检时间自", "planned_from"),
        Moment("拟检时间至", "planned_until"),
        Moment("批准时间", "approved_at"),
        Day("实施日期", "performed_on"),
    ),
    filters=(
        Search(label="企业或文号", hint="名称、代码、拼音首字母、文号", by=of_text),
        Choice("stage", "环节", of=Stage),
        Choice("kind", "类别", of=InspectionKind),
        Choice("origin", "来源", of=Origin, is_more=True),
        Days(
            "planned",
            "拟检日期",
            by="planned_from",
            names=("planned_after", "planned_before"),
            is_instant=True,
        ),
        Choice("reach", "进度", of=REACHES, by=of_reach, is_more=True),
        Pick("special", "专项", rows=specials, is_more=True),
        Pick(
            "plan_line",
            "计划事项",
            rows=lambda viewer: PlanLine.objects.all(),
            by=of_line,
            of_many=True,
            is_more=True,
        ),
    ),
    tally=count_stages,
    buttons=(Button("申请检查", "inspection_new", roles=REQUESTERS),),
    empty=Empty(
        "还没有检查任务",
        "每次入企检查都从申请开始，",
        "inspection_new",
        "申请检查",
        roles=REQUESTERS,
        otherwise="经办人提交申请后列在这里。",
    ),
)
OF_A_HEAD = INSPECTIONS.of(
    batch=Batch(
        "批准所选",
        "inspection_approve_many",
        row_id=lambda row: row.pk if row.stage == Stage.SUBMITTED else None,
        called="number",
    )
)
LIST = Either(
    "inspection",
    choose=lambda actor: OF_A_HEAD if getattr(actor, "role", None) is Role.HEAD else INSPECTIONS,
    roles=STAFF,
)


@require_POST
@member_required(Role.HEAD)
def approve_picked(request: MemberRequest) -> HttpResponse:
    """Approve several tasks: first name them and ask, then approve each on its own and say how each ended.

    A function, for each of the tasks ends in its own way: the page tells of them all.
    """
    form = PickForm(request.POST)
    if not form.is_valid():
        return redirect("inspection_list")
    ids: Sequence[int] = form.cleaned_data["pick"]
    if not form.cleaned_data["is_confirmed"]:
        picked = list_inspections(request.actor).filter(pk__in=ids, stage=Stage.SUBMITTED)
        context = {"picked": list(picked), "left_out": len(ids) - len(picked)}
        return render(request, "inspections/approve_many.html", context)
    opinion = form.cleaned_data["opinion"]
    rows = approve_many(inspection_ids=ids, opinion=opinion, actor=request.actor, now=request.now)
    return render(request, "inspections/approved_many.html", _ended(rows, request.actor))


def _ended(rows: Sequence[BatchRow], actor: Actor) -> dict[str, object]:
    found = list_inspections(actor).in_bulk([row.inspection_id for row in rows])
    return {
        "approved": [found[row.inspection_id] for row in rows if row.error is None],
        "refused": [
            {"inspection": found.get(row.inspection_id), "error": error_shown(row.error)}
            for row in rows
            if row.error is not None
        ],
    }
