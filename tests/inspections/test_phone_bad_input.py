"""What must not be let in, through the phone: a 4xx in 中文, every reason, the attempt on the log, nothing written."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import Settings

from jingwei.inspections.models import Inspection, Presence, RecordPhoto, Visit
from jingwei.inspections.terms import Stage
from jingwei.planning.models import CapLedger
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent, StoredFile
from jingwei.registry import codes
from jingwei.registry.models import SiteCode
from jingwei.registry.terms import ItemStatus
from tests.harness.database import Database
from tests.inspections.phoning import Phone, photo, text
from tests.inspections.walking import Walk, cap, fresh
from tests.people import Person, district

NOW = timezone.now()


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(district(local_date(NOW)))


def requested(walk: Walk, *officers: Person, **changes: object) -> Inspection:
    """A task for now; with its own officers where some are named."""
    if officers:
        changes["officer_ids"] = [person.roster.pk for person in officers]
    times = {"planned_from": NOW - timedelta(minutes=5), "planned_until": NOW + timedelta(hours=2)}
    return walk.request(now=NOW - timedelta(hours=2), **{**times, **changes})  # type: ignore[arg-type]


def approved(walk: Walk) -> Inspection:
    """A task for now, approved an hour ago."""
    return walk.approve(requested(walk), now=NOW - timedelta(hours=1))


def test_a_slip_in_the_code_costs_nothing_that_was_typed(walk: Walk) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    printed = " ".join(walk.people.code[start : start + 4] for start in range(0, 42, 4))
    typed = printed[:-1] + ("A" if printed[-1] != "A" else "B")
    answer = phone.send("phone_scan", code=typed)
    assert answer.status_code == 422
    page = text(answer)
    assert f'value="{typed}"' in page
    assert "校验不符" in page[page.index('name="code"') - 600 :]
    answer = phone.send("phone_scan", code=printed.lower())
    assert (answer.status_code, answer["Location"]) == (302, f"/phone/tasks/{task.pk}/enter/")


def assert_refused(answer: HttpResponse, action: str, *words: str, status: int = 422) -> AuditEvent:
    """The answer says no in these words, the attempt is on the log, and nobody has gone in."""
    assert answer.status_code == status
    page = text(answer)
    for word in words:
        assert word in page, word
    assert "本次尝试已记录" in page
    attempt = AuditEvent.objects.filter(action=action, outcome="refused").latest("id")
    assert not Visit.objects.exists()
    assert not Presence.objects.exists()
    assert not StoredFile.objects.exists()
    assert not CapLedger.objects.filter(used__gt=0).exists()
    return attempt


def of_another_district(walk: Walk, settings: Settings) -> str:
    settings.DISTRICT, own = "320311", settings.DISTRICT
    code = codes.write(codes.new_token())
    settings.DISTRICT = own
    return code


def ended(walk: Walk, settings: Settings) -> str:
    SiteCode.objects.update(ended_at=NOW - timedelta(days=1))
    return walk.people.code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (lambda walk, _: walk.people.code[:-1] + ("A" if walk.people.code[-1] != "A" else "B"), "校验不符"),
        (lambda walk, _: walk.people.code[:20], "企业码不完整，只读到 20 位"),
        (lambda walk, _: "http://evil.example/x", "这不是企业码"),
        (lambda walk, _: codes.write(codes.new_token()), "平台没有发放过这个企业码"),
        (of_another_district, "区划代码 320311 的企业码，不属于本区"),
        (ended, "停用"),
    ],
    ids=["forged", "truncated", "foreign", "never issued", "another district", "ended"],
)
def test_a_code_that_is_not_good_is_refused_and_logged(
    walk: Walk, settings: Settings, code: Callable[[Walk, Settings], str], words: str
) -> None:
    task = approved(walk)
    phone = Phone.of(walk.people.officer)
    bad = code(walk, settings)
    attempt = assert_refused(phone.send("phone_scan", code=bad), "inspections.code.read", words)
    assert attempt.data["arguments"]["code"] == bad
    # The entry itself asks again: a page that is left out opens nothing.
    assert_refused(phone.enter(task, bad, walk.people.second), "inspections.visit.entered", words)
    assert fresh(task).stage == Stage.APPROVED


def test_a_scan_where_the_officer_has_nothing_to_do_is_refused(walk: Walk) -> None:
    approved(walk)
    answer = Phone.of(walk.people.other_officer).send("phone_scan", code=walk.people.code)
    assert_refused(answer, "inspections.code.read", "没有可以入企的任务", status=409)


def test_another_subject_cannot_enter_on_a_task_that_is_not_its_own(walk: Walk) -> None:
    task = approved(walk)
    answer = Phone.of(walk.people.other_officer).enter(task, walk.people.code)
    assert answer.status_code == 403
    assert not Visit.objects.exists()


def test_a_certificate_that_has_ended_is_refused_with_its_article(walk: Walk) -> None:
    task = approved(walk)
    card = walk.people.second.card
    card.valid_to = local_date(NOW) - timedelta(days=1)
    card.save()
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.second)
    attempt = assert_refused(
        answer,
        "inspections.visit.entered",
        f"（10320312002）已于 {card.valid_to} 到期",
        "/rules/R-OFF-02/",
        "行政处罚法",
    )
    assert {"R-OFF-01", "R-OFF-02"} <= {finding["rule"] for finding in attempt.data["findings"]}


def test_one_officer_alone_is_refused(walk: Walk) -> None:
    task = approved(walk)
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code)
    assert_refused(answer, "inspections.visit.entered", "/rules/R-OFF-01/", "第二名执法人员没有确认到场")


def test_an_auxiliary_is_no_second_officer(walk: Walk) -> None:
    task = walk.approve(requested(walk), now=NOW - timedelta(hours=1))
    member = task.team.get(officer=walk.people.second.roster)
    member.officer, member.certificate = walk.people.auxiliary.roster, None
    member.save()
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.auxiliary)
    assert_refused(answer, "inspections.visit.entered", "于谨", "/rules/R-OFF-02/")


def test_an_item_withdrawn_after_the_approval_is_refused(walk: Walk) -> None:
    task = approved(walk)
    walk.people.item.status = ItemStatus.WITHDRAWN
    walk.people.item.save()
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.second)
    assert_refused(answer, "inspections.visit.entered", "/rules/R-PUB-02/", walk.people.item.name)


def test_a_cap_that_is_full_is_refused(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = approved(walk)
    CapLedger.objects.filter(cap=published).update(granted=0)
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.second)
    assert_refused(answer, "inspections.visit.entered", "/rules/R-FRQ-01/", "国办发〔2024〕54号")


def test_a_task_that_is_not_approved_is_refused(walk: Walk) -> None:
    task = requested(walk)
    assert "还没有批准" in text(Phone.of(walk.people.officer).see("phone_task", task))
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.second)
    assert_refused(answer, "inspections.visit.entered", "/rules/R-PRO-01/")


def test_three_reasons_are_told_at_once(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = approved(walk)
    CapLedger.objects.filter(cap=published).update(granted=0)
    walk.people.item.status = ItemStatus.WITHDRAWN
    walk.people.item.save()
    walk.people.second.card.valid_to = local_date(NOW) - timedelta(days=1)
    walk.people.second.card.save()
    answer = Phone.of(walk.people.officer).enter(task, walk.people.code, walk.people.second)
    attempt = assert_refused(
        answer,
        "inspections.visit.entered",
        "/rules/R-OFF-02/",
        "/rules/R-PUB-02/",
        "/rules/R-FRQ-01/",
        "企业有权拒绝本次检查",
    )
    assert attempt.target_id == task.pk


def test_a_door_photo_that_is_no_picture_is_refused(walk: Walk) -> None:
    task = approved(walk)
    answer = Phone.of(walk.people.officer).enter(
        task,
        "",
        walk.people.second,
        way="search",
        explanation="没有码",
        door_photo=photo(b"%PDF-1.4", "门牌.jpg"),
    )
    assert_refused(answer, "inspections.visit.entered", "不是可以打开的照片")


def test_a_photo_or_signature_that_is_no_picture_leaves_nothing_behind(walk: Walk) -> None:
    task = approved(walk)
    people = walk.people
    phone = Phone.of(people.officer)
    phone.enter(task, people.code, people.second)
    phone.send("phone_serve_notice", task, received_by="白露")
    phone.send("phone_start", task)
    answer = phone.send("phone_photo", task, position="1", photo=photo(b"MZ\x90", "evil.jpg"))
    assert answer.status_code == 422
    assert "“evil.jpg”不是可以打开的照片" in text(answer)
    assert not RecordPhoto.objects.exists()
    assert AuditEvent.objects.filter(action="inspections.photo.added", outcome="refused").count() == 1

    signed = phone.sign(task, people.officer, sign_enterprise="data:image/png;base64,bm8=")
    assert signed.status_code == 422
    assert not task.records.get().signatures.exists()
    assert not StoredFile.objects.exists()


def test_a_record_with_points_left_open_is_not_signed(walk: Walk) -> None:
    task = approved(walk)
    people = walk.people
    phone = Phone.of(people.officer)
    phone.enter(task, people.code, people.second)
    phone.send("phone_start", task)
    assert phone.send("phone_save", task, result_1="perhaps", note_1="").status_code == 422
    answer = phone.sign(task, people.officer, people.second)
    assert answer.status_code == 422
    assert "没有结果" in text(answer)
    assert not task.records.get().signatures.exists()


def test_a_second_scan_is_the_same_visit(walk: Walk) -> None:
    published = cap(walk.people.subject, 2)
    task = approved(walk)
    people = walk.people
    for person, other in ((people.officer, people.second), (people.second, people.officer)):
        answer = Phone.of(person).enter(task, people.code, other)
        assert answer.status_code == 302
    assert Visit.objects.count() == 1
    assert CapLedger.objects.get(cap=published).used == 1


def test_two_phones_at_once_make_one_visit(committed_database: Database) -> None:
    walk = Walk(district(local_date(NOW)))
    published = cap(walk.people.subject, 2)
    task = approved(walk)
    people = walk.people
    pairs = ((people.officer, people.second), (people.second, people.officer))
    phones = [(Phone.of(person), other) for person, other in pairs]

    def scan(pair: tuple[Phone, Person]) -> int:
        phone, other = pair
        try:
            return phone.enter(task, people.code, other).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(scan, phones)) == [302, 302]
    assert Visit.objects.count() == 1
    assert Presence.objects.count() == 2
    assert CapLedger.objects.get(cap=published).used == 1
