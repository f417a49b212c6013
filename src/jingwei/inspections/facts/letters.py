"""Letters of assistance, and what outsiders did here → the facts that the rules on inspections elsewhere need."""

from datetime import date

from django.db.models import Q

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.rules import assistance_letter, outsiders_without_letter
from jingwei.inspections.terms import LetterDirection, LetterState

RULE = "R-PRO-09a"


def letter_facts(dossier: Dossier, on: date) -> list[object]:
    """Return the facts of R-PRO-09a for a visit on the day, as one row of a list.

    A letter is looked for only where the site lies outside the subject's regions: elsewhere it costs no statement.
    """
    inspection = dossier.inspection
    subject, region = inspection.subject, inspection.site.region.code
    jurisdiction = tuple(subject.jurisdiction)
    is_outside = not region.startswith(jurisdiction)
    letter = _find_letter(dossier, on) if is_outside else None
    return [
        assistance_letter.Facts(
            subject=subject.name,
            enterprise=inspection.enterprise.name,
            region=region,
            jurisdiction=jurisdiction,
            items=tuple(item.name for item in dossier.items),
            on=on,
            letter=_letter(letter, dossier) if letter else None,
            is_set_aside=inspection.approved_at is not None and RULE in inspection.overridden,
        )
    ]


def outsider_facts(outside: OutsideInspection) -> outsiders_without_letter.Facts:
    """R-PRO-09b for an inspection that outsiders made here. It must come with enterprise and letter."""
    letter = outside.letter
    return outsiders_without_letter.Facts(
        organ=outside.organ,
        enterprise=outside.enterprise.name,
        performed_on=outside.performed_on,
        letter=letter.number if letter else "",
        is_covered=letter is not None and letter.covers(outside.performed_on),
    )


def _find_letter(dossier: Dossier, on: date) -> AssistanceLetter | None:
    """Return the letter that the clerk named; else, of those sent for the enterprise, the one that says the most."""
    inspection = dossier.inspection
    sent = AssistanceLetter.objects.filter(
        direction=LetterDirection.OUTGOING, subject=inspection.subject
    ).prefetch_related("items")
    if inspection.letter_id is not None:
        return sent.filter(pk=inspection.letter_id).first()
    wanted = {item.pk for item in dossier.items}
    found = sent.filter(Q(site=None) | Q(site=inspection.site), enterprise=inspection.enterprise)
    return max(
        found.order_by("id"),
        key=lambda each: (each.covers(on), wanted <= {item.pk for item in each.items.all()}, each.pk),
        default=None,
    )


def _letter(letter: AssistanceLetter, dossier: Dossier) -> assistance_letter.Letter:
    inspection = dossier.inspection
    return assistance_letter.Letter(
        number=letter.number,
        organ=letter.organ,
        state=LetterState(letter.state),
        first_on=max(letter.first_on, letter.replied_on or letter.first_on),
        valid_to=letter.valid_to,
        is_for_place=letter.enterprise_id == inspection.enterprise_id
        and letter.site_id in {None, inspection.site_id},
        items=tuple(item.name for item in letter.items.all()),
    )
