"""What is found in the registers: enterprises, officers, subjects and items, each as far as the actor may see it."""

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.registry import codes
from jingwei.registry.desk import Group, Hit, by_name
from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Subject
from jingwei.registry.queries import (
    get_site_by_code,
    list_enterprises,
    list_items,
    list_subjects,
    list_visible_subjects,
)
from jingwei.registry.terms import CreditClass, ItemStatus, StaffKind, SubjectStatus


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


def _subject(row: Subject) -> Hit:
    return Hit(
        row.name,
        f"{row.code}　{SubjectStatus(row.status).label}",
        reverse("subject_detail", args=[row.pk]),
    )


def _item(row: Item) -> Hit:
    detail = f"{row.code}　{row.subject.short_name}　{ItemStatus(row.status).label}"
    return Hit(row.name, detail, reverse("item_detail", args=[row.pk]))


SEARCH = (
    Group("enterprises", "企业", _enterprises, _enterprise, 1),
    Group("officers", "执法人员", _officers, _officer, 2),
    Group("subjects", "检查主体", _subjects, _subject, 4),
    Group("items", "检查事项", _items, _item, 5),
)
