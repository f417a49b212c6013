"""Reads of what enterprises registered when they let somebody not in (R-SCAN-11), scoped by who asks."""

from django.db.models import QuerySet

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.terms import Role


def list_refusals(actor: Actor) -> QuerySet[EnterpriseRefusal]:
    """Return the refusals the actor may see, newest first: the bureau all, a subject and an enterprise their own.

    Those that fit no task of anybody are the bureau's and the enterprise's alone.
    """
    found = EnterpriseRefusal.objects.select_related(
        "site__enterprise", "inspection__subject", "inspection__visit"
    ).order_by("-refused_at", "-id")
    match actor:
        case Member() if actor.is_bureau:
            return found
        case Member(role=Role.ENTERPRISE_CONTACT, enterprise_id=int(enterprise_id)):
            return found.filter(site__enterprise=enterprise_id)
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(inspection__subject=subject_id)
    return found.none()
