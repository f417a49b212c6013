"""The floor of P1: the statements of one real entry, written down as a script for pgbench."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.scan_workers import Scan, enter
from jingwei.inspections.models import Visit
from jingwei.inspections.terms import InspectionAction
from jingwei.platform.models import AuditEvent
from tests.people import NOW

TASK, ENTERPRISE, SITE, LEDGER, OFFICER, CERTIFICATE = (700_000_000 + n * 10_000_000 for n in range(1, 7))
PAIRS = 400  # of officers
TASKS = 8_000  # entered by us
POOL = 1_000  # behind them, entered by pgbench again and again

_ARRAY = re.compile(r"'\{([\d,]+)\}'::int\d\[\]")
_QUOTED = re.compile(r"('(?:[^']|'')*')")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry made in earnest: what it sent, the visit it made and its row on the log."""

    scan: Scan
    statements: tuple[str, ...]
    visit_id: int
    audit_id: int

    @property
    def count(self) -> int:
        """How many statements it took between BEGIN and COMMIT."""
        return len(self.statements) - 2


def capture(scan: Scan) -> Entry:
    """Make one entry in this process and note every statement."""
    with CaptureQueriesContext(connection) as captured:
        enter(scan)
    visit = Visit.objects.get(inspections=scan.inspection_id)
    statements = tuple(str(query["sql"]).replace("\n", " ") for query in captured.captured_queries)
    if (statements[0], statements[-1]) != ("BEGIN", "COMMIT"):
        raise RuntimeError("An entry is no longer one transaction; the floor must follow it.")
    logged = AuditEvent.objects.get(target_id=scan.inspection_id, action=InspectionAction.ENTERED)
    return Entry(scan, statements, visit.pk, logged.pk)


def script_of(entry: Entry) -> str:
    """Return the entry as pgbench repeats it, each time for another of the pool's tasks and its pair of officers.

    The code looked up is always the same, the ledger is never full, and the visits are laid two months back, so that
    they are no stays that the next entry would have to look at: each favours the floor.
    """
    numbers = {
        TASK: "task",
        ENTERPRISE: "enterprise",
        SITE: "site",
        LEDGER: "ledger",
        OFFICER: "officer",
        CERTIFICATE: "certificate",
    }
    names = {
        str(start + (TASKS if name not in {"officer", "certificate"} else 0)): name
        for start, name in numbers.items()
    }
    names |= {
        str(OFFICER + 1): "second",
        str(CERTIFICATE + 1): "second_certificate",
        str(entry.visit_id): "visit_id",
    }
    lines = [
        f"\\set n random(0, {POOL - 1})",
        *(f"\\set {name} {start} + {TASKS} + :n" for start, name in numbers.items() if start < OFFICER),
        *(
            f"\\set {name} {start} + 2 * (:n % {PAIRS})"
            for start, name in numbers.items()
            if start >= OFFICER
        ),
        "\\set second :officer + 1",
        "\\set second_certificate :certificate + 1",
        *(_line(statement, names) for statement in entry.statements),
    ]
    return "\n".join(lines) + "\n"


def _line(statement: str, names: dict[str, str]) -> str:
    is_visit = statement.startswith(f'INSERT INTO "{Visit._meta.db_table}"')
    if is_visit:
        statement = statement.replace(f"{NOW:%Y-%m-%d}", f"{NOW - timedelta(days=60):%Y-%m-%d}")
    statement = _ARRAY.sub(r"ARRAY[\1]::bigint[]", statement)
    parts = _QUOTED.split(statement)  # Every second part is a quoted text and stays as it is.
    parts[::2] = [
        re.sub(r"\b\d{9}\b", lambda found: f":{names[found[0]]}" if found[0] in names else found[0], part)
        for part in parts[::2]
    ]
    return "".join(parts) + (" \\gset visit_" if is_visit else ";")
