"""An enterprise lets somebody not in (R-SCAN-11): judged again, registered, told to the supervisor."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.queries import Visitors, get_visitors
from jingwei.inspections.terms import InvitationAction
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.members import require
from jingwei.registry.models import Site
from jingwei.registry.terms import Role

REGISTERED = "inspections.refusal.registered"


@operation(InvitationAction.REFUSED_BY_ENTERPRISE, target="site_id", kind="site")
def register_refusal(
    *,
    site_id: int,
    numbers: Sequence[str] = (),
    organ: str = "",
    words: str = "",
    actor: Actor,
    now: datetime,
) -> EnterpriseRefusal:
    """Register that the enterprise lets somebody not in, on the grounds that the check of their numbers shows.

    ``numbers``: of the certificates shown; ``organ``: who they say they are, where no certificate tells. Whoever shows
    no certificate at all may be refused for that. Locks the site. Raises Mistake where the check found no ground and
    nobody says one, Conflict for the same refusal on the same day.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT)
    found = get_visitors(actor, site_id=site_id, numbers=numbers, now=now)
    grounds = [{"ground": what, "article": article} for what, article in found.grounds]
    Site.objects.select_for_update().get(pk=found.site.pk)  # Two taps on the button wait for each other.
    if not grounds and not words.strip():
        raise Mistake(
            "核验没有发现可以拒绝的理由，也没有写明", "写明拒绝的理由；来人符合规定的，应当配合检查", "words"
        )
    name = found.organ or organ.strip()
    if not name:
        raise Mistake("没有写明是哪个单位", "填写来人自称的单位", "organ")
    _require_new(found, name, grounds, words.strip(), now)
    refusal = EnterpriseRefusal.objects.create(
        inspection=found.inspection,
        site=found.site,
        organ=name,
        grounds=grounds,
        words=words.strip(),
        refused_by_id=member.account,
        refused_at=now,
    )
    audit.record(
        InvitationAction.REFUSED_BY_ENTERPRISE,
        actor=actor,
        now=now,
        target=found.inspection or found.site,
        judgement=found.judgement,
        enterprise=found.site.enterprise.name,
        subject=name,
        ground=refusal.said,
    )
    events.publish(REGISTERED, now=now, refusal_id=refusal.pk)
    return refusal


def _require_new(
    found: Visitors, organ: str, grounds: list[dict[str, str]], words: str, now: datetime
) -> None:
    """Raise Conflict where the same people were refused on the same grounds today already."""
    same = EnterpriseRefusal.objects.filter(
        site=found.site, inspection=found.inspection, organ=organ, grounds=grounds, words=words
    ).order_by("-refused_at")
    for earlier in same[:1]:
        if local_date(earlier.refused_at) == local_date(now):
            at = earlier.refused_at.astimezone(SHANGHAI)
            raise Conflict(f"{at:%H:%M} 已经登记过这次拒绝", "不用再登记；有新的理由的，在说明里写明")
