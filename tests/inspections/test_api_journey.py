"""The JSON interface: the same walk as the pages, request to rating, and its errors."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections.contents import contents_now
from jingwei.inspections.models import Inspection, Rating, Visit
from jingwei.inspections.queries import get_inspection, rating_token
from jingwei.inspections.terms import RatedAspect, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent, KeptAnswer
from tests.inspections.calling import Caller
from tests.inspections.phoning import photo
from tests.inspections.walking import Walk, fresh, picture
from tests.people import district

pytestmark = pytest.mark.django_db
NOW = timezone.now()
IMAGE = base64.b64encode(picture("navy")).decode()


@pytest.fixture
def walk() -> Walk:
    return Walk(district(local_date(NOW)))


def request_body(walk: Walk, **changes: Any) -> dict[str, Any]:
    """What a clerk's program sends."""
    people = walk.people
    return {
        "site_id": people.site.pk,
        "kind": "routine",
        "item_ids": [item.pk for item in people.items],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
        "planned_from": NOW.isoformat(),
        "planned_until": (NOW + timedelta(hours=2)).isoformat(),
        **changes,
    }


def test_the_interface_walks_an_inspection_from_request_to_rating(walk: Walk) -> None:
    people = walk.people
    clerk, head, officer = Caller(people.clerk), Caller(people.head), Caller(people.officer)

    asked = clerk.post("/inspections", request_body(walk))
    assert asked["stage"] == {"code": "submitted", "label": "待审批"}
    one = f"/inspections/{asked['id']}"
    assert head.post(f"{one}/approve", {"opinion": "同意"})["stage"]["code"] == "approved"
    assert [task["id"] for task in officer.get("/me/tasks")["tasks"]] == [asked["id"]]

    assert [task["id"] for task in officer.post("/scan", {"code": people.code})["tasks"]] == [asked["id"]]
    position = {"latitude": 34.1801, "longitude": 117.1701, "accuracy": 12}
    entered = officer.post(f"{one}/enter", {"code": people.code, "position": position})
    assert entered["distance"] < 50
    assert officer.post(f"{one}/notice", {"received_by": "白露"})["received_by"] == "白露"
    shown = {"certificate_shown_at": timezone.now().isoformat()}
    version = officer.post(f"{one}/record/start", shown)["version"]
    points = officer.get(one)["points"]
    entries = {str(point["position"]): {"result": "conforms"} for point in points}
    filled = {"version": version, "entries": entries, "person_name": "白露", "is_recusal_asked": True}
    assert officer.post(f"{one}/record/save", filled)["version"] == version + 1
    late = filled | {"entries": {"1": {"result": "fails", "note": "过期"}}}
    assert "第 1 项" in officer.post(f"{one}/record/save", late, status=409)["error"]["message"]
    stored = officer.client.post(f"/api/v1{one}/record/photo", {"photo": photo(), "position": 1})
    assert len(stored.json()["sm3"]) == 64
    signatures = [
        {"kind": "officer", "name": each.roster.name, "image": IMAGE, "officer_id": each.roster.pk}
        for each in (people.officer, people.second)
    ]
    signatures.append({"kind": "enterprise", "name": "白露", "image": IMAGE})
    unseen = {"signatures": signatures, "digest": "0" * 64}
    assert officer.post(f"{one}/record/sign", unseen, status=409)["error"]["field"] == "digest"
    digest = officer.get(one)["record"]["digest"]
    assert officer.post(f"{one}/record/sign", {"signatures": signatures, "digest": digest})["signed_at"]
    told = officer.post(f"{one}/result", {"outcome": "no_problem", "is_told_on_the_spot": True})
    assert told["outcome"]["label"] == "未发现问题"
    assert officer.post(f"{one}/leave")["left_at"]

    task = officer.get(one)
    assert task["inspection"]["stage"]["code"] == "concluded"
    assert task["points"][0]["photos"] == 1
    contact = Caller(people.contact)
    stars = {aspect.value: 5 for aspect in RatedAspect}
    token = rating_token(Visit.objects.get())
    assert contact.post("/ratings", {"token": token, "stars": stars}, key="rate-1")["is_done"]
    assert Rating.objects.count() == 1
    assert not KeptAnswer.objects.filter(key="rate-1").exists()
    assert (
        contact.post("/ratings", {"token": token, "stars": stars}, status=409)["error"]["kind"] == "conflict"
    )


