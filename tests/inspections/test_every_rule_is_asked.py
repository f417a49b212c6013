"""No rule stands in the book that nobody asks: a walk puts every rule bound to a moment to the question."""

from collections import defaultdict
from datetime import timedelta

import pytest

from jingwei.inspections import operations
from jingwei.inspections.terms import EntryWay, FaultReason, Outcome, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.rulebook import Judgement, Kind, Moment, all_rules
from jingwei.rulebook.loading import load_every_rule
from tests.inspections.walking import Walk, after, cap, special
from tests.people import NOW, TODAY

# Moments that no step of one inspection is, and where their rules are asked instead.
ASKED_ELSEWHERE = {
    Moment.REGISTER: "when the registry takes in a row",
    Moment.ISSUE: "when the bureau issues an official paper",
    Moment.GRADE: "when planning sorts enterprises into classes",
    Moment.PLAN: "when a plan or a special inspection is put up for approval",
    Moment.ANNOUNCE: "when disclosure announces",
    Moment.FILE: "when disclosure files",
    Moment.VERIFY: "when the enterprise looks at who stands at its gate",
    Moment.SHOW: "when ratings are shown",
    Moment.COUNT_DAYS: "when the calendar counts a period",
    Moment.COUNT: "when visits are counted, by measures",
    Moment.SWEEP: "by the nightly sweep over what is stored",
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[Moment, set[str]]:
    """The codes of the rules asked so far, by moment: every judgement writes itself down as it is made."""
    heard: dict[Moment, set[str]] = defaultdict(set)
    make = Judgement.__init__

    def note(self: Judgement, *args: object, **kwargs: object) -> None:
        make(self, *args, **kwargs)  # type: ignore[arg-type]
        heard[self.moment] |= {finding.rule.code for finding in self.findings}

    monkeypatch.setattr(Judgement, "__init__", note)
    return heard


def test_every_rule_bound_to_a_moment_is_asked_at_that_moment(
    walk: Walk, asked: dict[Moment, set[str]]
) -> None:
    load_every_rule()
    cap(walk.people.subject, 9)
    task = walk.signed()
    walk.tell(task, outcome=Outcome.CORRECTION_ORDERED, problems="出口堵塞", demand="清理", correct_by=TODAY)
    walk.leave(task)
    again = {"exempt": ExemptReason.REINSPECTION, "evidence": "铜应急检告〔2026〕1号", "parent_id": task.pk}
    walk.approved(kind=InspectionKind.CASE_BASED, **again)
    walk.request(
        exempt=ExemptReason.PERMIT, evidence="受理1号", permit_basis="危险化学品安全管理条例第三十五条"
    )
    under = walk.approved(kind=InspectionKind.SPECIAL, special_id=special(walk.people).pk)
    walk.enter(under)
    walk.leave(under)
    urgent = walk.request(now=after(-5), urgent=UrgentReason.SAFETY)
    walk.enter(urgent, way=EntryWay.URGENT, entered_at=NOW, now=after(30))
    walk.approve(urgent, now=after(60))
    kept = walk.approved()
    walk.enter(kept, captured_at=after(200), now=after(300))
    walk.serve(kept, now=after(201))
    walk.start(kept, now=after(202))
    walk.fill(kept, now=after(203))
    walk.sign(kept, captured_at=after(204), now=after(300))
    walk.tell(kept, captured_at=after(205), now=after(301))
    walk.leave(kept, captured_at=after(206), now=after(302))
    operations.enter_afterwards(
        inspection_id=walk.approved().pk,
        entered_at=NOW,
        left_at=after(60),
        fault=FaultReason.SYSTEM,
        explanation="平台升级",
        actor=walk.people.officer.member,
        now=NOW + timedelta(days=1),
    )

    bound: dict[Moment, set[str]] = defaultdict(set)
    for rule in all_rules().values():
        for moment in rule.moments:
            if rule.kind is not Kind.MEASURE and moment not in ASKED_ELSEWHERE:
                bound[moment].add(rule.code)
    assert {moment: codes - asked[moment] for moment, codes in bound.items() if codes - asked[moment]} == {}
    assert {moment for moment in Moment if not bound[moment]} == {*ASKED_ELSEWHERE, Moment.NOTICE}
