"""At the gate from both sides: a code that ages, and an enterprise that checks who stands there and may say no."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.queries import Visitors, get_visitors
from jingwei.inspections.terms import EntryWay, UrgentReason
from jingwei.platform.models import Event
from jingwei.registry import codes
from jingwei.registry.models import Item, Subject
from jingwei.registry.terms import ItemStatus
from jingwei.rulebook import Refuse, Warn
from tests.inspections.phoning import Phone, photo, text
from tests.inspections.walking import Walk, after, clues, fresh, log, picture, refused, rejected
from tests.people import NOW, Person


def drawn(walk: Walk, seconds_ago: int) -> str:
    """The code that the enterprise's phone showed so long ago."""
    return codes.write_dynamic(codes.read(walk.people.code).token, at=NOW - timedelta(seconds=seconds_ago))


def test_a_code_drawn_two_minutes_ago_opens_and_one_a_second_older_does_not(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-SCAN-08a") as caught:
        walk.enter(task, code=drawn(walk, 121))
    assert "121 秒前" in str(caught.value)
    assert walk.enter(task, code=drawn(walk, 120)).site == walk.people.site


def test_what_counts_is_when_the_phone_read_it(walk: Walk) -> None:
    task = walk.approved()
    assert walk.enter(task, code=drawn(walk, 300), code_read_at=NOW - timedelta(seconds=240)).pk


def test_a_second_officer_who_comes_with_an_old_photo_is_not_noted_as_present(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task, present_ids=[walk.people.officer.roster.pk, walk.people.second.roster.pk])
    task.team.create(officer=walk.people.third.roster, certificate=walk.people.third.card)
    with refused("R-SCAN-08a"):
        walk.enter(task, by=walk.people.third, code=drawn(walk, 600))
    assert walk.enter(task, by=walk.people.third, code=drawn(walk, 10)).presences.count() == 3


def test_reading_a_dynamic_code_leads_to_the_tasks_and_an_old_one_says_what_to_do(walk: Walk) -> None:
    task = walk.approved()
    officer = walk.people.officer.member
    assert operations.read_code(code=drawn(walk, 5), actor=officer, now=NOW) == [task]
    with refused("R-SCAN-08a") as caught:
        operations.read_code(code=drawn(walk, 3600), actor=officer, now=NOW)
    assert "刷新动态码" in caught.value.judgement.refusals[0].as_record()["remedy"]


def test_a_posted_code_without_position_opens_by_reason_and_door_plate_alone(walk: Walk) -> None:
    task = walk.approved()
    for half in ({}, {"place_reason": "地下车间门口"}, {"door_photo": picture()}):
        with refused("R-SCAN-08b") as caught:
            walk.enter(task, position=None, **half)
    assert "出示动态码" in caught.value.judgement.refusals[0].as_record()["remedy"]
    walk.enter(task, position=None, place_reason="地下车间门口", door_photo=picture())
    assert "R-SCAN-08b" in {each["rule"] for each in log(task)[-1].data["findings"]}


def test_what_proves_the_presence_otherwise_needs_no_position(walk: Walk) -> None:
    search: dict[str, Any] = {"way": EntryWay.SEARCH, "explanation": "没有领码", "door_photo": picture()}
    for way in ({"code": drawn(walk, 5)}, {"code": ""} | search):
        task = walk.approved()
        walk.enter(task, position=None, **way)
        assert "R-SCAN-08b" not in {each["rule"] for each in log(task)[-1].data["findings"]}


def test_without_position_the_phone_turns_yellow_and_asks_for_the_door_plate(walk: Walk) -> None:
    people, task = walk.people, walk.approved()
    phone = Phone.of(people.officer)
    nowhere = {"latitude": None, "longitude": None, "accuracy": None, "position_error": "denied"}
    answer = phone.enter(task, people.code, people.second, **nowhere)
    assert answer.status_code == 422
    for words in ("手机没有定位", "没有定位的原因", "门牌照片", people.code):
        assert words in text(answer)
    mended = {"place_reason": "地下车间门口", "door_photo": photo()}
    assert phone.enter(task, people.code, people.second, **nowhere, **mended).status_code == 302
    visit = fresh(task).visit
    assert visit is not None
    assert visit.door_photo is not None


def test_the_phone_takes_a_dynamic_code_and_may_take_its_time(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, client = walk.approved(), walk.people.officer.sign_in(Client())
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    old = client.post(reverse("phone_scan"), {"code": drawn(walk, 200)})
    assert old.status_code == 422
    assert "已失效" in old.content.decode()
    code = drawn(walk, 100)
    read = client.post(reverse("phone_scan"), {"code": code})
    assert read["Location"] == reverse("phone_enter", args=[task.pk])
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=5))
    fields = {"code": code, "way": "scan", "present": [str(walk.people.second.roster.pk)]}
    entered = client.post(reverse("phone_enter", args=[task.pk]), fields)
    assert entered["Location"] == reverse("phone_entered", args=[task.pk])


