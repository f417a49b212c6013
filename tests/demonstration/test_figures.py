"""Every figure of the report in the district in full: each breakdown adds up, each number is as many rows as it opens."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.db.models import Count
from django.test import Client

from jingwei.inspections.models import Inspection, ServiceVisit, Visit
from jingwei.registry.models import Membership
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role
from jingwei.reporting.breakdown import list_groups
from jingwei.reporting.counters import Step
from jingwei.reporting.figures import get_report
from jingwei.reporting.indicators import INDICATORS, Indicator
from jingwei.reporting.periods import Period, half_year, month_of, whole_year
from jingwei.reporting.terms import Breakdown
from tests.demonstration.adding_up import (
    Reader,
    faults_of_breakdown,
    faults_of_groups,
    faults_of_lists,
    faults_of_report,
    faults_of_steps,
)
from tests.demonstration.loaded import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
H1 = half_year(2026, 1)
ODD = Period(date(2025, 6, 17), date(2026, 2, 11))  # the scanning began in it
FEW = [H1, half_year(2025, 1), ODD, month_of(date(2026, 3, 1))]
PERIODS = [
    *FEW,
    *(month_of(date(2026, month, 1)) for month in range(1, 12) if month != 3),
    half_year(2025, 2),
    whole_year(2025),
    Period(date(2024, 2, 29), date(2026, 3, 10)),
    Period(date(2026, 3, 10), date(2026, 3, 10)),
]


def readers() -> dict[str, Reader]:
    """The bureau, the bureau looking at one department, and heads: much in joint visits, of a town, without a visit."""
    standing = Membership.objects.in_force(TODAY).select_related("account__officer", "subject", "enterprise")
    supervisor = member_of(standing.filter(role=Role.SUPERVISOR)[0])
    joined = Inspection.objects.exclude(joint_with=None).values_list("subject", flat=True)
    [busiest] = joined.annotate(number=Count("pk")).order_by("-number", "subject")[:1]
    called = ServiceVisit.objects.values_list("subject", flat=True).exclude(subject=busiest)
    [caller] = called.annotate(number=Count("pk")).order_by("-number", "subject")[:1]
    heads = standing.filter(role=Role.HEAD)
    idle = heads.exclude(subject__in=Inspection.objects.values("subject"))
    return {
        "supervisor": Reader(supervisor),
        "lead": Reader(member_of(standing.filter(role=Role.SUPERVISION_LEAD)[0])),
        "one department": Reader(supervisor, asked=busiest),
        "head in joint visits": Reader(member_of(heads.filter(subject=busiest)[0])),
        "head who calls": Reader(member_of(heads.filter(subject=caller)[0])),
        "head of none": Reader(member_of(idle[0])),
    }


NARROWER = ["one department", "head in joint visits", "head who calls", "head of none"]


@pytest.mark.parametrize(
    ("name", "periods"), [("supervisor", PERIODS), ("lead", [H1]), *((name, FEW) for name in NARROWER)]
)
def test_every_figure_and_step_is_its_list_and_every_breakdown_adds_up(
    name: str, periods: list[Period]
) -> None:
    reader, faults = readers()[name], []
    for period in periods:
        found = [*faults_of_report(reader, period)]
        for by in Breakdown:
            found += faults_of_breakdown(reader, period, by)
        faults += [f"{period.label}：{fault}" for fault in found]
    assert not faults
    # Nothing adds up by being nothing.
    assert any(reader.lengths.values())


@pytest.mark.parametrize("name", ["supervisor", "head in joint visits"])
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
def test_the_lists_of_every_indicator_add_up_by_every_grouping(name: str, indicator: Indicator) -> None:
    reader = readers()[name]
    assert not [
        f"{period.label}：{fault}"
        for period in FEW
        for by in Breakdown
        for fault in faults_of_lists(reader, period, indicator, by)
    ]


def test_what_a_breakdown_drops_is_found() -> None:
    """The lines as they are have no fault; with one left out, one short, or the joint visits not taken off they have."""
    reader, report = readers()["supervisor"], get_report(H1)
    for by in Breakdown:
        groups = list_groups(by, H1)
        first, *others = groups.lines
        short = replace(first, visits=first.visits - 1)
        assert not [*faults_of_groups(reader, H1, groups, report)]
        assert [*faults_of_groups(reader, H1, replace(groups, lines=others), report)]
        found = [*faults_of_groups(reader, H1, replace(groups, lines=[short, *others]), report)]
        assert any("各行之和" in each for each in found)
        assert any("清单" in each for each in found)
    by_subject = list_groups(Breakdown.SUBJECT, H1)
    assert by_subject.shared > 0
    assert [*faults_of_groups(reader, H1, replace(by_subject, shared=0), report)]
    assert [*faults_of_steps(reader, H1, [Step("入企", 5), Step("一", 1, "−"), Step("计入上限", 5)])]


@pytest.mark.parametrize("by", Breakdown)
def test_a_visit_that_no_grouping_sees_is_found(by: Breakdown) -> None:
    """Of a visit whose reason is lost nobody knows the department; the breakdown must not pass over it in silence."""
    service = ServiceVisit.objects.filter(visit__entered_at__date__range=(H1.first, H1.last))[0]
    visit = service.visit
    service.delete()
    assert Visit.objects.filter(pk=visit.pk, inspections=None).exists()
    assert [*faults_of_breakdown(readers()["supervisor"], H1, by)]


@pytest.mark.parametrize("by", Breakdown)
def test_every_number_of_the_page_opens_as_many_rows(by: Breakdown, client: Client) -> None:
    """By the doors themselves: the page's own addresses, the heading of each list and its pager."""
    membership = Membership.objects.in_force(TODAY).filter(role=Role.SUPERVISOR)[0]
    client.force_login(membership.account)
    page = _opened(client, f"/statistics/?{H1.query}&by={by.value}")
    linked = re.findall(r'<a href="(/statistics/[^"]+)">(?:查看清单 |[−+] )?(\d+)(?: 条)?</a>', page)
    assert len(linked) > 30
    # The test above opens every list; the lines of one breakdown are made alike, so that each seventh stands for them.
    for address, number in linked[:14] + linked[14:-6:7] + linked[-6:]:
        listed = _opened(client, address)
        said = re.search(r"　(\d+) (?:次|个|人)\s", listed)
        assert said, address
        assert said[1] == number, address
        assert re.findall(r"共 (\d+) 条", listed) == ([number] if int(number) else []), address


def _opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())
