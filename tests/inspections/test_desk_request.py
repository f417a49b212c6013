"""Requesting an inspection at the desk, and mending a request."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import InvitationState, InvitedBy, Outcome, Stage
from jingwei.planning.models import AnnualPlan
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from tests.inspections.walking import Walk, fresh, special
from tests.people import NOW, district

NEW = reverse("inspection_new")
DAY = local_date(timezone.now()) + timedelta(days=1)


@pytest.fixture
def walk(db: None) -> Walk:
    """The district as of today: the page plans from now on."""
    return Walk(district(local_date(timezone.now())))


def filled(walk: Walk, **changes: Any) -> dict[str, Any]:
    """A form filled in as usual."""
    people = walk.people
    return {
        "kind": "routine",
        "mode": "on_site",
        "item_ids": [people.item.pk],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
        "planned_from": f"{DAY}T09:00",
        "planned_until": f"{DAY}T11:30",
        "purpose": "安全生产检查",
    } | changes


def address(walk: Walk) -> str:
    """The form for the usual site."""
    return f"{NEW}?site={walk.people.site.pk}"


@pytest.mark.parametrize("text", ["星禾", "91320312DEM000014U", "xzxh"])
def test_the_enterprise_is_found_by_name_code_or_initials(walk: Walk, client: Client, text: str) -> None:
    found = walk.people.clerk.sign_in(client).get(NEW, {"q": text}).content.decode()
    assert f"?site={walk.people.site.pk}" in found
    assert f"?site={walk.people.other_site.pk}" not in found


def test_the_form_shows_bases_states_certificates_and_counters(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(address(walk)).content.decode()
    assert "《中华人民共和国安全生产法》第六十五条（法律）" in text
    assert "待公布" in text
    assert "没有执法证" in text
    assert "10320312001" in text
    assert "计入上限" in text
    assert walk.people.other_item.name not in text


def test_a_request_is_put_before_the_head(walk: Walk, client: Client) -> None:
    walk.people.clerk.sign_in(client)
    people = {
        "assistant_0_name": "许工",
        "assistant_0_employer": "示例检测公司",
        "assistant_0_purpose": "仪器检测",
    }
    answer = client.post(address(walk), filled(walk, **people))
    task = Inspection.objects.get()
    assert answer["Location"] == reverse("inspection_detail", args=[task.pk])
    assert (task.stage, task.planned_from.isoformat()) == (Stage.SUBMITTED, f"{DAY}T01:00:00+00:00")
    assert str(task.assistants.get()) == "许工（示例检测公司）"


def test_a_refused_request_shows_all_reasons_and_keeps_what_was_typed(walk: Walk, client: Client) -> None:
    walk.people.clerk.sign_in(client)
    given = filled(walk, kind="special", item_ids=[walk.people.unpublished_item.pk], purpose="有限空间专项")
    answer = client.post(address(walk), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="/rules/R-PUB-02/"' in text
    assert 'href="/rules/R-SUB-10/"' in text
    assert 'value="有限空间专项"' in text
    assert re.search(rf'value="{walk.people.unpublished_item.pk}"\s+checked', text)
    assert not Inspection.objects.exists()
    assert AuditEvent.objects.filter(outcome=AuditOutcome.REFUSED).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"item_ids": []}, "没有选择检查事项"),
        ({"officer_ids": []}, "没有选择执法人员"),
        ({"planned_until": "2026-03-12T08:00"}, "拟检时间的结束不晚于开始"),
        ({"planned_from": ""}, "这个字段是必填项"),
        ({"planned_from": "昨天"}, "输入一个有效的日期/时间"),
        ({"assistant_0_name": "许工"}, "第 1 名协助人员没有填写单位、协助内容"),
        ({"item_ids": ["99999"]}, "99999"),
    ],
)
def test_a_slip_is_told_where_it_stands(
    walk: Walk, client: Client, changes: dict[str, Any], said: str
) -> None:
    answer = walk.people.clerk.sign_in(client).post(address(walk), filled(walk, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Inspection.objects.exists()


def test_no_request_is_planned_for_a_day_that_has_passed(walk: Walk, client: Client) -> None:
    walk.people.clerk.sign_in(client)
    gone = DAY - timedelta(days=2)
    times = {"planned_from": f"{gone}T09:00", "planned_until": f"{gone}T11:30"}
    answer = client.post(address(walk), filled(walk, **times))
    assert answer.status_code == 422
    assert "拟检日期已经过去" in answer.content.decode()
    assert not Inspection.objects.exists()


def test_a_returned_request_is_mended_and_keeps_its_number(walk: Walk, client: Client) -> None:
    task = walk.request()
    walk.people.head.sign_in(client).post(
        reverse("inspection_return", args=[task.pk]), {"return-reason": "请改到下周"}
    )
    url = reverse("inspection_revise", args=[task.pk])
    text = walk.people.clerk.sign_in(client).get(url).content.decode()
    assert "退回意见：请改到下周" in text
    assert 'value="2026-03-10T09:30"' in text
    assert client.post(url, filled(walk)).status_code == 302
    mended = fresh(task)
    assert (mended.number, mended.stage, mended.lines.count()) == (task.number, Stage.SUBMITTED, 1)


def test_the_head_may_not_request_and_nobody_mends_for_another_department(walk: Walk, client: Client) -> None:
    assert walk.people.head.sign_in(client).get(NEW).status_code == 403
    url = reverse("inspection_revise", args=[walk.request().pk])
    assert walk.people.other_clerk.sign_in(client).post(url, filled(walk)).status_code == 403
    assert walk.people.clerk.sign_in(client).get(f"{NEW}?site=99999").status_code == 404


def part(walk: Walk, client: Client, **given: Any) -> str:
    """What the form says a request rests on, for what is chosen so far."""
    url = reverse("inspection_request_grounds")
    answer = walk.people.clerk.sign_in(client).get(url, {"site": walk.people.site.pk, **given})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_shows_each_items_place_in_the_plan(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(address(walk)).content.decode()
    assert AnnualPlan.objects.filter(year=DAY.year).exists()
    assert "不在年度计划内" in text  # the item that is not published yet
    assert 'name="plan_line_id"' in text
    assert 'name="separate_reason"' in text


def test_what_is_chosen_is_held_against_the_plan_before_it_is_sent(walk: Walk, client: Client) -> None:
    people = walk.people
    given = {"kind": "routine", "item_ids": [people.item.pk], "planned_from": f"{DAY}T09:00"}
    assert "可引用的计划事项" not in part(walk, client, **given)
    given["item_ids"] = [people.item.pk, people.unpublished_item.pk]
    text = part(walk, client, **given)
    assert "没有可引用的计划事项" in text
    assert "没有“对安全培训机构的检查”" in text
    assert reverse("plan_list") in text


def test_a_special_inspection_is_chosen_among_those_that_run(walk: Walk, client: Client) -> None:
    people, today = walk.people, local_date(timezone.now())
    text = part(walk, client, kind="special")
    assert "没有可以选用的专项检查" in text
    span: dict[str, Any] = {"first_on": today - timedelta(days=5), "last_on": today + timedelta(days=5)}
    running = special(people, **span)
    ended = special(people, name="已到期的专项", last_on=NOW.date(), first_on=NOW.date())
    text = part(walk, client, kind="special")
    assert running.name in text
    assert "存在有限空间的企业" in text
    assert ended.name not in text
    hours = {"planned_from": f"{today}T09:00", "planned_until": f"{today}T11:00"}
    given = filled(walk, kind="special", special_id=running.pk, **hours)
    assert client.post(address(walk), given).status_code == 302
    task = Inspection.objects.get()
    assert (task.special, task.plan) == (running, "铜政复〔2026〕5号")


def test_a_reinspection_names_the_order_it_follows(walk: Walk, client: Client) -> None:
    people = walk.people
    assert "没有可以复查的检查" in part(walk, client, kind="case_based", exempt="reinspection")
    task = walk.signed()
    walk.tell(
        task,
        outcome=Outcome.CORRECTION_ORDERED,
        problems="出口堵塞",
        demand="清理",
        correct_by=NOW.date(),
    )
    text = part(walk, client, kind="case_based", exempt="reinspection")
    assert task.number in text
    given = filled(
        walk, kind="case_based", exempt="reinspection", evidence="铜应急检告〔2026〕1号", parent_id=task.pk
    )
    assert client.post(address(walk), given).status_code == 302
    again = Inspection.objects.latest("id")
    assert again.parent == task
    url = reverse("inspection_revise", args=[again.pk])
    assert re.search(rf'value="{task.pk}" selected', client.get(url).content.decode())
    assert people.clerk.member.subject_id == again.subject_id


def test_what_belongs_to_another_kind_is_left_aside(walk: Walk, client: Client) -> None:
    line = AnnualPlan.objects.get(subject=walk.people.subject, year=DAY.year).lines.first()
    assert line is not None
    walk.people.clerk.sign_in(client)
    given = filled(walk, kind="case_based", evidence="12345-2026-1", plan_line_id=line.pk)
    assert client.post(address(walk), given).status_code == 302
    assert Inspection.objects.get().plan_line is None


def test_an_accepted_invitation_fills_the_form_in(walk: Walk, client: Client) -> None:
    people = walk.people
    invitation = people.subject.invitations.create(
        number="邀〔2026〕1号",
        by=InvitedBy.ENTERPRISE,
        site=people.site,
        matter="想请你们看看新车间",
        state=InvitationState.ACCEPTED,
        made_at=NOW,
    )
    invitation.items.set([people.item])
    people.clerk.sign_in(client)
    text = client.get(f"{address(walk)}&invitation={invitation.pk}").content.decode()
    assert 'value="想请你们看看新车间"' in text
    assert re.search(rf'value="{invitation.pk}" selected', text)
    assert (
        people.other_clerk.sign_in(client).get(f"{address(walk)}&invitation={invitation.pk}").status_code
        == 403
    )


def test_a_refusal_the_head_may_set_aside_can_be_put_to_the_head(walk: Walk, client: Client) -> None:
    AnnualPlan.objects.get(subject=walk.people.subject, year=DAY.year).lines.all().delete()
    walk.people.clerk.sign_in(client)
    answer = client.post(address(walk), filled(walk))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="/rules/R-PUB-08/"' in text
    assert 'name="is_put_to_head"' in text
    assert client.post(address(walk), filled(walk, is_put_to_head="on")).status_code == 302
    assert Inspection.objects.get().stage == Stage.SUBMITTED
