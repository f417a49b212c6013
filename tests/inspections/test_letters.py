"""Inspections across districts: a letter of assistance opens the way out, and who comes in without one is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import AssistanceLetter, OutsideInspection, Visit
from jingwei.inspections.operations import LetterDraft, LetterReceived, Visitor
from jingwei.inspections.terms import LetterState
from jingwei.platform.errors import NotAllowed
from jingwei.registry.models import Site
from tests.inspections.walking import Walk, clues, findings, refused, rejected
from tests.people import NOW, TODAY, Person, make_code

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(days=5)


@pytest.fixture
def elsewhere(walk: Walk) -> Site:
    """The second site of the enterprise, in the district next to ours."""
    people = walk.people
    return Site.objects.create(
        enterprise=people.enterprise, name="二厂", address="泉山区示例路2号", region=people.other_region
    )


def sent(walk: Walk, site: Site, *, by: Person | None = None, **changes: Any) -> AssistanceLetter:
    """A letter of the emergency bureau about the site, for ten days around today."""
    people = walk.people
    usual: dict[str, Any] = {
        "organ": "泉山区应急管理局",
        "matter": "对二厂危险作业实施检查，请协助",
        "first_on": TODAY - timedelta(days=5),
        "valid_to": TODAY + timedelta(days=5),
        "item_ids": [item.pk for item in people.items],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
        "site_id": site.pk,
    }
    return operations.send_letter(
        letter=LetterDraft(**usual | changes), actor=(by or people.clerk).member, now=BEFORE
    )


def agreed(walk: Walk, letter: AssistanceLetter, **changes: Any) -> AssistanceLetter:
    """The counterpart agrees, three days before today."""
    usual: dict[str, Any] = {
        "agrees": True,
        "reply": "同意，派员陪同",
        "reply_number": "泉应急函〔2026〕3号",
        "replied_on": TODAY - timedelta(days=3),
    }
    return operations.enter_reply(
        letter_id=letter.pk, actor=walk.people.clerk.member, now=NOW - timedelta(days=2), **usual | changes
    )


def test_nothing_is_requested_outside_the_district_without_a_letter(walk: Walk, elsewhere: Site) -> None:
    with refused("R-PRO-09a") as caught:
        walk.request(site_id=elsewhere.pk)
    assert "（320311）不在铜山区应急管理局的辖区，没有协助函" in str(caught.value)


def test_an_agreed_letter_carries_a_task_outside_from_the_request_to_the_scan(
    walk: Walk, elsewhere: Site
) -> None:
    letter = agreed(walk, sent(walk, elsewhere))
    assert (letter.number, letter.state) == ("铜应急函〔2026〕1号", LetterState.AGREED)
    assert letter.officers[0] == {"name": "陆远", "number": "10320312001"}
    task = walk.approved(site_id=elsewhere.pk, letter_id=letter.pk)
    walk.enter(task, code=make_code(elsewhere))
    assert Visit.objects.get().site == elsewhere
    assert clues() == []


def test_a_letter_is_found_without_being_named(walk: Walk, elsewhere: Site) -> None:
    agreed(walk, sent(walk, elsewhere))
    assert walk.approved(site_id=elsewhere.pk).letter_id is None


@pytest.mark.parametrize(("last", "is_covered"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_the_last_day_of_a_letter_still_counts(
    walk: Walk, elsewhere: Site, last: date, is_covered: bool
) -> None:
    agreed(walk, sent(walk, elsewhere, valid_to=last))
    if is_covered:
        assert walk.approved(site_id=elsewhere.pk)
        return
    with refused("R-PRO-09a") as caught:
        walk.request(site_id=elsewhere.pk)
    assert f"只管 2026-03-07 至 {last}" in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (None, "为“待复函”"),
        ({"agrees": False, "reply": "该企业已由我局检查"}, "为“不予协助”"),
    ],
)
def test_a_letter_that_nobody_agreed_to_opens_nothing(
    walk: Walk, elsewhere: Site, reply: dict[str, Any] | None, said: str
) -> None:
    letter = sent(walk, elsewhere)
    if reply is not None:
        agreed(walk, letter, **reply)
    with refused("R-PRO-09a") as caught:
        walk.request(site_id=elsewhere.pk)
    assert said in str(caught.value)


def test_a_letter_for_one_item_does_not_carry_another(walk: Walk, elsewhere: Site) -> None:
    agreed(walk, sent(walk, elsewhere, item_ids=[walk.people.item.pk]))
    with refused("R-PRO-09a") as caught:
        walk.request(site_id=elsewhere.pk)
    assert f"没有列“{walk.people.second_item.name}”" in str(caught.value)
    assert walk.request(site_id=elsewhere.pk, item_ids=[walk.people.item.pk])


def test_a_letter_that_ended_meanwhile_stops_the_officers_at_the_gate(walk: Walk, elsewhere: Site) -> None:
    letter = agreed(walk, sent(walk, elsewhere))
    task = walk.approved(site_id=elsewhere.pk)
    operations.end_letter(letter_id=letter.pk, actor=walk.people.clerk.member, now=NOW - timedelta(days=1))
    with refused("R-PRO-09a"):
        walk.enter(task, code=make_code(elsewhere))


def test_what_the_head_sets_aside_at_the_approval_is_a_clue_and_holds_at_the_gate(
    walk: Walk, elsewhere: Site
) -> None:
    letter = agreed(walk, sent(walk, elsewhere))
    task = walk.request(site_id=elsewhere.pk)
    letter.refresh_from_db()
    AssistanceLetter.objects.update(state=LetterState.REFUSED)
    with refused("R-PRO-09a"):
        walk.approve(task)
    walk.approve(task, overridden=["R-PRO-09a"], override_reason="对方口头同意，复函在途")
    assert clues() == ["R-PRO-09a"]
    walk.enter(task, code=make_code(elsewhere))
    assert clues() == ["R-PRO-09a"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organ": " "}, "没有填写对方机关"),
        ({"matter": ""}, "没有写明检查什么"),
        ({"valid_to": TODAY - timedelta(days=6)}, "早于开始的"),
        (
            {"first_on": TODAY - timedelta(days=9), "valid_to": TODAY - timedelta(days=6)},
            "已经过去",
        ),
        ({"item_ids": []}, "没有选择检查事项"),
        ({"officer_ids": []}, "没有选择前往的执法人员"),
        ({"officer_ids": [10**9]}, "有不是本单位的人员"),
        ({"site_id": 10**9}, "没有这个场所"),
        ({"site_id": None}, "没有写到哪里检查"),
    ],
)
def test_a_letter_that_says_too_little_is_not_sent(
    walk: Walk, elsewhere: Site, changes: dict[str, Any], said: str
) -> None:
    with rejected(said):
        sent(walk, elsewhere, **changes)
    assert not AssistanceLetter.objects.exists()


def test_no_letter_is_needed_at_home_and_none_is_sent_about_anothers_items(
    walk: Walk, elsewhere: Site
) -> None:
    people = walk.people
    with rejected("在本单位辖区内，不需要协助函"):
        sent(walk, people.site)
    with rejected("有不属于本单位的事项"):
        sent(walk, elsewhere, item_ids=[people.item.pk, people.other_item.pk])


def test_a_place_that_is_not_in_the_registry_is_written_in_words(walk: Walk, elsewhere: Site) -> None:
    letter = sent(walk, elsewhere, site_id=None, place="江宁区某某公司，江宁区示例路9号")
    assert (letter.enterprise, letter.place) == (None, "江宁区某某公司，江宁区示例路9号")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"replied_on": TODAY - timedelta(days=6)}, "复函日期应在发函"),
        ({"replied_on": TODAY}, "复函日期应在发函"),
        ({"reply_number": " "}, "没有填写复函文号"),
        ({"agrees": False, "reply": ""}, "为什么不予协助"),
    ],
)
def test_a_reply_that_cannot_be_right_is_not_entered(
    walk: Walk, elsewhere: Site, changes: dict[str, Any], said: str
) -> None:
    letter = sent(walk, elsewhere)
    with rejected(said):
        agreed(walk, letter, **changes)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


def test_a_reply_is_entered_once_and_by_the_sender(walk: Walk, elsewhere: Site) -> None:
    letter = agreed(walk, sent(walk, elsewhere))
    with rejected("已经答复过"):
        agreed(walk, letter)
    with pytest.raises(NotAllowed):
        operations.end_letter(letter_id=letter.pk, actor=walk.people.other_clerk.member, now=NOW)
    with pytest.raises(NotAllowed):
        sent(walk, elsewhere, by=walk.people.contact)


def received(walk: Walk, **changes: Any) -> AssistanceLetter:
    """A letter of a city next to ours that asks to inspect the enterprise here."""
    people = walk.people
    usual: dict[str, Any] = {
        "organ": "宿州市应急管理局",
        "number": "宿应急函〔2026〕18号",
        "enterprise_id": people.enterprise.pk,
        "matter": "核查其在我市施工的设备来源",
        "sent_on": TODAY - timedelta(days=6),
        "first_on": TODAY - timedelta(days=2),
        "valid_to": TODAY + timedelta(days=2),
        "officers": [Visitor("周屿", "16340000001"), Visitor(" ")],
    }
    return operations.register_letter(
        letter=LetterReceived(**usual | changes), actor=people.clerk.member, now=BEFORE
    )


def answered(walk: Walk, letter: AssistanceLetter, **changes: Any) -> AssistanceLetter:
    usual: dict[str, Any] = {
        "agrees": True,
        "actor": walk.people.head.member,
        "now": NOW - timedelta(days=3),
    }
    return operations.answer_letter(letter_id=letter.pk, **usual | changes)


def outsiders(walk: Walk, *, by: Person | None = None, **changes: Any) -> OutsideInspection:
    usual: dict[str, Any] = {
        "organ": "宿州市应急管理局",
        "matter": "查看台账",
        "performed_on": TODAY,
        "actor": (by or walk.people.contact).member,
        "now": NOW,
    }
    return operations.report_outsiders(**usual | changes)


def test_a_letter_received_is_answered_by_the_head_with_a_number_of_ours(walk: Walk) -> None:
    letter = received(walk)
    assert letter.officers == [{"name": "周屿", "number": "16340000001"}]
    with pytest.raises(NotAllowed):
        answered(walk, letter, actor=walk.people.clerk.member)
    with rejected("不予协助须写明理由"):
        answered(walk, letter, agrees=False)
    letter = answered(walk, letter)
    assert (letter.state, letter.reply, letter.reply_number) == (
        LetterState.AGREED,
        "同意协助",
        "铜应急函〔2026〕1号",
    )
    with rejected("已经答复过"):
        answered(walk, letter)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": " "}, "没有填写来函文号"),
        ({"enterprise_id": None}, "没有选择企业"),
        ({"sent_on": TODAY}, "晚于今天"),
        ({"valid_to": TODAY - timedelta(days=3)}, "早于开始的"),
        ({"paper": ("来函.exe", b"MZ")}, "格式不收"),
    ],
)
def test_a_letter_received_that_cannot_be_right_is_not_registered(
    walk: Walk, changes: dict[str, Any], said: str
) -> None:
    with rejected(said):
        received(walk, **changes)
    assert not AssistanceLetter.objects.exists()


def test_a_letter_received_is_registered_once(walk: Walk) -> None:
    received(walk)
    with rejected("已经登记"):
        received(walk)


def test_outsiders_who_come_with_an_agreed_letter_raise_nothing(walk: Walk) -> None:
    letter = answered(walk, received(walk))
    outside = outsiders(walk)
    assert (outside.letter, outside.host) == (letter, walk.people.subject)
    assert clues() == []


def test_outsiders_without_a_letter_are_a_clue_for_the_supervisor(walk: Walk) -> None:
    outside = outsiders(walk)
    assert clues() == ["R-PRO-09b"]
    assert findings()[0]["act_id"] == outside.pk
    assert "没有登记过协助函" in findings()[0]["finding"]["fact"]


@pytest.mark.parametrize("day", [TODAY - timedelta(days=3), TODAY + timedelta(days=3)])
def test_outsiders_on_a_day_that_the_letter_does_not_cover_are_a_clue(walk: Walk, day: date) -> None:
    answered(walk, received(walk))
    outsiders(walk, performed_on=day, now=NOW + timedelta(days=9))
    assert "不在协助期限内" in findings()[0]["finding"]["fact"]


def test_an_enterprise_tells_of_itself_alone_and_once(walk: Walk) -> None:
    people = walk.people
    outside = outsiders(walk, enterprise_id=people.other_enterprise.pk)
    assert outside.enterprise == people.enterprise
    with rejected("已经登记"):
        outsiders(walk)
    with rejected("晚于今天"):
        outsiders(walk, performed_on=TODAY + timedelta(days=1))
    with rejected("没有填写对方机关"):
        outsiders(walk, organ="")


def test_the_host_names_the_letter_it_was_asked_by(walk: Walk) -> None:
    people = walk.people
    letter = answered(walk, received(walk))
    host: dict[str, Any] = {"by": people.clerk, "enterprise_id": people.enterprise.pk}
    assert outsiders(walk, **host, organ="宿州市应急局", letter_id=letter.pk).letter == letter
    with rejected("不是为这家企业发给本单位的"):
        outsiders(
            walk,
            by=people.other_clerk,
            enterprise_id=people.enterprise.pk,
            organ="宿州市公安局",
            letter_id=letter.pk,
        )
    with rejected("没有选择企业"):
        outsiders(walk, by=people.clerk, organ="宿州市公安局")
