"""Who is on an inspection → the facts about them, asked at more than one moment."""

from collections.abc import Sequence

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.rules import assistants_only_assist, recusal, two_certified_officers
from jingwei.registry.models import Officer
from jingwei.registry.queries import facts_of_certificates
from jingwei.rulebook import Numbers


def facts_of_team(dossier: Dossier, officers: Sequence[Officer], numbers: Numbers) -> list[object]:
    """R-OFF-01, -02, -12: asked at the approval and again at the gate."""
    return [
        two_officers_facts(dossier, officers, numbers),
        *facts_of_certificates(officers, on=numbers.on, numbers=numbers),
        recusal_facts(dossier, officers, numbers),
    ]


def recusal_facts(dossier: Dossier, officers: Sequence[Officer], numbers: Numbers) -> recusal.Facts:
    """R-OFF-12 for these officers and the enterprise of the inspection."""
    inspection = dossier.inspection
    names = {officer.pk: officer.name for officer in officers}
    return recusal.Facts(
        enterprise=inspection.enterprise.name,
        relations=tuple(
            recusal.Relation(
                officer=names[relation.officer_id], what=relation.what, ended_on=relation.ended_on
            )
            for relation in dossier.relations(officers)
        ),
        on=numbers.on,
        years=numbers.get("R-OFF-12", "years"),
    )


def two_officers_facts(
    dossier: Dossier, officers: Sequence[Officer], numbers: Numbers
) -> two_certified_officers.Facts:
    """R-OFF-01: which of these officers count."""
    certified = {officer.pk for officer in officers if dossier.certified(officer, numbers)}
    return two_certified_officers.Facts(
        certified=tuple(officer.name for officer in officers if officer.pk in certified),
        others=tuple(officer.name for officer in officers if officer.pk not in certified),
        minimum=numbers.get("R-OFF-01", "minimum"),
    )


def named_assistants(dossier: Dossier) -> tuple[assistants_only_assist.Assistant, ...]:
    """Return who was named before the visit to assist (R-SUB-04)."""
    return tuple(
        assistants_only_assist.Assistant(each.name, each.employer, each.purpose)
        for each in dossier.assistants
    )
