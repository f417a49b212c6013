"""Lines of an annual plan in the columns of R-FORM-03, taken into the plan that a subject has in hand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Q

from jingwei.planning.imports.plan_layout import LAYOUT, RATIOS
from jingwei.planning.models import AnnualPlan, Cap, PlanLine
from jingwei.planning.operations.plan_lines import (
    KEEPERS,
    LineEntry,
    caps_of,
    faults_of,
    fill,
    judge_lines,
    line_facts_of,
    next_position,
)
from jingwei.planning.terms import PlanAction, PlanActivity, PlanStage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem, refusal
from jingwei.registry.members import Member
from jingwei.registry.models import Item, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.rulebook import Moment, ask

# The column of the sheet that a fault or a rule is about, by the field of the line.
PLACES = {"item_id": "item", "ratios": "ratio_a", "partner_ids": "partners"}
OF_RULE = {"R-RSK-02b": "ratio_a", "R-FRQ-01b": "visits"}


class PlanImporter:
    """Imports lines for a subject's clerk or head, the bureau and the command; the head approves what came in."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._own: Subject | None = None
        self._plans: dict[int, list[AnnualPlan]] = defaultdict(list)
        for plan in AnnualPlan.objects.exclude(stage=PlanStage.APPROVED).select_related("subject"):
            self._plans[plan.subject_id].append(plan)
        self._caps: dict[int, list[Cap]] = {}
        # What stands in the plans, and beside it the rows that pass: the same file sent twice comes back.
        self._known: set[tuple[object, ...]] = set()
        self._made: dict[
            int, tuple[PlanLine, list[Subject]]
        ] = {}  # by line of the sheet, from check to write

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no plans."""
        access_registry(actor, *KEEPERS, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge subject, plan in hand, item, window, numbers, partners, and what the rules on plans say."""
        texts = {row.values["item"] for row in rows if row.values["item"]}
        found = Item.objects.filter(Q(code__in=texts) | Q(name__in=texts)).select_related("subject")
        items = list(found.prefetch_related("bases", "versions").order_by("code"))
        plans = [plan.pk for each in self._plans.values() for plan in each]
        self._known |= {(line.plan_id, *line.matter) for line in PlanLine.objects.filter(plan__in=plans)}
        return [list(self._judge(row, items, actor, local_date(now))) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write the lines at the end of their plans. Raises Mistake when a plan was put before the head meanwhile."""
        by_plan: dict[int, list[tuple[PlanLine, list[Subject]]]] = defaultdict(list)
        for row in rows:
            line, partners = self._made[row.line]
            by_plan[line.plan_id].append((line, partners))
        for plan in AnnualPlan.objects.select_for_update(of=("self",)).filter(pk__in=by_plan).order_by("pk"):
            if not plan.is_in_hand:
                raise Mistake(f"{plan}{plan.get_stage_display()}，不能再导入", "由负责人退回后再导入")
            lines, first = by_plan[plan.pk], next_position(plan)
            for position, (line, _) in enumerate(lines, first):
                line.position = position
            PlanLine.objects.bulk_create(line for line, _ in lines)
            joint = PlanLine.partners.through
            joint.objects.bulk_create(
                joint(planline_id=line.pk, subject_id=partner.pk)
                for line, partners in lines
                for partner in partners
            )
            judgement = judge_lines(plan, [line for line, _ in lines], on=local_date(now))
            audit.record(
                PlanAction.IMPORTED,
                actor=actor,
                now=now,
                target=plan,
                judgement=judgement,
                plan=plan,
                lines=len(lines),
            )
            events.raise_findings("planning", judgement, now=now, act="annualplan", act_id=plan.pk)

    def _judge(self, row: Row, items: Sequence[Item], actor: Actor, today: date) -> Iterator[Problem]:
        subject, wrong = self._subject(row, actor)
        plan, lacking = self._plan(subject, row) if subject else (None, None)
        activity, unknown = _activity(row)
        problems = [each for each in (wrong, lacking, unknown) if each]
        partners, strangers = self._partners(row)
        problems += strangers
        if plan is None:
            yield from problems
            return
        item, unfound = _item(row, items, plan, activity)
        problems += [unfound] if unfound else []
        line = PlanLine(plan=plan)
        fill(line, _entry(row, activity))
        line.item = item
        problems += [
            problem(LAYOUT, row, PLACES.get(fault.field, fault.field), fault.message, fault.remedy)
            for fault in faults_of(line, plan, partners, on=today)
            if not (unfound and fault.field == "item_id")
        ]
        if plan.pk not in self._caps:
            self._caps[plan.pk] = caps_of(plan)
        caps = self._caps[plan.pk]
        for finding in ask(Moment.PLAN, line_facts_of(plan, [line], caps), on=today).refusals:
            problems.append(refusal(LAYOUT, row, OF_RULE[finding.rule.code], finding))
        key = (line.plan_id, *line.matter)
        if not problems and key in self._known:
            problems.append(
                problem(LAYOUT, row, "name", "计划中已有同样的一项", "删除本行，或在页面上修改那一项")
            )
        if not problems:
            self._known.add(key)
            self._made[row.line] = line, partners
        yield from problems

    def _subject(self, row: Row, actor: Actor) -> tuple[Subject | None, Problem | None]:
        """Return whose plan the row is for, or what is wrong: the own one where none is named."""
        if text := row.values["subject"]:
            return self._subjects.judge(text, column="实施主体", actor=actor)
        if self._own is None and isinstance(actor, Member) and actor.subject_id:
            self._own = Subject.objects.get(pk=actor.subject_id)
        if self._own is None:
            return None, problem(LAYOUT, row, "subject", "没有填写", "写明是哪个检查主体的计划")
        return self._own, None

    def _plan(self, subject: Subject, row: Row) -> tuple[AnnualPlan | None, Problem | None]:
        """Return the subject's plan in hand, of the row's year where there are several, or what is wrong."""
        year = row.values["first_on"].year
        plans = self._plans[subject.pk]
        plan = plans[0] if len(plans) == 1 else next((each for each in plans if each.year == year), None)
        if plan is None:
            message = f"{subject}没有拟订中的 {year} 年度计划"
            return None, Problem("", "", message, "先在“年度计划”拟订，或对已批准的计划用“调整”")
        if not plan.is_in_hand:
            return None, Problem(
                "", "", f"{plan}{plan.get_stage_display()}，不能修改", "由负责人退回后再导入"
            )
        return plan, None

    def _partners(self, row: Row) -> tuple[list[Subject], list[Problem]]:
        names = cells.split(row.values["partners"] or "")
        named = {name: self._subjects.find(name) for name in names if name not in {"无", "否", "-", "—"}}
        problems = [
            problem(
                LAYOUT, row, "partners", f"中的“{name}”不是名录中的检查主体", "填写单位全称、简称或主体编号"
            )
            for name, subject in named.items()
            if subject is None
        ]
        found = {subject.pk: subject for subject in named.values() if subject is not None}
        return list(found.values()), problems


def _activity(row: Row) -> tuple[PlanActivity, Problem | None]:
    """Return what the line is about. A special inspection has an approval of its own (R-SPC-01)."""
    word = (row.values["activity"] or "").replace(" ", "")
    if word == PlanActivity.OTHER.label:
        return PlanActivity.OTHER, None
    if word in {"", "日常检查", "日常", "行政检查", PlanActivity.INSPECTION.label}:
        return PlanActivity.INSPECTION, None
    if word.startswith("专项"):
        wrong = problem(LAYOUT, row, "activity", "不列入年度计划", "专项检查在“专项检查”中另行报批")
        return PlanActivity.INSPECTION, wrong
    wrong = problem(LAYOUT, row, "activity", "不在可选项中", f"从日常检查、{PlanActivity.OTHER.label}中选填")
    return PlanActivity.INSPECTION, wrong


def _item(
    row: Row, items: Sequence[Item], plan: AnnualPlan, activity: PlanActivity
) -> tuple[Item | None, Problem | None]:
    """Return the item of the code or the name, own ones first, or what is wrong with it."""
    text = row.values["item"]
    if activity is PlanActivity.OTHER:
        return None, None
    if not text:
        return None, problem(LAYOUT, row, "item", "没有填写", "填写检查事项库中的编码或名称")
    found = [each for each in items if each.code == text] or [each for each in items if each.name == text]
    own = [each for each in found if each.subject_id in {plan.subject_id, plan.subject.principal_id}]
    if len(own) > 1:
        return None, problem(LAYOUT, row, "item", f"有 {len(own)} 个同名事项", "改填事项编码")
    if not found:
        return None, problem(LAYOUT, row, "item", "不在事项库", "核对编码或名称，或先登记检查事项")
    return (own or found)[0], None


def _entry(row: Row, activity: PlanActivity) -> LineEntry:
    """Return the row as a line is filled in; its item is looked up beside."""
    values = row.values
    return LineEntry(
        name=values["name"],
        object_scope=values["object_scope"],
        first_on=values["first_on"],
        last_on=values["last_on"],
        method=values["method"],
        activity=activity,
        base=values["base"],
        quantity=values["quantity"],
        ratios={each: values[name] or 0 for each, name in RATIOS.items()},
        visits=values["visits"] or 1,
        remark=values["remark"] or "",
    )
