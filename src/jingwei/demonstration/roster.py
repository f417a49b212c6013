"""The roster: everybody who is not named in the content, with accounts, certificates, and what became of these."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from jingwei.demonstration import bulk
from jingwei.demonstration.chance import dice, one_of
from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN, BEGAN_ON
from jingwei.demonstration.people import fields_of
from jingwei.platform import audit
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import Account, AuditEvent
from jingwei.registry.models import Certificate, CertificateApplication, Membership, Officer, Subject
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import (
    ApplicationStage,
    CancelReason,
    CertificateStatus,
    Field,
    OfficerAction,
    PartyKind,
    Role,
    StaffKind,
)

SYSTEM_BEGAN = date(2024, 1, 2)
TOWNS = "镇（街道）"
YEARS = 5  # how long a card is valid
CHECKED, DECIDED_BY = (
    "2025H1",
    date(2025, 6, 3),
)  # the half-year of the establishment check, and its decisions
STAFF = {
    StaffKind.CIVIL_SERVANT: 46,
    StaffKind.TREATED_AS_CIVIL_SERVANT: 14,
    StaffKind.PUBLIC_INSTITUTION: 34,
    StaffKind.CONTRACT: 2,
    StaffKind.AUXILIARY: 3,
    StaffKind.GRID_WORKER: 1,
}
# Why cards of people on the establishment are cancelled; those of others are cancelled because they are not on it.
REASONS = {
    CancelReason.MOVED_POST: 34,
    CancelReason.RETIRED: 26,
    CancelReason.LEFT: 24,
    CancelReason.TRAINING_FAILED: 6,
    CancelReason.EXPIRED: 6,
    CancelReason.DISMISSED: 2,
    CancelReason.MISUSED: 1,
    CancelReason.DIED: 1,
}
LEAVES = {CancelReason.LEFT, CancelReason.RETIRED, CancelReason.DISMISSED, CancelReason.DIED}


@dataclass
class Roster:
    """The rows of one load, by table, in the order in which they are written."""

    accounts: list[Account] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    applications: list[CertificateApplication] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)


def build_roster(*, today: date) -> None:
    """Fill every subject's roster, so that with the named people 1252 stand on it, and give each a clerk and a head."""
    roster = Roster()
    for subject in Subject.objects.order_by("code"):
        _fill(roster, subject)
    bulk.add(roster.accounts)
    for officer in roster.officers:
        officer.account = officer.account  # takes over the key that the account has now
    bulk.add(roster.officers)
    for membership in roster.memberships:
        membership.account = membership.account
    bulk.add(roster.memberships)
    _certify(roster, today)
    for certificate in roster.certificates:
        certificate.officer = certificate.officer
    bulk.add(roster.certificates)
    for application in roster.applications:
        application.officer = application.officer
        application.certificate = application.certificate
    bulk.add(roster.applications)
    bulk.add(_log(roster))


def _fill(roster: Roster, subject: Subject) -> None:
    standing = list(Officer.objects.filter(subject=subject))
    held = Counter(Membership.objects.filter(subject=subject).values_list("role", flat=True))
    short = subject.code[-4:]
    thrown = dice("roster", subject.code)
    for role in (Role.CLERK, Role.HEAD):
        if not held[role]:
            _join(roster, subject, role, _account(roster, f"{role}-{short}", _name(thrown)))
    for n in range(_size(subject) - len(standing)):
        officer = _officer(roster, subject, thrown, n)
        if n < 2 and officer.account is not None and not held[Role.LEGAL_REVIEWER]:
            officer.has_legal_qualification = True
            _join(roster, subject, Role.LEGAL_REVIEWER, officer.account)


def _size(subject: Subject) -> int:
    """Return how many stand on a subject's roster."""
    content = read("roster")
    if subject.short_name == content["remainder"]:
        others = Subject.objects.exclude(pk=subject.pk)
        return int(content["total"] - sum(_size(other) for other in others))
    kind = "town" if subject.line == TOWNS else PartyKind(subject.kind).value
    return int(content["subjects"].get(subject.short_name, content["each"][kind]))


