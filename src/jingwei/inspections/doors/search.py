"""What is found of inspections: tasks by their numbers, as far as the actor may see them."""

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.terms import Stage
from jingwei.platform.actors import Actor
from jingwei.platform.numbering import number_as_typed
from jingwei.registry.desk import Group, Hit


def _inspections(actor: Actor, text: str) -> QuerySet[Inspection]:
    # A number has digits and the brackets of its year; to anything else the longest table needs no look.
    if not any(sign.isdigit() for sign in text):
        return list_inspections(actor).none()
    return list_inspections(actor).filter(number__contains=number_as_typed(text))


def _inspection(row: Inspection) -> Hit:
    detail = f"{row.subject.short_name}　{row.enterprise.name}　{Stage(row.stage).label}"
    return Hit(row.number, detail, reverse("inspection_detail", args=[row.pk]))


SEARCH = (Group("inspections", "检查任务", _inspections, _inspection, 3),)
