"""Writes of the lines of an annual plan: entered, changed, taken out, and what is wrong with one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, prefetch_related_objects

from jingwei.planning.facts.plans import line_facts
from jingwei.planning.models import AnnualPlan, Cap, PlanLine
from jingwei.planning.queries.plans import list_caps_of_year
from jingwei.planning.terms import PlanAction, PlanActivity
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.models import Item, Subject
from jingwei.registry.operations.access import access_registry
from jingwei.registry.queries import why_unusable
from jingwei.registry.terms import CreditClass, InspectionMethod, ItemStatus, Role
from jingwei.rulebook import Judgement, Moment, ask

CLASSES = tuple(each for each in CreditClass if each is not CreditClass.UNKNOWN)
MOST_VISITS = 366
KEEPERS = (Role.CLERK, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A line as it is filled in. ``ratios``: percent by class, empty for all classes alike; a class left out is 0."""

    name: str
    object_scope: str
    first_on: date
    last_on: date
    method: InspectionMethod
    item_id: int | None = None
    activity: PlanActivity = PlanActivity.INSPECTION
    base: int | None = None
    quantity: int | None = None
    ratios: Mapping[CreditClass, int] = field(default_factory=dict)
    visits: int = 1
    partner_ids: Sequence[int] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: the field, what stands there, what to do."""

    field: str
    message: str
    remedy: str


@operation(PlanAction.CHANGED, target="plan_id", kind="annualplan")
def save_line(
    *, plan_id: int, line: LineEntry, line_id: int | None = None, actor: Actor, now: datetime
) -> PlanLine:
    """Enter a line in a plan that is in hand, or change one of its lines.

    Raises NotAllowed for anybody but the subject's clerk or head, Conflict when the plan is not in hand, Mistake for
    what does not fit, Refused for ratios that are not monotone (R-RSK-02b) and visits beyond the cap (R-FRQ-01b).
    Words that smell of targets (R-FRQ-11) stay, and the supervisor hears of them.
    """
    plan = locked_plan(plan_id)
    access_registry(actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    row = PlanLine(plan=plan, position=next_position(plan)) if line_id is None else _own_line(plan, line_id)
    said = (row.name, row.object_scope, row.remark)
    fill(row, line)
    partners = found_partners(line.partner_ids)
    for fault in faults_of(row, plan, partners, on=local_date(now)):
        raise Mistake(fault.message, fault.remedy, fault.field)
    if any(each.matter == row.matter for each in plan.lines.exclude(pk=row.pk)):
        raise Mistake("计划中已有同样的一项", "修改那一项，或改正任务名称、检查对象、时间", "name")
    judgement = judge_lines(plan, [row], on=local_date(now))
    judgement.require()
    row.save()
    row.partners.set(partners)
    audit.record(
        PlanAction.CHANGED,
        actor=actor,
        now=now,
        target=plan,
        judgement=judgement,
        plan=plan,
        what=f"{'增加' if line_id is None else '修改'}“{row}”",
    )
    if said != (row.name, row.object_scope, row.remark):
        events.raise_findings("planning", judgement, now=now, act="annualplan", act_id=plan.pk)
    return row


@operation(PlanAction.CHANGED, target="plan_id", kind="annualplan")
def remove_line(*, plan_id: int, line_id: int, actor: Actor, now: datetime) -> AnnualPlan:
    """Take a line out of a plan that is in hand; the versions before keep it.

    Raises NotAllowed for anybody but the subject's clerk or head, Conflict when the plan is not in hand, Mistake when
    it has no such line.
    """
    plan = locked_plan(plan_id)
    access_registry(actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    row = _own_line(plan, line_id)
    audit.record(PlanAction.CHANGED, actor=actor, now=now, target=plan, plan=plan, what=f"删除“{row}”")
    row.delete()
    return plan


def fill(row: PlanLine, line: LineEntry) -> None:
    """Put what was filled in into a row, unsaved; its partners are set once it is saved."""
    is_inspection = line.activity is PlanActivity.INSPECTION
    row.name, row.object_scope, row.remark = line.name.strip(), line.object_scope.strip(), line.remark.strip()
    row.activity = line.activity
    row.item = _item(line.item_id) if is_inspection else None
    row.base, row.quantity, row.visits = line.base, line.quantity, line.visits
    named = any(line.ratios.values())
    row.ratios = {each.value: line.ratios.get(each, 0) for each in CLASSES} if named else {}
    row.first_on, row.last_on, row.method = line.first_on, line.last_on, line.method


def faults_of(row: PlanLine, plan: AnnualPlan, partners: Iterable[Subject], *, on: date) -> Iterator[Fault]:
    """Yield what is wrong with a line, saved or not, as of the day. What the rules say comes besides."""
    if not row.name:
        yield Fault("name", "没有写任务名称", "填写任务名称")
    if not row.object_scope:
        yield Fault("object_scope", "没有写检查对象", "写明查哪一类企业")
    if row.activity == PlanActivity.INSPECTION:
        yield from _faults_of_item(row.item, plan, on)
    if row.last_on < row.first_on:
        yield Fault("last_on", f"截止日期 {row.last_on} 早于起始日期 {row.first_on}", "核对起止日期")
    elif row.first_on.year != plan.year or row.last_on.year != plan.year:
        wrong = "first_on" if row.first_on.year != plan.year else "last_on"
        yield Fault(
            wrong,
            f"{row.first_on} 至 {row.last_on} 不全在 {plan.year} 年内",
            f"{plan.year} 年以外的部分列入该年的计划",
        )
    over = [f"{each} 类 {share}%" for each, share in row.ratios.items() if not 0 <= share <= 100]
    if over:
        yield Fault("ratios", f"抽查比例{'、'.join(over)}不在 0 至 100 之间", "填写百分数，如 20")
    if row.quantity == 0:
        yield Fault("quantity", "检查户数是 0", "没有数的不填；不检查的，删除这一项")
    if row.base is not None and row.quantity is not None and row.quantity > row.base:
        yield Fault(
            "quantity", f"检查户数 {row.quantity} 多于对象基数 {row.base}", "核对基数，或减少检查户数"
        )
    if not 1 <= row.visits <= MOST_VISITS:
        yield Fault("visits", f"每户每年 {row.visits} 次不在 1 至 {MOST_VISITS} 之间", "至少 1 次")
    for partner in partners:
        if partner.pk == plan.subject_id:
            yield Fault("partner_ids", f"联合单位中有本单位（{partner}）", "只选其他单位")
        elif not may_inspect(partner, on):
            yield Fault("partner_ids", f"联合单位{partner}没有公告或已撤销", "选择已公告的检查主体")


def judge_lines(plan: AnnualPlan, rows: Sequence[PlanLine], *, on: date) -> Judgement:
    """Put lines to the rules on plans; the caps of the year are read once for all."""
    return ask(Moment.PLAN, line_facts_of(plan, rows, caps_of(plan)), on=on)


def line_facts_of(plan: AnnualPlan, rows: Iterable[PlanLine], caps: Sequence[Cap]) -> list[object]:
    """Return what the rules on plans are asked about the lines."""
    return [each for row in rows for each in line_facts(row, plan, caps)]


def caps_of(plan: AnnualPlan) -> list[Cap]:
    """Return the caps that may bind a line of the plan."""
    return list(list_caps_of_year(plan.subject, plan.year))


def locked_plan(plan_id: int) -> AnnualPlan:
    """Return a plan with its subject, locked until the act commits. Raises Mistake when there is none."""
    plan = (
        AnnualPlan.objects.select_for_update(of=("self",))
        .select_related("subject")
        .filter(pk=plan_id)
        .first()
    )
    if plan is None:
        raise Mistake("没有这份年度计划", "从年度计划列表打开")
    return plan


def check_in_hand(plan: AnnualPlan) -> None:
    """Raise Conflict unless the plan may still be changed."""
    if not plan.is_in_hand:
        remedy = (
            "已批准的计划用“调整”拟订新版" if plan.stage == "approved" else "等待审批；要改的，由负责人退回"
        )
        raise Conflict(f"{plan}{plan.get_stage_display()}，不能修改", remedy)


def may_inspect(subject: Subject, on: date) -> bool:
    """Whether the subject stands on the day: announced and not revoked (R-SUB-01)."""
    is_announced = subject.announced_on is not None and subject.announced_on <= on
    return is_announced and (subject.revoked_on is None or on < subject.revoked_on)


def next_position(plan: AnnualPlan) -> int:
    """Return the position of a new line: none that any version of the plan has used, so that versions compare."""
    found = PlanLine.objects.filter(plan__subject=plan.subject_id, plan__year=plan.year)
    last: int = found.aggregate(last=Max("position"))["last"] or 0
    return last + 1


def found_partners(partner_ids: Sequence[int]) -> list[Subject]:
    """Return the partners. Raises Mistake when one is not on the register."""
    found = list(Subject.objects.filter(pk__in=partner_ids).order_by("sort_key", "id"))
    if len(found) < len(set(partner_ids)):
        raise Mistake("有联合单位不在名录中", "刷新页面后重新选择", "partner_ids")
    return found


def _faults_of_item(item: Item | None, plan: AnnualPlan, on: date) -> Iterator[Fault]:
    if item is None:
        yield Fault("item_id", "没有选择检查事项", "从本单位公布的检查事项中选择")
    elif item.subject_id not in {plan.subject_id, plan.subject.principal_id}:
        yield Fault(
            "item_id",
            f"“{item}”是{item.subject.short_name}的事项",
            "只列本单位的事项；其他单位的由该单位列入，可以填作联合单位",
        )
    elif item.status_on(on) is not ItemStatus.PUBLISHED:
        yield Fault(
            "item_id", f"“{item}”{why_unusable(item, on)}", "公布以后再列入计划，或换一个已公布的事项"
        )


def _item(item_id: int | None) -> Item | None:
    item = Item.objects.select_related("subject").filter(pk=item_id).first() if item_id else None
    if item_id and item is None:
        raise Mistake("没有这个检查事项", "从本单位公布的检查事项中选择", "item_id")
    if item is not None:
        prefetch_related_objects([item], "bases", "versions")
    return item


def _own_line(plan: AnnualPlan, line_id: int) -> PlanLine:
    row = plan.lines.select_related("item__subject").filter(pk=line_id).first()
    if row is None:
        raise Mistake("这份计划中没有这一项", "从计划中打开要改的事项")
    return row
