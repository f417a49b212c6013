"""Writes that need to know the bureau: the platform keeps dated numbers, here stands who may enter and approve them."""

from datetime import date, datetime

from jingwei.platform import operations as platform
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.models import DatedNumber
from jingwei.platform.terms import PlatformAction
from jingwei.registry.members import require
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
