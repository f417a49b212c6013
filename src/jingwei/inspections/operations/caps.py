"""The caps that an inspection goes against, locked for the act."""

from datetime import date

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Inspection
from jingwei.planning.models import CapLedger
from jingwei.planning.operations import change_pending, lock_ledger
from jingwei.platform.calendar import local_date


def lock_caps(dossier: Dossier, on: date) -> list[CapLedger]:
    """Return the ledger rows that a visit on the day goes against, locked until the act commits."""
    return lock_ledger(
        subject=dossier.inspection.subject,
        enterprise=dossier.inspection.enterprise,
        items=dossier.items,
        on=on,
    )


def book(dossier: Dossier, by: int) -> None:
    """Note on the caps of the planned day that an approved visit awaits (+1), or does so no more (−1)."""
    change_pending(lock_caps(dossier, booked_on(dossier.inspection)), by)


def booked_on(inspection: Inspection) -> date:
    """Return the day under which an approved visit is booked: the planned one, whenever it takes place."""
    return local_date(inspection.planned_from)
