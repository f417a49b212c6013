"""An inspection of a department's own system → the facts that the rules of its day need."""

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts.letters import letter_facts
from jingwei.inspections.facts.people import two_officers_facts
from jingwei.inspections.rules import one_of_three_kinds
from jingwei.planning.queries import facts_of_exemption
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.registry.queries import (
    facts_of_bases,
    facts_of_certificate,
    facts_of_enterprise,
    facts_of_party,
    facts_of_task,
)
from jingwei.rulebook import Moment, Numbers


def facts_of_import(dossier: Dossier, numbers: Numbers) -> dict[Moment, list[object]]:
    """Return what would have been asked of it here, by the moment at which it is asked.

    What a sheet cannot answer is left out: papers, signatures, the scan, and ties between officer and enterprise, for
    these bear no day from which they began. Caps are left out because scans alone are held against them (R-FRQ-01).
    """
    inspection, on = dossier.inspection, numbers.on
    return {
        Moment.REQUEST: [
            *facts_of_bases(dossier.items, on=on),
            *facts_of_enterprise(inspection.enterprise),
            one_of_three_kinds.Facts(
                kind=InspectionKind(inspection.kind), evidence=inspection.evidence, plan=inspection.plan
            ),
            facts_of_exemption(
                ExemptReason(inspection.exempt) if inspection.exempt else None, inspection.evidence
            ),
        ],
        Moment.ENTER: [
            *facts_of_task(inspection.subject, dossier.items, officers=dossier.officers, on=on),
            *letter_facts(dossier, on),
            *facts_of_party(inspection.subject, dossier.officers),
            two_officers_facts(dossier, dossier.officers, numbers),
            *(
                facts_of_certificate(member.certificate, on=on, numbers=numbers)
                for member in dossier.team
                if member.certificate is not None
            ),
        ],
    }
