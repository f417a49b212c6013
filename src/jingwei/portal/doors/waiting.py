"""What waits for members of the portal's own: findings of all areas, numbers to approve, sheets to confirm."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.platform.calendar import local_date, midnight
from jingwei.platform.findings import list_standing_findings
from jingwei.platform.models import DatedNumber, Event, ImportRun
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.terms import ImportState
from jingwei.portal.queries.places import urls_of
from jingwei.registry.desk import Day, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from jingwei.rulebook import all_rules

FINDINGS_KEPT = timedelta(days=30)  # how far back the workbench looks, until supervision takes findings up
AREAS = ("registry", "planning", "notices", "disclosure", "inspections", "reporting")


def list_findings(*, today: date) -> QuerySet[Event]:
    """Return the findings that the rules of all areas raised lately and that were not mended since, newest first."""
    since = midnight(today) - FINDINGS_KEPT
    return list_standing_findings(AREAS, since=since)


def _numbers(member: Member, today: date) -> QuerySet[Any]:
    return DatedNumber.objects.filter(approved_by=None).exclude(entered_by=member.account_id).order_by("id")


def _sheets(member: Member, today: date) -> QuerySet[Any]:
    own = ImportRun.objects.filter(
        state=ImportState.PREVIEWED, asked_by=member.account_id, actor__membership_id=member.membership_id
    )
    # Nothing can be confirmed of a sheet with no good row, or that goes in as a whole and has a bad one.
    good = own.filter(imported__gt=0).exclude(is_all_or_nothing=True, rejected__gt=0)
    return good.select_related("file").defer("sealed_preview").order_by("id")


def to_look_at(findings: Sequence[Event], day: Day) -> list[Todo]:
    """Findings that somebody has to look at, each at the act it speaks of, else at its rule."""
    things = {event.pk: (event.payload["act"], event.payload["act_id"]) for event in findings}
    urls = urls_of(things.values())
    return [
        Todo(
            title=event.payload["finding"]["title"],
            detail=event.payload["finding"]["fact"],
            origin=event.payload["finding"]["rule"],
            kind="预警",
            step="待研判",
            url=urls.get(things[event.pk]) or reverse("rule_detail", args=[event.payload["finding"]["rule"]]),
            verb="查看",
            begun_on=local_date(event.at),
        )
        for event in findings
    ]


def to_approve_number(number: DatedNumber, day: Day) -> Todo:
    """A number of a rule that somebody else entered, to be approved before the day from which it is to bind."""
    begun_on = local_date(number.entered_at)
    return Todo(
        title=all_rules()[number.rule].title if number.rule in all_rules() else number.rule,
        detail=f"{number.name} = {number.value}，自 {number.valid_from} 起（{number.source}）",
        origin=number.rule,
        kind="规则数值",
        step="批准数值",
        url=reverse("rule_detail", args=[number.rule]),
        verb="批准",
        begun_on=begun_on,
        period=day.period(begun_on, number.valid_from),
    )


def to_confirm(run: ImportRun, day: Day) -> Todo:
    """A spreadsheet of one's own that was checked and waits to be confirmed."""
    return Todo(
        title=run.file.name,
        detail=f"可导入 {run.imported} 行，退回 {run.rejected} 行",
        origin=importer_of(run.kind).layout.title,
        kind="表格导入",
        step="确认导入",
        url=reverse("import_detail", args=[run.pk]),
        verb="确认",
        begun_on=local_date(run.asked_at),
    )


WAITING: tuple[Waiting, ...] = (
    Waiting(BUREAU, lambda of, on: list_findings(today=on), to_look_at),
    Waiting(BUREAU, _numbers, each(to_approve_number)),
    Waiting((Role.CLERK, Role.HEAD, *BUREAU), _sheets, each(to_confirm)),
)
