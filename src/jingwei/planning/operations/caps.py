"""Takes visits off the caps. Called inside the transaction of the act that needs them; none commits by itself."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Greatest

from jingwei.planning.models import Cap, CapLedger
from jingwei.planning.queries import list_caps
from jingwei.registry.models import Enterprise, Item, Subject


class CapOvershot(RuntimeError):
    """A visit was to be taken that the ledger does not hold: the caller judged without holding the ledger's lock."""


def lock_ledger(
    *, subject: Subject, enterprise: Enterprise, items: Sequence[Item], on: date
) -> list[CapLedger]:
    """Return the ledger rows that apply to a visit on the day, opened if need be and locked until the act commits.

    All rows of the enterprise's year are locked, in the order of their ids, so that two visits can never wait for
    each other, whatever caps and classes they go against.
    """
    caps = _caps_of(subject, enterprise, items, on)
    rows = _locked(enterprise, on.year)
    if unopened := [cap for cap in caps if cap.pk not in rows]:
        _open(unopened, rows.values(), enterprise, on.year)
        rows = _locked(enterprise, on.year)
    for cap in caps:
        rows[cap.pk].cap = cap
    return [rows[cap.pk] for cap in caps]


def take_visit(rows: Sequence[CapLedger], *, in_capped: bool, was_pending: bool) -> None:
    """Count one visit on every locked row: against the cap, or as exempt; one that was approved waits no more.

    The condition ``used < granted`` stands in the statement itself, so that a caller who forgot the lock takes
    nothing and hears CapOvershot; the table's CHECK is the last guard.
    """
    ids = [row.pk for row in rows]
    pending = Greatest(F("pending") - int(was_pending), 0)
    if not in_capped:
        CapLedger.objects.filter(pk__in=ids).update(exempt=F("exempt") + 1, pending=pending)
        return
    open_rows = CapLedger.objects.filter(pk__in=ids, used__lt=F("granted"))
    taken = open_rows.update(used=F("used") + 1, pending=pending)
    if taken != len(ids):
        raise CapOvershot(f"{len(ids) - taken} 个上限已满")
    _of_other_classes(rows).update(used=F("used") + 1, granted=Greatest(F("granted"), F("used") + 1))


def return_visit(rows: Sequence[CapLedger], *, in_capped: bool) -> None:
    """Give a visit back that was voided."""
    counter = "used" if in_capped else "exempt"
    if in_capped:
        _of_other_classes(rows).filter(used__gt=0).update(used=F("used") - 1)
    CapLedger.objects.filter(pk__in=[row.pk for row in rows], **{f"{counter}__gt": 0}).update(
        **{counter: F(counter) - 1}
    )


def change_pending(rows: Sequence[CapLedger], by: int) -> None:
    """Note that approved visits not yet made have become more or fewer."""
    CapLedger.objects.filter(pk__in=[row.pk for row in rows], pending__gte=-by).update(
        pending=F("pending") + by
    )


def grant_beyond_cap(rows: Sequence[CapLedger]) -> None:
    """Grant one visit more on every row that is full; the head's reason stands in the approval."""
    CapLedger.objects.filter(pk__in=[row.pk for row in rows], used__gte=F("granted")).update(
        granted=F("granted") + 1
    )


def take_back_grant(rows: Sequence[CapLedger]) -> None:
    """Take back the visit granted beyond the cap when the approval that needed it is withdrawn."""
    for row in rows:
        if row.granted > max(row.cap.visits, row.used):
            CapLedger.objects.filter(pk=row.pk).update(granted=F("granted") - 1)


def _of_other_classes(rows: Sequence[CapLedger]) -> QuerySet[CapLedger]:
    """Return the rows of the classes the enterprise was in before: it may come back to one within the year, and
    what was used must stand there as well.
    """
    classed = [row for row in rows if row.cap.credit_class]
    found = CapLedger.objects.exclude(pk__in=[row.pk for row in rows]).exclude(cap__credit_class="")
    ours = Q()
    for row in classed:
        cap = row.cap
        ours |= Q(cap__subject=cap.subject_id, cap__line=cap.line, cap__item=cap.item_id)
    if not classed:
        return found.none()
    return found.filter(ours, enterprise=classed[0].enterprise_id, year=classed[0].year)


def _caps_of(subject: Subject, enterprise: Enterprise, items: Sequence[Item], on: date) -> list[Cap]:
    """Return the caps that apply, with the subject and the items that the caller has at hand."""
    of_number = {item.pk: item for item in items}
    caps = list(list_caps(subject, enterprise, list(of_number), on=on).select_related(None))
    for cap in caps:
        if cap.subject_id == subject.pk:
            cap.subject = subject
        if cap.item_id is not None:
            cap.item = of_number[cap.item_id]
    return caps


def _locked(enterprise: Enterprise, year: int) -> dict[int, CapLedger]:
    rows = CapLedger.objects.select_for_update().filter(enterprise=enterprise, year=year)
    return {row.cap_id: row for row in rows.order_by("id")}


def _open(caps: Iterable[Cap], standing: Iterable[CapLedger], enterprise: Enterprise, year: int) -> None:
    """Open rows. A change of class in mid-year brings a new cap: what its sisters have used is carried over, and
    the new row is never granted less than that.
    """
    used: dict[tuple[int | None, str, int | None], int] = {}
    standing = list(standing)
    prefetch_related_objects(standing, "cap")
    for row in standing:
        used[row.cap.holder] = max(row.used, used.get(row.cap.holder, 0))
    CapLedger.objects.bulk_create(
        (
            CapLedger(
                cap=cap,
                enterprise=enterprise,
                year=year,
                used=used.get(cap.holder, 0),
                granted=max(cap.visits, used.get(cap.holder, 0)),
            )
            for cap in caps
        ),
        ignore_conflicts=True,
    )
