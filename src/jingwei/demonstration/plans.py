"""The annual plans of all departments, in bulk, with what the log tells of them; ``announced`` carries them on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jingwei.demonstration.acting import at
from jingwei.demonstration.acts import Field
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.content import read
from jingwei.demonstration.schedule import FIRST_YEAR, Way, way_of, way_of_amendment
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import AmendmentReason, PlanAction, PlanActivity, PlanStage
from jingwei.platform.calendar import Calendar
from jingwei.registry.models import Item, Subject
from jingwei.registry.terms import InspectionMethod

ROUTINE = 0.85  # share of a department's inspections that its plan foresees
SECOND = 1.2  # items that an inspection looks at, on average
COMPLAINTS = "TS-002"  # the item that is inspected on complaint alone and so stands in no plan


@dataclass
class Plan:
    """One version of a plan, with its lines and its way."""

    row: AnnualPlan
    lines: list[PlanLine]
    way: Way
    base: "Plan | None" = None  # the version that it amends
    partners: dict[int, list[Subject]] = field(default_factory=dict)


def build_plans(book: Book, cast: Cast, surveyed: Field, calendar: Calendar, *, today: date) -> list[Plan]:
    """Put every department's plans into the book, as far as they had come before today, and return them.

    From 2025 to this year's; next year's where a department has begun with it. What is there already is left alone.
    """
    plans: list[Plan] = []
    known = set(AnnualPlan.objects.values_list("subject", "year"))
    for year in range(FIRST_YEAR, today.year + 2):
        for n, subject in enumerate(Subject.objects.order_by("code")):
            if (subject.pk, year) in known:
                continue
            items = [each for each in surveyed.items.get(subject.short_name, []) if each.code != COMPLAINTS]
            way = way_of(subject.short_name, year, n, calendar, is_inspecting=bool(items))
            if way.drafted < today:
                lines = [*_inspections(surveyed, subject, items, year), *_others(year, n)]
                plans.append(_plan(book, cast, subject, year, lines, way, today))
    standing = {(each.row.subject.short_name, each.row.year): each for each in plans}
    for row in read("plans")["amendment"]:
        if row["drafted"] < today and (base := standing.get((row["subject"], row["year"]))):
            plans.append(_amend(book, cast, base, row, calendar, today))
    return plans


def _plan(
    book: Book,
    cast: Cast,
    subject: Subject,
    year: int,
    lines: Sequence[dict[str, Any]],
    way: Way,
    today: date,
    **more: Any,
) -> Plan:
    clerk, head = cast.clerks[subject.pk], cast.heads[subject.pk]
    row = AnnualPlan(
        id=book.key(AnnualPlan),
        subject=subject,
        year=year,
        drafted_by_id=clerk.account_id,
        drafted_at=at(way.drafted, 9, 40),
        **more,
    )
    book.add(row)
    _tell_of_the_draft(book, row, clerk, len(lines))
    if way.submitted < today:
        row.stage, row.submitted_at = PlanStage.SUBMITTED, at(way.submitted, 15, 10)
        words = {"plan": row, "lines": len(lines)}
        book.log(PlanAction.SUBMITTED, actor=clerk, now=row.submitted_at, target=row, **words)
    if way.decided < today:
        row.stage, row.opinion = PlanStage.APPROVED, "同意，按规定公告、备案。"
        row.decided_by_id, row.decided_at = head.account_id, at(way.decided, 16, 5)
        book.log(PlanAction.APPROVED, actor=head, now=row.decided_at, target=row, plan=row)
    kept = []
    for position, given in enumerate(lines, 1):
        line = PlanLine(id=book.key(PlanLine), plan=row, position=position, **given)
        book.add(line)
        kept.append(line)
    return Plan(row, kept, way)


def _tell_of_the_draft(book: Book, row: AnnualPlan, clerk: Any, lines: int) -> None:
    now = row.drafted_at
    if row.version == 1:
        book.log(PlanAction.DRAFTED, actor=clerk, now=now, target=row, plan=row)
        later = now + timedelta(minutes=35)
        book.log(PlanAction.IMPORTED, actor=clerk, now=later, target=row, plan=row, lines=lines)
    else:
        reason = f"{AmendmentReason(row.reason).label}（{row.note}）"
        before = AnnualPlan(subject=row.subject, year=row.year, version=row.version - 1)
        book.log(PlanAction.AMENDED, actor=clerk, now=now, target=row, plan=before, reason=reason)


def _amend(book: Book, cast: Cast, base: Plan, row: dict[str, Any], calendar: Calendar, today: date) -> Plan:
    """Write a new version: all lines of the one before, more or fewer objects from here on, one line added."""
    way = way_of_amendment(row["drafted"], row["announced"], row["filed"], row.get("received"), calendar)
    lines = [_copied(line, row["more"]) for line in base.lines]
    name, objects = row["other"]
    lines.append(_other(name, objects, row["announced"], date(row["year"], 12, 31)))
    words = {
        "version": base.row.version + 1,
        "reason": AmendmentReason(row["reason"]).value,
        "note": row["note"],
    }
    plan = _plan(book, cast, base.row.subject, row["year"], lines, way, today, **words)
    plan.base = base
    return plan


def _copied(line: PlanLine, more: int) -> dict[str, Any]:
    kept = (
        "activity",
        "name",
        "item",
        "object_scope",
        "base",
        "quantity",
        "ratios",
        "visits",
        "first_on",
        "last_on",
    )
    given = {name: getattr(line, name) for name in (*kept, "method", "remark")}
    if line.quantity is not None and line.last_on.month == 12:
        given["quantity"] = min(max(5, line.quantity + more), line.base or line.quantity)
    return given


def _inspections(
    surveyed: Field, subject: Subject, items: Sequence[Item], year: int
) -> Iterator[dict[str, Any]]:
    """Yield the lines of a department's items: every second item by half-years, the others by the year."""
    expected = _expected(subject.short_name, year) / max(1, len(items))
    ratios = read("plans")["ratios"]
    for n, item in enumerate(items):
        objects = {site.enterprise_id for site in surveyed.sites[subject.short_name, item.code]}
        windows = _windows(year, by_halves=n % 2 == 1)
        for first_on, last_on in windows:
            quantity = min(_rounded(expected / len(windows)), len(objects)) or None
            yield {
                "activity": PlanActivity.INSPECTION.value,
                "name": item.name + _half(first_on, last_on),
                "item": item,
                "object_scope": item.object_scope,
                "base": len(objects) or None,
                "quantity": quantity,
                "ratios": ratios[n % len(ratios)],
                "first_on": first_on,
                "last_on": last_on,
                "method": _method(item),
            }


