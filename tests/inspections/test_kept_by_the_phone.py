"""Acts that a phone kept without a network: of the moment they were done, within bounds, with both times on record."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Visit
from jingwei.planning.models import CapLedger
from jingwei.platform.calendar import local_date
from jingwei.registry import codes
from jingwei.registry.models import SiteCode
from tests.inspections.calling import Caller
from tests.inspections.phoning import HERE, Phone, text
from tests.inspections.walking import Walk, after, fresh, log, picture, refused, rejected
from tests.people import NOW, district

HOUR = timedelta(hours=1)


def kept(made: datetime, sent: datetime) -> dict[str, str]:
    """What the phone's script says of a form that it kept."""
    return {"Jingwei-Made-At": made.isoformat(), "Jingwei-Sent-At": sent.isoformat()}


def test_a_scan_is_of_the_moment_it_was_made_and_both_times_are_kept(walk: Walk) -> None:
    task = walk.approved()
    visit = walk.enter(task, captured_at=NOW, now=NOW + 3 * HOUR)
    assert (visit.entered_at, visit.scanned_at, visit.received_at) == (NOW, NOW, NOW + 3 * HOUR)
    data = log(task)[-1].data
    assert (data["done_at"], data["received_at"]) == (NOW.isoformat(), (NOW + 3 * HOUR).isoformat())
    page = walk.people.supervisor.sign_in(Client()).get(reverse("inspection_detail", args=[task.pk]))
    assert "断网时办理，平台 2026-03-10 12:30 收到" in page.content.decode()


def test_the_day_of_the_scan_counts_though_it_arrives_the_next(walk: Walk) -> None:
    late = datetime.fromisoformat("2026-03-10T23:50:00+08:00")
    task = walk.approved(planned_from=late - HOUR, planned_until=late + HOUR)
    walk.enter(task, captured_at=late, now=late + HOUR)
    assert fresh(task).performed_on == local_date(late)


def test_an_approval_after_the_scan_does_not_cover_it(walk: Walk) -> None:
    task = walk.request()
    walk.approve(task, now=after(30))
    with refused("R-PRO-01"):
        walk.enter(task, captured_at=NOW, now=after(60))


def test_a_dynamic_code_is_judged_by_when_it_was_read(walk: Walk) -> None:
    task = walk.approved()
    token = SiteCode.objects.get(site=walk.people.site).token
    shown = codes.write_dynamic(token, at=NOW - timedelta(seconds=30))
    visit = walk.enter(task, code=shown, captured_at=NOW, now=NOW + 2 * HOUR)
    assert visit.entered_at == NOW


@pytest.mark.parametrize(
    ("captured", "told"),
    [(NOW - timedelta(hours=24, seconds=1), "超过 24 小时"), (after(5.1), "晚于平台收到的时间")],
)
def test_a_time_beyond_the_bounds_is_refused_and_leads_to_entering_afterwards(
    walk: Walk, captured: datetime, told: str
) -> None:
    task = walk.approved()
    with refused("R-SCAN-03c") as caught:
        walk.enter(task, captured_at=captured, now=NOW)
    (finding,) = caught.value.judgement.refusals
    assert told in finding.verdict.fact
    assert "按网络故障补录" in finding.as_record()["remedy"]
    assert not Visit.objects.exists()
    assert not CapLedger.objects.filter(used__gt=0).exists()


def test_a_clock_that_is_a_little_fast_is_taken_for_now(walk: Walk) -> None:
    task = walk.approved()
    assert walk.enter(task, captured_at=after(4), now=NOW).entered_at == NOW


