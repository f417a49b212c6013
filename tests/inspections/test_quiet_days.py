"""Quiet days set over inspections that stand: whom they stop, who sees it before and after, who hears of it."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import withdraw_inspection
from jingwei.inspections.queries import list_stopped, list_stopped_already
from jingwei.inspections.terms import Mode, Stage, UrgentReason
from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span, lift_quiet_period, set_quiet_period
from jingwei.planning.queries import facts_of_quiet
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.rulebook import Moment, ask
from tests.inspections.walking import REQUESTED_AT, Walk
from tests.people import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_quiet(walk: Walk, *, enterprise_id: int | None = None, days: int = 0) -> QuietPeriod:
    """The bureau keeps so many days from today on quiet."""
    (period,) = set_quiet_period(
        spans=[Span(TODAY, TODAY + days * DAY)],
        reason="重大活动",
        enterprise_id=enterprise_id,
        actor=walk.people.lead.member,
        now=REQUESTED_AT,
    )
    return period


def test_the_list_stops_what_the_rule_stops(walk: Walk) -> None:
    task = walk.approved()
    found = list_stopped(walk.people.lead.member, TODAY, TODAY)
    period = QuietPeriod(first_on=TODAY, last_on=TODAY)
    combinations = product(
        InspectionKind, Mode, ("", UrgentReason.SAFETY), (False, True), ("", *ExemptReason)
    )
    for kind, mode, urgent, is_ordered, exempt in combinations:
        Inspection.objects.update(
            kind=kind, mode=mode, urgent=urgent, is_ordered_from_above=is_ordered, exempt=exempt
        )
        facts = facts_of_quiet(
            task.enterprise,
            TODAY,
            kind=kind,
            is_on_site=mode is Mode.ON_SITE,
            is_urgent=bool(urgent),
            is_ordered_from_above=is_ordered,
            exempt=ExemptReason(exempt) if exempt else None,
            find=lambda *_: period,
        )
        is_stopped = bool(ask(Moment.ENTER, [facts], on=TODAY).refusals)
        assert found.all().exists() is is_stopped, (kind, mode, urgent, is_ordered, exempt)


@pytest.mark.parametrize(
    ("stage", "is_open"),
    [(stage, stage in {Stage.SUBMITTED, Stage.APPROVED}) for stage in Stage],
)
def test_only_what_may_still_be_made_is_stopped(walk: Walk, stage: Stage, is_open: bool) -> None:
    Inspection.objects.filter(pk=walk.approved().pk).update(stage=stage)
    assert list_stopped(walk.people.lead.member, TODAY, TODAY).exists() is is_open


def test_both_ends_are_days_of_it_and_an_enterprises_own_stop_nobody_elses(walk: Walk) -> None:
    walk.approved()
    people = walk.people
    lead = people.lead.member
    spans = [
        (TODAY - DAY, TODAY),
        (TODAY, TODAY + DAY),
        (TODAY - 2 * DAY, TODAY - DAY),
        (TODAY + DAY, TODAY + DAY),
    ]
    assert [list_stopped(lead, *span).exists() for span in spans] == [True, True, False, False]
    assert list_stopped(lead, TODAY, TODAY, enterprise_id=people.enterprise.pk).exists()
    assert not list_stopped(lead, TODAY, TODAY, enterprise_id=people.other_enterprise.pk).exists()


def test_the_departments_concerned_hear_of_it_until_they_act_or_it_is_lifted(walk: Walk) -> None:
    task, people = walk.approved(), walk.people
    clerk = people.clerk.member
    assert not list_stopped_already(clerk, today=TODAY)
    period = make_quiet(walk)
    assert list(list_stopped_already(clerk, today=TODAY)) == [task]
    assert not list_stopped_already(people.other_clerk.member, today=TODAY)
    assert not list_stopped_already(clerk, today=TODAY + DAY)
    lift_quiet_period(period_id=period.pk, reason="活动取消", actor=people.lead.member, now=NOW)
    assert not list_stopped_already(clerk, today=TODAY)
    make_quiet(walk, enterprise_id=people.other_enterprise.pk)
    assert not list_stopped_already(clerk, today=TODAY)
    make_quiet(walk, enterprise_id=people.enterprise.pk)
    assert list(list_stopped_already(clerk, today=TODAY)) == [task]
    withdraw_inspection(inspection_id=task.pk, reason="安静期", actor=clerk, now=NOW)
    assert not list_stopped_already(clerk, today=TODAY)


def test_the_form_asks_before_and_the_page_shows_after_what_the_days_stop(walk: Walk, client: Client) -> None:
    people, task = walk.people, walk.approved()
    today = local_date(timezone.now())
    Inspection.objects.filter(pk=task.pk).update(
        planned_from=timezone.now() + DAY, planned_until=timezone.now() + 2 * DAY
    )
    first, last = (today + DAY).isoformat(), (today + 2 * DAY).isoformat()
    people.lead.sign_in(client)
    part = reverse("quiet_inspections", args=[0, first, last])
    filled = {"pattern": "once", "first_on": first, "last_on": last, "reason": "", "enterprise": ""}
    assert part in client.get(reverse("quiet_days"), filled).content.decode()
    assert part not in client.get(reverse("quiet_days"), filled | {"last_on": ""}).content.decode()
    assert part not in client.get(reverse("quiet_days"), filled | {"enterprise": "没有这家"}).content.decode()
    shown = client.get(part).content.decode()
    assert reverse("inspection_detail", args=[task.pk]) in shown
    assert "1 件检查落在这些日子" in shown
    answer = client.post(reverse("quiet_new"), filled | {"reason": "重大活动"})
    assert part in client.get(answer["Location"]).content.decode()
    assert task.number not in people.other_clerk.sign_in(client).get(part).content.decode()
    assert people.contact.sign_in(client).get(part).status_code == 403
    assert people.lead.sign_in(client).get(part.replace(first, "x")).status_code == 404


def test_programs_read_the_same_list(walk: Walk, client: Client) -> None:
    task = walk.approved()
    asked = {"first_on": TODAY.isoformat(), "last_on": TODAY.isoformat()}
    address = "/api/v1/quiet-periods/inspections"
    answer = walk.people.lead.sign_in(client).get(address, asked)
    assert [each["number"] for each in answer.json()["tasks"]] == [task.number]
    mine = walk.people.other_clerk.sign_in(client).get(address, asked)
    assert mine.json() == {"tasks": []}
    assert walk.people.contact.sign_in(client).get(address, asked).status_code == 403
