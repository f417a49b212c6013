"""Officers and their cards → the facts of their rules."""

from collections.abc import Iterable
from datetime import date

from jingwei.registry.models import Certificate, Officer
from jingwei.registry.rules import (
    cancelled_in_time,
    certificate_applicant,
    certificate_complete,
    certificate_holder,
    certificate_valid,
    expires_soon,
    holder_in_post,
    number_format,
    number_unique,
)
from jingwei.registry.terms import CancelReason, CertificateKind, StaffKind
from jingwei.rulebook import Numbers


def certificate_facts(
    officer: Officer, certificate: Certificate | None, on: date, numbers: Numbers
) -> certificate_valid.Facts:
    """R-OFF-02 for one officer and the certificate looked at."""
    return certificate_valid.Facts(
        officer=officer.name,
        certificate=certificate_valid.Certificate(
            number=certificate.number,
            status=certificate.status_on(on),
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
        )
        if certificate
        else None,
        on=on,
        warn_before=numbers.get("R-OFF-02", "warn_before"),
    )


def post_facts(officer: Officer, on: date) -> holder_in_post.Facts:
    """R-OFF-05b for one officer."""
    return holder_in_post.Facts(
        officer=officer.name,
        left_on=officer.left_on,
        left_reason=CancelReason(officer.left_reason) if officer.left_reason else None,
        on=on,
    )


def applicant_facts(officer: Officer, on: date) -> certificate_applicant.Facts:
    """R-OFF-04a for one officer."""
    return certificate_applicant.Facts(
        officer=officer.name, staff=StaffKind(officer.staff), left_on=officer.left_on, on=on
    )


def holder_facts(name: str, staff: StaffKind, certificate: str) -> certificate_holder.Facts:
    """R-OFF-04b for one person; ``certificate`` is the number held, empty for none."""
    return certificate_holder.Facts(officer=name, staff=staff, certificate=certificate)


def complete_facts(certificate: Certificate) -> certificate_complete.Facts:
    """R-OFF-09 for one certificate, issued or about to be. It must come with officer and subject."""
    return certificate_complete.Facts(
        officer=certificate.officer.name,
        subject=certificate.officer.subject.name,
        number=certificate.number,
        fields=tuple(certificate.fields),
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        issuer=certificate.issuer,
        issued_on=certificate.issued_on,
    )


def number_facts(number: str, kind: CertificateKind, numbers: Numbers) -> number_format.Facts:
    """R-OFF-10a for one number."""
    return number_format.Facts(
        number=number,
        kind=kind,
        digits=numbers.get("R-OFF-10a", "digits"),
        province=numbers.get("R-OFF-10a", "province"),
    )


def uniqueness_facts(number: str, held: Iterable[Certificate]) -> number_unique.Facts:
    """R-OFF-10b for one number and the cards of that number that are not cancelled, with officer and subject."""
    return number_unique.Facts(
        number=number, holders=tuple(f"{each.officer.subject.name}{each.officer.name}" for each in held)
    )


def expiry_facts(certificate: Certificate, on: date, numbers: Numbers) -> expires_soon.Facts:
    """R-OFF-11b for one certificate. It must come with its officer."""
    return expires_soon.Facts(
        officer=certificate.officer.name,
        certificate=certificate.number,
        valid_to=certificate.valid_to,
        on=on,
        warn_before=numbers.get("R-OFF-02", "warn_before"),
    )


def overdue_facts(
    certificate: Certificate, reason: CancelReason | None, since: date | None, on: date, numbers: Numbers
) -> cancelled_in_time.Facts:
    """R-OFF-05a for one certificate and what speaks against it since when. It must come with its officer."""
    return cancelled_in_time.Facts(
        officer=certificate.officer.name,
        certificate=certificate.number,
        reason=reason,
        since=since,
        on=on,
        days=numbers.get("R-OFF-05a", "days"),
    )
