"""What everybody may know: subjects, items, plans, caps and results as they were announced; no log-in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from jingwei.disclosure.models import Announcement
from jingwei.disclosure.queries import list_standing_announcements
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.inspections.models import InspectionItem, Result
from jingwei.planning.models import Cap, PlanLine
from jingwei.platform.errors import Mistake
from jingwei.portal.queries.search import normalised
from jingwei.registry.desk import by_name
from jingwei.registry.models import Basis, Item, Standard, StandardPoint, Subject
from jingwei.registry.queries import list_announced_subjects
from jingwei.registry.terms import ItemStatus

MAY_BE_PUBLIC = (ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST)


def list_public_subjects(*, on: date) -> QuerySet[Subject]:
    """Return the subjects that may inspect on the day.

    Each comes with how many items it has published (``item_count``) and the announcement of its plan of the year
    (``year_plans``).
    """
    published = Q(items__published_on__lte=on, items__status__in=MAY_BE_PUBLIC)
    plans = Prefetch(
        "announcements", list_public_plans(on=on).filter(plan__year=on.year), to_attr="year_plans"
    )
    found = list_announced_subjects(on).annotate(item_count=Count("items", filter=published, distinct=True))
    return found.prefetch_related(plans).order_by("sort_key", "pk")


def subjects_called(found: QuerySet[Subject], text: str) -> QuerySet[Subject]:
    """Keep the subjects that are called so, in full, in short, or by the initials of their pinyin."""
    text = normalised(text)
    return by_name(found, text, Q(short_name__contains=text))


def get_public_subject(subject_id: int, *, on: date) -> Subject:
    """Return one subject that may inspect on the day. Raises Mistake for any other."""
    found = list_public_subjects(on=on).select_related("principal").filter(pk=subject_id).first()
    if found is None:
        raise Mistake("没有公告这个检查主体", "从检查主体名单里查找；没有公告的单位不得实施检查")
    return found


def list_public_items(*, on: date) -> QuerySet[Item]:
    """Return the items published by the day, of subjects that may inspect; those whose basis has ended stay on the list."""
    return (
        Item.objects.filter(
            published_on__lte=on, status__in=MAY_BE_PUBLIC, subject__in=list_announced_subjects(on)
        )
        .select_related("subject")
        .prefetch_related(Prefetch("bases", Basis.objects.order_by("id")), "versions")
        .order_by("subject__sort_key", "code")
    )


def items_called(found: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Keep the items that are called so, have such a code, or rest on what is called so."""
    text = normalised(text)
    return found.filter(
        Q(name__contains=text) | Q(code__istartswith=text) | Q(bases__title__contains=text)
    ).distinct()


def get_public_item(item_id: int, *, on: date) -> Item:
    """Return one published item with the standards in force and their points. Raises Mistake for any other."""
    standing = Standard.objects.in_force(on).prefetch_related(
        Prefetch("points", StandardPoint.objects.order_by("position"))
    )
    found = (
        list_public_items(on=on)
        .prefetch_related(Prefetch("standards", standing.order_by("valid_from")))
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise Mistake("没有公布这个检查事项", "从检查事项清单里查找；没有公布的事项不得检查")
    return found


def list_public_plans(*, on: date) -> QuerySet[Announcement]:
    """Return the announcements of annual plans that stand, each with its plan, the latest year first."""
    found = list_standing_announcements(on=on, kind=AnnouncementKind.PLAN)
    found = found.select_related("subject", "plan").annotate(line_count=Count("plan__lines"))
    return found.order_by("-plan__year", "subject__sort_key")


def list_public_specials(*, on: date) -> QuerySet[Announcement]:
    """Return the announcements of special inspections that stand, the latest first."""
    found = list_standing_announcements(on=on, kind=AnnouncementKind.SPECIAL)
    return found.select_related("subject", "special").order_by("-special__first_on", "-pk")


def get_public_announcement(announcement_id: int, kind: AnnouncementKind, *, on: date) -> Announcement:
    """Return one announcement of a kind that stands on the day. Raises Mistake for any other."""
    found = (
        list_standing_announcements(on=on, kind=kind)
        .select_related("subject", "plan", "special")
        .filter(pk=announcement_id)
        .first()
    )
    if found is None:
        raise Mistake("没有这份公告，或已有新的版本", "从名单里查找现行的公告")
    return found


def lines_of(announcement: Announcement) -> QuerySet[PlanLine]:
    """Return the lines of an announced annual plan, with item and partners."""
    lines = PlanLine.objects.filter(plan=announcement.plan_id)
    return lines.select_related("item").prefetch_related("partners").order_by("position")


def list_public_caps(*, on: date, subject: Subject | None = None) -> QuerySet[Cap]:
    """Return the caps that bind on the day, the holders by name; of one subject its line's as well."""
    found = Cap.objects.in_force(on).select_related("subject", "item")
    if subject is not None:
        found = found.filter(Q(subject=subject) | Q(line=subject.line, line__gt=""))
    return found.order_by("line", "subject__sort_key", "item__code", "credit_class", "pk")


def list_public_results(*, on: date) -> QuerySet[Result]:
    """Return the results that have been made public, the latest inspection first: no officer, no person, no finding."""
    lines = InspectionItem.objects.select_related("item").order_by("pk")
    return (
        Result.objects.filter(published_on__lte=on)
        .select_related("inspection__subject", "inspection__enterprise")
        .prefetch_related(Prefetch("inspection__lines", lines))
        .order_by("-inspection__performed_on", "-pk")
    )


def results_of(found: QuerySet[Result], text: str) -> QuerySet[Result]:
    """Keep the results of enterprises that are called so or have that code."""
    text = normalised(text)
    name = Q(inspection__enterprise__name__contains=text)
    return found.filter(name | Q(inspection__enterprise__credit_code=text.upper()))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called and what tells it from others."""

    pk: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class PublicFound:
    """What one word finds of one kind, and the name of the address that shows one."""

    label: str
    unit: str
    address: str
    hits: Sequence[Hit]


def search_public(text: str, *, on: date, most: int = 20) -> list[PublicFound]:
    """Return what is called so: subjects also by the initials of their pinyin, items also by what they rest on."""
    subjects = list(subjects_called(list_public_subjects(on=on), text)[:most])
    plans = list_public_plans(on=on).filter(subject__in=[each.pk for each in subjects])[:most]
    items = items_called(list_public_items(on=on), text)[:most]
    found = [
        PublicFound(
            "检查主体",
            "个",
            "public_subject",
            [Hit(each.pk, each.name, each.get_kind_display()) for each in subjects],
        ),
        PublicFound(
            "检查事项",
            "项",
            "public_item",
            [Hit(each.pk, each.name, f"{each.subject.name}　{_first(each.bases.all())}") for each in items],
        ),
        PublicFound(
            "年度计划",
            "份",
            "public_plan",
            [Hit(each.pk, each.title, f"{each.announced_on:%Y-%m-%d} 公告") for each in plans],
        ),
    ]
    return [each for each in found if each.hits]


def _first(bases: Iterable[Basis]) -> str:
    return next((str(each) for each in bases), "")
