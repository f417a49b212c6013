"""Visits that were not registered by scanning the code: listed with reason and lateness, filtered, exported."""

from datetime import timedelta
from io import BytesIO

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.terms import EntryWay, FaultReason, UrgentReason
from tests.inspections.walking import Walk, after, picture
from tests.people import NOW, Person


@pytest.fixture
def listed(walk: Walk) -> dict[str, Inspection]:
    """One entry of each way, and an ordinary one beside."""
    ordinary = walk.approved()
    walk.enter(ordinary)
    walk.leave(ordinary)
    search = walk.approved(separate_reason="甲")
    walk.enter(
        search, code="", way=EntryWay.SEARCH, explanation="还没有领码", door_photo=picture(), now=after(70)
    )
    walk.leave(search, now=after(80))
    urgent = walk.request(urgent=UrgentReason.SAFETY, separate_reason="乙", now=after(85))
    walk.enter(urgent, way=EntryWay.URGENT, entered_at=after(90), now=after(120))
    late = walk.approved(separate_reason="丙")
    operations.enter_afterwards(
        inspection_id=late.pk,
        entered_at=NOW,
        left_at=after(60),
        fault=FaultReason.SYSTEM,
        explanation="平台升级",
        actor=walk.people.officer.member,
        now=NOW + timedelta(days=12),
    )
    return {"ordinary": ordinary, "search": search, "urgent": urgent, "late": late}


def page(person: Person, **query: str) -> str:
    """The list as somebody sees it."""
    return person.sign_in(Client()).get(reverse("entry_exceptions"), query).content.decode()


def link(task: Inspection) -> str:
    return reverse("inspection_detail", args=[task.pk])


def test_each_way_is_listed_with_its_reason_and_how_late_it_was(
    walk: Walk, listed: dict[str, Inspection]
) -> None:
    shown = page(walk.people.supervisor)
    for words in (
        "还没有领码",
        "系统故障：平台升级",
        "危及人身或公共安全",
        "12 日后补录",
        "还没有补批",
        "当场登记",
    ):
        assert words in shown
    assert link(listed["ordinary"]) not in shown
    assert "门牌" in shown


def test_filters_narrow_it(walk: Walk, listed: dict[str, Inspection]) -> None:
    late = page(walk.people.supervisor, late="true")
    assert link(listed["late"]) in late
    assert link(listed["urgent"]) in late
    assert link(listed["search"]) not in late
    punctual = page(walk.people.supervisor, late="false")
    assert link(listed["search"]) in punctual
    assert link(listed["late"]) not in punctual
    assert link(listed["search"]) in page(walk.people.supervisor, way="search", q="星禾")
    assert "没有符合条件的记录" in page(walk.people.supervisor, way="licence")
    assert "没有符合条件的记录" in page(walk.people.supervisor, q="没有这家")
    assert link(listed["late"]) in page(walk.people.supervisor, since="2026-03-10", until="2026-03-10")


def test_a_back_entry_on_the_tenth_day_is_in_time(walk: Walk) -> None:
    task = walk.approved()
    operations.enter_afterwards(
        inspection_id=task.pk,
        entered_at=NOW,
        left_at=after(60),
        fault=FaultReason.NETWORK,
        explanation="地下车间",
        actor=walk.people.officer.member,
        now=after(60) + timedelta(days=10),
    )
    assert link(task) not in page(walk.people.supervisor, late="true")
    assert "10 日后补录" in page(walk.people.supervisor)


def test_a_department_sees_its_own_and_an_enterprise_none(walk: Walk, listed: dict[str, Inspection]) -> None:
    assert link(listed["late"]) in page(walk.people.head)
    assert "没有非常规入企" in page(walk.people.other_head)
    for person in (walk.people.contact, walk.people.system):
        assert person.sign_in(Client()).get(reverse("entry_exceptions")).status_code == 403


def test_the_filtered_list_is_exported(walk: Walk, listed: dict[str, Inspection]) -> None:
    client = walk.people.lead.sign_in(Client())
    answer = client.get(reverse("entry_exception_export"), {"late": "true"})
    rows = python_calamine.load_workbook(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == {listed["late"].number, listed["urgent"].number}
    assert "逾期" in rows[0]


def test_a_voided_entry_is_not_listed(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task, code="", way=EntryWay.SEARCH, explanation="没有码", door_photo=picture())
    operations.void_visit(inspection_id=task.pk, reason="错扫", actor=walk.people.head.member, now=after(5))
    assert "没有非常规入企" in page(walk.people.supervisor)


def test_the_evidence_of_a_failure_is_kept_with_the_back_entry(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(120))
    task, people = walk.approved(), walk.people
    officer = people.officer.sign_in(Client())
    address = reverse("phone_back_entry", args=[task.pk])
    assert "故障凭证" in officer.get(address).content.decode()
    fields = {
        "entered_at": "2026-03-10T09:30",
        "left_at": "2026-03-10T10:30",
        "fault": FaultReason.SYSTEM.value,
        "explanation": "平台升级，扫码页打不开",
        "present": [people.second.roster.pk],
    }
    broken = officer.post(address, fields | {"evidence": SimpleUploadedFile("截图.png", b"no picture")})
    assert broken.status_code == 422
    assert "不是可以打开的照片" in broken.content.decode()
    shot = SimpleUploadedFile("截图.png", picture())
    assert officer.post(address, fields | {"evidence": shot}).status_code == 302
    kept = Visit.objects.get().evidence
    assert kept is not None
    file = reverse("inspection_photo", args=[kept.pk])
    assert file in page(people.supervisor)
    desk = people.clerk.sign_in(Client())
    shown = desk.get(link(task)).content.decode()
    assert file in shown
    assert "系统故障：平台升级，扫码页打不开" in shown
    assert desk.get(file).status_code == 200
    for person in (people.other_contact, people.other_clerk):
        assert person.sign_in(Client()).get(file).status_code in {403, 404}
