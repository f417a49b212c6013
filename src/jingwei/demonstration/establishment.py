"""The establishment check of the first half of 2025: 1252 people of 72 returns, held against the roster and decided."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from jingwei.demonstration import bulk
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.platform import audit
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import Account, AuditEvent
from jingwei.registry.members import Member
from jingwei.registry.models import EstablishmentCheck, EstablishmentRow, Membership, Officer, Subject
from jingwei.registry.queries import member_of
from jingwei.registry.terms import CheckDecision, CheckResult, EstablishmentAction, Role, StaffKind

OPENED_ON, CLOSED_ON = date(2025, 3, 3), date(2025, 6, 20)
AS_OF = date(2025, 3, 31)
FIRST_DECIDED = date(2025, 4, 7)
NOTES = {
    CheckDecision.KEEP_ROSTER: "与单位核实，名册无误",
    CheckDecision.CLEAN_UP: "列入本次清理",
    CheckDecision.REGISTER: "核实在编在岗，补入名册",
}


def build_establishment_check(*, today: date) -> None:
    """Write the check with a decision on everybody. Before it was closed there is none."""
    if today < CLOSED_ON:
        return
    supervisor = member_of(
        Membership.objects.select_related("account__officer", "subject", "enterprise").get(
            role=Role.SUPERVISOR
        )
    )
    check = EstablishmentCheck.objects.create(
        title="2025年上半年执法人员编制核对",
        as_of=AS_OF,
        circular="铜司通〔2025〕6号",
        opened_by_id=supervisor.account_id,
        opened_at=_at(OPENED_ON),
        closed_at=_at(CLOSED_ON),
    )
    rows = bulk.add(_rows(check, supervisor.account))
    bulk.add(_log(check, rows, supervisor))


def _rows(check: EstablishmentCheck, decided_by: int) -> Iterator[EstablishmentRow]:
    names = read("names")
    by = Account.objects.get(pk=decided_by)
    others = list(Subject.objects.order_by("code"))
    lines: dict[int, int] = {}
    officers = (
        Officer.objects.select_related("subject", "account").prefetch_related("certificates").order_by("id")
    )
    for officer in officers:
        thrown = dice("check", officer.pk)
        result, decision = _found(officer, thrown.random())
        differences = _differences(officer, result, thrown.choice(names["units"]), thrown.choice(others))
        is_returned = result is not CheckResult.NOT_IN_RETURN
        lines[officer.subject_id] = lines.get(officer.subject_id, 3) + is_returned
        card = next(iter(officer.certificates.all()), None)
        yield EstablishmentRow(
            establishment=check,
            subject=officer.subject,
            line=lines[officer.subject_id] if is_returned else None,
            name=officer.name,
            staff=officer.staff if is_returned else "",
            unit=officer.unit if is_returned else "",
            post=officer.post if is_returned else "",
            certificate_number=card.number if card and card.valid_from <= AS_OF and is_returned else "",
            officer=officer,
            result=result,
            differences=differences,
            decision=decision,
            note=NOTES.get(decision, ""),
            decided_by=by,
            decided_at=_at(FIRST_DECIDED + timedelta(days=7 * thrown.randrange(8) + thrown.randrange(4))),
        )


def _found(officer: Officer, lot: float) -> tuple[CheckResult, CheckDecision]:
    """Return what the check found of a person, by what became of them, else by lot."""
    if not StaffKind(officer.staff).may_enforce:
        is_holder = bool(officer.certificates.all())
        return (
            CheckResult.NOT_ESTABLISHED,
            CheckDecision.CLEAN_UP if is_holder else CheckDecision.KEEP_ROSTER,
        )
    if officer.left_on is not None and officer.left_on <= AS_OF:
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


def _log(check: EstablishmentCheck, rows: list[EstablishmentRow], supervisor: Member) -> Iterator[AuditEvent]:
    """Tell of the check and of each decision that was not a mere confirmation, as the operations would have told."""
    yield audit.entry(
        EstablishmentAction.OPENED, actor=supervisor, now=_at(OPENED_ON), target=check, check=check.title
    )
    for row in sorted(rows, key=lambda each: (each.decided_at, each.pk)):
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
        EstablishmentAction.CLOSED, actor=supervisor, now=_at(CLOSED_ON), target=check, check=check.title
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)