def _officer(roster: Roster, subject: Subject, thrown: Random, n: int) -> Officer:
    words = read("names")
    name = _name(thrown)
    # The first four of each are on the establishment, so that no subject is without people who may inspect.
    staff = one_of(thrown, STAFF) if n >= 4 else StaffKind.CIVIL_SERVANT
    account = None
    if staff.may_enforce:
        account = _account(roster, f"officer-{subject.code[-4:]}-{n + 1:03}", name)
        _join(roster, subject, Role.OFFICER, account)
    officer = Officer(
        subject=subject,
        name=name,
        staff=staff,
        account=account,
        sort_key=sort_key(name),
        unit=thrown.choice(words["units"]),
        post=thrown.choice(words["posts"]) if staff.may_enforce else "",
    )
    roster.officers.append(officer)
    return officer


def _name(thrown: Random) -> str:
    words = read("names")
    # Surnames at the head of the list are the commoner ones, as in life.
    surname = words["surnames"][int(len(words["surnames"]) * thrown.random() ** 1.7)]
    given = thrown.choice(words["first"]) + (thrown.choice(words["second"]) if thrown.random() < 0.8 else "")
    return str(surname + given)


def _account(roster: Roster, username: str, name: str) -> Account:
    """Make an account with which nobody can sign in."""
    account = Account(
        username=username, name=name, password=f"{UNUSABLE_PASSWORD_PREFIX}demonstration", created_at=BEGAN
    )
    roster.accounts.append(account)
    return account


def _join(roster: Roster, subject: Subject, role: Role, account: Account) -> None:
    roster.memberships.append(
        Membership(account=account, role=role, subject=subject, valid_from=SYSTEM_BEGAN)
    )


