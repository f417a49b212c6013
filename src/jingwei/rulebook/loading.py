"""Finds every area's rules without naming an area: whatever package of ``jingwei`` has a folder ``rules``."""

import importlib
from pathlib import Path


def load_every_rule() -> None:
    """Import the ``rules`` package of every area, so that ``all_rules`` is complete."""
    root = Path(__file__).parents[1]
    for folder in sorted(root.glob("*/rules")):
        importlib.import_module(f"{root.name}.{folder.parent.name}.rules")
