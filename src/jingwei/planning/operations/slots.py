"""Times of the week at which an enterprise would have visitors: offered and withdrawn by its contact."""

from datetime import datetime, time

from jingwei.planning.models import Slot
from jingwei.planning.terms import SlotAction, Weekday
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.registry.members import Member, require
from jingwei.registry.models import Site
from jingwei.registry.terms import Role

MOST_A_DAY = 4


@operation(SlotAction.OFFERED)
def offer_slot(
    *,
    site_id: int,
    weekday: Weekday,
    opens: time,
    closes: time,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> Slot:
    """Offer a time of the week at a site of the contact's own enterprise; ``opens`` and ``closes`` are local times.

    Raises NotAllowed for another enterprise's site, Mistake for a time that ends before it starts or overlaps with one
    that is offered already, Conflict when the day has enough of them.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT)
    site = _own_site(site_id, member)
    if closes <= opens:
        raise Mistake(f"{opens:%H:%M} 至 {closes:%H:%M} 的结束不晚于开始", "改正时间", "closes")
    standing = Slot.objects.select_for_update().filter(site=site, weekday=weekday, withdrawn_at=None)
    for other in standing:
        if other.opens < closes and opens < other.closes:
            raise Mistake(f"与已有的可约时段“{other}”重叠", "撤下原来的时段，或改正时间", "opens")
    if len(standing) >= MOST_A_DAY:
        raise Conflict(f"{weekday.label}已有 {MOST_A_DAY} 个可约时段", "撤下不用的，或合并成一个")
    slot = Slot.objects.create(
        site=site,
        weekday=weekday,
        opens=opens,
        closes=closes,
        note=note.strip(),
        offered_by_id=member.account,
        offered_at=now,
    )
    audit.record(SlotAction.OFFERED, actor=actor, now=now, target=slot, site=site, slot=slot)
    return slot


@operation(SlotAction.WITHDRAWN, target="slot_id")
def withdraw_slot(*, slot_id: int, actor: Actor, now: datetime) -> Slot:
    """Withdraw a time that was offered; visits that were told for it stay as they are."""
    member = require(actor, Role.ENTERPRISE_CONTACT)
    slots = Slot.objects.select_for_update(of=("self",)).select_related("site__enterprise")
    found = slots.filter(pk=slot_id).first()
    if found is None or found.site.enterprise_id != member.enterprise_id:
        raise NotAllowed("没有这个可约时段，或不是本企业的", "从企业端重新打开")
    if found.withdrawn_at is not None:
        raise Conflict(f"可约时段“{found}”已经撤下")
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    audit.record(SlotAction.WITHDRAWN, actor=actor, now=now, target=found, site=found.site, slot=found)
    return found


def _own_site(site_id: int, member: Member) -> Site:
    """Return the site, locked, so that two offers cannot overlap unseen."""
    sites = Site.objects.select_for_update(of=("self",), no_key=True).select_related("enterprise")
    found = sites.filter(pk=site_id, enterprise=member.enterprise_id or 0).first()
    if found is None:
        raise NotAllowed("没有这个场所，或不是本企业的", "从企业端选择本企业的场所")
    return found
