"""Service visits and scans of other platforms at the desk and on the phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.inspections import operations
from jingwei.inspections.models import ExternalScan, ServiceVisit, Visit
from jingwei.inspections.operations import ScanRecord
from jingwei.inspections.terms import EntryWay, ScanSystem
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from tests.inspections.walking import Walk
from tests.people import District, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast, today."""
    return district(local_date(timezone.now()))


def body(answer: Any) -> str:
    return str(answer.content.decode())


def noted(people: District, **changes: Any) -> dict[str, Any]:
    """What a clerk fills in about a visit of an hour ago."""
    began = timezone.localtime() - timedelta(hours=1)
    return {
        "kind": "publicity",
        "purpose": "宣讲消防法",
        "entered_at": f"{began:%Y-%m-%dT%H:%M}",
        "visitor_ids": [people.officer.roster.pk],
        "outcome": "发放手册",
    } | changes


def test_a_clerk_registers_a_visit_that_was_made(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    assert "还没有服务走访" in body(client.get("/service-visits/"))
    assert f"?site={people.site.pk}" in body(client.get("/service-visits/new/", {"q": "星禾"}))
    form = f"/service-visits/new/?site={people.site.pk}"
    refused = client.post(form, noted(people, kind="", purpose=""))
    assert refused.status_code == 422
    assert "没有写明走访类型、走访事由" in body(refused)
    assert "R-SCAN-07a" in body(refused)
    wrong = client.post(form, noted(people, entered_at="昨天"))
    assert wrong.status_code == 422
    answer = client.post(form, noted(people), follow=True)
    service = ServiceVisit.objects.get()
    assert "计入该企业的入企次数，不占检查频次" in body(answer)
    assert "走访 1 次" in body(answer)
    page = f"/service-visits/{service.pk}/"
    assert "走访已结束" in body(client.post(f"{page}leave/", {"outcome": "已答疑"}, follow=True))
    assert client.post(f"{page}leave/", {}).status_code == 409
    assert "宣讲消防法" in body(
        client.get("/service-visits/", {"q": "消防", "state": "over", "kind": "publicity"})
    )
    assert "宣讲消防法" not in body(client.get("/service-visits/", {"state": "open"}))
    today = local_date(timezone.now())
    assert "宣讲消防法" not in body(client.get("/service-visits/", {"since": str(today + timedelta(days=1))}))
    assert "宣讲消防法" in body(client.get("/service-visits/", {"until": str(today)}))
    assert client.get("/service-visits/export/").content.startswith(b"PK")


def test_the_head_voids_what_was_registered_wrongly(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    client.post(f"/service-visits/new/?site={people.site.pk}", noted(people))
    page = f"/service-visits/{ServiceVisit.objects.get().pk}/"
    assert client.post(f"{page}void/", {"void-reason": "扫错"}).status_code == 403
    people.head.sign_in(client)
    assert client.post(f"{page}void/", {"void-reason": ""}).status_code == 422
    assert "已作废" in body(client.post(f"{page}void/", {"void-reason": "扫错企业"}, follow=True))
    assert "扫错企业" in body(client.get(page))


def test_a_service_visit_is_its_subjects_own_and_the_bureaus(client: Client, people: District) -> None:
    people.clerk.sign_in(client)
    client.post(f"/service-visits/new/?site={people.site.pk}", noted(people))
    page = f"/service-visits/{ServiceVisit.objects.get().pk}/"
    people.other_clerk.sign_in(client)
    assert client.get(page).status_code == 403
    people.supervisor.sign_in(client)
    assert "应急管理局" in body(client.get(page))
    assert client.get("/service-visits/new/").status_code == 403
    people.contact.sign_in(client)
    assert client.get("/service-visits/").status_code == 403


def test_an_officer_without_a_task_is_led_from_the_code_to_a_service_visit(
    client: Client, people: District
) -> None:
    people.auxiliary.sign_in(client)
    scanned = client.post("/phone/scan/", {"code": people.code})
    assert scanned.status_code == 409
    assert "/phone/service/" in body(scanned)
    form = body(client.get("/phone/service/"))
    assert people.code in form
    assert "同行人员" in form
    given = {
        "code": people.code,
        "kind": "call",
        "purpose": "问需于企",
        "latitude": "34.18",
        "longitude": "117.17",
    }
    refused = client.post("/phone/service/", given | {"purpose": ""})
    assert (refused.status_code, "没有写明走访事由" in body(refused)) == (422, True)
    answer = client.post("/phone/service/", given | {"visitor_ids": [people.officer.roster.pk]}, follow=True)
    assert "走访已登记" in body(answer)
    service = ServiceVisit.objects.get()
    assert service.visit.distance == 0
    assert {each.officer.name for each in service.visit.presences.all()} == {"于谨", "陆远"}
    assert "结束走访" in body(answer)
    twice = client.post("/phone/service/", given)
    assert twice.status_code == 409
    done = client.post(f"/phone/service/{service.pk}/leave/", {"outcome": "无"}, follow=True)
    assert "走访已结束" in body(done)
    again = client.post(f"/phone/service/{service.pk}/leave/", {}, follow=True)
    assert "已经结束或作废" in body(again)


def test_the_camera_hands_the_code_to_the_form(client: Client, people: District) -> None:
    people.officer.sign_in(client)
    answer = client.post("/phone/service/", {"read": "1", "code": people.code}, follow=True)
    assert people.code in body(answer)
    assert not Visit.objects.exists()


def test_a_task_with_a_record_of_the_province_is_entered_without_a_second_scan(
    client: Client, people: District
) -> None:
    walk, now = Walk(people), timezone.now()
    task = walk.request(
        now=now - timedelta(hours=2), planned_from=now, planned_until=now + timedelta(hours=2)
    )
    walk.approve(task, now=now - timedelta(hours=1))
    scans = operations.import_scans(
        scans=[
            ScanRecord(
                system=ScanSystem.PROVINCE,
                number="SJ77",
                enterprise_id=people.enterprise.pk,
                subject_id=people.subject.pk,
                officer_id=people.officer.roster.pk,
                scanned_at=now - timedelta(minutes=1),
            )
        ],
        actor=people.clerk.member,
        now=now,
    )
    people.officer.sign_in(client)
    page = f"/phone/tasks/{task.pk}/"
    assert "省平台已有扫码记录 SJ77" in body(client.get(page))
    wrong = client.post(f"{page}enter-by-scan/", {"scan_id": "x"})
    assert (wrong.status_code, "入企没有登记" in body(wrong)) == (422, True)
    answer = client.post(f"{page}enter-by-scan/", {"scan_id": scans[0].pk}, follow=True)
    assert answer.status_code == 200, body(answer)
    assert "可以入企检查" in body(answer)
    assert Visit.objects.get().way == EntryWay.OTHER_SYSTEM
    assert "SJ77" not in body(client.get(page))
    assert AuditEvent.objects.filter(action="inspections.visit.entered", outcome="done").count() == 1


def test_the_list_of_scans_elsewhere_is_filtered_and_ours_goes_out_in_their_columns(
    client: Client, people: District
) -> None:
    people.clerk.sign_in(client)
    assert "还没有外部扫码记录" in body(client.get("/external-scans/"))
    now = timezone.now()
    ExternalScan.objects.create(
        system=ScanSystem.NATION,
        number="GJ9",
        enterprise=people.enterprise,
        subject=people.subject,
        officer=people.officer.roster,
        scanned_at=now,
        imported_at=now,
    )
    assert "GJ9" in body(client.get("/external-scans/", {"matched": "no", "system": "nation", "q": "gj"}))
    assert "GJ9" not in body(client.get("/external-scans/", {"matched": "yes"}))
    assert client.get("/external-scans/export/").content.startswith(b"PK")
    client.post(f"/service-visits/new/?site={people.site.pk}", noted(people))
    assert client.get("/external-scans/ours/").content.startswith(b"PK")
    people.other_clerk.sign_in(client)
    assert "GJ9" not in body(client.get("/external-scans/"))
