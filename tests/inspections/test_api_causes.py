"""Letters, calls, invitations and what a task rests on, by the JSON interface: the same acts as on the pages."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jingwei.inspections.models import AssistanceLetter, EnterpriseRefusal, ServiceVisit
from jingwei.inspections.terms import LetterState
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from tests.inspections.calling import Caller
from tests.inspections.walking import Walk
from tests.people import Person, district

pytestmark = pytest.mark.django_db
TODAY = local_date(timezone.now())
PDF = base64.b64encode(b"%PDF-1.4 synthetic").decode()


@pytest.fixture
def walk() -> Walk:
    return Walk(district(TODAY))


def letter_body(walk: Walk, **changes: Any) -> dict[str, Any]:
    """What a clerk's program sends to ask another district for assistance."""
    people = walk.people
    return {
        "organ": "泉山区应急管理局",
        "matter": "请协助检查有限空间作业",
        "place": "徐州示例仓储有限公司，泉山区示例路9号",
        "first_on": TODAY.isoformat(),
        "valid_to": (TODAY + timedelta(days=20)).isoformat(),
        "item_ids": [people.item.pk],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
        **changes,
    }


def received_body(walk: Walk, **changes: Any) -> dict[str, Any]:
    """What a clerk's program sends when another district has written."""
    return {
        "organ": "泉山区应急管理局",
        "number": "泉应急函〔2026〕7号",
        "enterprise_id": walk.people.enterprise.pk,
        "matter": "协助核查运输台账",
        "sent_on": TODAY.isoformat(),
        "first_on": TODAY.isoformat(),
        "valid_to": TODAY.isoformat(),
        "officers": [{"name": "周示例", "number": "10320311009"}],
        **changes,
    }


def test_a_letter_goes_out_is_answered_and_ends(walk: Walk) -> None:
    clerk = Caller(walk.people.clerk)
    sent = clerk.post("/letters", letter_body(walk))
    assert (sent["state"]["code"], sent["officers"][0]["name"]) == ("sent", "陆远")
    one = f"/letters/{sent['id']}"
    reply = {"agrees": True, "reply_number": "泉应急函〔2026〕8号", "replied_on": TODAY.isoformat()}
    assert clerk.post(f"{one}/reply", reply)["reply"] == "同意协助"
    assert clerk.post(f"{one}/end")["state"]["code"] == "ended"
    assert clerk.get(one) == clerk.get("/letters")["letters"][0]


def test_a_letter_that_came_is_answered_by_the_head_and_covers_who_comes(walk: Walk) -> None:
    people = walk.people
    clerk, contact = Caller(people.clerk), Caller(people.contact)
    paper = {"name": "来函.pdf", "content": PDF}
    came = clerk.post("/letters/received", received_body(walk, paper=paper))
    assert AssistanceLetter.objects.get().paper is not None
    clerk.post(f"/letters/{came['id']}/answer", {"agrees": True}, status=403)
    Caller(people.head).post(f"/letters/{came['id']}/answer", {"agrees": True})
    told = {"organ": came["organ"], "matter": "查运输台账", "performed_on": TODAY.isoformat()}
    assert contact.post("/outsiders", told)["letter"] == came["number"]
    assert [row["organ"] for row in contact.get("/outsiders")["outsiders"]] == [came["organ"]]
    assert clerk.get("/outsiders")["count"] == 1


def test_a_file_that_is_none_and_a_field_that_is_too_long_are_told_in_chinese(walk: Walk) -> None:
    clerk = Caller(walk.people.clerk)
    wrong = received_body(walk, paper={"name": "来函.pdf", "content": "不是"})
    assert "不是 base64" in clerk.post("/letters/received", wrong, status=422)["error"]["message"]
    long = letter_body(walk, organ="局" * 81)
    assert clerk.post("/letters", long, status=422)["error"]["field"] == "organ"
    nowhere = letter_body(walk, region_id=10**6)
    assert clerk.post("/letters", nowhere, status=422)["error"]["field"] == "region_id"
    assert not AssistanceLetter.objects.exists()


def test_a_call_is_registered_ended_and_voided(walk: Walk) -> None:
    people = walk.people
    officer = Caller(people.officer)
    body = {"kind": "call", "purpose": "了解用工", "code": people.code}
    made = officer.post("/service-visits", body, key="call-1")
    assert officer.post("/service-visits", body, key="call-1") == made
    assert ServiceVisit.objects.count() == 1
    one = f"/service-visits/{made['id']}"
    assert officer.post(f"{one}/leave", {"outcome": "已解答"})["outcome"] == "已解答"
    officer.post(f"{one}/void", {"reason": "扫错"}, status=403)
    assert Caller(people.head).post(f"{one}/void", {"reason": "扫错"})["voided_at"]
    assert officer.get(one) == officer.get("/service-visits")["services"][0]
    refused = officer.post("/service-visits", {"code": people.code}, status=422)["error"]
    assert refused["findings"][0]["rule"] == "R-SCAN-07a"


