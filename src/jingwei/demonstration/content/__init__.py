"""What the demonstration district holds, as TOML and CSV that anybody can read and change.

People, enterprises and what happened to them are fictional; bodies, items and regions bear the names they are
published under.
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return one file of the content by its name without suffix."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of the content by its name without suffix, by the titles of its columns."""
    lines = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines))
