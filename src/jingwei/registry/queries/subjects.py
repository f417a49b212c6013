"""Reads of subjects."""

from django.db.models import QuerySet

from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.models import Subject


def list_visible_subjects(actor: Actor) -> QuerySet[Subject]:
    """Return the subjects whose acts the actor may see: the bureau all, a subject's people their own."""
    subjects = Subject.objects.order_by("sort_key")
    if isinstance(actor, Member) and actor.is_bureau:
        return subjects
    if isinstance(actor, Member) and actor.subject_id:
        return subjects.filter(pk=actor.subject_id)
    return subjects.none()