def test_a_refusal_gives_every_reason_with_its_article(walk: Walk) -> None:
    people = walk.people
    body = request_body(walk, item_ids=[people.unpublished_item.pk], kind=None)
    error = Caller(people.clerk).post("/inspections", body, status=422)["error"]
    assert error["kind"] == "refused"
    assert {finding["rule"] for finding in error["findings"]} >= {"R-PUB-02", "R-SUB-10"}
    assert all(finding["cites"] for finding in error["findings"])
    assert not Inspection.objects.exists()
    attempt = AuditEvent.objects.get(action="inspections.inspection.requested")
    assert attempt.outcome == "refused"


def test_the_other_acts_of_the_desk(walk: Walk) -> None:
    people = walk.people
    clerk, head, officer = Caller(people.clerk), Caller(people.head), Caller(people.officer)
    asked = clerk.post("/inspections", request_body(walk))
    one = f"/inspections/{asked['id']}"
    assert head.post(f"{one}/return", {"reason": "人员不妥"})["stage"]["code"] == "returned"
    assert clerk.post(f"{one}/revise", request_body(walk))["stage"]["code"] == "submitted"
    rows = head.post("/inspections/approve", {"inspection_ids": [asked["id"], 10**6]})["rows"]
    assert [row["is_approved"] for row in rows] == [True, False]
    assert rows[1]["message"]
    officer.post(f"{one}/enter", {"code": people.code, "position": {"latitude": 34.21, "longitude": 117.17}})
    explained = officer.post(f"{one}/explain-place", {"reason": "厂区在住所北侧"})
    assert explained["place_reason"] == "厂区在住所北侧"
    assert head.post(f"{one}/void", {"reason": "扫错企业"})["stage"]["code"] == "approved"
    assert clerk.post(f"{one}/withdraw", {"reason": "计划变更"})["stage"]["code"] == "withdrawn"


def test_programs_read_the_list_as_the_page_shows_it(walk: Walk) -> None:
    task = walk.request()
    found = Caller(walk.people.clerk).get("/inspections?stage=submitted&q=星禾")
    assert [row["number"] for row in found["inspections"]] == [task.number]
    assert found["inspections"][0]["stage"]["code"] == "submitted"
    page = walk.people.clerk.sign_in(Client()).get(reverse("inspection_list"), {"stage": "submitted"})
    assert f"共 {found['count']} 件" in page.content.decode()
    assert Caller(walk.people.other_clerk).get("/inspections")["count"] == 0
    Caller(walk.people.contact).get("/inspections", status=403)


def test_a_signed_record_is_corrected_by_the_head(walk: Walk) -> None:
    task = walk.signed()
    corrected = Caller(walk.people.head).post(f"/inspections/{task.pk}/correct", {"reason": "漏填一项"})
    assert corrected["signed_at"] is None
    assert fresh(task).stage == Stage.ENTERED


def planned_for_now(walk: Walk) -> Inspection:
    """A task requested and approved this morning, for now."""
    hour = timedelta(hours=1)
    asked = walk.request(now=NOW - 3 * hour, planned_from=NOW - hour, planned_until=NOW + hour)
    return walk.approve(asked, now=NOW - timedelta(hours=2))


def test_a_visit_is_entered_afterwards(walk: Walk) -> None:
    task = planned_for_now(walk)
    body = {
        "entered_at": (NOW - timedelta(minutes=40)).isoformat(),
        "left_at": (NOW - timedelta(minutes=5)).isoformat(),
        "fault": "network",
        "explanation": "厂区无信号",
    }
    visit = Caller(walk.people.officer).post(f"/inspections/{task.pk}/back-entry", body)
    assert visit["way"]["code"] == "back_entry"


def test_the_way_round_the_scan_is_not_open_to_programs_either(walk: Walk) -> None:
    task = planned_for_now(walk)
    officer = Caller(walk.people.officer)
    error = officer.post(f"/inspections/{task.pk}/enter", {"way": "back_entry"}, status=422)["error"]
    assert "补录不是扫码入企" in error["message"]
    assert not Visit.objects.exists()


