"""Reads of caps and their ledger, and the facts on frequency that higher areas put to the rules."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from jingwei.planning.facts import caps as facts
from jingwei.planning.models import Cap, CapLedger
from jingwei.planning.queries.classes import class_in_statement
from jingwei.planning.rules import what_counts
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import STAFF
from jingwei.rulebook import Numbers

facts_of_cap = facts.cap_facts
facts_of_exemption = facts.exempt_facts
facts_of_excess = facts.excess_facts
Counts = what_counts.Counts


def counts_of(
    kind: InspectionKind | None, *, is_ordered_from_above: bool, exempt: ExemptReason | None, numbers: Numbers
) -> Counts:
    """Return which counters a visit goes into (R-FRQ-02a)."""
    return what_counts.what_counts(
        what_counts.Facts(
            kind=kind,
            is_ordered_from_above=is_ordered_from_above,
            exempt=exempt,
            case_checks_consume_cap=numbers.get("R-FRQ-02a", "case_checks_consume_cap"),
        )
    ).value


def list_caps(
    subject: Subject, enterprise: Enterprise, item_ids: Iterable[int], *, on: date
) -> QuerySet[Cap]:
    """Return all caps that apply to a visit, in the fixed order in which they are taken.

    Of the caps on one class those count that are on the stricter of the monthly class and the subject's own grade.
    """
    return (
        Cap.objects.in_force(on)
        .filter(Q(subject=subject) | Q(line=subject.line, line__gt=""))
        .filter(Q(item=None) | Q(item__in=list(item_ids)))
        .filter(Q(credit_class="") | Q(credit_class=class_in_statement(enterprise, subject, on=on)))
        .select_related("subject", "item")
        .order_by("id")
    )


def list_caps_of_item(item: Item, *, on: date) -> QuerySet[Cap]:
    """Return the caps in force on visits for one item: those on the item itself first, then those on all items."""
    return (
        Cap.objects.in_force(on)
        .filter(Q(item=item) | Q(item=None))
        .filter(Q(subject=item.subject) | Q(line=item.subject.line, line__gt=""))
        .select_related("subject", "item")
        .order_by(F("item").asc(nulls_last=True), "credit_class", "id")
    )


def list_published_caps(actor: Actor) -> QuerySet[Cap]:
    """Return every cap that was ever published, those of the actor's own subject first; none to enterprises and administrators."""
    found = Cap.objects.select_related("subject", "item")
    if not isinstance(actor, Member) or actor.role not in STAFF:
        return found.none()
    is_other = Case(When(subject=actor.subject_id or 0, then=Value(0)), default=Value(1))
    return found.order_by(
        is_other,
        "subject__sort_key",
        "line",
        F("item").asc(nulls_first=True),
        "credit_class",
        "-valid_from",
        "id",
    )


def list_ledger(caps: Iterable[Cap], enterprise: Enterprise, *, year: int) -> list[CapLedger]:
    """Return the ledger rows of the caps, those not opened yet as they would be opened; nothing is locked."""
    rows = {row.cap_id: row for row in CapLedger.objects.filter(enterprise=enterprise, year=year)}
    return [
        rows.get(cap.pk) or CapLedger(cap=cap, enterprise=enterprise, year=year, granted=cap.visits)
        for cap in caps
    ]


def list_caps_of_subject(subject: Subject, *, on: date) -> QuerySet[Cap]:
    """Return the caps of one subject's own that bind on the day, those of its line left aside."""
    return Cap.objects.in_force(on).filter(subject=subject).select_related("subject", "item").order_by("id")
