"""Requesting an inspection at the desk, and mending a request."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Stage
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from tests.inspections.walking import Walk, fresh

NEW = reverse("inspection_new")


def filled(walk: Walk, **changes: Any) -> dict[str, Any]:
    """A form filled in as usual."""
    people = walk.people
    return {
        "kind": "routine",
        "mode": "on_site",
        "item_ids": [people.item.pk],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
        "planned_from": "2026-03-12T09:00",
        "planned_until": "2026-03-12T11:30",
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
    assert (task.stage, task.planned_from.isoformat()) == (Stage.SUBMITTED, "2026-03-12T01:00:00+00:00")
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
