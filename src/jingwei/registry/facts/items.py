"""Items, their bases and standards → the facts of their rules."""

from collections.abc import Iterable
from datetime import date

from jingwei.registry.models import Item, Standard, StandardConflict
from jingwei.registry.rules import (
    basis_ended,
    basis_level,
    five_elements,
    published_item,
    standard_in_force,
    superior_list,
)
from jingwei.registry.terms import BasisLevel, ImplementationLevel, InspectionMethod


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


def superior_facts(item: Item) -> superior_list.Facts:
    """R-PUB-11 for one item."""
    return superior_list.Facts(item=item.name, superior_code=item.superior_code)
