"""The three counters of one year: visits, capped and reportable inspections, from the same rows."""

from datetime import timedelta
from typing import Any

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.terms import Outcome
from jingwei.planning.terms import ExemptReason, InspectionKind
from tests.inspections.walking import Walk, after, cap, ordered
from tests.people import TODAY


def concluded(walk: Walk, **more: Any) -> Inspection:
    """A task walked to its end."""
    task = walk.signed()
    walk.tell(task, **more)
    walk.leave(task)
    return task


def test_the_three_counters_differ_by_law(walk: Walk) -> None:
    people = walk.people
    cap(people.subject, 4)
    concluded(walk)
    case = {"problems": "无证动火", "ended_in_case": True, "case_number": "铜应急立〔2026〕3号"}
    concluded(walk, outcome=Outcome.CLUE_OF_VIOLATION, **case)
    complaint = walk.approved(
        kind=InspectionKind.CASE_BASED, exempt=ExemptReason.COMPLAINT, evidence="12345-2026-0310-077"
    )
    walk.enter(complaint)
    walk.leave(complaint)
    walk.enter(walk.approved(kind=InspectionKind.SPECIAL, special_id=ordered(people).pk))
    asked = walk.approved()

    counters = get_three_counters(people.subject, people.enterprise, on=TODAY, asked=asked)
    assert (counters.visits, counters.capped, counters.reportable) == (4, 2, 1)
    assert (counters.limit, counters.used) == (4, 2)
    assert [
        (column.label, column.is_next, column.in_capped, column.in_reportable) for column in counters.columns
    ] == [
        ("日常", False, True, True),
        ("日常", False, True, False),
        ("投诉举报", False, False, False),
        ("专项", False, False, False),
        ("日常", True, True, True),
    ]


def test_what_is_asked_for_is_not_counted_until_it_is_made(walk: Walk) -> None:
    people = walk.people
    asked = walk.request(kind=InspectionKind.SPECIAL, special_id=ordered(people).pk)
    counters = get_three_counters(people.subject, people.enterprise, on=TODAY, asked=asked)
    assert (counters.visits, counters.capped, counters.limit) == (0, 0, None)
    assert [(column.is_next, column.in_capped) for column in counters.columns] == [(True, False)]


def test_other_years_subjects_and_enterprises_are_not_counted(walk: Walk) -> None:
    people = walk.people
    concluded(walk)
    for subject, enterprise, on in (
        (people.subject, people.enterprise, TODAY - timedelta(days=365)),
        (people.other_subject, people.enterprise, TODAY),
        (people.subject, people.other_enterprise, TODAY),
    ):
        assert get_three_counters(subject, enterprise, on=on).visits == 0


def test_an_inspection_entered_and_left_without_record_is_not_reportable(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.leave(task, now=after(5))
    counters = get_three_counters(walk.people.subject, walk.people.enterprise, on=TODAY)
    assert (counters.visits, counters.capped, counters.reportable) == (1, 1, 0)