def at_the_gate(walk: Walk, *numbers: str, by: Person | None = None) -> Visitors:
    """The enterprise checks these numbers."""
    return get_visitors(
        (by or walk.people.contact).member, site_id=walk.people.site.pk, numbers=numbers, now=NOW
    )


def verdict(found: Visitors) -> object:
    (finding,) = found.judgement.findings
    return finding.verdict


TEAM = ("10320312001", "10320312002")


def test_officers_with_a_task_of_today_pass_once_the_notice_is_served(walk: Walk) -> None:
    task = walk.approved()
    assert isinstance(verdict(at_the_gate(walk, *TEAM)), Warn)
    walk.serve(task, now=NOW)
    found = at_the_gate(walk, *TEAM)
    assert found.inspection == task
    assert not found.grounds
    assert not isinstance(verdict(found), Refuse | Warn)


def test_every_ground_is_named_with_its_article(walk: Walk) -> None:
    walk.approved()
    Item.objects.filter(pk=walk.people.second_item.pk).update(status=ItemStatus.UNPUBLISHED)
    Subject.objects.filter(pk=walk.people.subject.pk).update(revoked_on=NOW.date())
    found = at_the_gate(walk, TEAM[0], "10320312003", "10320312004", "10999999999")
    grounds = dict(found.grounds)
    assert grounds["龚䶮不在这件检查的人员名单中"] == "国办发〔2024〕54号"
    assert grounds["秦越的执法证件今天无效"] == "《行政处罚法》第五十五条"
    assert "平台没有证号 10999999999" in grounds
    assert "检查事项“对危险作业安全管理情况的检查”没有公布" in grounds
    assert "来检查的单位没有作为检查主体公告" in grounds


def test_who_has_no_task_today_may_be_refused_and_other_days_are_not_told(walk: Walk) -> None:
    later: dict[str, Any] = {
        "planned_from": NOW + timedelta(days=1),
        "planned_until": NOW + timedelta(days=1, hours=1),
    }
    walk.approved(**later)
    found = at_the_gate(walk, *TEAM)
    assert found.inspection is None
    assert "没有来人到本企业检查的任务" in str(found.grounds)


def test_a_task_that_nobody_approved_may_be_refused_unless_it_is_urgent(walk: Walk) -> None:
    task = walk.request()
    assert f"{task.number} 没有经单位负责人批准" in dict(at_the_gate(walk, *TEAM).grounds)
    operations.withdraw_inspection(
        inspection_id=task.pk, reason="改为紧急", actor=walk.people.clerk.member, now=NOW
    )
    walk.request(urgent=UrgentReason.SAFETY)
    assert not at_the_gate(walk, *TEAM).grounds


def test_who_shows_no_card_may_be_refused(walk: Walk) -> None:
    assert ("来人没有出示执法证件", "《行政处罚法》第五十五条") in at_the_gate(walk).grounds


def test_only_the_own_gate_is_checked_and_eight_at_once(walk: Walk) -> None:
    with rejected("不是本企业的"):
        at_the_gate(walk, *TEAM, by=walk.people.other_contact)
    with rejected("执法人员不能这样做"):
        at_the_gate(walk, *TEAM, by=walk.people.officer)
    with rejected("至多核验 8 个"):
        at_the_gate(walk, *(str(number) for number in range(10000, 10009)))


def test_a_refusal_is_kept_with_its_grounds_and_told_to_those_above(walk: Walk) -> None:
    task = walk.approved()
    refusal = operations.register_refusal(
        site_id=walk.people.site.pk,
        numbers=[*TEAM, "10320312004"],
        words="证件过期",
        actor=walk.people.contact.member,
        now=after(1),
    )
    assert refusal.inspection == task
    assert refusal.organ == "铜山区应急管理局"
    assert [each["ground"] for each in refusal.grounds] == ["秦越的执法证件今天无效"]
    event = Event.objects.get(name="inspections.refusal.registered")
    assert event.payload == {"refusal_id": refusal.pk}
    assert "拒绝铜山区应急管理局检查" in log(task)[-1].sentence
    phone = walk.people.officer.sign_in(Client()).get(reverse("phone_task", args=[task.pk]))
    assert "企业已登记拒绝" in phone.content.decode()
    desk = walk.people.head.sign_in(Client()).get(reverse("inspection_detail", args=[task.pk]))
    assert "企业拒绝检查" in desk.content.decode()
    assert clues() == []


def test_a_refusal_without_ground_needs_words_and_a_name(walk: Walk) -> None:
    task = walk.approved()
    walk.serve(task, now=NOW)
    contact = walk.people.contact.member
    with rejected("没有发现可以拒绝的理由"):
        operations.register_refusal(site_id=walk.people.site.pk, numbers=TEAM, actor=contact, now=NOW)
    with rejected("没有写明是哪个单位"):
        operations.register_refusal(site_id=walk.people.site.pk, actor=contact, now=NOW)
    assert not EnterpriseRefusal.objects.exists()
    kept = operations.register_refusal(
        site_id=walk.people.site.pk, organ="自称住建部门", actor=contact, now=NOW
    )
    assert (kept.organ, kept.inspection) == ("自称住建部门", None)
