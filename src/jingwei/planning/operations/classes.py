"""Departments' own grades, the table of ratios and visits by class, and the relief of low-risk enterprises."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from jingwei.planning.facts.classes import entry_facts, table_facts
from jingwei.planning.models import ClassTable, DepartmentGrade, Relief
from jingwei.planning.queries.classes import GRADES, ClassRow, history_of, latest_month
from jingwei.planning.terms import ClassAction, ReliefExit
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.operations.access import (
    BUREAU,
    access_own_or_bureau,
    access_registry,
    lock_district,
    locked,
)
from jingwei.registry.terms import CreditClass, Role
from jingwei.rulebook import Moment, ask

DISTRICT = "全区"


@operation(ClassAction.GRADED, target="enterprise_id")
def grade_enterprise(
    *,
    subject_id: int,
    enterprise_id: int,
    credit_class: CreditClass,
    criteria: str,
    reason: str,
    valid_from: date,
    score: Decimal | None = None,
    actor: Actor,
    now: datetime,
) -> DepartmentGrade:
    """Enter a subject's own grade of an enterprise; the one that stands ends on the day the new one begins.

    Raises NotAllowed for anybody but the subject's clerk and head, Mistake for a grade that is none of the four, an
    empty criterion or reason, or a day on which an earlier grade holds that has ended since, or began later.
    """
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    enterprise = locked(Enterprise, enterprise_id)
    if credit_class not in GRADES:
        raise Mistake(f"“{credit_class.label}”不是分级", "从 A、B、C、D 中选一级", "credit_class")
    criteria = _text(criteria, "分级标准", "criteria")
    reason = _text(reason, "理由", "reason")
    last = _last_grade(subject_id, enterprise_id)
    if last is not None and valid_from < last.free_from:
        said, remedy = told_too_early(last)
        raise Mistake(f"{valid_from} {said}", remedy, "valid_from")
    if last is not None and last.valid_until is None:
        last.valid_until = valid_from
        last.save(update_fields=["valid_until"])
    grade = DepartmentGrade.objects.create(
        subject_id=subject_id,
        enterprise=enterprise,
        credit_class=credit_class,
        criteria=criteria,
        score=score,
        reason=reason,
        valid_from=valid_from,
        entered_by_id=actor.account_id,
        entered_at=now,
    )
    audit.record(
        ClassAction.GRADED,
        actor=actor,
        now=now,
        target=enterprise,
        enterprise=enterprise.name,
        grade=credit_class.label,
        reason=reason,
    )
    return grade


@operation(ClassAction.GRADE_ENDED, target="grade_id", kind="departmentgrade")
def end_grade(*, grade_id: int, reason: str, actor: Actor, now: datetime) -> DepartmentGrade:
    """End a subject's own grade as of today; one that has not begun never will.

    Raises NotAllowed for anybody but the subject's clerk and head, Conflict when it has ended.
    """
    grade = DepartmentGrade.objects.select_for_update().filter(pk=grade_id).first()
    if grade is None:
        raise Mistake("没有这条部门分级", "刷新页面后重新选择")
    access_registry(actor, Role.CLERK, Role.HEAD, subject_id=grade.subject_id)
    if grade.valid_until is not None:
        raise Conflict(f"这条分级自 {grade.valid_until} 起已终止", "刷新页面")
    reason = _text(reason, "理由", "reason")
    grade.valid_until = max(local_date(now), grade.valid_from)
    grade.save(update_fields=["valid_until"])
    audit.record(
        ClassAction.GRADE_ENDED,
        actor=actor,
        now=now,
        target=grade.enterprise,
        enterprise=grade.enterprise.name,
        reason=reason,
    )
    return grade


@operation(ClassAction.TABLE_SAVED, target="subject_id")
def save_class_table(
    *,
    subject_id: int | None,
    valid_from: date,
    document: str,
    rows: Mapping[CreditClass, ClassRow],
    actor: Actor,
    now: datetime,
) -> ClassTable:
    """Save what each class brings from a day on: of the whole district, or of one subject.

    A table that has begun stays as it is; one that has not is replaced by another of the same day. The first may be
    entered as it was published; a later one holds from today on at the earliest, so that no past day is judged anew.
    Raises NotAllowed for anybody but the bureau and, for a subject's own, its head; Mistake where a class is left out
    or the day has a table or lies before one that has begun; Refused (R-RSK-02a) when a riskier class would be drawn
    less.
    """
    subject = _subject_of(subject_id, actor)
    whose = subject.short_name if subject else DISTRICT
    document = _text(document, "公布文件", "document")
    if missing := [each for each in GRADES if each not in rows]:
        left_out = "、".join(f"{each.value} 类" for each in missing)
        raise Mistake(f"没有填写{left_out}的比例", "四类都要填写", "rows")
    kept = {each.value: asdict(rows[each]) for each in GRADES}
    judgement = ask(Moment.GRADE, [table_facts(whose, kept)], on=local_date(now))
    judgement.require()
    today = local_date(now)
    same_day = ClassTable.objects.select_for_update().filter(subject=subject, valid_from=valid_from).first()
    if same_day is not None and valid_from <= today:
        raise Mistake(
            f"{whose}自 {valid_from} 起已有“{same_day.document}”，已经施行",
            "换一个施行日期",
            "valid_from",
        )
    if valid_from < today and ClassTable.objects.filter(subject=subject, valid_from__lte=today).exists():
        raise Mistake(
            f"{whose}已有施行的表，新表自 {valid_from} 起会改变以前的适用",
            f"施行日期填 {today} 或以后",
            "valid_from",
        )
    table = same_day or ClassTable(subject=subject, valid_from=valid_from)
    table.document, table.rows = document, kept
    table.saved_by_id, table.saved_at = actor.account_id, now
    table.save()
    audit.record(
        ClassAction.TABLE_SAVED,
        actor=actor,
        now=now,
        target=subject or table,
        judgement=judgement,
        data={"rows": kept},
        whose=whose,
        day=valid_from,
    )
    return table


@operation(ClassAction.RELIEF_ENTERED, target="enterprise_id")
def enter_relief(*, enterprise_id: int, ground: str, actor: Actor, now: datetime) -> Relief:
    """Enter a low-risk enterprise for relief, from today on.

    Raises NotAllowed for anybody but the bureau and a subject's head, Conflict when it has the relief, Refused
    (R-RSK-03c) when it was not A in each of the last months.
    """
    access_registry(actor, Role.HEAD, *BUREAU)
    enterprise = locked(Enterprise, enterprise_id)
    ground = _text(ground, "纳入依据", "ground")
    if Relief.objects.filter(enterprise=enterprise, left_on=None).exists():
        raise Conflict(f"{enterprise.name}已在减免名单中", "刷新页面")
    on = local_date(now)
    facts = entry_facts(
        enterprise, history_of(enterprise), latest=latest_month(), on=on, numbers=get_numbers(on)
    )
    judgement = ask(Moment.GRADE, [facts], on=on)
    judgement.require()
    relief = Relief.objects.create(
        enterprise=enterprise, entered_on=on, ground=ground, entered_by_id=actor.account_id
    )
    audit.record(
        ClassAction.RELIEF_ENTERED,
        actor=actor,
        now=now,
        target=enterprise,
        judgement=judgement,
        enterprise=enterprise.name,
        ground=ground,
    )
    return relief


@operation(ClassAction.RELIEF_LEFT, target="relief_id")
def leave_relief(*, relief_id: int, exit: ReliefExit, note: str, actor: Actor, now: datetime) -> Relief:
    """Take an enterprise off the relief, from today on.

    Raises NotAllowed for anybody but the bureau, clerks and heads, Conflict when it has left.
    """
    access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)
    relief = Relief.objects.select_for_update(of=("self",)).filter(pk=relief_id).first()
    if relief is None:
        raise Mistake("减免名单中没有这家企业", "刷新页面后重新选择")
    if relief.left_on is not None:
        raise Conflict(f"已于 {relief.left_on} 移出", "刷新页面")
    note = _text(note, "移出说明", "note")
    relief.left_on, relief.exit, relief.exit_note = local_date(now), exit, note
    relief.save(update_fields=["left_on", "exit", "exit_note"])
    audit.record(
        ClassAction.RELIEF_LEFT,
        actor=actor,
        now=now,
        target=relief.enterprise,
        enterprise=relief.enterprise.name,
        reason=f"{exit.label}，{note}",
    )
    return relief


def told_too_early(last: DepartmentGrade) -> tuple[str, str]:
    """Return what is wrong with a grade that begins before the last one allows, and what to do."""
    if last.valid_until is None:
        return f"早于现有分级的起始日期 {last.valid_from}", "先终止现有分级，或改用该日以后的日期"
    return f"早于上一条分级的终止日期 {last.valid_until}", f"填写 {last.valid_until} 或以后的日期"


def _last_grade(subject_id: int, enterprise_id: int) -> DepartmentGrade | None:
    found = DepartmentGrade.objects.select_for_update(of=("self",))
    return found.filter(subject=subject_id, enterprise=enterprise_id).order_by("valid_from", "id").last()


def _subject_of(subject_id: int | None, actor: Actor) -> Subject | None:
    """Return whose table it is, locked, None for the district's, which is locked too. Raises NotAllowed."""
    if subject_id is None:
        access_registry(actor, *BUREAU)
        lock_district()
        return None
    access_own_or_bureau(actor, Role.HEAD, subject_id=subject_id)
    return locked(Subject, subject_id)


def _text(text: str, what: str, field: str) -> str:
    if not text.strip():
        raise Mistake(f"没有填写{what}", f"补填{what}", field)
    return text.strip()
