"""Writes of the platform that need to know members: numbers, the calendar, sheets, and the accounts of others."""

from collections.abc import Mapping
from datetime import date, datetime

from jingwei.platform import operations as platform
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import Account, CalendarYear, DatedNumber, ImportRun
from jingwei.platform.operations import OpenedAccount
from jingwei.platform.terms import PlatformAction
from jingwei.portal import jobs
from jingwei.registry.members import Member, require
from jingwei.registry.models import Membership
from jingwei.registry.models.memberships import ADMINISTRATORS
from jingwei.registry.terms import Role


@operation(PlatformAction.NUMBER_ENTERED)
def enter_rule_number(
    *, rule: str, name: str, value: int, valid_from: date, source: str, actor: Actor, now: datetime
) -> DatedNumber:
    """Enter a later value of a rule's number as supervision lead; it binds once a second person approves it."""
    require(actor, Role.SUPERVISION_LEAD)
    return platform.enter_number(
        rule=rule, name=name, value=value, valid_from=valid_from, source=source, actor=actor, now=now
    )


@operation(PlatformAction.NUMBER_APPROVED, target="datednumber_id")
def approve_rule_number(*, datednumber_id: int, actor: Actor, now: datetime) -> DatedNumber:
    """Approve an entered value as a supervisor other than the one who entered it."""
    require(actor, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
    rule = DatedNumber.objects.filter(pk=datednumber_id).values_list("rule", flat=True).first() or ""
    return platform.approve_number(datednumber_id=datednumber_id, rule=rule, actor=actor, now=now)


@operation(PlatformAction.CALENDAR_LOADED)
def load_calendar(
    *, year: int, document: str, exceptions: Mapping[date, bool], actor: Actor, now: datetime
) -> CalendarYear:
    """Enter a year's official working days as supervision lead (R-CAL-02)."""
    require(actor, Role.SUPERVISION_LEAD)
    return platform.load_calendar_year(
        year=year, document=document, exceptions=exceptions, actor=actor, now=now
    )


@operation(PlatformAction.ACCOUNT_CREATED)
def open_account(*, username: str, name: str, actor: Actor, now: datetime) -> OpenedAccount:
    """Open an account as system administrator; what it may do is granted by the security administrator."""
    require(actor, Role.SYSTEM_ADMINISTRATOR)
    return platform.create_account(username=username, name=name, actor=actor, now=now)


@operation(PlatformAction.PASSWORD_RESET, target="account_id")
def reset_account_password(*, account_id: int, actor: Actor, now: datetime) -> OpenedAccount:
    """Reset somebody's password as system administrator.

    Raises NotAllowed for the account of another administrator: who could reset it could act in its stead, and the
    three would be one.
    """
    require(actor, Role.SYSTEM_ADMINISTRATOR)
    _refuse_administrators(account_id, now)
    return platform.reset_password(account_id=account_id, actor=actor, now=now)


@operation(PlatformAction.ACCOUNT_DISABLED, target="account_id")
def close_account(*, account_id: int, reason: str, actor: Actor, now: datetime) -> Account:
    """Shut somebody's account as system administrator. Raises NotAllowed for another administrator's."""
    require(actor, Role.SYSTEM_ADMINISTRATOR)
    _refuse_administrators(account_id, now)
    return platform.disable_account(account_id=account_id, reason=reason, actor=actor, now=now)


@operation(PlatformAction.ACCOUNT_ENABLED, target="account_id")
def reopen_account(*, account_id: int, actor: Actor, now: datetime) -> Account:
    """Open an account again that was shut, as system administrator."""
    require(actor, Role.SYSTEM_ADMINISTRATOR)
    return platform.enable_account(account_id=account_id, actor=actor, now=now)


@operation(PlatformAction.JOB_RUN_AGAIN, target="job_id", kind="procrastinatejob")
def run_job_again(*, job_id: int, actor: Actor, now: datetime) -> int:
    """Let a job that went wrong be tried now, as system administrator; return its number."""
    require(actor, Role.SYSTEM_ADMINISTRATOR)
    platform.run_job_again(job_id=job_id, actor=actor, now=now)
    return job_id


def _refuse_administrators(account_id: int, now: datetime) -> None:
    held = Membership.objects.filter(account=account_id, role__in=ADMINISTRATORS)
    # Who is to be one later counts as well: the password would still be known by then.
    if held.exclude(valid_until__lte=local_date(now)).exists():
        raise NotAllowed("三员的账号互不经手", "由安全管理员终止其任职；忘记密码的，由运维人员在服务器上重设")


@operation(PlatformAction.SHEET_RECEIVED)
def upload_sheet(
    *, kind: str, name: str, content: bytes, is_all_or_nothing: bool, actor: Actor, now: datetime
) -> ImportRun:
    """Take in a spreadsheet as a member; a job previews it."""
    if not isinstance(actor, Member):
        raise NotAllowed("请先登录", "登录后再试")
    run = platform.receive_sheet(
        kind=kind,
        name=name,
        content=content,
        is_all_or_nothing=is_all_or_nothing,
        acting={"membership_id": actor.membership_id},
        actor=actor,
        now=now,
    )
    jobs.preview_import.defer(importrun_id=run.pk)
    return run


@operation(PlatformAction.SHEET_EXPLAINED, target="importrun_id")
def explain_sheet(*, importrun_id: int, columns: Mapping[str, str], actor: Actor, now: datetime) -> ImportRun:
    """Say what the columns of one's own previewed spreadsheet are that were not read; a job previews it again."""
    run = platform.explain_columns(importrun_id=importrun_id, columns=columns, actor=actor, now=now)
    jobs.preview_import.defer(importrun_id=run.pk)
    return run


@operation(PlatformAction.SHEET_CONFIRMED, target="importrun_id")
def confirm_sheet(*, importrun_id: int, actor: Actor, now: datetime) -> ImportRun:
    """Let one's own previewed spreadsheet be imported; a job does it."""
    run = platform.confirm_import(importrun_id=importrun_id, actor=actor, now=now)
    jobs.carry_out_import.defer(importrun_id=run.pk)
    return run