def test_leaving_signing_and_telling_keep_both_times(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    record = walk.sign(task, captured_at=after(50), now=after(200))
    assert (record.signed_at, record.ended_at, record.received_at) == (after(50), after(50), after(200))
    assert {each.signed_at for each in record.signatures.all()} == {after(50)}
    result = walk.tell(task, captured_at=after(55), now=after(201))
    assert (result.told_at, result.received_at) == (after(55), after(201))
    visit = walk.leave(task, captured_at=after(60), now=after(202))
    assert (visit.left_at, visit.left_received_at) == (after(60), after(202))


def test_the_order_of_acts_holds_whatever_the_phone_says(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    with rejected("签名 03-10 09:31 早于 开始检查 03-10 09:33"):
        walk.sign(task, captured_at=after(1), now=after(50))
    walk.sign(task)
    with rejected("早于 签署笔录"):
        walk.tell(task, captured_at=after(49), now=after(60))
    with rejected("早于 入企"):
        walk.leave(task, captured_at=after(-1), now=after(60))


def test_a_photo_says_when_it_was_taken(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.start(task)
    give = {"inspection_id": task.pk, "content": picture(), "actor": walk.people.officer.member}
    old = operations.add_photo(**give, name="一.png", captured_at=after(5), now=NOW + 30 * HOUR)  # type: ignore[arg-type]
    assert (old.taken_at, old.file.stored_at) == (after(5), NOW + 30 * HOUR)
    ahead = operations.add_photo(**give, name="二.png", captured_at=after(90), now=after(10))  # type: ignore[arg-type]
    assert ahead.taken_at == after(10)


@pytest.fixture
def waiting(db: None) -> tuple[Walk, Inspection]:
    """A task of today, at whatever hour it is."""
    now = timezone.now()
    walk = Walk(district(local_date(now - 2 * HOUR)))
    asked = walk.request(now=now - 9 * HOUR, planned_from=now - 3 * HOUR, planned_until=now + HOUR)
    return walk, walk.approve(asked, now=now - 8 * HOUR)


def enter_by_phone(walk: Walk, task: Inspection, headers: dict[str, str]) -> object:
    people = walk.people
    fields = {"code": people.code, "way": "scan", "present": [people.second.roster.pk], **HERE}
    phone = Phone.of(people.officer)
    return phone.client.post(reverse("phone_enter", args=[task.pk]), fields, headers=headers)


def test_the_phones_clock_may_be_wrong_by_days(waiting: tuple[Walk, Inspection]) -> None:
    """What counts is how long the phone kept it: both its times are three days off."""
    walk, task = waiting
    made = timezone.now() - timedelta(days=3, minutes=40)
    enter_by_phone(walk, task, kept(made, made + timedelta(minutes=40)))
    visit = Visit.objects.get()
    waited = visit.received_at - visit.entered_at
    assert abs(waited - timedelta(minutes=40)) < timedelta(seconds=1)


def test_what_comes_at_once_is_dated_by_the_platform(waiting: tuple[Walk, Inspection]) -> None:
    walk, task = waiting
    made = timezone.now() - timedelta(days=3)
    enter_by_phone(walk, task, kept(made, made + timedelta(seconds=2)))
    visit = Visit.objects.get()
    assert visit.entered_at == visit.received_at


@pytest.mark.parametrize(
    "headers",
    [
        {"Jingwei-Made-At": "gestern", "Jingwei-Sent-At": "heute"},
        {"Jingwei-Made-At": "2026-02-30T99:99:99Z", "Jingwei-Sent-At": "2026-03-01T00:00:00Z"},
        {"Jingwei-Made-At": "2026-03-01T00:00:00", "Jingwei-Sent-At": "2026-03-01T02:00:00"},
        {"Jingwei-Made-At": "2026-03-01T00:00:00+08:00"},
    ],
)
def test_times_that_cannot_be_read_are_left_alone(
    waiting: tuple[Walk, Inspection], headers: dict[str, str]
) -> None:
    walk, task = waiting
    enter_by_phone(walk, task, headers)
    visit = Visit.objects.get()
    assert visit.entered_at == visit.received_at


def test_an_entry_kept_too_long_is_answered_with_the_way_to_enter_it_afterwards(
    waiting: tuple[Walk, Inspection],
) -> None:
    walk, task = waiting
    made = timezone.now() - timedelta(hours=30)
    answer = enter_by_phone(walk, task, kept(made, timezone.now()))
    shown = text(answer)  # type: ignore[arg-type]
    assert "R-SCAN-03c" in shown
    at = f"{timezone.localtime(made):%Y-%m-%dT%H:%M}"
    address = f"{reverse('phone_back_entry', args=[task.pk])}?entered_at={at}"
    assert address in shown
    page = text(Phone.of(walk.people.officer).client.get(address))  # type: ignore[arg-type]
    assert f'value="{at}"' in page


def test_a_program_sends_the_time_as_well(waiting: tuple[Walk, Inspection]) -> None:
    walk, task = waiting
    captured = timezone.now() - HOUR
    body = {
        "code": walk.people.code,
        "position": {"latitude": 34.1801, "longitude": 117.1701},
        "captured_at": captured.isoformat(),
    }
    entered = Caller(walk.people.officer).post(f"/inspections/{task.pk}/enter", body)
    assert abs(datetime.fromisoformat(entered["entered_at"]) - captured) < timedelta(seconds=1)
    assert datetime.fromisoformat(entered["received_at"]) > captured + HOUR - timedelta(minutes=1)