def test_an_invitation_is_answered_and_carries_a_task_that_shows_it(walk: Walk) -> None:
    people = walk.people
    contact, clerk = Caller(people.contact), Caller(people.clerk)
    invite = {"site_id": people.site.pk, "subject_id": people.subject.pk, "matter": "请看一看新车间"}
    made = contact.post("/invitations", invite)
    one = f"/invitations/{made['id']}"
    assert clerk.post(f"{one}/accept", {"answer": "下周去"})["state"]["code"] == "accepted"
    assert contact.get(one)["answer"] == "下周去"
    offered = clerk.post("/invitations/offer", {"site_id": people.site.pk, "matter": "帮助自查"})
    assert contact.post(f"/invitations/{offered['id']}/decline", {"reason": "已自查"})["answer"] == "已自查"
    other = clerk.post("/invitations/offer", {"site_id": people.site.pk, "matter": "帮助自查"})
    assert clerk.post(f"/invitations/{other['id']}/take-back")["state"]["code"] == "taken_back"

    later = timezone.now() + timedelta(hours=1)
    task = walk.request(
        kind=InspectionKind.CASE_BASED,
        exempt=ExemptReason.INVITED,
        evidence=made["number"],
        invitation_id=made["id"],
        planned_from=later,
        planned_until=later + timedelta(hours=1),
        now=timezone.now(),
    )
    grounds = clerk.get(f"/inspections/{task.pk}")["grounds"]
    assert grounds["invitation"] == {"id": made["id"], "name": made["number"]}
    assert (grounds["exempt"]["code"], grounds["evidence"]) == ("invited", made["number"])
    assert grounds["special"] is grounds["letter"] is grounds["parent"] is None

    walk.approve(task, now=timezone.now())
    assert [each["number"] for each in contact.get("/me/told-visits")["bookings"]] == [task.number]
    time = f"/inspections/{task.pk}/time"
    assert contact.post(f"{time}/other", {"words": "周五上午"})["words"] == "周五上午"
    moved = {
        "planned_from": (later + timedelta(minutes=30)).isoformat(),
        "planned_until": (later + timedelta(hours=2)).isoformat(),
        "reason": "企业希望改期",
    }
    Caller(people.head).post(f"/inspections/{task.pk}/reschedule", moved)
    assert contact.post(f"{time}/confirm")["state"]["code"] == "confirmed"


def test_the_enterprise_registers_whom_it_lets_not_in(walk: Walk) -> None:
    refusal = {"site_id": walk.people.site.pk, "organ": "自称环保的人"}
    assert Caller(walk.people.contact).post("/refusals", refusal)["is_done"]
    assert EnterpriseRefusal.objects.get().organ == "自称环保的人"


def outsiders_to_all(walk: Walk) -> list[Person]:
    """Who has no business with another department's letters, calls and invitations."""
    people = walk.people
    administrators = [people.system, people.security, people.audit]
    return [people.other_clerk, people.other_officer, people.other_contact, *administrators]


def test_what_is_anothers_is_neither_read_nor_changed_by_its_id(walk: Walk) -> None:
    people = walk.people
    clerk = Caller(people.clerk)
    letter = clerk.post("/letters", letter_body(walk))["id"]
    call = Caller(people.officer).post(
        "/service-visits", {"kind": "call", "purpose": "了解用工", "code": people.code}
    )["id"]
    invitation = clerk.post("/invitations/offer", {"site_id": people.site.pk, "matter": "帮助自查"})["id"]
    reply = {"agrees": True, "reply_number": "1号", "replied_on": TODAY.isoformat()}
    for other in outsiders_to_all(walk):
        caller = Caller(other)
        for path in (f"/letters/{letter}", f"/service-visits/{call}", f"/invitations/{invitation}"):
            caller.get(path, status=403)
        for path in ("/letters", "/service-visits", "/invitations", "/outsiders"):
            assert caller.get(path)["count"] == 0
        caller.post(f"/letters/{letter}/reply", reply, status=403)
        caller.post(f"/letters/{letter}/end", status=403)
        caller.post(f"/service-visits/{call}/leave", {"outcome": ""}, status=403)
        caller.post(f"/service-visits/{call}/void", {"reason": "无"}, status=403)
        caller.post(f"/invitations/{invitation}/accept", {"answer": ""}, status=403)
        caller.post(f"/invitations/{invitation}/take-back", status=403)
    assert AssistanceLetter.objects.get().state == LetterState.SENT
