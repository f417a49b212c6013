"""Loads the demonstration district, and keeps today's tasks ready on later days."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction

from jingwei.demonstration.acts import Acts, survey
from jingwei.demonstration.caps import fill_calendar, write_caps
from jingwei.demonstration.district import build_subjects_and_items
from jingwei.demonstration.enterprises import build_enterprises
from jingwei.demonstration.establishment import build_establishment_check
from jingwei.demonstration.imported import import_acts, scanning_from
from jingwei.demonstration.logins import shown_logins
from jingwei.demonstration.people import build_people
from jingwei.demonstration.roster import build_roster
from jingwei.demonstration.terms import DemonstrationAction
from jingwei.demonstration.today import prepare_day, prepare_first_day
from jingwei.platform import audit
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import Account, AuditEvent
from jingwei.platform.queries import get_calendar

LOCK = 7_202_613  # any number that nothing else locks; the migrations hold the one before


def load_demonstration(*, today: date, now: datetime | None = None) -> str:
    """Load the district on the first call and ready each day's tasks once; return the log-ins as text to print.

    Everything or nothing is written. ``now`` defaults to that day's morning, so that equal days give equal rows.
    Raises NotAllowed outside demonstration mode and in a database that holds real accounts: fictional rows never
    stand beside real ones.
    """
    if not settings.DEMONSTRATION:
        raise NotAllowed("只有演示模式才能载入演示数据", "设置环境变量 JINGWEI_DEMO=1 后再载入")
    now = now or datetime.combine(today, time(8), SHANGHAI)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not AuditEvent.objects.filter(action=DemonstrationAction.LOADED).exists():
            if Account.objects.exists():
                raise NotAllowed("数据库里已有正式账号，不能载入演示数据", "演示请用单独的数据库")
            load_registry(today=today, now=now)
            load_past(today=today, now=now)
            prepare_first_day(today=today)
            audit.record(DemonstrationAction.LOADED, actor=SYSTEM, now=now, data={"day": today.isoformat()})
        elif not AuditEvent.objects.filter(
            action__in=DemonstrationAction, data__day__gte=today.isoformat()
        ).exists():
            fill_calendar(today=today, now=now)
            prepare_day(today=today)
            audit.record(
                DemonstrationAction.DAY_PREPARED,
                actor=SYSTEM,
                now=now,
                data={"day": today.isoformat()},
                day=today,
            )
    return shown_logins()


def load_registry(*, today: date, now: datetime) -> None:
    """Write the district as it stands before anything was inspected: calendar, registry, caps."""
    fill_calendar(today=today, now=now)
    build_subjects_and_items()
    build_enterprises()
    build_people(today=today)
    build_roster(today=today)
    build_establishment_check(today=today)
    write_caps()


def load_past(*, today: date, now: datetime) -> None:
    """Write what was inspected up to yesterday: imported before the scanning date, scanned from that day on."""
    acts = list(Acts(survey(), get_calendar(), today=today).until(today - timedelta(days=1)))
    import_acts([act for act in acts if act.day < scanning_from()], now=now)
