"""Sheets of a few rows, as tests hand them to an importer: title → what stands in the cell."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.spreadsheets.importing import Importer
from jingwei.platform.spreadsheets.running import Outcome, run_table
from jingwei.platform.spreadsheets.tables import open_table
from tests.people import NOW


def import_rows(
    importer: Importer, *rows: Mapping[str, str], actor: Actor = SYSTEM, now: datetime = NOW, **how: Any
) -> Outcome:
    """Import rows of a sheet whose titles are those that the rows name."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    written = io.StringIO()
    sheet = csv.DictWriter(written, titles, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    table = open_table(written.getvalue().encode(), name="导入.csv", layout=importer.layout)
    return run_table(table, importer, actor=actor, now=now, **how)


def reasons(outcome: Outcome) -> list[str]:
    """Return what was said of each row that came back, all its reasons in one text."""
    return ["\n".join(row["problems"]) for row in outcome.preview["rejected"]]
