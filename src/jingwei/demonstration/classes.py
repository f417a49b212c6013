"""How risky the enterprises are: the class of each month, what a class brings, the departments' own grades, the relief."""

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from jingwei.demonstration.acting import at, working_day_before
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.planning.models import (
    CapLedger,
    ClassFile,
    ClassTable,
    DepartmentGrade,
    EnterpriseClass,
    Relief,
)
from jingwei.planning.terms import ClassAction, ReliefExit
from jingwei.platform.calendar import Calendar, add_months
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass

MONTHS = 7  # so many files are kept: the relief asks for six months in a row
MOVED = 12  # one in so many of those who were never inspected had another class before
RELIEVED, LEFT = 24, 2
FORMER = {"A": "B", "B": "C", "C": "B", "D": "C", "unknown": "unknown"}


def month_of(day: date) -> date:
    """Return the first day of a day's month, by which its file of classes is known."""
    return day.replace(day=1)


def build_classes(book: Book, cast: Cast, calendar: Calendar, *, today: date) -> None:
    """Write the files of the past months, the tables, the grades and the relief; no class is other than caps knew it.

    Only of enterprises that were never inspected did the class change: the caps of the others went by the one that
    they have now.
    """
    quiet = [each.pk for each in _never_inspected()]
    months = [add_months(month_of(today), n - MONTHS + 1) for n in range(MONTHS)]
    _write_months(months)
    moves = _move(quiet, months)
    for month in months:
        _file(book, cast, calendar, month, len([each for each in moves if each == month]), today=today)
    _tables(book, cast)
    busy = _grade(book, cast, today=today)
    _relieve(book, cast, calendar, months, busy, today=today)


def keep_classes(cast: Cast, calendar: Calendar, *, today: date) -> None:
    """Take in the file of a month that has begun since: everybody keeps the class."""
    month = month_of(today)
    if EnterpriseClass.objects.filter(month=month).exists():
        return
    book = Book()
    _write_months([month])
    Enterprise.objects.update(class_month=month)
    _file(book, cast, calendar, month, 0, today=today)
    book.write()


def _never_inspected() -> QuerySet[Enterprise]:
    named = [row["name"] for row in read("enterprises")["enterprise"]]
    seen = CapLedger.objects.values("enterprise")
    return Enterprise.objects.exclude(pk__in=seen).exclude(name__in=named).order_by("id")


def _write_months(months: list[date]) -> None:
    """Write the class of every enterprise in each of the months, as it is now."""
    classes, enterprises = EnterpriseClass._meta.db_table, Enterprise._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {classes} (enterprise_id, month, credit_class) "
            f"SELECT id, month, credit_class FROM {enterprises} "
            "CROSS JOIN unnest(%s::date[]) AS month ORDER BY month, id",
            [months],
        )


def _move(quiet: list[int], months: list[date]) -> list[date]:
    """Let some have had another class before one of the months; return for each the month of its change."""
    moved: list[date] = []
    rows: list[EnterpriseClass] = []
    now = dict(Enterprise.objects.values_list("pk", "credit_class"))
    for enterprise in quiet[::MOVED]:
        month = dice("class", enterprise).choice(months[1:])
        former = FORMER[now[enterprise]]
        if former != now[enterprise]:
            moved.append(month)
            rows += [
                EnterpriseClass(enterprise_id=enterprise, month=each, credit_class=former)
                for each in months
                if each < month
            ]
    classes = EnterpriseClass._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {classes} AS kept SET credit_class = was.credit_class "
            "FROM unnest(%s::bigint[], %s::date[], %s::text[]) AS was (enterprise_id, month, credit_class) "
            "WHERE kept.enterprise_id = was.enterprise_id AND kept.month = was.month",
            [
                [row.enterprise_id for row in rows],
                [row.month for row in rows],
                [row.credit_class for row in rows],
            ],
        )
    return moved


def _file(book: Book, cast: Cast, calendar: Calendar, month: date, changed: int, *, today: date) -> None:
    begins = month
    while not calendar.is_working_day(begins):
        begins = date.fromordinal(begins.toordinal() + 1)
    imported_at = at(begins, 9, 20) if begins < today else at(today, 7, 30)
    row = ClassFile(
        id=book.key(ClassFile),
        month=month,
        source=read("classes")["source"],
        rows=Enterprise.objects.count(),
        changed=changed,
        imported_by_id=cast.supervisor.account_id,
        imported_at=imported_at,
    )
    book.add(row)
    book.log(
        ClassAction.IMPORTED,
        actor=cast.supervisor,
        now=imported_at,
        target=row,
        month=f"{month:%Y-%m}",
        rows=row.rows,
        changed=changed,
    )


