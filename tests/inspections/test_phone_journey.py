"""The officer's phone, from the scan at the gate to leaving, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.terms import Outcome, Stage
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from tests.inspections.phoning import Phone, filled, photo, text
from tests.inspections.walking import Walk, fresh, log
from tests.people import district

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def walk() -> Walk:
    return Walk(district(local_date(NOW)))


def approved(walk: Walk, **changes: Any) -> Inspection:
    """A task approved an hour ago, planned for now."""
    usual = {"planned_from": NOW, "planned_until": NOW + timedelta(hours=2)}
    task = walk.request(now=NOW - timedelta(hours=2), **usual | changes)
    return walk.approve(task, now=NOW - timedelta(hours=1))


def test_the_phone_walks_an_inspection_to_its_end(walk: Walk) -> None:
    people = walk.people
    task = approved(walk)
    phone = Phone.of(people.officer)

    home = text(phone.see("phone_home"))
    assert "徐州星禾示例机械有限公司" in home
    assert "10320312001" in home
    assert "已批准" in home

    scanned = phone.send("phone_scan", code=people.code)
    assert scanned["Location"] == f"/phone/tasks/{task.pk}/enter/"
    page = text(phone.see("phone_enter", task))
    assert people.code in page
    assert "沈青已到场" in page

    entered = phone.enter(task, people.code, people.second)
    assert entered["Location"] == f"/phone/tasks/{task.pk}/entered/"
    green = text(phone.see("phone_entered", task))
    assert 'data-result="green"' in green
    assert "陆远、沈青（已到场）" in green

    assert "送达通知书" in text(phone.see("phone_task", task))
    phone.send("phone_serve_notice", task, received_by="白露")
    assert "出示证件，开始检查" in text(phone.see("phone_task", task))
    started = phone.send("phone_start", task)
    assert started["Location"] == f"/phone/tasks/{task.pk}/record/"

    assert "配备专职安全生产管理人员" in text(phone.see("phone_record", task))
    sent = phone.send("phone_photo", task, position="1", photo=photo())
    assert sent["Location"].endswith("/record/#point-1")
    saved = phone.send("phone_save", task, next="sign", **filled(task, fails=1))
    assert saved["Location"] == f"/phone/tasks/{task.pk}/sign/"
    assert "标签过期" in text(phone.see("phone_sign", task))
    signed = phone.sign(task, people.officer, people.second)
    assert signed.status_code == 302, text(signed)

    page = text(phone.see("phone_result", task))
    assert "配备专职安全生产管理人员：标签过期" in page
    told = phone.send(
        "phone_result",
        task,
        outcome="correction_ordered",
        problems="标签过期",
        demand="更换标签",
        correct_by=(local_date(NOW) + timedelta(days=15)).isoformat(),
        is_told_on_the_spot="on",
    )
    assert told.status_code == 302, text(told)
    left = phone.send("phone_leave", task)
    assert left.status_code == 302

    task = fresh(task)
    assert task.stage == Stage.CONCLUDED
    assert task.visit is not None
    assert task.visit.left_at is not None
    assert task.result.outcome == Outcome.CORRECTION_ORDERED
    assert [event.outcome for event in log(task)] == ["done"] * len(log(task))
    phone.see("phone_task", task)  # shows what was told, once
    assert "登记离企" not in text(phone.see("phone_task", task))


def test_a_scan_far_from_the_site_is_yellow_until_it_is_explained(walk: Walk) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    phone.enter(task, walk.people.code, walk.people.second, latitude="34.2101")
    yellow = text(phone.see("phone_entered", task))
    assert 'data-result="amber"' in yellow
    assert "/rules/R-SCAN-05/" in yellow

    assert phone.send("phone_explain", task, reason="").status_code == 422
    explained = phone.send("phone_explain", task, reason="厂区在住所北侧三公里")
    assert explained["Location"] == f"/phone/tasks/{task.pk}/entered/"
    green = text(phone.see("phone_entered", task))
    assert 'data-result="green"' in green
    assert "厂区在住所北侧三公里" in green
    assert phone.send("phone_explain", task, reason="改口").status_code == 409


def test_an_enterprise_without_a_code_is_entered_by_name_with_a_reason_and_a_photo(walk: Walk) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    assert "门牌照片" in text(phone.see("phone_enter", task, way="search"))
    bare = phone.enter(task, "", walk.people.second, way="search")
    assert bare.status_code == 422
    assert 'data-result="amber"' in text(bare)
    assert f'name="present" value="{walk.people.second.roster.pk}"' in text(bare)
    assert not Visit.objects.exists()

    mended = phone.enter(
        task, "", walk.people.second, way="search", explanation="尚未领取企业码", door_photo=photo()
    )
    assert mended.status_code == 302
    assert Visit.objects.get().door_photo is not None


def test_an_urgent_inspection_is_scanned_before_leaving_and_approved_afterwards(walk: Walk) -> None:
    task = walk.request(
        now=NOW - timedelta(hours=2),
        urgent="accident",
        planned_from=NOW - timedelta(hours=2),
        planned_until=NOW,
    )
    phone = Phone.of(walk.people.officer)
    assert "扫码入企" in text(phone.see("phone_task", task))
    assert "实际入企时间" in text(phone.see("phone_enter", task))
    came = timezone.localtime(NOW - timedelta(hours=1))
    answer = phone.enter(
        task, walk.people.code, walk.people.second, way="urgent", entered_at=f"{came:%Y-%m-%dT%H:%M}"
    )
    assert answer.status_code == 302, text(answer)
    visit = Visit.objects.get()
    assert visit.scanned_at is not None
    assert visit.scanned_at - visit.entered_at > timedelta(minutes=55)
    assert "紧急检查，待补批" in text(phone.see("phone_entered", task))
    assert "送达通知书" in text(phone.see("phone_task", task))
    walk.approve(task, now=NOW)
    assert "已于" in text(phone.see("phone_entered", task))


def test_a_visit_during_a_network_failure_is_entered_afterwards(walk: Walk) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    came, left = (
        timezone.localtime(NOW - timedelta(minutes=50)),
        timezone.localtime(NOW - timedelta(minutes=5)),
    )
    fields = {
        "entered_at": f"{came:%Y-%m-%dT%H:%M}",
        "left_at": f"{left:%Y-%m-%dT%H:%M}",
        "fault": "network",
        "present": [walk.people.second.roster.pk],
    }
    assert phone.send("phone_back_entry", task, **fields).status_code == 422
    assert phone.send("phone_back_entry", task, **fields, explanation="厂区无信号").status_code == 302
    assert fresh(task).stage == Stage.ENTERED


def test_a_repeated_form_is_one_act(walk: Walk) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    key = {"idempotency_key": "3c5e9c0e-5d51-4b2d-8d0a-1f2f3a4b5c6d"}
    first = phone.enter(task, walk.people.code, walk.people.second, **key)
    again = phone.enter(task, walk.people.code, walk.people.second, **key)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Visit.objects.count() == 1
    assert AuditEvent.objects.filter(action="inspections.visit.entered").count() == 1
    phone.send("phone_start", task)
    for _ in range(2):
        phone.send("phone_photo", task, position="1", photo=photo(), idempotency_key="photo-1")
    assert task.records.get().photos.count() == 1


def test_the_officers_own_page_shows_the_certificate_and_the_code_to_check_it(walk: Walk) -> None:
    page = text(Phone.of(walk.people.officer).see("phone_me"))
    assert "http://testserver/officers/verify/10320312001/" in page
    assert "<svg" in page
    assert "没有执法证" in text(Phone.of(walk.people.auxiliary).see("phone_me"))


def test_the_phone_is_for_officers(walk: Walk) -> None:
    assert Phone.of(walk.people.clerk).see("phone_home").status_code == 403


@pytest.mark.parametrize("page", ["phone_home", "phone_scan"])
def test_the_number_of_statements_does_not_grow_with_the_tasks(walk: Walk, page: str) -> None:
    phone = Phone.of(walk.people.officer)
    counted = []
    for _ in range(3):
        approved(walk)
        with CaptureQueriesContext(connection) as statements:
            phone.see(page)
        counted.append(len(statements))
    assert counted[0] == counted[-1] <= 16