def test_one_officer_does_not_sign_for_two(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    mine = {"kind": "officer", "image": IMAGE, "officer_id": people.officer.roster.pk}
    signatures = [{**mine, "name": "陆远"}, {**mine, "name": "沈青"}]
    signatures.append({"kind": "enterprise", "name": "白露", "image": IMAGE})
    path = f"/inspections/{task.pk}/record/sign"
    digest = contents_now(task.records.get()).digest
    error = Caller(people.officer).post(path, {"signatures": signatures, "digest": digest}, status=422)[
        "error"
    ]
    assert error["message"] == "陆远签了两次"
    assert not task.records.get().signatures.exists()


@pytest.mark.parametrize("began", [NOW + timedelta(hours=1), NOW - timedelta(days=3)])
def test_an_urgent_inspection_began_today(walk: Walk, began: datetime) -> None:
    task = walk.request(now=NOW - timedelta(hours=3), urgent="accident")
    body = {"way": "urgent", "code": walk.people.code, "entered_at": began.isoformat()}
    error = Caller(walk.people.officer).post(f"/inspections/{task.pk}/enter", body, status=422)["error"]
    assert error["field"] == "entered_at"
    assert not Visit.objects.exists()


def test_the_same_key_gives_the_same_answer_and_one_act(walk: Walk) -> None:
    clerk = Caller(walk.people.clerk)
    first = clerk.post("/inspections", request_body(walk), key="a-1")
    again = clerk.post("/inspections", request_body(walk), key="a-1")
    assert first == again
    assert Inspection.objects.count() == 1
    other = clerk.post("/inspections", request_body(walk, purpose="另一件"), key="a-1", status=422)
    assert "幂等键" in other["error"]["message"]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"site_id": None}, "site_id", "应为整数"),
        ({"planned_from": "2026-03-10T09:30:00"}, "planned_from", "应带时区"),
        ({"planned_from": "0001-01-01T00:00:00Z"}, "planned_from", "过小"),
        ({"kind": "surprise"}, "kind", "不在可选值之内"),
        ({"purpose": "检" * 201}, "purpose", "超过 200 个字"),
        ({"purpose": "a\0b"}, "purpose", "第 2 个字是看不见的控制字符"),
        ({"item_ids": [10**30]}, "item_ids.0", "过大"),
    ],
)
def test_a_body_that_does_not_fit_is_answered_in_chinese(
    walk: Walk, body: dict[str, Any], field: str, words: str
) -> None:
    error = Caller(walk.people.clerk).post("/inspections", request_body(walk, **body), status=422)["error"]
    assert (error["kind"], error["field"]) == ("mistake", field)
    assert words in error["message"]
    assert not Inspection.objects.exists()


def test_nobody_acts_without_a_session_or_without_the_token_against_forgery(walk: Walk) -> None:
    answer = Client().post("/api/v1/inspections", request_body(walk), "application/json")
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "请先登录"
    careful = walk.people.clerk.sign_in(Client(enforce_csrf_checks=True))
    refused = careful.post("/api/v1/inspections", request_body(walk), "application/json")
    assert refused.status_code == 403
    assert refused.json()["error"]["kind"] == "not_allowed"
    broken = walk.people.clerk.sign_in(Client()).post("/api/v1/inspections", "{", "application/json")
    assert (broken.status_code, broken.json()["error"]["kind"]) == (400, "mistake")
    assert not KeptAnswer.objects.exists()


def test_what_belongs_to_others_is_not_shown(walk: Walk) -> None:
    task = walk.request()
    assert Caller(walk.people.clerk).get(f"/inspections/{task.pk}")["inspection"]["number"] == task.number
    error = Caller(walk.people.other_clerk).get(f"/inspections/{task.pk}", status=403)["error"]
    assert error["kind"] == "not_allowed"
    Caller(walk.people.clerk).get("/me/tasks", status=403)


def test_an_enterprise_learns_of_no_inspection_that_it_was_not_told_of(walk: Walk) -> None:
    people = walk.people
    complaint: dict[str, Any] = {"kind": InspectionKind.CASE_BASED, "exempt": ExemptReason.COMPLAINT}
    task = walk.approved(**complaint, evidence="12345-0001")
    with pytest.raises(NotAllowed):
        get_inspection(people.contact.member, task.pk)
    walk.serve(task)
    assert get_inspection(people.contact.member, task.pk) == task
    # What the request rests on is the department's, and the record is the enterprise's to read once it is signed.
    Caller(people.contact).get(f"/inspections/{task.pk}", status=403)


def test_the_rules_and_the_description_of_the_interface_can_be_read(walk: Walk) -> None:
    rules = {rule["code"]: rule for rule in Caller(walk.people.clerk).get("/rules")["rules"]}
    assert rules["R-OFF-01"]["cites"]
    described = json.loads(Client().get("/api/v1/openapi.json").content)
    field = described["components"]["schemas"]["RequestIn"]["properties"]["site_id"]
    assert field["description"] == "场所编号"
    assert "/api/v1/inspections/{inspection_id}/record/sign" in described["paths"]


def test_every_object_of_a_demonstration_says_so(walk: Walk, settings: Any) -> None:
    settings.DEMONSTRATION = True
    caller = Caller(walk.people.clerk)
    assert caller.get("/rules")["demonstration"]
    assert caller.get("/inspections/1", status=403)["demonstration"]
