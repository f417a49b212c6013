"""Telling the supervisor what came late: each step of each matter once, whether by night or by the late act itself."""

from collections.abc import Iterable
from datetime import datetime

from jingwei.disclosure.models import Announcement
from jingwei.platform import events
from jingwei.platform.models import Event
from jingwei.rulebook import Finding, Judgement

RAISED = "disclosure.finding.raised"
Found = tuple[str, int, Finding]  # the model of the thing, its id, what was found


def tell_of(announcement: Announcement, judgement: Judgement, *, now: datetime) -> None:
    """Raise what was found when something was announced or filed: of a plan about its subject, else of the special."""
    special = announcement.special_id
    matter = ("subject", announcement.subject_id) if special is None else ("specialplan", special)
    tell_once([(*matter, finding) for finding in events.findings_to_raise(judgement)], now=now)


def tell_once(found: Iterable[Found], *, now: datetime) -> int:
    """Raise the findings that nobody has raised before; returns how many those were."""
    found = list(found)
    ids = {act_id for _, act_id, _ in found}
    told = {
        (payload["act"], payload["act_id"], *_matter(payload["finding"]))
        for payload in Event.objects.filter(name=RAISED, payload__act_id__in=ids).values_list(
            "payload", flat=True
        )
    }
    new = [each for each in found if (*each[:2], *_matter(each[2].as_record())) not in told]
    for act, act_id, finding in new:
        events.raise_finding("disclosure", finding, now=now, act=act, act_id=act_id)
    return len(new)


def _matter(kept: dict[str, object]) -> tuple[object, ...]:
    """Return by which rule, and of which step of which year's plan a kept finding is; other rules have no steps."""
    facts = kept["facts"]
    assert isinstance(facts, dict)
    return kept["rule"], facts.get("plan"), facts.get("step")
