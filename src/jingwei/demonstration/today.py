"""Readies the day's tasks: some to scan, some to approve, one that the gate must refuse for three reasons at once."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from jingwei.demonstration.acting import (
    Course,
    acting_as,
    acting_for,
    at,
    carry_out,
    officer_of,
    working_day_before,
)
from jingwei.demonstration.ahead import plan_ahead
from jingwei.demonstration.content import read
from jingwei.inspections import operations as inspections
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import EntryWay, Stage, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import SYSTEM
from jingwei.platform.queries import get_calendar
from jingwei.registry.models import Enterprise, Item, Site
from jingwei.registry.operations import declare_relation, suspend_certificate
from jingwei.registry.terms import CertificateStatus, Role
from jingwei.rulebook import Refused

WAITING = (Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED)


def prepare_first_day(*, today: date) -> None:
    """Ready the tasks, and spoil the one that was approved in time and may not be entered any more."""
    calendar = get_calendar()
    yesterday = working_day_before(calendar, today)
    two_days_ago = working_day_before(calendar, today, 2)
    spoilt = next(row for row in read("tasks")["task"] if row.get("is_spoilt"))
    _ask(spoilt, today=today, asked_on=two_days_ago, hour=9)
    for row in read("tasks")["earlier"]:
        inspection = _ask({**row, "until": "approved"}, today=yesterday, asked_on=two_days_ago, hour=14)
        assert inspection is not None
        course = Course(way=EntryWay(row["way"]), is_rated=True)
        carry_out(inspection, row["officers"], at(yesterday, row["hours"][0], 5), course)
    inspections.publish_results(actor=SYSTEM, now=at(yesterday + timedelta(days=1), 7))
    _spoil(spoilt, yesterday)
    prepare_day(today=today)


def prepare_day(*, today: date) -> None:
    """Move tasks that still wait to the day, ask again for those that were carried out, and plan the coming fortnight.

    A task whose enterprises have all had their visits of the year is left out.
    """
    asked_on = working_day_before(get_calendar(), today)
    for row in read("tasks")["task"]:
        start, end = row["hours"]
        waiting = Inspection.objects.filter(
            subject__short_name=row["subject"], purpose=row["purpose"], stage__in=WAITING
        )
        if waiting.exists():
            waiting.update(planned_from=at(today, start), planned_until=at(today, end))
        elif not row.get("is_spoilt"):
            _ask(row, today=today, asked_on=asked_on, hour=14)
    plan_ahead(today=today)


def _ask(row: dict[str, Any], *, today: date, asked_on: date, hour: int) -> Inspection | None:
    """Request a task and bring it as far as its row says, at the first of its enterprises that the rules let pass."""
    for enterprise in row["enterprises"]:
        try:
            with transaction.atomic():
                return _ask_at(enterprise, row, today=today, asked_on=asked_on, hour=hour)
        except Refused:
            continue
    return None


def _ask_at(enterprise: str, row: dict[str, Any], *, today: date, asked_on: date, hour: int) -> Inspection:
    subject, (start, end) = row["subject"], row["hours"]
    items = [Item.objects.get(code=code) for code in row["items"]]
    request = inspections.Request(
        site_id=Site.objects.filter(enterprise__name=enterprise).order_by("id")[0].pk,
        kind=InspectionKind(row.get("kind", "routine")),
        item_ids=[item.pk for item in items],
        officer_ids=[officer_of(username).pk for username in row["officers"]],
        planned_from=at(today, start),
        planned_until=at(today, end),
        purpose=row["purpose"],
        materials="消防、登记和台账资料" if row.get("kind") is None else "",
        exempt=ExemptReason(row["exempt"]) if "exempt" in row else None,
        evidence=row.get("evidence", ""),
        urgent=UrgentReason(row["urgent"]) if "urgent" in row else None,
        on_site_reasons={item.pk: row["on_site_reason"] for item in items if item.is_remote_capable},
        assistants=[inspections.AssistantInput(*row["assistant"])] if "assistant" in row else [],
    )
    inspection = inspections.request_inspection(
        request=request, actor=acting_for(subject, Role.CLERK), now=at(asked_on, hour, 10)
    )
    head, decided_at = acting_for(subject, Role.HEAD), at(asked_on, hour + 1, 20)
    if row["until"] == "approved":
        inspections.approve_inspection(
            inspection_id=inspection.pk, opinion="同意。", actor=head, now=decided_at
        )
    elif row["until"] == "returned":
        inspections.return_inspection(
            inspection_id=inspection.pk, reason=row["reason"], actor=head, now=decided_at
        )
    return inspection


def _spoil(row: dict[str, Any], day: date) -> None:
    """Take away, after the approval, what it rested on: a certificate, an officer; the cap was used up by a visit."""
    lead = acting_as("lead", Role.SUPERVISION_LEAD)
    certificate = officer_of(row["officers"][-1]).certificates.get(status=CertificateStatus.VALID)
    suspend_certificate(
        certificate_id=certificate.pk, reason="因工作调整，证件收回核验", actor=lead, now=at(day, 16)
    )
    officer = officer_of(row["officers"][0])
    declare_relation(
        officer_id=officer.pk,
        enterprise_id=Enterprise.objects.get(name=row["enterprises"][0]).pk,
        what="近亲属任职",
        actor=acting_as(row["officers"][0], Role.OFFICER),
        now=at(day, 16, 30),
    )
