"""One search over enterprises, officers, inspections, subjects and items, each as far as the actor may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.terms import Stage
from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.platform.normal_form import query
from jingwei.platform.numbering import number_as_typed
from jingwei.registry import codes
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Subject
from jingwei.registry.queries import (
    get_site_by_code,
    list_enterprises,
    list_items,
    list_subjects,
    list_visible_subjects,
)
from jingwei.registry.terms import CreditClass, ItemStatus, Role, StaffKind, SubjectStatus

SHORTEST = 2  # characters; a single one finds half of the register
SHOWN = 10  # of a group on the common page


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what tells it from others, and where it stands."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What one search finds of one kind: ``find`` narrows to what the actor may see, ``show`` draws one row."""

    key: str
    label: str
    find: Callable[[Actor, str], QuerySet[Any]]
    show: Callable[[Any], Hit]


@dataclass(frozen=True, slots=True)
class Found:
    """The first of what one group found, and where all of it is."""

    group: Group
    hits: list[Hit]
    has_more: bool
    all_url: str


def may_search(actor: Actor) -> bool:
    """Whether the actor has anything to look for: enterprises see their own pages, administrators no business data."""
    return (
        isinstance(actor, Member)
        and not actor.role.is_administrator
        and actor.role is not Role.ENTERPRISE_CONTACT
    )


def normalised(text: str) -> str:
    """Return what was typed in its normal form, one blank between words."""
    return query(text)


def search(actor: Actor, text: str) -> list[Found]:
    """Return what each group finds, at most ten each, groups without a hit left out."""
    found = []
    for group in GROUPS.values():
        rows = list(group.find(actor, text)[: SHOWN + 1])
        if rows:
            url = f"{reverse('search')}?{urlencode({'q': text, 'group': group.key})}"
            hits = [group.show(row) for row in rows[:SHOWN]]
            found.append(Found(group, hits, len(rows) > SHOWN, url))
    return found


def by_name(found: QuerySet[Any], text: str, *others: Q) -> QuerySet[Any]:
    """Narrow rows with a ``sort_key`` to those whose name holds the text or sounds like it, the best first.

    Letters are pinyin, in full or initials; of words set apart by blanks each has to be found. ``others`` are further
    ways in which a row may be meant.
    """
    key = text.lower().replace(" ", "")
    field = "sort_key" if text.isascii() else "name"
    heard = Q()
    for word in (text.lower() if text.isascii() else text).split():
        heard &= Q(**{f"{field}__contains": word})
    if text.isascii():
        heard |= Q(sort_key__contains=key)
        first = Q(sort_key__startswith=key) | Q(sort_key__contains=f" {key}")
    else:
        first = Q(name__startswith=text)
    for other in others:
        heard |= other
    rank = Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.filter(heard).order_by(rank, "sort_key", "pk")


def _enterprises(actor: Actor, text: str) -> QuerySet[Enterprise]:
    found = list_enterprises("").prefetch_related("sites")
    ways = [Q(credit_code__contains=text.upper())]
    if codes.is_like_a_code(text):
        try:
            ways.append(Q(sites=get_site_by_code(text)))
        except Mistake:
            pass  # An ended or mistyped code finds what its letters find: nothing.
    return by_name(found, text, *ways)


def _officers(actor: Actor, text: str) -> QuerySet[Officer]:
    cards = Certificate.objects.order_by("-valid_to")
    found = (
        Officer.objects.filter(subject__in=list_visible_subjects(actor).order_by())
        .select_related("subject")
        .prefetch_related(Prefetch("certificates", cards))
    )
    meant = Certificate.objects.filter(number__startswith=text).values("officer")
    return by_name(found, text, *([Q(pk__in=meant)] if text.isdigit() else []))


def _inspections(actor: Actor, text: str) -> QuerySet[Inspection]:
    # A number has digits and the brackets of its year; to anything else the longest table needs no look.
    if not any(sign.isdigit() for sign in text):
        return list_inspections(actor).none()
    return list_inspections(actor).filter(number__contains=number_as_typed(text))


def _subjects(actor: Actor, text: str) -> QuerySet[Subject]:
    return by_name(list_subjects(actor), text, Q(short_name__contains=text), Q(code=text.upper()))


def _items(actor: Actor, text: str) -> QuerySet[Item]:
    return list_items(actor).filter(Q(name__contains=text) | Q(code__istartswith=text))


def _enterprise(row: Enterprise) -> Hit:
    sites = "；".join(f"{site.name} {site.address}" for site in row.sites.all())
    detail = f"{row.credit_code}　{CreditClass(row.credit_class).label}　{sites}"
    return Hit(row.name, detail, reverse("dossier_detail", args=[row.pk]))


def _officer(row: Officer) -> Hit:
    cards = "、".join(each.number for each in row.certificates.all()) or "没有执法证"
    detail = f"{row.subject.name}　{StaffKind(row.staff).label}　{cards}"
    return Hit(row.name, detail, reverse("officer_detail", args=[row.pk]))


def _inspection(row: Inspection) -> Hit:
    detail = f"{row.subject.short_name}　{row.enterprise.name}　{Stage(row.stage).label}"
    return Hit(row.number, detail, reverse("inspection_detail", args=[row.pk]))


def _subject(row: Subject) -> Hit:
    return Hit(
        row.name,
        f"{row.code}　{SubjectStatus(row.status).label}",
        reverse("subject_detail", args=[row.pk]),
    )


def _item(row: Item) -> Hit:
    detail = f"{row.code}　{row.subject.short_name}　{ItemStatus(row.status).label}"
    return Hit(row.name, detail, reverse("item_detail", args=[row.pk]))


GROUPS = {
    group.key: group
    for group in (
        Group("enterprises", "企业", _enterprises, _enterprise),
        Group("officers", "执法人员", _officers, _officer),
        Group("inspections", "检查任务", _inspections, _inspection),
        Group("subjects", "检查主体", _subjects, _subject),
        Group("items", "检查事项", _items, _item),
    )
}
