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
    certificate_valid,
    five_elements,
    published_item,
    standard_in_force,
    within_powers,
)
from jingwei.registry.terms import (
    BasisLevel,
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
