"""Reads of violations found that still want their case, or the reason why there is none (R-PRO-11)."""

from jingwei.inspections.facts.cases import list_without_case
from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.terms import Role, SubjectStatus


def list_cases_to_note(actor: Actor) -> InspectionQuerySet:
    """Return the inspections of the actor's subject that found a violation and want a case or a reason, oldest first.

    They wait for clerk and head; those of a subject that was revoked wait for the bureau, nobody else has any.
    """
    found = list_without_case().select_related("subject", "enterprise", "result")
    if isinstance(actor, Member) and actor.role in {Role.CLERK, Role.HEAD} and actor.subject_id:
        return found.filter(subject=actor.subject_id)
    if isinstance(actor, Member) and actor.is_bureau:
        return found.filter(subject__status=SubjectStatus.REVOKED)
    return found.none()
