"""Loads the demonstration district, and keeps today's tasks ready on later days."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import connection, transaction

from jingwei.demonstration.caps import fill_calendar
from jingwei.demonstration.going_on import go_on
from jingwei.demonstration.loading import load_past, load_plans, load_registry, without_collecting
from jingwei.demonstration.logins import shown_log_ins
from jingwei.demonstration.recognition import holds_demonstration
from jingwei.demonstration.terms import DemonstrationAction
from jingwei.demonstration.today import prepare_day, prepare_first_day
from jingwei.platform import audit, installation
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent

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
            if holds_demonstration() is False:
                raise NotAllowed("数据库里已有正式账号，不能载入演示数据", "演示请用单独的数据库")
            with without_collecting():
                load_registry(today=today, now=now)
                planned = load_plans(today=today)
                load_past(planned, today=today, now=now)
            prepare_first_day(today=today)
            installation.write_purpose(is_demonstration=True, now=now)
            audit.record(DemonstrationAction.LOADED, actor=SYSTEM, now=now, data={"day": today.isoformat()})
        elif not AuditEvent.objects.filter(
            action__in=DemonstrationAction, data__day__gte=today.isoformat()
        ).exists():
            fill_calendar(today=today, now=now)
            go_on(today=today)
            prepare_day(today=today)
            audit.record(
                DemonstrationAction.DAY_PREPARED,
                actor=SYSTEM,
                now=now,
                data={"day": today.isoformat()},
                day=today,
            )
    return shown_log_ins()
