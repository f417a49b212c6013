"""What the demonstration district holds, as TOML that anybody can read and change; everything in it is fictional."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return one file of the content by its name without suffix."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
