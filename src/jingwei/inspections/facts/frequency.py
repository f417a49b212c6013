"""What else was inspected at the enterprise → the facts of R-FRQ-06, -07, -09, -10, -12; each by one statement at most."""

from jingwei.inspections.dossier import MERGEABLE, Dossier
from jingwei.inspections.models import Inspection
from jingwei.inspections.rules import (
    not_merged,
    one_level,
    permit_basis,
    reinspection,
    same_item_elsewhere,
    to_be_merged,
)
from jingwei.inspections.terms import Outcome
from jingwei.planning.terms import ExemptReason
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Region
from jingwei.rulebook import Numbers


def reinspection_facts(dossier: Dossier, numbers: Numbers) -> list[object]:
    """R-FRQ-06 where the request says it is a re-inspection, or names the inspection it follows."""
    inspection, parent = dossier.inspection, dossier.inspection.parent
    if inspection.exempt != ExemptReason.REINSPECTION and parent is None:
        return []
    named = None
    if parent is not None:
        result = getattr(parent, "result", None)
        others = Inspection.objects.current().filter(parent=parent).exclude(pk=inspection.pk)
        named = reinspection.Parent(
            number=parent.number,
            is_same_enterprise=parent.enterprise_id == inspection.enterprise_id,
            is_same_subject=parent.subject_id == inspection.subject_id,
            is_correction_ordered=result is not None and result.outcome == Outcome.CORRECTION_ORDERED,
            reinspections=others.count(),
        )
    return [reinspection.Facts(is_reinspection=True, parent=named, limit=numbers.get("R-FRQ-06", "limit"))]


def merging_facts(dossier: Dossier, numbers: Numbers) -> list[object]:
    """R-FRQ-07a where the inspection could have been made together with another."""
    inspection = dossier.inspection
    if not _could_be_merged(inspection):
        return []
    days = numbers.get("R-FRQ-07a", "days")
    others = tuple(to_be_merged.Other(*each) for each in dossier.near(days.value))
    return [to_be_merged.Facts(inspection.enterprise.name, others, inspection.separate_reason, days)]


def not_merged_facts(dossier: Dossier, numbers: Numbers) -> list[object]:
    """R-FRQ-07b: the same, when the head approves."""
    inspection = dossier.inspection
    if not _could_be_merged(inspection):
        return []
    near = dossier.near(numbers.get("R-FRQ-07a", "days").value)
    others = tuple(to_be_merged.Other(*each) for each in near)
    return [not_merged.Facts(inspection.enterprise.name, others, inspection.separate_reason)]


def same_item_facts(dossier: Dossier, numbers: Numbers) -> list[object]:
    """R-FRQ-09: which of the items another subject looked at lately and found in order."""
    inspection, days = dossier.inspection, numbers.get("R-FRQ-09", "days")
    return [
        same_item_elsewhere.Facts(
            enterprise=inspection.enterprise.name,
            inspected=tuple(
                same_item_elsewhere.Inspected(*each) for each in dossier.found_in_order(days.value)
            ),
            days=days,
        )
    ]


def permit_facts(dossier: Dossier) -> list[object]:
    """R-FRQ-10 where the inspection is made before a permit."""
    inspection = dossier.inspection
    if inspection.exempt != ExemptReason.PERMIT:
        return []
    return [permit_basis.Facts(ExemptReason.PERMIT, inspection.permit_basis)]


def one_level_facts(dossier: Dossier) -> list[object]:
    """R-FRQ-12: which subjects of the same line at other levels have inspected the enterprise this year."""
    inspection, subject = dossier.inspection, dossier.inspection.subject
    if not subject.line:
        return []
    year = local_date(inspection.planned_from).year
    level = level_of(subject.region)
    return [
        one_level.Facts(
            enterprise=inspection.enterprise.name,
            year=year,
            line=subject.line,
            level=level,
            others=tuple(each.name for each in dossier.of_the_line() if level_of(each.region) != level),
        )
    ]


def level_of(region: Region) -> str:
    """Return which level of government a place is, by its code (GB/T 2260)."""
    code = region.code
    if len(code) > 6:
        return "镇（街道）级"
    return "省级" if code.endswith("0000") else "市级" if code.endswith("00") else "区级"


def _could_be_merged(inspection: Inspection) -> bool:
    """Whether nothing but the calendar says when it is made: no complaint, no emergency, nobody who invited."""
    return inspection.kind in MERGEABLE and not inspection.exempt and not inspection.urgent
