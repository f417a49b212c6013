"""Doors are declared: what a declaration does is not done again by hand."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Module, modules

# Odd doors that catch what an operation says themselves, and lists not declared yet. This list only grows shorter.
BY_HAND = {
    "inspections.views.phone",
    "inspections.views.phone_entry",
    "inspections.views.phone_record",
    "inspections.views.phone_tasks",
    "inspections.views.scans_elsewhere",
    "inspections.views.service",
    "registry.views.officers.cards",
    "registry.views.officers.checks",
    "registry.views.officers.detail",
    "registry.views.officers.roster",
    "reporting.views.pages",
}


def test_no_door_catches_by_hand_what_a_declared_one_answers() -> None:
    found = {
        module.name: lines
        for module in modules()
        if {"views", "doors", "api"} & set(module.name.split("."))
        and module.area != "web"
        and module.name not in BY_HAND
        and (lines := [*_by_hand(module)])
    }
    assert not found


def test_what_is_done_by_hand_is_still_done_so() -> None:
    by_hand = {module.name for module in modules() if [*_by_hand(module)]}
    assert by_hand >= BY_HAND, f"take out of the list: {BY_HAND - by_hand}"


def _by_hand(module: Module) -> Iterator[str]:
    """Yield where a module catches both kinds of no, or sorts and pages a table of its own."""
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            caught = {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
            if {"Refused", "Rejected"} <= caught:
                yield f"line {node.lineno}: except (Refused, Rejected)"
        elif isinstance(node, ast.Name) and node.id == "RequestConfig":
            yield f"line {node.lineno}: RequestConfig"
