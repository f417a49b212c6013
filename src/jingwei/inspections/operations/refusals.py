"""An enterprise lets somebody not in (R-SCAN-11): judged again, registered, told to the supervisor."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.queries import get_visitors
from jingwei.inspections.terms import InvitationAction
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Mistake
from jingwei.registry.members import require
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
    no certificate at all may be refused for that. Raises Mistake where the check found no ground and nobody says one.
    """
    member = require(actor, Role.ENTERPRISE_CONTACT)
    found = get_visitors(actor, site_id=site_id, numbers=numbers, now=now)
    grounds = [{"ground": what, "article": article} for what, article in found.grounds]
    if not grounds and not words.strip():
        raise Mistake(
            "核验没有发现可以拒绝的理由，也没有写明", "写明拒绝的理由；来人符合规定的，应当配合检查", "words"
        )
    name = found.organ or organ.strip()
    if not name:
        raise Mistake("没有写明是哪个单位", "填写来人自称的单位", "organ")
    refusal = EnterpriseRefusal.objects.create(
        inspection=found.inspection,
        site=found.site,
        organ=name,
        grounds=grounds,
        words=words.strip(),
        refused_by_id=member.account,
        refused_at=now,
    )
    ground = "；".join(each["ground"] for each in grounds) or refusal.words
    audit.record(
        InvitationAction.REFUSED_BY_ENTERPRISE,
        actor=actor,
        now=now,
        target=found.inspection or found.site,
        judgement=found.judgement,
        enterprise=found.site.enterprise.name,
        subject=name,
        ground=ground,
    )
    events.publish(REGISTERED, now=now, refusal_id=refusal.pk)
    return refusal
