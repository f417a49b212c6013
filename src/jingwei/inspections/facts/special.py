"""A special inspection and a task made in its name → the facts of R-SPC-02 and R-SPC-04b."""

from datetime import date

from django.db.models import Min, Q

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, FilingKind
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.rules import special_announced, within_special
from jingwei.planning.models import SpecialPlan
from jingwei.planning.queries import class_for
from jingwei.planning.terms import InspectionKind, SpecialOrigin, SpecialStage
from jingwei.registry.models import Subject


def special_facts(dossier: Dossier, *, day: date, on: date) -> list[object]:
    """Return what is asked of a special inspection for the planned day, or for the day of entry; of others nothing.

    ``on``: as of when the enterprise's class is looked at.
    """
    inspection = dossier.inspection
    if inspection.kind != InspectionKind.SPECIAL:
        return []
    special = inspection.special
    if special is None:
        return [special_announced.Facts(InspectionKind.SPECIAL, None, day)]
    facts: list[object] = [
        special_announced.Facts(InspectionKind.SPECIAL, _special(special), day),
    ]
    if (
        special.first_on and special.last_on
    ):  # Without a term it has not been approved, which is said already.
        enterprise = inspection.enterprise
        facts.append(
            within_special.Facts(
                bounds=_bounds(special),
                subject=inspection.subject.name,
                region=inspection.site.region.code,
                items=tuple(item.name for item in dossier.items),
                enterprise=enterprise.credit_code,
                credit_class=class_for(enterprise, inspection.subject, on=on).value,
                industry=enterprise.industry,
                day=day,
            )
        )
    return facts


def list_running_specials(subject: Subject, *, on: date) -> list[SpecialPlan]:
    """Return the approved special inspections that the subject leads or takes part in and that have not ended."""
    return list(
        SpecialPlan.objects.filter(Q(subject=subject) | Q(partners=subject), stage=SpecialStage.APPROVED)
        .filter(last_on__gte=on)
        .distinct()
        .select_related("subject")
        .prefetch_related("items", "partners", "enterprises")
        .order_by("first_on", "id")
    )


def _special(special: SpecialPlan) -> special_announced.Special:
    filed = Filing.objects.received().filter(
        special=special, kind=FilingKind.SPECIAL, addressee=Addressee.JUSTICE
    )
    announced = Announcement.objects.standing().filter(special=special)
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    return special_announced.Special(
        name=special.name,
        is_approved=special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED},
        order=special.order_number if is_ordered else "",
        is_urgent=special.is_urgent,
        filed_on=None if is_ordered else filed.aggregate(first=Min("received_on"))["first"],
        announced_on=None if is_ordered else announced.aggregate(first=Min("announced_on"))["first"],
    )


def _bounds(special: SpecialPlan) -> within_special.Bounds:
    assert special.first_on is not None
    assert special.last_on is not None
    return within_special.Bounds(
        name=special.name,
        subjects=(special.subject.name, *(each.name for each in special.partners.all())),
        regions=tuple(special.regions),
        items=tuple(item.name for item in special.items.all()),
        enterprises=tuple(each.credit_code for each in special.enterprises.all()),
        classes=tuple(special.credit_classes),
        industries=tuple(special.industries),
        term=(special.first_on, special.last_on),
    )
