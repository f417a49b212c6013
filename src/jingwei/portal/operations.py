"""Writes of the platform that need to know members: who may enter and approve numbers, and who imports a sheet."""

from datetime import date, datetime

from jingwei.platform import operations as platform
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import DatedNumber, ImportRun
from jingwei.platform.terms import PlatformAction
from jingwei.portal import jobs
from jingwei.registry.members import Member, require
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
def approve_rule_number(*, datednumber_id: int, rule: str, actor: Actor, now: datetime) -> DatedNumber:
    """Approve an entered value as a supervisor other than the one who entered it."""
    require(actor, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
    return platform.approve_number(datednumber_id=datednumber_id, rule=rule, actor=actor, now=now)


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


@operation(PlatformAction.SHEET_CONFIRMED, target="importrun_id")
def confirm_sheet(*, importrun_id: int, actor: Actor, now: datetime) -> ImportRun:
    """Let one's own previewed spreadsheet be imported; a job does it."""
    run = platform.confirm_import(importrun_id=importrun_id, actor=actor, now=now)
    jobs.carry_out_import.defer(importrun_id=run.pk)
    return run
