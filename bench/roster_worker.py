"""One run of P6 in a process of its own: makes the sheet, lays the floor, or imports; prints seconds and megabytes."""

import io
import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

SIZE, BAD = 100_000, 1_000
UNITS = ("徐州市铜山区应急管理局", "徐州市铜山区市场监督管理局", "徐州市铜山区卫生健康委员会")
OFFICER = (
    "name", "id_digest", "subject_id", "staff", "unit", "post", "sort_key", "id_sealed", "has_legal_qualification",
    "left_reason",
)  # fmt: skip
CERTIFICATE = (
    "officer_id", "number", "fields", "status", "valid_from", "valid_to", "kind", "issuer", "is_first", "cancel_reason",
)  # fmt: skip


def prepare(sheet: Path) -> None:
    """Make the units and the sheet."""
    from jingwei.registry.models import Region, Subject
    from jingwei.registry.sort_keys import sort_key
    from jingwei.registry.terms import PartyKind, SubjectStatus
    from tests.registry.rosters import roster, write_roster

    region = Region.objects.create(code="320312", name="铜山区")
    for number, name in enumerate(UNITS, 1):
        Subject.objects.create(
            code=f"TS-ZT-{number:04d}",
            name=name,
            short_name=name[6:],
            document_series=f"铜{number}",
            kind=PartyKind.ORGAN,
            line="测试",
            region=region,
            status=SubjectStatus.ANNOUNCED,
            sort_key=sort_key(name),
        )
    write_roster(roster(SIZE, UNITS).rows, sheet)


def floor(sheet: Path) -> float:
    """Read the sheet and COPY its rows into the two tables, in one transaction; return the seconds.

    What lands there is as long and as random as what the import writes: digests and sealed numbers, made beforehand.
    """
    import python_calamine
    from django.db import connection, transaction

    from jingwei.registry.models import Subject

    subject = Subject.objects.order_by("pk").values_list("pk", flat=True)[0]
    secrets = [(os.urandom(32).hex(), os.urandom(33).hex()) for _ in range(SIZE)]
    began = time.perf_counter()
    page = python_calamine.load_workbook(io.BytesIO(sheet.read_bytes())).get_sheet_by_index(0)
    rows = page.iter_rows()
    for _ in range(3):
        next(rows)
    cards = []
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY registry_officer (id, {', '.join(OFFICER)}) FROM STDIN") as copy:
            for key, (cells, (digest, sealed)) in enumerate(zip(rows, secrets, strict=True), 1):
                name, staff, unit, post = str(cells[1])[:40], cells[4], cells[5], cells[6]
                copy.write_row((key, name, digest, subject, staff, unit, post, name, sealed, False, ""))
                cards.append(
                    (key, f"{key}", "[]", "valid", "2023-01-01", "2027-12-31", "provincial", "", False, "")
                )
        with cursor.copy(f"COPY registry_certificate ({', '.join(CERTIFICATE)}) FROM STDIN") as copy:
            for card in cards:
                copy.write_row(card)
    return time.perf_counter() - began


def import_it(sheet: Path) -> float:
    """Import the sheet as the command does, and return the seconds; stops when it did something else than it should."""
    from jingwei.platform.actors import SYSTEM
    from jingwei.platform.operations import import_file

    began = time.perf_counter()
    run = import_file(
        kind="officers", name=sheet.name, content=sheet.read_bytes(), actor=SYSTEM, now=datetime.now(UTC)
    )
    seconds = time.perf_counter() - began
    if (run.rows, run.rejected) != (SIZE, BAD):
        raise SystemExit(f"{run.rows} rows, {run.rejected} rejected: {run.error}")
    return seconds


if __name__ == "__main__":
    django.setup()
    what, place = sys.argv[1], Path(sys.argv[2])
    if what == "prepare":
        prepare(place)
        seconds = 0.0
    else:
        seconds = {"floor": floor, "import": import_it}[what](place)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": peak}))
