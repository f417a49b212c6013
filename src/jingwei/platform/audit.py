"""Writes the log. No act without its row: call ``record`` inside the act's transaction.

What looks like a resident id is masked, wherever it stands: the log is read by many and never changed again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Rejected
from jingwei.platform.masking import hide_in, hide_resident_ids
from jingwei.platform.models import AuditEvent
from jingwei.platform.normal_form import legible
from jingwei.platform.terms import Action, AuditOutcome
from jingwei.rulebook import Judgement, Refused


def record(
    action: Action,
    *,
    actor: Actor,
    now: datetime,
    target: models.Model | None = None,
    judgement: Judgement | None = None,
    data: dict[str, Any] | None = None,
    **words: Any,
) -> AuditEvent:
    """Write that an act was done. ``words`` fill the action's sentence; ``data`` and the judgement are kept beside it."""
    event = entry(action, actor=actor, now=now, target=target, judgement=judgement, data=data, **words)
    event.save(force_insert=True)
    return event


def entry(
    action: Action,
    *,
    actor: Actor,
    now: datetime,
    target: models.Model | None = None,
    judgement: Judgement | None = None,
    data: dict[str, Any] | None = None,
    **words: Any,
) -> AuditEvent:
    """Return the row that ``record`` would write, for ``record_many``."""
    return AuditEvent(
        at=now,
        action=action,
        outcome=AuditOutcome.DONE,
        account_id=actor.account_id,
        actor_name=actor.name,
        actor_office=actor.office,
        target_kind=target._meta.model_name or "" if target else "",
        target_id=target.pk if target else None,
        sentence=legible(hide_resident_ids(action.sentence.format(actor=actor, **words))),
        data=legible(hide_in({**(data or {}), **(_judged(judgement) if judgement else {})})),
    )


def record_many(entries: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Write the entries of acts that are done by the thousand, each as if it had been recorded alone."""
    return AuditEvent.objects.bulk_create(entries, batch_size=1000)


def record_attempt(
    action: Action,
    *,
    actor: Actor,
    now: datetime,
    error: Refused | Rejected,
    target_kind: str = "",
    target_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write that an act was tried and refused, with every reason, its article, its numbers and its facts."""
    kept = dict(data or {})
    if isinstance(error, Refused):
        kept |= _judged(error.judgement)
    else:
        kept |= {"error": error.message, "field": error.field}
    return AuditEvent.objects.create(
        at=now,
        action=action,
        outcome=AuditOutcome.REFUSED,
        account_id=actor.account_id,
        actor_name=actor.name,
        actor_office=actor.office,
        target_kind=target_kind,
        target_id=target_id,
        sentence=legible(hide_resident_ids(f"{actor}尝试{action.label}，被拒绝：{error}")),
        data=legible(hide_in(kept)),
    )


def _judged(judgement: Judgement) -> dict[str, Any]:
    """Keep what spoke against the act in full, and of what passed only the codes: the log is read for the former."""
    return {
        "moment": judgement.moment,
        "on": judgement.on.isoformat(),
        "findings": [f.as_record() for f in (*judgement.refusals, *judgement.warnings)],
        "passed": sorted({finding.rule.code for finding in judgement.passed}),
    }
