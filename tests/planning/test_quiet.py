"""Quiet periods: set by the bureau, month by month or once, lifted with a reason, and asked of every visit."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span, lift_quiet_period, set_quiet_period
from jingwei.planning.queries import facts_of_quiet, find_quiet, list_quiet_days_of, list_quiet_periods
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.rulebook import Moment, ask
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db
MAY = Span(date(2026, 5, 1), date(2026, 5, 5))


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def set_period(people: District, *spans: Span, **changes: Any) -> list[QuietPeriod]:
    """Set quiet periods, as the supervision lead."""
    given: dict[str, Any] = {
        "spans": spans or (MAY,),
        "reason": "每月 1 日至 5 日为涉企检查安静期",
        "document": "铜司发〔2026〕5号",
        "actor": people.lead.member,
        "now": NOW,
    }
    return set_quiet_period(**(given | changes))


def refusals(people: District, day: date, **changes: Any) -> list[str]:
    """Return which rules refuse a visit to the enterprise on the day."""
    given: dict[str, Any] = {"kind": InspectionKind.ROUTINE}
    judgement = ask(Moment.REQUEST, [facts_of_quiet(people.enterprise, day, **(given | changes))], on=TODAY)
    return [finding.rule.code for finding in judgement.refusals]


def test_a_routine_visit_is_refused_on_both_ends_and_not_beside_them(people: District) -> None:
    set_period(people)
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 5), date(2026, 5, 6)]
    assert [bool(refusals(people, day)) for day in days] == [False, True, True, False]
    assert find_quiet(people.enterprise, date(2026, 5, 5)) == QuietPeriod.objects.get()
    assert find_quiet(people.enterprise, date(2026, 5, 6)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": InspectionKind.CASE_BASED},
        {"kind": InspectionKind.SPECIAL, "is_ordered_from_above": True},
        {"is_urgent": True},
        {"exempt": ExemptReason.INVITED},
        {"exempt": ExemptReason.REINSPECTION},
        {"is_on_site": False},
        {"kind": None},
    ],
)
def test_what_cannot_wait_or_is_wanted_passes(people: District, changes: dict[str, Any]) -> None:
    set_period(people)
    assert refusals(people, MAY.first_on, **changes) == []


def test_a_special_inspection_decided_here_waits(people: District) -> None:
    set_period(people)
    assert refusals(people, MAY.first_on, kind=InspectionKind.SPECIAL) == ["R-FRQ-13"]


def test_an_enterprises_own_period_protects_no_other(people: District) -> None:
    set_period(people, enterprise_id=people.enterprise.pk, actor=people.supervisor.member)
    assert find_quiet(people.enterprise, MAY.first_on) is not None
    assert find_quiet(people.other_enterprise, MAY.first_on) is None
    assert "徐州星禾示例机械有限公司安静期" in AuditEvent.objects.get().sentence


def test_a_pattern_of_months_becomes_several_periods_in_one_act(people: District) -> None:
    spans = Span.of_months(2027, [3, 1, 2], first_day=28, last_day=31)
    assert [(span.first_on, span.last_on) for span in spans] == [
        (date(2027, 1, 28), date(2027, 1, 31)),
        (date(2027, 2, 28), date(2027, 2, 28)),
        (date(2027, 3, 28), date(2027, 3, 31)),
    ]
    assert len(set_period(people, *spans)) == 3
    assert AuditEvent.objects.filter(action="planning.quiet.set").count() == 3
    assert [period.first_on.month for period in list_quiet_periods(year=2027)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"months": []}, "没有选择月份"),
        ({"first_day": 6}, "不是一段日期"),
        ({"last_day": 32}, "不是一段日期"),
        ({"first_day": 30, "last_day": 31}, "2 月没有 30 日"),
    ],
)
def test_a_pattern_that_makes_no_sense_is_named(changes: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"year": 2027, "months": [1, 2], "first_day": 1, "last_day": 5}
    with pytest.raises(Mistake, match=said):
        Span.of_months(**(given | changes))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(date(2026, 5, 5), date(2026, 5, 1)), "早于开始的 2026-05-05"),
        (Span(TODAY - timedelta(days=1), TODAY), "2026-03-09 已经过去"),
        (Span(TODAY, TODAY + timedelta(days=366)), "超过一年"),
    ],
)
def test_days_that_make_no_sense_are_named(people: District, span: Span, said: str) -> None:
    with pytest.raises(Mistake, match=said):
        set_period(people, span)


def test_a_period_may_begin_today_and_needs_a_reason(people: District) -> None:
    assert set_period(people, Span(TODAY, TODAY))
    with pytest.raises(Mistake, match="没有填写理由"):
        set_period(people, reason=" ")
    with pytest.raises(Mistake, match="没有填写日期"):
        set_period(people, spans=())
    with pytest.raises(Mistake, match="没有这家企业"):
        set_period(people, enterprise_id=0)


def test_periods_of_the_same_do_not_overlap(people: District) -> None:
    set_period(people)
    with pytest.raises(Conflict, match="2026-05-05 至 2026-05-07 与全区安静期 2026-05-01 至 2026-05-05重叠"):
        set_period(people, Span(date(2026, 5, 5), date(2026, 5, 7)))
    set_period(people, Span(date(2026, 5, 6), date(2026, 5, 7)))
    set_period(people, enterprise_id=people.enterprise.pk)
    with pytest.raises(Conflict, match="徐州星禾"):
        set_period(people, enterprise_id=people.enterprise.pk)
    set_period(people, enterprise_id=people.other_enterprise.pk)


def test_all_periods_are_set_or_none(people: District) -> None:
    with pytest.raises(Conflict):
        set_period(people, MAY, Span(date(2026, 5, 3), date(2026, 5, 9)))
    assert not QuietPeriod.objects.exists()


def test_a_lifted_period_protects_nobody_and_may_be_set_again(people: District) -> None:
    (period,) = set_period(people)
    with pytest.raises(Mistake, match="没有填写取消的理由"):
        lift_quiet_period(period_id=period.pk, reason=" ", actor=people.lead.member, now=NOW)
    lift_quiet_period(period_id=period.pk, reason="与创建检查冲突", actor=people.lead.member, now=NOW)
    assert find_quiet(people.enterprise, MAY.first_on) is None
    assert refusals(people, MAY.first_on) == []
    assert list(list_quiet_days_of(people.enterprise, since=TODAY)) == []
    with pytest.raises(Conflict, match="已经取消"):
        lift_quiet_period(period_id=period.pk, reason="再次", actor=people.lead.member, now=NOW)
    assert len(set_period(people)) == 1
    assert list_quiet_periods(year=2026).count() == 2


def test_a_period_that_is_over_is_not_lifted(people: District) -> None:
    (period,) = set_period(people)
    after = NOW + (MAY.last_on - TODAY)
    with pytest.raises(Conflict, match="已经过去，不必取消"):
        lift_quiet_period(
            period_id=period.pk, reason="补", actor=people.lead.member, now=after + timedelta(days=1)
        )
    lift_quiet_period(period_id=period.pk, reason="补", actor=people.lead.member, now=after)
    with pytest.raises(Mistake, match="没有这段安静期"):
        lift_quiet_period(period_id=0, reason="补", actor=people.lead.member, now=after)


def test_the_days_before_a_running_period_was_lifted_stay_quiet(people: District) -> None:
    (period,) = set_period(people)
    third = NOW + (date(2026, 5, 3) - TODAY)
    lift_quiet_period(period_id=period.pk, reason="会期提前结束", actor=people.lead.member, now=third)
    days = [date(2026, 4, 30), *(date(2026, 5, day) for day in (1, 2, 3, 5))]
    assert [bool(refusals(people, day)) for day in days] == [False, True, True, False, False]
    period.refresh_from_db()
    assert (period.last_on, period.kept_until, period.days) == (MAY.last_on, date(2026, 5, 2), 2)
    (again,) = set_period(people, Span(date(2026, 5, 3), date(2026, 5, 4)), now=third)
    assert find_quiet(people.enterprise, date(2026, 5, 3)) == again


def test_a_period_lifted_late_in_the_evening_ends_by_the_day_here(people: District) -> None:
    (period,) = set_period(people)
    late = datetime(2026, 5, 2, 16, 30, tzinfo=UTC)  # half past midnight of the third in Shanghai
    lift_quiet_period(period_id=period.pk, reason="会期提前结束", actor=people.lead.member, now=late)
    assert find_quiet(people.enterprise, date(2026, 5, 2)) == period
    assert find_quiet(people.enterprise, date(2026, 5, 3)) is None


def test_a_period_lifted_before_it_began_kept_no_day(people: District) -> None:
    (period,) = set_period(people)
    lift_quiet_period(period_id=period.pk, reason="与创建检查冲突", actor=people.lead.member, now=NOW)
    assert QuietPeriod.objects.get().days == 0


def test_only_the_lead_sets_the_districts_and_only_the_bureau_an_enterprises(people: District) -> None:
    for actor in (people.supervisor, people.head, people.contact):
        with pytest.raises(NotAllowed):
            set_period(people, actor=actor.member)
    for actor in (people.head, people.contact):
        with pytest.raises(NotAllowed):
            set_period(people, enterprise_id=people.enterprise.pk, actor=actor.member)
    (district_wide,) = set_period(people)
    (own,) = set_period(people, enterprise_id=people.enterprise.pk, actor=people.supervisor.member)
    with pytest.raises(NotAllowed):
        lift_quiet_period(period_id=district_wide.pk, reason="不", actor=people.supervisor.member, now=NOW)
    lift_quiet_period(period_id=own.pk, reason="企业撤回申请", actor=people.supervisor.member, now=NOW)
