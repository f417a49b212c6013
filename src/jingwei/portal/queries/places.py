"""Where a thing stands that the log or a finding speaks of: its page, by the name of its model."""

from collections.abc import Iterable

from django.urls import reverse

from jingwei.inspections.models import Record, Visit
from jingwei.registry.models import Certificate, SubjectChange

PAGES = {
    "annualplan": "plan_detail",
    "announcement": "announcement_detail",
    "assistanceletter": "letter_detail",
    "circular": "circular_detail",
    "enterprise": "dossier_detail",
    "establishmentcheck": "check_detail",
    "filing": "filing_detail",
    "importrun": "import_detail",
    "inspection": "inspection_detail",
    "invitation": "invitation_detail",
    "item": "item_detail",
    "officer": "officer_detail",
    "servicevisit": "service_detail",
    "specialplan": "special_detail",
    "subject": "subject_detail",
}
# Lists, for what has no page of its own.
LISTS = {"monthlyreturn": "monthly_returns", "outsideinspection": "outside_list"}
# What is shown on the page of another thing: how to find it.
PARTS = {
    "certificate": ("officer", Certificate.objects, "officer"),
    "record": ("inspection", Record.objects, "inspection"),
    "subjectchange": ("subject", SubjectChange.objects, "subject"),
    "visit": ("inspection", Visit.objects, "inspections"),
}
Thing = tuple[str, int | None]


def urls_of(things: Iterable[Thing]) -> dict[Thing, str]:
    """Return the address of each thing, one statement for each kind of part; things without a page are left out."""
    wanted = set(things)
    found = {}
    for kind, (whole, rows, path) in PARTS.items():
        ids = [pk for each, pk in wanted if each == kind and pk]
        for pk, of in rows.filter(pk__in=ids).values_list("pk", path) if ids else ():
            if of is not None:
                found[kind, pk] = reverse(PAGES[whole], args=[of])
    for kind, pk in wanted:
        if kind in PAGES and pk:
            found[kind, pk] = reverse(PAGES[kind], args=[pk])
        elif kind in LISTS:
            found[kind, pk] = reverse(LISTS[kind])
    return found
