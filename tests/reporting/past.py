"""Rows of the past for figures, laid plainly: inspections on any day, decided checks, cards issued and cancelled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from jingwei.inspections.models import Inspection, ServiceVisit, Visit
from jingwei.inspections.terms import EntryWay, ServiceKind, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.registry.models import Certificate, EstablishmentCheck, EstablishmentRow, Officer, Site, Subject
from jingwei.registry.terms import CancelReason, CertificateStatus, CheckDecision, CheckResult
from tests.people import BEGAN, District


def performed(
    people: District, on: date, *, is_scanned: bool = False, stage: Stage = Stage.CONCLUDED, **changes: Any
) -> Inspection:
    """An inspection carried out on the day, its reportable day as the model itself sets it."""
    at = datetime(on.year, on.month, on.day, 1, 30, tzinfo=UTC)
    row = Inspection(
        **{
            "number": f"past {Inspection.objects.count() + 1}",
            "subject": people.subject,
            "enterprise": people.enterprise,
            "site": people.site,
            "kind": InspectionKind.ROUTINE,
            "planned_from": at,
            "planned_until": at + timedelta(hours=2),
            "requested_by": people.clerk.account,
            "requested_at": at - timedelta(days=1),
            "performed_on": on,
            **changes,
        }
    )
    if is_scanned:
        row.visit = _visit(people, row.site, at)
    row.move_to(stage)
    row.save()
    return row


def called(
    people: District, on: date, *, subject: Subject | None = None, site: Site | None = None
) -> ServiceVisit:
    """A visit without inspection on the day."""
    visit = _visit(people, site or people.site, datetime(on.year, on.month, on.day, 2, 30, tzinfo=UTC))
    return ServiceVisit.objects.create(
        visit=visit, subject=subject or people.subject, kind=ServiceKind.CALL, purpose="走访"
    )


def _visit(people: District, site: Site, at: datetime) -> Visit:
    return Visit.objects.create(
        site=site,
        enterprise=site.enterprise,
        year=at.year,
        way=EntryWay.SCAN,
        entered_at=at,
        scanned_at=at,
        received_at=at,
        scanned_by=people.officer.roster,
    )


def check(
    people: District, officer: Officer | None, *, at: datetime | None, name: str = ""
) -> EstablishmentRow:
    """A row of an establishment check, decided at the time given or still open."""
    opened, _ = EstablishmentCheck.objects.get_or_create(
        title="编制核对",
        defaults={"as_of": BEGAN, "opened_at": at or datetime.now(UTC)},
    )
    return EstablishmentRow.objects.create(
        establishment=opened,
        subject=people.subject,
        officer=officer,
        name=name or (officer.name if officer else ""),
        result=CheckResult.MATCHES,
        decision=CheckDecision.CONFIRM if at else "",
        decided_at=at,
    )


def cancel(card: Certificate, *, on: date) -> None:
    """A certificate cancelled on the day."""
    card.status, card.cancelled_on, card.cancel_reason = CertificateStatus.CANCELLED, on, CancelReason.RETIRED
    card.save()


def first_card(card: Certificate, *, on: date) -> None:
    """A certificate issued for the first time on the day."""
    card.issued_on, card.is_first = on, True
    card.save()