def _tables(book: Book, cast: Cast) -> None:
    content = read("classes")
    for given in (content["table"], content["own_table"]):
        subject = Subject.objects.get(short_name=given["subject"]) if "subject" in given else None
        row = ClassTable(
            id=book.key(ClassTable),
            subject=subject,
            valid_from=given["valid_from"],
            document=given["document"],
            rows={name: {"every": None, **given[name]} for name in "ABCD"},
            saved_by_id=cast.lead.account_id,
            saved_at=at(given["valid_from"], 10),
        )
        book.add(row)
        book.log(
            ClassAction.TABLE_SAVED,
            actor=cast.lead,
            now=row.saved_at,
            target=row,
            whose=subject.short_name if subject else "全区",
            day=row.valid_from,
        )


def _grade(book: Book, cast: Cast, *, today: date) -> set[int]:
    """Write the departments' own grades of enterprises that nobody inspected, and return whose they are."""
    graded: set[int] = set()
    day = date(today.year, 3, 16) if today > date(today.year, 3, 16) else date(today.year - 1, 3, 16)
    for given in read("classes")["grade"]:
        subject = Subject.objects.get(short_name=given["subject"])
        clerk, words = cast.clerks[subject.pk], Q()
        for word in given["words"]:
            words |= Q(name__contains=f"示例{word}")
        lower = [each.value for each in CreditClass if each.rank < CreditClass(given["grade"]).rank]
        found = _never_inspected().filter(words, credit_class__in=lower).exclude(pk__in=graded)
        for n, enterprise in enumerate(found[: given["count"]]):
            graded.add(enterprise.pk)
            row = DepartmentGrade(
                id=book.key(DepartmentGrade),
                subject=subject,
                enterprise=enterprise,
                credit_class=given["grade"],
                criteria=given["criteria"],
                score=58 - n,
                reason=given["reason"],
                valid_from=day,
                entered_by_id=clerk.account_id,
                entered_at=at(day, 15, n),
            )
            book.add(row)
            book.log(
                ClassAction.GRADED,
                actor=clerk,
                now=row.entered_at,
                target=row,
                enterprise=enterprise,
                grade=CreditClass(row.credit_class).label,
                reason=row.reason,
            )
    return graded


def _relieve(
    book: Book, cast: Cast, calendar: Calendar, months: list[date], busy: set[int], *, today: date
) -> None:
    """Write the relief of enterprises that were low-risk in every month, and of two that it ended for."""
    entered_on, actor = working_day_before(calendar, today, 6), cast.supervisor
    ground = read("classes")["relief_ground"]
    for n, enterprise in enumerate(_steady(busy)):
        row = Relief(
            id=book.key(Relief),
            enterprise=enterprise,
            entered_on=entered_on,
            ground=ground,
            entered_by_id=actor.account_id,
        )
        book.add(row)
        words = {"target": row, "enterprise": enterprise}
        book.log(ClassAction.RELIEF_ENTERED, actor=actor, now=at(entered_on, 10, n), ground=ground, **words)
        if n >= RELIEVED - LEFT:
            row.left_on = working_day_before(calendar, today, 2)
            row.exit, row.exit_note = ReliefExit.COMPLAINED.value, f"12345热线工单演示{400 + n:04}号，查实"
            reason = f"{ReliefExit.COMPLAINED.label}，{row.exit_note}"
            book.log(ClassAction.RELIEF_LEFT, actor=actor, now=at(row.left_on, 11, n), reason=reason, **words)


def _steady(busy: set[int]) -> Iterator[Enterprise]:
    """Yield enterprises that were in the lowest class in every month kept."""
    moved = EnterpriseClass.objects.exclude(credit_class=CreditClass.A).values("enterprise")
    found = _never_inspected().filter(credit_class=CreditClass.A)
    yield from found.exclude(pk__in=busy).exclude(pk__in=moved)[:RELIEVED]
