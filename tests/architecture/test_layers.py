"""What may know what, beyond the order of imports that ``.importlinter`` holds."""

import ast
from configparser import ConfigParser

from django.apps import apps

from tests.architecture.tree import AREAS, CHECKOUT, Module, modules

DOORS_OF_AN_AREA = {"operations", "queries", "models", "terms", "events"}
# The two lowest areas and the frame of pages are there to be used whole; the registry also says who acts and reads
# the code at a gate.
OPEN_AREAS = {"rulebook", "platform", "web"}
MORE_DOORS = {"registry": {"members", "doors", "codes"}}
WIRING = {"config", ""}
# The demonstration loads past years at once; a test of its own holds what it wrote to the operations.
BULK_WRITERS = {"demonstration"}
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
    written = [
        f"{module.name} line {node.lineno}: {ast.unparse(node.func)}"
        for module in modules()
        if module.area not in WIRING | BULK_WRITERS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and ast.unparse(node.func.value).partition(".")[0] in _models_of_others(module)
    ]
    assert not written


def test_the_contract_names_every_area_in_order() -> None:
    contracts = ConfigParser()
    contracts.read(CHECKOUT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:areas"]["layers"].split("\n")[1:]
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
    return inside.partition(".")[0] not in DOORS_OF_AN_AREA | MORE_DOORS.get(area, set())


def _models_of_others(module: Module) -> set[str]:
    """Return the models of other areas that a module imports, by the names it calls them."""
    foreign = (name.split(".") for name in module.imports() if ".models." in name)
    return {parts[-1] for parts in foreign if parts[0] != module.area}
