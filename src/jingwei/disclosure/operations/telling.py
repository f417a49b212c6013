"""Telling the supervisor what came late: each step of each matter once, whether by night or by the late act itself."""

from collections.abc import Iterable
from datetime import date, datetime

from jingwei.disclosure.models import Announcement
from jingwei.platform import events
from jingwei.platform.findings import Facts, Found, tell, tell_swept
from jingwei.rulebook import Judgement

AREA = "disclosure"
SWEPT = ("R-PUB-07b", "R-SPC-07")


def tell_of(announcement: Announcement, judgement: Judgement, *, now: datetime) -> None:
    """Raise what was found when something was announced or filed: of a plan about its subject, else of the special."""
    special = announcement.special_id
    matter = ("subject", announcement.subject_id) if special is None else ("specialplan", special)
    found = [(*matter, finding) for finding in events.findings_to_raise(judgement)]
    tell(AREA, found, now=now, about=_matter)


def tell_night(found: Iterable[Found], *, year: int, now: datetime) -> int:
    """Raise what the night found of the year's plans and of special inspections; returns how much of it is new.

    What was still to be done and is done by now is noted as mended; what was done too late stays as it was told.
    """

    def covers(facts: Facts) -> bool:
        if "step" in facts:
            return facts["done_on"] is None and date.fromisoformat(facts["due_on"]).year == year
        return facts["filed_on"] is None

    return len(tell_swept(AREA, found, rules=SWEPT, now=now, about=_matter, covers=covers))


def _matter(facts: Facts) -> tuple[object, ...]:
    """Return which step of which year's plan it is; other rules have no steps."""
    return facts.get("plan"), facts.get("step")
