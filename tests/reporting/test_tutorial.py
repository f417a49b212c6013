"""The indicator that ``docs/tutorials/new-indicator.md`` builds works as written there."""

import re
from pathlib import Path
from typing import Any

from jingwei.reporting.periods import Period
from tests.inspections.walking import Walk
from tests.people import TODAY
from tests.reporting.past import performed

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "new-indicator.md"


def test_the_tutorials_indicator_counts_what_it_says(walk: Walk) -> None:
    [code] = re.findall(
        r"^```python\n(.*?)^```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    built: dict[str, Any] = {}
    exec(code, built)
    lead = performed(walk.people, TODAY, is_scanned=True)
    performed(walk.people, TODAY, visit=lead.visit, joint_with=lead, subject=walk.people.other_subject)
    indicator = built["JOINT"]
    assert indicator.value(Period(TODAY, TODAY)) == 1
    row = indicator.list_rows(Period(TODAY, TODAY)).get()
    assert [column.read(row) for column in indicator.listing.columns]
