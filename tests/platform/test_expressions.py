"""Regular expressions run on what anybody types or uploads: the time of none may grow with the square of the text.

Each one that stands in the source is put to texts made of its own signs, repeated, as somebody would who wants to stop
a server. The limits of fields help little: one cell of a spreadsheet holds 32,767 signs.
"""

import ast
import re
import time
from collections.abc import Iterator
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

import pytest

SRC = Path(__file__).parents[2] / "src" / "jingwei"
LENGTH = 20_000  # A square of it takes half a second where each step is a nanosecond.
SHORT = 25  # What doubles with each sign would never end at that length, and takes seconds at this one.
MOST_SECONDS = 0.15
ANCHORED = {"match", "fullmatch"}  # these try one place only
METHODS = {"compile", "search", "sub", "split", "findall", "finditer", *ANCHORED}
MOST_SIGNS = 4


def expressions() -> Iterator[Any]:
    """Return each expression that stands in the source as itself, and the methods it is used by."""
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text())
        named = {
            id(node.value): target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        used: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.setdefault(node.value.id, set()).add(node.attr)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in METHODS
                and isinstance(node.args[0], ast.Constant)
            ):
                continue
            methods = (
                used.get(named.get(id(node), ""), set()) if node.func.attr == "compile" else {node.func.attr}
            )
            is_anchored = bool(methods) and methods <= ANCHORED
            where = f"{path.relative_to(SRC)}:{node.lineno}"
            yield pytest.param(node.args[0].value, is_anchored, id=where)


def signs_of(pattern: str | bytes) -> list[str]:
    """Return signs that the expression names, of those it names as a class one each."""
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    named = re.sub(r"\(\?[:=!<]*|\\[A-Za-z]|\{[\d,]*\}", "", text)
    found = [sign for sign in named if sign not in r"()[]|?*+.^$\\"]
    found += [
        sign for sign in r"()[]|?*+.^$" if "\\" + sign in text or f"[{sign}" in text or f"^{sign}" in text
    ]
    classes = {
        r"\s": " ",
        r"\S": " ",
        r"\n": "\n",
        r"\d": "1",
        r"\w": "a",
        "A-Z": "A",
        "a-z": "a",
        ".": "x",
        "[^": "x",
    }
    found = [sign for mark, sign in classes.items() if mark in text] + found
    return list(dict.fromkeys(found))


def hostile_texts(pattern: str | bytes, length: int) -> Iterator[str]:
    """Return texts of one, two and all signs of the expression, repeated, which in the end do not fit."""
    signs = signs_of(pattern)
    units = [*signs, *map("".join, product(signs[:MOST_SIGNS], repeat=2)), "".join(signs)]
    literal = re.match(
        r"[^\\()\[\]|?*+.^$]+", pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    )
    if literal:
        units.append(literal[0])
    for unit in units:
        yield unit * (length // len(unit)) + "\x01"
        if len(unit) == 1:
            yield "".join(signs) + unit * (length // len(unit)) + "\x01"


@pytest.mark.parametrize(("pattern", "is_anchored"), list(expressions()))
def test_the_time_of_an_expression_does_not_grow_with_the_square_of_the_text(
    pattern: str | bytes, is_anchored: bool
) -> None:
    expression = re.compile(pattern, re.DOTALL)
    for text in chain(hostile_texts(pattern, SHORT), hostile_texts(pattern, LENGTH)):
        subject: Any = text if isinstance(pattern, str) else text.encode("latin-1", errors="ignore")
        began = time.process_time()
        if is_anchored:
            expression.fullmatch(subject)
        else:
            sum(1 for _ in islice(expression.finditer(subject), LENGTH))
        took = time.process_time() - began
        assert took < MOST_SECONDS, f"{took:.1f} s for {text[:20]!r}…"


@pytest.mark.parametrize(
    "pattern",
    [r"<[^>]*>|\s+", r"\s*(?:户|家)$", r"罚没.*?(?:目标|任务)", r"[(（].*?[)）]", r"(a+)+b", r"\(([^)]*)\)="],
)
def test_expressions_of_which_we_know_that_they_take_the_square_are_found(pattern: str) -> None:
    with pytest.raises(AssertionError, match=" s for "):
        test_the_time_of_an_expression_does_not_grow_with_the_square_of_the_text(pattern, False)
