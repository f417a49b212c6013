"""The classification of industries (GB/T 4754-2017), down to its divisions, and the facts of R-FMT-04."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jingwei.registry.rules import industry_code

_FILE = Path(__file__).with_name("industries.toml")


@cache
def sections() -> dict[str, str]:
    """Return the names of the sections (门类) by their letters."""
    return {letter: table["name"] for letter, table in _tables().items()}


@cache
def divisions() -> dict[str, tuple[str, str]]:
    """Return the divisions (大类) by their two digits: the letter of their section, and their name."""
    return {
        digits: (letter, name)
        for letter, table in _tables().items()
        for digits, name in table["divisions"].items()
    }


def with_letter(code: str) -> str:
    """Return a code with the letter of its section where only digits were given: 1411 gives C1411."""
    letter, _ = divisions().get(code[:2], ("", ""))
    return f"{letter}{code}" if code.isdecimal() else code


def industry_name(code: str) -> str:
    """Return what a code stands for, as far as it is known here: the division, else the section, else nothing."""
    _, division = divisions().get(code[1:3], ("", ""))
    return division or sections().get(code[:1], "")


def industry_facts(code: str) -> industry_code.Facts:
    """R-FMT-04 for one code."""
    letter, division = divisions().get(code[1:3], ("", ""))
    return industry_code.Facts(
        code=code,
        section=sections().get(code[:1], ""),
        division=division,
        section_of_division=letter,
    )


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
