"""The shape of a file: short, at home somewhere, told in one line, without a clock of its own."""

import ast

from tests.architecture.tree import Module, modules

LONGEST = 400
LONGEST_RULE = 60
BAGS = {"utils", "util", "helpers", "helper", "lib", "common", "misc", "shared", "base"}
# Whoever talks to the world asks the clock once and passes the answer down.
DOORS = {"views", "api", "jobs", "middleware", "cli", "idempotency", "downloads", "clock"}
CLOCKS = {"now", "today", "utcnow"}


def test_a_module_is_short_enough_to_be_read() -> None:
    too_long = {
        module.name: lines
        for module in modules()
        if (lines := len(module.text.splitlines())) > (LONGEST_RULE if ".rules." in module.name else LONGEST)
    }
    assert not too_long


def test_no_module_is_a_bag() -> None:
    assert not [module.name for module in modules() if BAGS & set(module.name.split("."))]


def test_a_module_says_in_its_first_line_what_it_holds() -> None:
    untold = [
        module.name
        for module in modules()
        if not (ast.get_docstring(module.tree) or "").partition("\n")[0].endswith((".", "。"))
    ]
    assert not untold


def test_only_the_doors_ask_the_clock() -> None:
    asked = {
        module.name: calls
        for module in modules()
        if not _is_a_door(module) and (calls := [*_questions_to_the_clock(module)])
    }
    assert not asked


def _is_a_door(module: Module) -> bool:
    """Whether the module talks to the world; those that run processes have the machine's clock for their subject."""
    runs_processes = module.name.startswith(("platform.database", "platform.launch"))
    return runs_processes or module.area == "config" or bool(DOORS & set(module.name.split(".")))


def _questions_to_the_clock(module: Module) -> list[str]:
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value)
        in {"timezone", "datetime", "date", "datetime.datetime", "datetime.date"}
    ]
