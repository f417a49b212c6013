"""Reads of letters of assistance and of what outsiders inspected here."""

from django.db.models import Q, QuerySet

from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.terms import Role


def list_letters(actor: Actor) -> QuerySet[AssistanceLetter]:
    """Return the letters the actor may see, newest first: the bureau all, a subject those it sent or received."""
    found = AssistanceLetter.objects.select_related("subject", "enterprise", "site", "region").order_by(
        "-sent_on", "-id"
    )
    match actor:
        case Member(is_bureau=True):
            return found
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(subject=subject_id)
    return found.none()


def get_letter(actor: Actor, letter_id: int) -> AssistanceLetter:
    """Return one letter with its items. Raises NotAllowed for those the actor may not see, existing or not."""
    letter = list_letters(actor).prefetch_related("items").filter(pk=letter_id).first()
    if letter is None:
        raise NotAllowed("没有这份协助函，或不属于您的单位", "从协助函列表打开")
    return letter


def list_outsiders(actor: Actor) -> QuerySet[OutsideInspection]:
    """Return the inspections by outsiders that the actor may see, newest first.

    The bureau sees all, an enterprise its own, a subject those it hosted or told of.
    """
    found = OutsideInspection.objects.select_related("enterprise", "letter", "host", "told_by").order_by(
        "-performed_on", "-id"
    )
    match actor:
        case Member(is_bureau=True):
            return found
        case Member(role=Role.ENTERPRISE_CONTACT, enterprise_id=int(enterprise_id)):
            return found.filter(enterprise=enterprise_id)
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(Q(host=subject_id) | Q(letter__subject=subject_id))
    return found.none()
