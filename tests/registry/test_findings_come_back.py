"""What the supervisor is told of by night: once while it stands, not any more when mended, anew when it comes back."""

from datetime import date, datetime, timedelta

import pytest

from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import Event
from jingwei.portal.doors.waiting import list_findings
from jingwei.registry import operations as registry
from jingwei.registry.models import Certificate, SubjectChange
from tests.people import NOW, TODAY, District, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district()


def night(days: int) -> datetime:
    return NOW + timedelta(days=days)


def swept(days: int) -> int:
    return registry.sweep_certificates(actor=SYSTEM, now=night(days))


def shown(days: int) -> list[tuple[str, int]]:
    found = list_findings(today=TODAY + timedelta(days=days))
    return [(each.payload["act"], each.payload["act_id"]) for each in found]


def last_day(card: Certificate, day: date) -> None:
    Certificate.objects.filter(pk=card.pk).update(valid_to=day)


def test_a_finding_that_was_mended_and_comes_back_is_told_again(cast: District) -> None:
    card = cast.officer.card
    swept(0)  # What the cast brings with it.
    last_day(card, TODAY + timedelta(days=20))
    assert swept(1) == 1
    assert [swept(each) for each in range(2, 5)] == [0, 0, 0]
    assert ("certificate", card.pk) in shown(4)
    last_day(card, TODAY + timedelta(days=400))
    assert swept(5) == 0
    assert ("certificate", card.pk) not in shown(5)
    mended = Event.objects.get(name="registry.finding.mended")
    assert (mended.payload["act"], mended.payload["act_id"]) == ("certificate", card.pk)
    last_day(card, TODAY + timedelta(days=25))
    assert swept(6) == 1
    assert swept(7) == 0
    assert ("certificate", card.pk) in shown(7)


def test_a_sweep_takes_nothing_back_that_it_did_not_look_for(cast: District) -> None:
    finding = {"rule": "R-SUB-03", "verdict": "refuse", "title": "t", "fact": "f", "facts": {}}
    Event.objects.create(
        name="registry.finding.raised", at=NOW, payload={"act": "officer", "act_id": 1, "finding": finding}
    )
    swept(1)
    assert ("officer", 1) in shown(1)


def test_a_change_announced_too_late_stays_told(cast: District) -> None:
    change = SubjectChange.objects.create(
        subject=cast.subject, happened_on=TODAY - timedelta(days=60), document="铜编办〔2026〕1号",
        before={}, after={}, due_on=TODAY - timedelta(days=30),
    )  # fmt: skip
    assert registry.sweep_changes(actor=SYSTEM, now=night(0)) == 1
    registry.reannounce_subject(
        subject_id=cast.subject.pk, on=TODAY, url="https://www.example.gov.cn/1",
        actor=cast.supervisor.member, now=NOW,
    )  # fmt: skip
    assert registry.sweep_changes(actor=SYSTEM, now=night(1)) == 0
    assert Event.objects.filter(name="registry.finding.raised", payload__act_id=change.pk).count() == 1
