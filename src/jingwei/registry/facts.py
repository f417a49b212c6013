"""Rows of the registry → the facts its rules need."""

from collections.abc import Iterable
from datetime import date

from jingwei.registry.models import (
    Certificate,
    Enterprise,
    Item,
    Officer,
    Site,
    Standard,
    StandardConflict,
    Subject,
)
from jingwei.registry.rules import (
    announced_subject,
    banned_party,
    basis_ended,
    basis_level,
    cancelled_in_time,
    certificate_applicant,
    certificate_complete,
    certificate_holder,
    certificate_valid,
    expires_soon,
    five_elements,
    holder_in_post,
    number_format,
    number_unique,
    published_item,
    standard_in_force,
    within_powers,
)
from jingwei.registry.terms import (
    BasisLevel,
    CancelReason,
    CertificateKind,
    ImplementationLevel,
    InspectionMethod,
    PartyKind,
    StaffKind,
    SubjectStatus,
)
from jingwei.rulebook import Numbers


def subject_facts(subject: Subject, on: date) -> announced_subject.Facts:
    """R-SUB-01 for one subject."""
    return announced_subject.Facts(
        subject=subject.name,
        kind=PartyKind(subject.kind),
        status=SubjectStatus(subject.status),
        announced_on=subject.announced_on,
        revoked_on=subject.revoked_on,
        on=on,
    )


def party_facts(subject: Subject, officers: Iterable[Officer]) -> banned_party.Facts:
    """R-SUB-03 for a subject and those it sends."""
    return banned_party.Facts(
        party=subject.name,
        kind=PartyKind(subject.kind),
        inspectors=tuple(
            banned_party.Inspector(officer.name, StaffKind(officer.staff)) for officer in officers
        ),
    )


def powers_facts(
    subject: Subject, items: Iterable[Item], enterprise: Enterprise, site: Site
) -> within_powers.Facts:
    """R-SUB-07: the items' owner and the site's region. Items must come with their subject."""
    return within_powers.Facts(
        subject=subject.name,
        items=tuple(within_powers.Item(item.name, item.subject.name) for item in items),
        enterprise=enterprise.name,
        region=site.region.code,
        jurisdiction=tuple(subject.jurisdiction),
        principal=subject.principal.name if subject.principal else "",
    )


def item_facts(item: Item, on: date) -> published_item.Facts:
    """R-PUB-02 for one item, as it stood on the day. Items must come with their bases."""
    return published_item.Facts(
        item=item.name, status=item.status_on(on), published_on=item.published_on, on=on
    )


def ended_basis_facts(item: Item, on: date) -> basis_ended.Facts:
    """R-PUB-05a for one item. Items must come with their bases."""
    return basis_ended.Facts(
        item=item.name,
        ended=tuple(
            basis_ended.EndedBasis(str(each), each.valid_until or on, each.ended_by)
            for each in item.ended_bases(on)
        ),
        on=on,
    )


def element_facts(item: Item, standard: Standard | None, on: date) -> five_elements.Facts:
    """R-PUB-04 for one item and the standard in force. Items must come with their bases and subject."""
    return five_elements.Facts(
        name=item.name,
        bases=tuple(
            str(basis) for basis in item.bases.all() if basis.in_force(on) and basis.title and basis.article
        ),
        level=ImplementationLevel(item.level) if item.level else None,
        subject=item.subject.name,
        object_scope=item.object_scope,
        methods=tuple(InspectionMethod(method).label for method in item.methods),
        frequency=item.frequency,
        standard=standard.version if standard else "",
    )


def standard_facts(
    item: Item, standard: Standard | None, conflicts: Iterable[StandardConflict], on: date
) -> standard_in_force.Facts:
    """R-PUB-06 for one item, the standard in force, and the conflicts of it that are not settled."""
    return standard_in_force.Facts(
        item=item.name,
        version=standard.version if standard else None,
        points=standard.points.count() if standard else 0,
        conflicts=tuple(conflict.matter for conflict in conflicts),
        on=on,
    )


def basis_facts(item: Item, on: date) -> basis_level.Facts:
    """R-PUB-03 for one item: of its bases those in force on the day. Items must come with their bases."""
    return basis_level.Facts(
        item=item.name,
        bases=tuple(
            basis_level.Basis(BasisLevel(basis.level), basis.title, basis.article)
            for basis in item.bases.all()
            if basis.in_force(on)
        ),
    )


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
