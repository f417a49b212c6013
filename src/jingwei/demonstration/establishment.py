"""The establishment checks: that of early 2025, of 1252 people in 72 returns, and the one a year later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from jingwei.demonstration import bulk
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.platform import audit
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import Account, AuditEvent
from jingwei.registry.members import Member
from jingwei.registry.models import (
    Certificate,
    EstablishmentCheck,
    EstablishmentRow,
    Membership,
    Officer,
    Subject,
)
from jingwei.registry.queries import member_of
from jingwei.registry.terms import CheckDecision, CheckResult, EstablishmentAction, Role, StaffKind


@dataclass(frozen=True, slots=True)
class Round:
    """One establishment check: from when to when, as of which day, by which circular."""

    title: str
    circular: str
    opened_on: date
    as_of: date
    first_decided: date
    closed_on: date
    since: date  # who had left before is not asked about any more


ROUNDS = (
    Round(
        title="2025年上半年执法人员编制核对",
        circular="铜司通〔2025〕6号",
        opened_on=date(2025, 3, 3),
        as_of=date(2025, 3, 31),
        first_decided=date(2025, 4, 7),
        closed_on=date(2025, 6, 20),
        since=date(2024, 1, 1),
    ),
    Round(
        title="2026年上半年执法人员编制核对",
        circular="铜司通〔2026〕4号",
        opened_on=date(2026, 3, 2),
        as_of=date(2026, 3, 31),
        first_decided=date(2026, 4, 6),
        closed_on=date(2026, 6, 19),
        since=date(2025, 6, 20),
    ),
)
NOTES = {
    CheckDecision.KEEP_ROSTER: "与单位核实，名册无误",
    CheckDecision.CLEAN_UP: "列入本次清理",
    CheckDecision.REGISTER: "核实在编在岗，补入名册",
}


def build_establishment_checks(*, today: date) -> None:
    """Write each check that is closed by today, with a decision on everybody."""
    found = Membership.objects.select_related("account__officer", "subject", "enterprise")
    supervisor = member_of(found.get(role=Role.SUPERVISOR))
    for each in ROUNDS:
        if each.closed_on <= today:
            _build(each, supervisor)


def _build(each: Round, supervisor: Member) -> None:
    check = EstablishmentCheck.objects.create(
        title=each.title,
        as_of=each.as_of,
        circular=each.circular,
        opened_by_id=supervisor.account_id,
        opened_at=_at(each.opened_on),
        closed_at=_at(each.closed_on),
    )
    rows = bulk.add(_rows(check, each, supervisor.account))
    bulk.add(_log(check, each, rows, supervisor))


def _rows(check: EstablishmentCheck, each: Round, decided_by: int) -> Iterator[EstablishmentRow]:
    names = read("names")
    by = Account.objects.get(pk=decided_by)
    others = list(Subject.objects.order_by("code"))
    lines: dict[int, int] = {}
    asked = Q(left_on=None) | Q(left_on__gte=each.since)
    officers = Officer.objects.filter(asked).select_related("subject", "account")
    for officer in officers.prefetch_related("certificates").order_by("id"):
        thrown = dice("check", each.title, officer.pk)
        held = [card for card in officer.certificates.all() if card.valid_from <= each.as_of]
        result, decision = _found(officer, each, thrown.random(), is_holder=_is_holder(held, each))
        differences = _differences(officer, result, thrown.choice(names["units"]), thrown.choice(others))
        is_returned = result is not CheckResult.NOT_IN_RETURN
        lines[officer.subject_id] = lines.get(officer.subject_id, 3) + is_returned
        week, day = thrown.randrange(8), thrown.randrange(4)
        yield EstablishmentRow(
            establishment=check,
            subject=officer.subject,
            line=lines[officer.subject_id] if is_returned else None,
            name=officer.name,
            staff=officer.staff if is_returned else "",
            unit=officer.unit if is_returned else "",
            post=officer.post if is_returned else "",
            certificate_number=held[0].number if held and is_returned else "",
            officer=officer,
            result=result,
            differences=differences,
            decision=decision,
            note=NOTES.get(decision, ""),
            decided_by=by,
            decided_at=_at(each.first_decided + timedelta(days=7 * week + day)),
        )


def _is_holder(held: list[Certificate], each: Round) -> bool:
    """Whether somebody held a card when the check was made."""
    return any(card.cancelled_on is None or card.cancelled_on > each.as_of for card in held)


def _found(
    officer: Officer, each: Round, lot: float, *, is_holder: bool
) -> tuple[CheckResult, CheckDecision]:
    """Return what the check found of a person, by what became of them, else by lot."""
    if not StaffKind(officer.staff).may_enforce:
        decision = CheckDecision.CLEAN_UP if is_holder else CheckDecision.KEEP_ROSTER
        return CheckResult.NOT_ESTABLISHED, decision
    if officer.left_on is not None and officer.left_on <= each.as_of:
        return CheckResult.NOT_IN_RETURN, CheckDecision.CLEAN_UP
    if officer.account and not officer.account.username.startswith("officer-"):
        return CheckResult.MATCHES, CheckDecision.CONFIRM
    if lot < 0.012:
        return CheckResult.ELSEWHERE, CheckDecision.KEEP_ROSTER
    if lot < 0.03:
        return CheckResult.NOT_ON_ROSTER, CheckDecision.REGISTER
    if lot < 0.045:
        return CheckResult.NOT_IN_RETURN, CheckDecision.KEEP_ROSTER
    if lot < 0.115:
        return CheckResult.DIFFERS, CheckDecision.TAKE_RETURN
    return CheckResult.MATCHES, CheckDecision.CONFIRM


def _differences(officer: Officer, result: CheckResult, unit: str, other: Subject) -> list[dict[str, Any]]:
    """Return what stood on the roster beside what the department returned; the roster has followed since."""
    if result is CheckResult.ELSEWHERE:
        return [{"field": "subject", "label": "单位", "roster": officer.subject.name, "return": other.name}]
    if result is not CheckResult.DIFFERS:
        return []
    if officer.staff == StaffKind.PUBLIC_INSTITUTION:
        staff = StaffKind(officer.staff).label
        return [
            {
                "field": "staff",
                "label": "人员性质",
                "roster": StaffKind.CIVIL_SERVANT.label,
                "return": staff,
            }
        ]
    return [{"field": "unit", "label": "内设机构", "roster": unit, "return": officer.unit}]


def _log(
    check: EstablishmentCheck, each: Round, rows: list[EstablishmentRow], supervisor: Member
) -> Iterator[AuditEvent]:
    """Tell of the check and of each decision that was not a mere confirmation, as the operations would have told."""
    yield audit.entry(
        EstablishmentAction.OPENED, actor=supervisor, now=_at(each.opened_on), target=check, check=check.title
    )
    for row in sorted(rows, key=lambda row: (row.decided_at, row.pk)):
        decision = CheckDecision(row.decision)
        assert row.decided_at is not None
        if decision is not CheckDecision.CONFIRM:
            yield audit.entry(
                EstablishmentAction.ROW_DECIDED,
                actor=supervisor,
                now=row.decided_at,
                target=row,
                name=row.name,
                decision=decision.label,
                note=row.note or CheckResult(row.result).label,
            )
    yield audit.entry(
        EstablishmentAction.CLOSED, actor=supervisor, now=_at(each.closed_on), target=check, check=check.title
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)
