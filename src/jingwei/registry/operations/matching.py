"""Holding a department's return against the roster: who is who, what differs, what that amounts to. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jingwei.registry import facts, resident_ids
from jingwei.registry.models import Officer, Subject
from jingwei.registry.queries.certificates import standing_card
from jingwei.registry.rules.certificate_holder import certificate_holder
from jingwei.registry.terms import CertificateStatus, CheckResult, StaffKind
from jingwei.rulebook import Raise

# What is compared, with the word that the page shows; a cell that the return leaves empty is not compared.
COMPARED = {
    "name": "姓名",
    "staff": "人员性质",
    "unit": "内设机构",
    "post": "职务",
    "certificate_number": "证号",
}


@dataclass(frozen=True, slots=True)
class ReturnedPerson:
    """One row of a department's return, read and checked cell by cell. ``line`` is its line on the sheet, from 1."""

    line: int
    name: str
    resident_id: str = field(default="", repr=False)
    staff: StaffKind | None = None
    unit: str = ""
    post: str = ""
    certificate_number: str = ""

    @property
    def digest(self) -> str:
        """The digest by which the person is found on a roster; empty without a resident id."""
        return resident_ids.digest_of(self.resident_id)


@dataclass(frozen=True, slots=True)
class Matched:
    """One person of the return (none: on the roster alone) beside one of a roster (none: not found)."""

    person: ReturnedPerson | None
    officer: Officer | None
    result: CheckResult
    differences: list[dict[str, str]]


def match(subject: Subject, people: Sequence[ReturnedPerson]) -> list[Matched]:
    """Hold a return against the roster of its subject and, for those not on it, against all other rosters.

    Somebody is found by resident id, then by name and certificate, at last by a name that is the only one of its kind
    on both sides; the last is shown as a difference, because a name proves little.
    """
    roster = list(
        Officer.objects.filter(subject=subject, left_on=None)
        .select_related("subject")
        .prefetch_related("certificates")
        .order_by("sort_key", "id")
    )
    at_home = _Found(roster)
    elsewhere = _Found(
        Officer.objects.filter(left_on=None)
        .exclude(subject=subject)
        .filter(id_digest__in=[each.digest for each in people if each.digest])
        .select_related("subject")
        .prefetch_related("certificates")
    ) | _Found(
        Officer.objects.filter(left_on=None)
        .exclude(subject=subject)
        .filter(
            certificates__number__in=[each.certificate_number for each in people if each.certificate_number]
        )
        .exclude(certificates__status=CertificateStatus.CANCELLED.value)
        .select_related("subject")
        .prefetch_related("certificates")
        .distinct()
    )
    surely = {each.line: at_home.surely(each) for each in people}
    taken = {officer.pk for officer in surely.values() if officer}
    rows, seen = [], set()
    for person in people:
        officer, is_by_name = surely[person.line], False
        if officer is None and (officer := elsewhere.surely(person)) is None:
            officer = at_home.by_name_alone(person, people, taken)
            is_by_name = officer is not None
        if officer is not None:
            seen.add(officer.pk)
        rows.append(_compared(subject, person, officer, is_by_name=is_by_name))
    rows += [
        Matched(None, officer, CheckResult.NOT_IN_RETURN, []) for officer in roster if officer.pk not in seen
    ]
    return rows


class _Found:
    """Officers by what they are known by."""

    def __init__(self, officers: Iterable[Officer]) -> None:
        self.officers = list(officers)
        self.by_digest = {each.id_digest: each for each in self.officers if each.id_digest}
        self.by_card = {
            (each.name, card.number): each
            for each in self.officers
            for card in each.certificates.all()
            if card.status != CertificateStatus.CANCELLED.value
        }

    def __or__(self, other: "_Found") -> "_Found":
        return _Found([*self.officers, *other.officers])

    def surely(self, person: ReturnedPerson) -> Officer | None:
        """Return who it is by resident id, else by name and certificate."""
        if person.digest and (by_id := self.by_digest.get(person.digest)):
            return by_id
        # The same name and card under another resident id is one person, and the difference is shown.
        return self.by_card.get((person.name, person.certificate_number))

    def by_name_alone(
        self, person: ReturnedPerson, people: Sequence[ReturnedPerson], taken: set[int]
    ) -> Officer | None:
        """Return the only officer of that name whom nobody else is, if the return too has the name once."""
        named = [each for each in self.officers if each.name == person.name and each.pk not in taken]
        is_known_otherwise = bool(named) and bool(person.digest) and bool(named[0].id_digest)
        if len(named) != 1 or is_known_otherwise or sum(each.name == person.name for each in people) != 1:
            return None
        return named[0]


def _compared(
    subject: Subject, person: ReturnedPerson, officer: Officer | None, *, is_by_name: bool
) -> Matched:
    differences = _differences(subject, person, officer, is_by_name=is_by_name) if officer else []
    staff = person.staff or (StaffKind(officer.staff) if officer else None)
    card = standing_card(officer) if officer else None
    held = card.number if card else person.certificate_number
    if staff and isinstance(certificate_holder(facts.holder_facts(person.name, staff, held)), Raise):
        result = CheckResult.NOT_ESTABLISHED
    elif officer is None:
        result = CheckResult.NOT_ON_ROSTER
    elif officer.subject_id != subject.pk:
        result = CheckResult.ELSEWHERE
    else:
        result = CheckResult.DIFFERS if differences else CheckResult.MATCHES
    return Matched(person, officer, result, differences)


def _differences(
    subject: Subject, person: ReturnedPerson, officer: Officer, *, is_by_name: bool
) -> list[dict[str, str]]:
    card = standing_card(officer)
    ours: dict[str, Any] = {name: getattr(officer, name, "") for name in COMPARED}
    ours["certificate_number"] = card.number if card else ""
    found = [
        {
            "field": name,
            "label": label,
            "roster": _worded(name, ours[name]),
            "return": _worded(name, theirs),
        }
        for name, label in COMPARED.items()
        if (theirs := getattr(person, name)) and theirs != ours[name]
    ]
    if officer.subject_id != subject.pk:
        both = {"roster": officer.subject.name, "return": subject.name}
        found.insert(0, {"field": "subject", "label": "单位", **both})
    if person.digest and person.digest != officer.id_digest:
        both = {
            "roster": resident_ids.shown(officer.id_sealed) or "没有登记",
            "return": resident_ids.masked(person.resident_id),
        }
        found.append({"field": "resident_id", "label": "身份证号", **both})
    if is_by_name:
        found.append(
            {
                "field": "match",
                "label": "对应方式",
                "roster": "没有身份证号",
                "return": "仅凭姓名对应，请核实",
            }
        )
    return found


def _worded(name: str, value: Any) -> str:
    return StaffKind(value).label if name == "staff" and value else str(value)
