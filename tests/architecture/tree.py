"""The tree as the architecture tests see it: its areas from bottom to top, its modules, its words."""

import ast
import enum
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jingwei

SOURCE = Path(jingwei.__file__).parent
CHECKOUT = SOURCE.parents[1]
# A folder that an area builds on stands before it; ``config`` wires them all and is no area.
AREAS = (
    "rulebook",
    "platform",
    "web",
    "registry",
    "planning",
    "notices",
    "disclosure",
    "inspections",
    "portal",
    "reporting",
    "demonstration",
)


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of ours."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The dotted name without ``jingwei.``, such as ``planning.rules.annual_cap``."""
        parts = self.path.relative_to(SOURCE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def area(self) -> str:
        """The folder it lies in; empty for those that lie in none."""
        parts = self.path.relative_to(SOURCE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote it, or it is run by Django once."""
        return self.path.parent.name == "migrations"

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parsed(self)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the parsed file."""
        return _nodes(self)

    def imports(self) -> Iterator[str]:
        """Yield each name of ours that it imports, as far as it is written: ``planning.models.Cap``."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            yield from (name.removeprefix("jingwei.") for name in names if name.startswith("jingwei."))


@cache
def modules(*, with_migrations: bool = False) -> tuple[Module, ...]:
    """Return every Python file under ``src/jingwei``."""
    found = (Module(path, path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")))
    return tuple(module for module in found if with_migrations or not module.is_migration)


@cache
def words() -> tuple[type[enum.Enum], ...]:
    """Return every closed list of words (StrEnum, Term, Action) that our code defines."""
    for module in modules():
        if re.search(r"^class \w+\(.*(Enum|Term|Action|Choices)\b", module.text, re.MULTILINE):
            importlib.import_module(f"jingwei.{module.name}")
    ours = (each for each in _descendants(enum.Enum) if each.__module__.startswith("jingwei."))
    return tuple(sorted(set(ours), key=lambda each: (each.__module__, each.__name__)))


@cache
def _parsed(module: Module) -> ast.Module:
    return ast.parse(module.text, str(module.path))


@cache
def _nodes(module: Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(module.tree))


def _descendants(parent: type[enum.Enum]) -> Iterator[type[enum.Enum]]:
    for child in parent.__subclasses__():
        yield child
        yield from _descendants(child)