def _certify(roster: Roster, today: date) -> None:
    """Deal the cards: so many first ones and so many cancelled ones a half-year, the rest were there before."""
    content = read("roster")["certificates"]
    eligible = [officer for officer in roster.officers if StaffKind(officer.staff).may_enforce]
    others = [officer for officer in roster.officers if not StaffKind(officer.staff).may_enforce]
    # The first of each subject keep theirs through all the years: they are the ones who inspect.
    place: Counter[int] = Counter()
    steady: list[Officer] = []
    rest: list[Officer] = []
    inspecting = read("volumes")["subjects"]
    for officer in eligible:
        subject = officer.subject
        place[subject.pk] += 1
        most = max(8, _size(subject) * 3 // 5) if subject.short_name in inspecting else 3
        (steady if place[subject.pk] <= most else rest).append(officer)
    dice("certificates").shuffle(rest)
    # Cards of people who are not on the establishment: found by the check of 2025, and cancelled in that half-year.
    given_up = {CHECKED: others[: content["cancelled"][CHECKED] // 2]}
    fields = {subject.pk: fields_of(subject) for subject in Subject.objects.all()}
    for half, count in content["first"].items():
        first, last = half_year(half)
        for officer in [rest.pop() for _ in range(count)]:
            on = _working_day(dice("first", officer.pk), first, min(last, today))
            if on <= today:
                _first_card(roster, officer, fields[officer.subject_id], on)
    for half, count in content["cancelled"].items():
        first, last = half_year(half)
        chosen = given_up.get(half, [])
        for officer in chosen + [rest.pop() for _ in range(count - len(chosen))]:
            begins = DECIDED_BY if officer in chosen else first
            on = _working_day(dice("cancelled", officer.pk), begins, min(last, today))
            card = _old_card(roster, officer, fields[officer.subject_id])
            if on <= today:
                _cancel(card, on)
    kept = len(rest) * 3 // 4
    for officer in [*steady, *rest[:kept]]:
        _old_card(roster, officer, fields[officer.subject_id])
    for n, card in enumerate(roster.certificates, 1):
        card.number = f"100312{n:05}"


def _old_card(roster: Roster, officer: Officer, fields: list[Field]) -> Certificate:
    on = _working_day(dice("card", officer.pk), date(2022, 3, 1), date(2023, 11, 30))
    return _card(roster, officer, fields, on)


def _first_card(roster: Roster, officer: Officer, fields: list[Field], on: date) -> None:
    """Write a first card with the application that led to it."""
    card = _card(roster, officer, fields, on)
    card.is_first = True
    thrown = dice("application", officer.pk)
    roster.applications.append(
        CertificateApplication(
            officer=officer,
            fields=card.fields,
            trained_on=on - timedelta(days=thrown.randint(40, 60)),
            examined_on=on - timedelta(days=thrown.randint(25, 35)),
            score=thrown.randint(62, 97),
            stage=ApplicationStage.ISSUED,
            opinion="在编在岗，培训、考试合格，同意发证。",
            applied_at=_at(on - timedelta(days=thrown.randint(15, 20))),
            decided_at=_at(on - timedelta(days=thrown.randint(3, 8))),
            certificate=card,
        )
    )


def _card(roster: Roster, officer: Officer, fields: list[Field], on: date) -> Certificate:
    card = Certificate(
        officer=officer,
        fields=[each.value for each in fields],
        status=CertificateStatus.VALID,
        valid_from=on,
        valid_to=on.replace(year=on.year + YEARS) - timedelta(days=1),
        issuer="江苏省人民政府",
        issued_on=on,
    )
    roster.certificates.append(card)
    return card


def _cancel(card: Certificate, on: date) -> None:
    thrown = dice("reason", card.officer_id)
    is_established = StaffKind(card.officer.staff).may_enforce
    reason = one_of(thrown, REASONS) if is_established else CancelReason.NOT_ESTABLISHED
    card.status, card.cancelled_on, card.cancel_reason = CertificateStatus.CANCELLED, on, reason
    # Some cards are still out; the list of them is what the clean-up works on.
    if thrown.random() < 0.92:
        card.returned_on = on + timedelta(days=thrown.randint(0, 20))
    if reason in LEAVES:
        Officer.objects.filter(pk=card.officer_id).update(
            left_on=on - timedelta(days=thrown.randint(3, 25)), left_reason=reason
        )


def half_year(name: str) -> tuple[date, date]:
    """Return the first and the last day of a half-year such as 2025H1."""
    year = int(name[:4])
    if name.endswith("H1"):
        return date(year, 1, 2), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


def _working_day(thrown: Random, first: date, last: date) -> date:
    """Return a weekday between the two; festivals are left to chance, cards are dated by the printer."""
    day = first + timedelta(days=thrown.randint(0, max(0, (last - first).days)))
    return day - timedelta(days=max(0, day.weekday() - 4)) if day > first + timedelta(days=2) else day


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)


def _log(roster: Roster) -> Iterator[AuditEvent]:
    """Tell of the roster and its cards what the operations would have told."""
    for officer in roster.officers:
        yield audit.entry(
            OfficerAction.REGISTERED,
            actor=SYSTEM,
            now=BEGAN,
            target=officer,
            subject=officer.subject.name,
            officer=officer.name,
            staff=StaffKind(officer.staff).label,
        )
    for card in roster.certificates:
        issued_on = max(card.valid_from, BEGAN_ON)
        yield audit.entry(
            OfficerAction.CERTIFICATE_ISSUED,
            actor=SYSTEM,
            now=_at(issued_on),
            target=card,
            officer=card.officer,
            number=card.number,
        )
        if card.cancelled_on is not None:
            yield audit.entry(
                OfficerAction.CERTIFICATE_CANCELLED,
                actor=SYSTEM,
                now=_at(max(card.cancelled_on, BEGAN_ON)),
                target=card,
                officer=card.officer,
                number=card.number,
                reason=CancelReason(card.cancel_reason).label,
                day=card.cancelled_on,
            )
