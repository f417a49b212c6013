"""An emergency whose approval nobody makes up becomes a clue by itself, once (R-PRO-02b)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.jobs import sweep_unapproved
from jingwei.inspections.terms import EntryWay, UrgentReason
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from tests.inspections.walking import Walk, clues, findings
from tests.people import NOW

pytestmark = pytest.mark.django_db
# NOW is a Tuesday: the third working day after it is the Friday.
FRIDAY, SATURDAY = NOW + timedelta(days=3), NOW + timedelta(days=4)


def entered(walk: Walk, **changes: Any) -> None:
    """Officers went in at once; the head has said nothing yet."""
    task = walk.request(urgent=UrgentReason.ACCIDENT, **changes)
    walk.enter(task, way=EntryWay.URGENT)


def sweep(now: datetime) -> int:
    return operations.sweep_unapproved(actor=SYSTEM, now=now)


def test_what_is_not_made_up_in_three_working_days_is_told_once(walk: Walk) -> None:
    entered(walk)
    assert sweep(FRIDAY) == 0
    assert sweep(SATURDAY) == 1
    assert sweep(SATURDAY + timedelta(days=1)) == 0
    assert clues() == ["R-PRO-02b"]
    assert "至今没有补办，已超过 3 个工作日" in findings()[0]["finding"]["fact"]


def test_what_the_head_approved_meanwhile_is_not_told(walk: Walk) -> None:
    task = walk.request(urgent=UrgentReason.ACCIDENT)
    walk.enter(task, way=EntryWay.URGENT)
    walk.approve(task, now=NOW + timedelta(hours=2))
    walk.request(urgent=UrgentReason.ACCIDENT)  # Nobody went in.
    assert sweep(SATURDAY) == 0
    assert clues() == []


def test_nobody_but_the_system_and_the_bureau_looks_and_the_job_does_so_nightly(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        operations.sweep_unapproved(actor=walk.people.clerk.member, now=NOW)
    entered(walk)
    sweep_unapproved(timestamp=0)
    assert clues() == ["R-PRO-02b"]
