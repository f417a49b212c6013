"""Writes of the establishment check: opened, returns taken in, each row decided by a supervisor, closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, NotAllowed, Rejected
from jingwei.platform.models import ImportRun
from jingwei.platform.operations.imports import keep_sheet
from jingwei.registry import resident_ids
from jingwei.registry.members import Member
from jingwei.registry.models import EstablishmentCheck, EstablishmentRow, Officer, Subject
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.registry.operations.matching import Matched, ReturnedPerson, match
from jingwei.registry.operations.officers import access_roster, change_officer, register_officer
from jingwei.registry.rules import resident_id
from jingwei.registry.terms import CheckDecision, CheckResult, EstablishmentAction, StaffKind
from jingwei.rulebook import Moment, Refused, ask

RETURN = "establishment"  # the kind of these imports; they have a page of their own
# Decisions that go against what the return or the rule says; they stand with a reason.
WANT_A_REASON = {CheckDecision.KEEP_ROSTER, CheckDecision.DISMISS}


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """How the decision on one of several rows ended."""

    row_id: int
    error: Refused | Rejected | None


@operation(EstablishmentAction.OPENED)
def open_establishment_check(
    *, title: str, as_of: date, circular: str = "", actor: Actor, now: datetime
) -> EstablishmentCheck:
    """Open a round of the check; ``circular`` is the number of the circular that asks for the returns.

    Raises NotAllowed for anybody but the bureau, Mistake without a title or when the circular has its round already.
    """
    access_registry(actor, *BUREAU)
    if not title.strip():
        raise Mistake("没有填写名称", "填写名称，例如“2026年上半年编制核对”", "title")
    if circular and EstablishmentCheck.objects.filter(circular=circular).exists():
        raise _opened_already(circular)
    try:
        with transaction.atomic():
            check = EstablishmentCheck.objects.create(
                title=title.strip(),
                as_of=as_of,
                circular=circular,
                opened_by_id=actor.account_id,
                opened_at=now,
            )
    except IntegrityError as error:  # Somebody else was a moment earlier.
        raise _opened_already(circular) from error
    audit.record(EstablishmentAction.OPENED, actor=actor, now=now, target=check, check=check.title)
    return check


@operation(
    EstablishmentAction.RETURN_RECEIVED, target="check_id", kind="establishmentcheck", unlogged=("content",)
)
def receive_establishment_return(
    *, check_id: int, subject_id: int, name: str, content: bytes, actor: Actor, now: datetime
) -> ImportRun:
    """Keep the sheet of a subject's return, sealed, to be read by a job in the name of the same member.

    Raises NotAllowed and Conflict as ``take_establishment_return`` does, Mistake for a file that is empty or too large.
    """
    access_roster(actor, subject_id)
    check = _open_check(check_id)
    if not isinstance(actor, Member):
        raise NotAllowed("请先登录", "登录后再试")
    run = keep_sheet(
        kind=RETURN,
        name=name,
        content=content,
        is_all_or_nothing=True,
        acting={"membership_id": actor.membership_id, "check_id": check.pk, "subject_id": subject_id},
        actor=actor,
        now=now,
    )
    app.configure_task("registry.take_uploaded_return").defer(importrun_id=run.pk)
    audit.record(
        EstablishmentAction.RETURN_RECEIVED,
        actor=actor,
        now=now,
        target=check,
        file=run.file.name,
        check=check.title,
    )
    return run


@operation(EstablishmentAction.RETURN_TAKEN, target="check_id", kind="establishmentcheck", unlogged=("rows",))
def take_establishment_return(
    *, check_id: int, subject_id: int, rows: Sequence[ReturnedPerson], actor: Actor, now: datetime
) -> list[EstablishmentRow]:
    """Take in a subject's return and hold it against the roster; a second return replaces what is not decided yet.

    Raises NotAllowed for anybody but the subject's clerk or head and the bureau; Conflict when the check is closed;
    Mistake for an empty return, wrong resident ids or one person twice, naming the lines.
    """
    access_roster(actor, subject_id)
    check = _open_check(check_id)
    subject = locked(Subject, subject_id)
    if not rows:
        raise Mistake("报表里没有人员", "填好人员再报送；确实没有的，书面说明")
    _check_lines(rows, local_date(now))
    standing = check.rows.filter(subject=subject)
    standing.filter(decided_at=None).delete()
    decided = list(standing)
    done_officers = {each.officer_id for each in decided if each.officer_id}
    done_people = {each.id_digest for each in decided if each.id_digest}
    done_names = {
        (each.name, each.certificate_number)
        for each in decided
        if each.line is not None and (each.certificate_number or not each.id_digest)
    }

    def is_done(each: Matched) -> bool:
        if each.officer is not None and each.officer.pk in done_officers:
            return True
        person = each.person
        if person is None or person.digest in done_people:
            return person is not None
        # A name alone proves little: two people with resident ids of their own may share it.
        by_name = bool(person.certificate_number) or not person.digest
        return by_name and (person.name, person.certificate_number) in done_names

    matched = [each for each in match(subject, rows) if not is_done(each)]
    made = EstablishmentRow.objects.bulk_create(_row(check, subject, each) for each in matched)
    audit.record(
        EstablishmentAction.RETURN_TAKEN,
        actor=actor,
        now=now,
        target=check,
        data={"subject": subject.pk, "kept": len(decided), "results": _counted(made)},
        subject=subject.name,
        count=len(rows),
        check=check.title,
    )
    return made


@operation(EstablishmentAction.ROW_DECIDED, target="row_id", kind="establishmentrow")
def decide_row(
    *, row_id: int, decision: CheckDecision, note: str = "", actor: Actor, now: datetime
) -> EstablishmentRow:
    """Decide one row of an open check; the roster follows the decision, a clean-up goes on the clean-up list.

    Raises NotAllowed for anybody but the bureau; Conflict when the row is decided or its check closed; Mistake for a
    decision that does not fit what was found, or one that needs a reason and has none; Refused or Mistake where the
    roster cannot take what the return says.
    """
    access_registry(actor, *BUREAU)
    # The round first, as whoever takes in a return locks them: the row may be gone with the return it stood in.
    check_id = EstablishmentRow.objects.filter(pk=row_id).values_list("establishment", flat=True).first()
    if check_id is not None:
        _open_check(check_id)
    row = locked(EstablishmentRow, row_id)
    result = CheckResult(row.result)
    if row.decided_at is not None:
        raise Conflict(f"{row.name}已处理：{CheckDecision(row.decision).label}")
    if decision not in result.decisions:
        may = "、".join(each.label for each in result.decisions)
        raise Mistake(
            f"{row.name}核对结果是“{result.label}”，不能“{decision.label}”", f"可选：{may}", "decision"
        )
    if decision is CheckDecision.CLEAN_UP and row.officer is None:
        raise Mistake(f"{row.name}不在名册上，无从清理", "核实持证情况，更正报表后重新报送", "decision")
    if decision in WANT_A_REASON and not note.strip():
        raise Mistake(f"“{decision.label}”须写明理由", "写明核实的情况", "note")
    if decision is CheckDecision.TAKE_RETURN:
        _take_over(row, actor, now)
    elif decision is CheckDecision.REGISTER:
        row.officer = _registered(row, actor, now)
    row.decision, row.note = decision, note.strip()
    row.decided_by_id, row.decided_at = actor.account_id, now
    row.save(update_fields=["decision", "note", "decided_by", "decided_at", "officer"])
    audit.record(
        EstablishmentAction.ROW_DECIDED,
        actor=actor,
        now=now,
        target=row,
        name=row.name,
        decision=decision.label,
        note=row.note or result.label,
    )
    return row


def decide_rows(
    *, row_ids: Sequence[int], decision: CheckDecision, note: str = "", actor: Actor, now: datetime
) -> list[DecidedRow]:
    """Decide several rows alike, each on its own: one that cannot be decided so does not hold up the others."""
    ended = []
    for row_id in row_ids:
        error: Refused | Rejected | None = None
        try:
            decide_row(row_id=row_id, decision=decision, note=note, actor=actor, now=now)
        except (Refused, Rejected) as reason:
            error = reason
        ended.append(DecidedRow(row_id, error))
    return ended


@operation(EstablishmentAction.MATCHES_CONFIRMED, target="check_id", kind="establishmentcheck")
def confirm_matches(*, check_id: int, subject_id: int | None = None, actor: Actor, now: datetime) -> int:
    """Confirm at one stroke everybody in whom return and roster agree, of one subject or of all; return how many.

    Raises NotAllowed for anybody but the bureau, Conflict when the check is closed or nothing is left to confirm.
    """
    access_registry(actor, *BUREAU)
    check = _open_check(check_id)
    found = check.rows.filter(result=CheckResult.MATCHES, decided_at=None)
    if subject_id is not None:
        found = found.filter(subject_id=subject_id)
    count = found.update(decision=CheckDecision.CONFIRM, decided_by_id=actor.account_id, decided_at=now)
    if not count:
        raise Conflict("没有待确认的相符人员", "刷新页面看最新情况")
    audit.record(
        EstablishmentAction.MATCHES_CONFIRMED,
        actor=actor,
        now=now,
        target=check,
        data={"subject": subject_id},
        check=check.title,
        count=count,
    )
    return count


@operation(EstablishmentAction.CLOSED, target="check_id", kind="establishmentcheck")
def close_check(*, check_id: int, actor: Actor, now: datetime) -> EstablishmentCheck:
    """Close a check when every row is decided.

    Raises NotAllowed for anybody but the bureau, Conflict when it is closed already, is empty or has open rows.
    """
    access_registry(actor, *BUREAU)
    check = _open_check(check_id)
    still_open = check.rows.filter(decided_at=None).count()
    if still_open:
        raise Conflict(f"还有 {still_open} 人没有处理", "逐行处理后再办结")
    if not check.rows.exists():
        raise Conflict("还没有单位报送", "收到报表并处理后再办结")
    check.closed_at = now
    check.save(update_fields=["closed_at"])
    audit.record(EstablishmentAction.CLOSED, actor=actor, now=now, target=check, check=check.title)
    return check


def _opened_already(circular: str) -> Mistake:
    return Mistake(f"{circular} 已有一次编制核对", "打开那一次继续办理", "circular")


def _open_check(check_id: int) -> EstablishmentCheck:
    check = locked(EstablishmentCheck, check_id)
    if check.closed_at is not None:
        raise Conflict(f"{check} 已于 {local_date(check.closed_at)} 办结", "下一次核对时再报送")
    return check


def _check_lines(rows: Sequence[ReturnedPerson], on: date) -> None:
    """Find wrong resident ids and people who stand twice; all of them at once, without repeating a number."""
    wrong = []
    lines: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.resident_id:
            asked = resident_id.Facts(number=row.resident_id, on=on)
            wrong += [
                f"第 {row.line} 行{row.name}：{finding.verdict.fact}"
                for finding in ask(Moment.REGISTER, [asked], on=on).refusals
            ]
            lines[row.digest].append(row.line)
        elif row.certificate_number:
            lines[f"{row.name} {row.certificate_number}"].append(row.line)
    wrong += [f"第 {'、'.join(map(str, same))} 行是同一人" for same in lines.values() if len(same) > 1]
    if wrong:
        raise Mistake("报表有误：" + "；".join(wrong), "更正后重新报送", "rows")


def _row(check: EstablishmentCheck, subject: Subject, matched: Matched) -> EstablishmentRow:
    person, officer = matched.person, matched.officer
    if person is None:
        assert officer is not None  # A row without a returned person is one of the roster.
        shown = ReturnedPerson(line=0, name=officer.name)
    else:
        shown = person
    return EstablishmentRow(
        establishment=check,
        subject=subject,
        line=person.line if person else None,
        name=shown.name,
        id_digest=shown.digest or (officer.id_digest if officer else ""),
        id_sealed=resident_ids.seal_of(shown.resident_id) or (officer.id_sealed if officer else ""),
        staff=shown.staff or "",
        unit=shown.unit,
        post=shown.post,
        certificate_number=shown.certificate_number,
        officer=officer,
        result=matched.result,
        differences=matched.differences,
    )


def _take_over(row: EstablishmentRow, actor: Actor, now: datetime) -> None:
    """Let the roster say what the return says; a number of a card is none of its business."""
    assert row.officer is not None  # Rows of nobody on a roster may not be decided so.
    given = {each["field"] for each in row.differences}
    if not given - {"certificate_number", "match"}:
        raise Mistake(
            f"{row.name}只有证号或对应方式不符，名册不随报表改",
            "证号有误的注销旧证、发新证；核实后选“以名册为准”",
            "decision",
        )
    change_officer(
        officer_id=row.officer.pk,
        name=row.name if "name" in given else None,
        staff=StaffKind(row.staff) if "staff" in given else None,
        unit=row.unit if "unit" in given else None,
        post=row.post if "post" in given else None,
        resident_id=resident_ids.opened(row.id_sealed) if "resident_id" in given else None,
        subject_id=row.subject_id if "subject" in given else None,
        actor=actor,
        now=now,
    )


def _registered(row: EstablishmentRow, actor: Actor, now: datetime) -> Officer:
    if not row.staff:
        raise Mistake(f"{row.name}的报表没有填写人员性质", "单位补报后再登记", "decision")
    return register_officer(
        subject_id=row.subject_id,
        name=row.name,
        staff=StaffKind(row.staff),
        resident_id=resident_ids.opened(row.id_sealed),
        unit=row.unit,
        post=row.post,
        actor=actor,
        now=now,
    )


def _counted(rows: Sequence[EstablishmentRow]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[CheckResult(row.result).label] += 1
    return dict(counts)
