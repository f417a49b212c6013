"""Telling those above what has happened: the row is part of the act, its delivery is a job."""

from datetime import datetime
from typing import Any

from jingwei.platform.jobs import deliver
from jingwei.platform.models import Event
from jingwei.rulebook import Consequence, Finding, Judgement, Kind, Warn


def publish(name: str, *, now: datetime, **payload: Any) -> Event:
    """Write an event in the running transaction and queue its delivery. ``payload`` must be plain JSON."""
    event = Event.objects.create(name=name, at=now, payload=payload)
    deliver.defer(event_id=event.pk)
    return event


def raise_findings(area: str, judgement: Judgement, *, now: datetime, act: str, act_id: int) -> None:
    """Publish ``<area>.finding.raised`` for every finding whose consequence is a clue for the supervisor."""
    for finding in findings_to_raise(judgement):
        raise_finding(area, finding, now=now, act=act, act_id=act_id)


def findings_to_raise(judgement: Judgement) -> list[Finding]:
    """Return the findings of an act that a supervisor is to hear of.

    A gate lets the act pass with a warning and the clue follows; an alert that only warns does not raise yet.
    """
    return [
        finding
        for finding in judgement.warnings
        if finding.rule.consequence is Consequence.CLUE
        and not (finding.rule.kind is Kind.ALERT and isinstance(finding.verdict, Warn))
    ]


def raise_finding(area: str, finding: Finding, *, now: datetime, act: str, act_id: int | None) -> None:
    """Publish one finding for the supervisor, whatever its consequence."""
    publish(f"{area}.finding.raised", now=now, act=act, act_id=act_id, finding=finding.as_record())
