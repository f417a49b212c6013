"""Results become public the morning after they were told; what is published late becomes a clue."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jingwei.inspections.models import Result
from jingwei.inspections.operations import publish_results
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent, CalendarYear, Event
from tests.inspections.walking import Walk
from tests.people import NOW, TODAY

MORNING = datetime(2026, 3, 10, 23, 0, tzinfo=UTC)  # seven o'clock of the 11th in Shanghai


def told(walk: Walk) -> Result:
    """A result that the enterprise was told today."""
    task = walk.signed()
    walk.tell(task)
    return Result.objects.get(inspection=task)


def test_a_result_is_public_the_morning_after_it_was_told(walk: Walk) -> None:
    result = told(walk)
    assert publish_results(actor=SYSTEM, now=NOW + timedelta(hours=3)) == 0
    assert publish_results(actor=SYSTEM, now=MORNING) == 1
    result.refresh_from_db()
    assert result.published_on == TODAY + timedelta(days=1)
    assert publish_results(actor=SYSTEM, now=MORNING) == 0
    assert "公开检查结果1件" in AuditEvent.objects.filter(action="inspections.results.published")[1].sentence


def test_what_is_published_after_twenty_working_days_becomes_a_clue(walk: Walk) -> None:
    result = told(walk)
    for year in (2026, 2027):
        CalendarYear.objects.get_or_create(year=year, defaults={"document": "测试日历", "is_official": True})
    Result.objects.filter(pk=result.pk).update(told_at=datetime(2026, 11, 24, 2, tzinfo=UTC))
    publish_results(actor=SYSTEM, now=datetime(2027, 1, 5, 23, tzinfo=UTC))
    found = [
        event.payload["finding"]
        for event in Event.objects.filter(name="inspections.finding.raised")
        if event.payload["finding"]["rule"] == "R-PUB-10b"
    ]
    assert len(found) == 1
    assert found[0]["facts"]["published_on"] == date(2027, 1, 6).isoformat()


def test_only_the_system_and_the_bureau_publish(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        publish_results(actor=walk.people.head.member, now=MORNING)
