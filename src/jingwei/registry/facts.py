"""Rows of the registry → the facts its rules need."""

from collections.abc import Iterable
from datetime import date

from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Site, Subject
from jingwei.registry.rules import (
    announced_subject,
    banned_party,
    basis_level,
    certificate_valid,
    published_item,
    within_powers,
)
from jingwei.registry.terms import (
    BasisLevel,
    CertificateStatus,
    ItemStatus,
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
    )


def item_facts(item: Item, on: date) -> published_item.Facts:
    """R-PUB-02 for one item."""
    return published_item.Facts(
        item=item.name, status=ItemStatus(item.status), published_on=item.published_on, on=on
    )


def basis_facts(item: Item, on: date) -> basis_level.Facts:
    """R-PUB-03 for one item; a basis that has ended by the day counts no more. Items must come with their bases."""
    return basis_level.Facts(
        item=item.name,
        bases=tuple(
            basis_level.Basis(BasisLevel(basis.level), basis.title, basis.article)
            for basis in item.bases.all()
            if basis.valid_until is None or on < basis.valid_until
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
            status=CertificateStatus(certificate.status),
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
        )
        if certificate
        else None,
        on=on,
        warn_before=numbers.get("R-OFF-02", "warn_before"),
    )