def _windows(year: int, *, by_halves: bool) -> list[tuple[date, date]]:
    if by_halves:
        return [
            (date(year, 1, 1), date(year, 6, 30)),
            (date(year, 7, 1), date(year, 12, 31)),
        ]
    return [(date(year, 1, 1), date(year, 12, 31))]


def _half(first_on: date, last_on: date) -> str:
    if (last_on - first_on).days > 200:
        return ""
    return "（上半年）" if first_on.month == 1 else "（下半年）"


def _method(item: Item) -> str:
    return item.methods[0] if item.methods else InspectionMethod.ON_SITE.value


def _expected(short_name: str, year: int) -> float:
    """Return how many times a department's items are looked at in a year, by its share of all inspections."""
    volumes = read("volumes")
    months = volumes["months"].get(str(year), volumes["months"]["later"])
    share = volumes["subjects"].get(short_name, {"share": 0})["share"]
    return float(sum(months) * share / 100 * ROUTINE * SECOND)


def _rounded(number: float) -> int:
    """Return a number as plans have it: rounded up to the next five."""
    return max(5, -int(-number // 5) * 5)


def _others(year: int, n: int) -> Iterator[dict[str, Any]]:
    """Yield what a department plans beside inspections; which of it, by its place among all."""
    others = read("plans")["others"]
    for k in range(2):
        name, objects = others[(n + k * 2) % len(others)]
        first_on = date(year, 3 + (n + k * 4) % 8, 1)
        yield _other(name, objects, first_on, first_on + timedelta(days=89))


def _other(name: str, objects: str, first_on: date, last_on: date) -> dict[str, Any]:
    return {
        "activity": PlanActivity.OTHER.value,
        "name": name,
        "object_scope": objects,
        "first_on": first_on,
        "last_on": min(last_on, date(first_on.year, 12, 31)),
        "method": InspectionMethod.WRITTEN.value,
    }


class InForce:
    """Which version of a plan binds on a day, kept in memory the way ``disclosure.queries.find_plan_in_force`` reads it."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        """Sort the versions by subject and year, the latest first."""
        self._plans: dict[tuple[int, int], list[Plan]] = defaultdict(list)
        for plan in sorted(plans, key=lambda each: -each.row.version):
            self._plans[plan.row.subject_id, plan.row.year].append(plan)

    def find(self, subject: Subject, *, year: int, on: date) -> Plan | None:
        """Return the version that binds on the day, or None."""
        for plan in self._plans[subject.pk, year]:
            begins = plan.way.announced
            if plan.row.version > 1:
                begins = (
                    plan.way.received and plan.way.announced and max(plan.way.received, plan.way.announced)
                )
            if plan.row.stage == PlanStage.APPROVED and begins is not None and begins <= on:
                return plan
        return None
