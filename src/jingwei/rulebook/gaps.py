"""The rules of the catalogue that are not asked yet, and why: ``not_implemented.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("not_implemented.toml")


@dataclass(frozen=True, slots=True)
class Gap:
    """One rule that nothing asks yet. ``waits_for``: the area or text without which it cannot be judged."""

    code: str
    title: str
    reason: str
    waits_for: str


@cache
def all_gaps() -> tuple[Gap, ...]:
    """Return every gap, in the order of the codes."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))["rule"]
    return tuple(sorted((Gap(**row) for row in rows), key=lambda gap: gap.code))
