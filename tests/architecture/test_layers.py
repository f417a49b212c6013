"""What may know what, beyond the order of imports that ``.importlinter`` holds."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser

from django.apps import apps

from tests.architecture.tree import AREAS, CHECKOUT, Module, modules

DOORS_OF_AN_AREA = {"operations", "queries", "models", "terms", "events"}
# The two lowest areas and the frame of pages are there to be used whole; the registry also says who acts, reads the
# code at a gate, and finds the rows that a spreadsheet names.
OPEN_AREAS = {"rulebook", "platform", "web"}
MORE_DOORS = {"registry": {"members", "desk", "doors", "codes", "imports"}}
# What each area says of its own for the pages that read all areas.
TOLD = ("doors.waiting", "doors.places", "doors.search")
# The demonstration makes rows in memory and takes the steps of the operations on them.
DEMONSTRATION_DOORS = {
    "inspections": {"citations", "dossier", "facts", "positions", "steps"},
    "disclosure": {"contents", "facts", "matters"},
    "registry": {"sort_keys"},
}
WIRING = {"config", ""}
WRITES = {"create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create"}


def test_a_module_uses_only_the_public_parts_of_another_area() -> None:
    reached = [
        f"{module.name} → {name}"
        for module in modules()
        if module.area not in WIRING
        for name in module.imports()
        if _is_private(module, name)
    ]
    assert not reached


def test_the_rows_of_another_area_are_written_by_its_operations() -> None:
    assert not [
        write for module in modules() if module.area not in WIRING for write in _foreign_writes(module)
    ]


def test_the_contract_names_every_area_in_order() -> None:
    contracts = ConfigParser()
    contracts.read(CHECKOUT / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:areas"]["layers"].split("\n")[1:]
    layers = [name for line in lines for name in reversed(line.split(" | "))]  # Siblings share a line.
    assert layers == ["cli : config", *reversed(AREAS)]


def test_no_foreign_key_points_upwards() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in AREAS
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is not None
        if _height(field.related_model._meta.app_label) > _height(model._meta.app_label)
    ]
    assert not upward, upward


def _height(label: str) -> int:
    """Return how high an app stands; those of Django and other makers lie below everything of ours."""
    return AREAS.index(label) if label in AREAS else -1


def _is_private(module: Module, name: str) -> bool:
    """Whether an import reaches into the inside of another area."""
    area, _, inside = name.partition(".")
    if area not in AREAS or area in OPEN_AREAS or area == module.area:
        return False
    doors = DOORS_OF_AN_AREA | MORE_DOORS.get(area, set())
    if module.area == "demonstration":
        doors |= DEMONSTRATION_DOORS.get(area, set())
    return inside.partition(".")[0] not in doors and not inside.startswith(TOLD)


def _foreign_writes(module: Module) -> Iterator[str]:
    """Yield each call that writes rows of a model that stands in another area."""
    if (
        module.area == "demonstration"
    ):  # It loads a past year at once; a test of its own holds that to the operations.
        return
    parts = [name.split(".") for name in module.imports() if ".models." in name]
    foreign = {each[-1] for each in parts if each[0] != module.area}
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            written = ast.unparse(node.func)
            if written.partition(".")[0] in foreign:
                yield f"{module.name} line {node.lineno}: {written}"
