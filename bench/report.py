"""One claim measured is one row: how it is kept, printed and written."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[1]
LATEST = CHECKOUT / "bench" / "results" / "latest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``ours`` and ``floor`` are medians of ``runs``; ``size`` is how much was there already."""

    id: str
    what: str
    size: int | None = None
    ours: float
    unit: str
    floor: float | None = None
    runs: int
    goal: str
    met: bool

    @property
    def ratio(self) -> float | None:
        """Ours against the floor of the same run."""
        return round(self.ours / self.floor, 3) if self.floor else None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "what": self.what,
            "size": self.size,
            "ours": round(self.ours, 2),
            "unit": self.unit,
            "floor": self.floor and round(self.floor, 2),
            "ratio": self.ratio,
            "runs": self.runs,
            "goal": self.goal,
            "met": self.met,
        }


def say(text: str) -> None:
    """Tell how far we are; the table alone goes to stdout."""
    print(text, file=sys.stderr, flush=True)


def print_table(rows: list[Row]) -> None:
    head = ("id", "what", "size", "ours", "unit", "floor", "ratio", "goal", "met")
    cells = [[_cell(row.as_json()[name]) for name in head] for row in rows]
    widths = [max(len(line[place]) for line in [head, *cells]) for place in range(len(head))]
    for line in [head, *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def write(rows: list[Row]) -> None:
    """Write what was run now, and nothing else: figures of another commit do not stand beside it."""
    result = {
        "machine": _machine(),
        "commit": _git("rev-parse", "HEAD"),
        "is_modified": bool(_git("status", "--porcelain", "--", "src")),
        "taken_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows": [row.as_json() for row in rows],
    }
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def _machine() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=CHECKOUT, check=True, capture_output=True, text=True
    ).stdout.strip()
