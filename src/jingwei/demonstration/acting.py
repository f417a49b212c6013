"""Lets the demonstration's people act: they request, approve and inspect through the operations that everybody uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypedDict

from django.db.models import QuerySet

from jingwei.demonstration.pictures import scene, signature
from jingwei.inspections import operations as inspections
from jingwei.inspections.models import Inspection, Record
from jingwei.inspections.queries import contents_now, rating_token
from jingwei.inspections.terms import EntryWay, Outcome, PointResult, RatedAspect, SignerKind
from jingwei.platform.actors import NOBODY
from jingwei.platform.calendar import SHANGHAI, Calendar
from jingwei.registry import codes
from jingwei.registry.members import Member
from jingwei.registry.models import Membership, Officer, Site, SiteCode
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role

ON_SITE = ("赵有信", "生产负责人")  # who receives the officers, and the post


class Which(TypedDict):
    """Which inspection, and who acts on it: what every step is told."""

    inspection_id: int
    actor: Member


@dataclass(frozen=True, slots=True)
class Course:
    """How a visit went: the way in, what it ended in, the point that failed (0: none), whether the enterprise rated it."""

    way: EntryWay = EntryWay.SCAN
    outcome: Outcome = Outcome.NO_PROBLEM
    failed: int = 0
    is_rated: bool = False


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant by Beijing time."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def working_day_before(calendar: Calendar, day: date, count: int = 1) -> date:
    """Return the working day that lies ``count`` working days before a day."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
    return day


def officer_of(username: str) -> Officer:
    """Return the officer behind an account."""
    return Officer.objects.get(account__username=username)


def acting_as(username: str, role: Role) -> Member:
    """Return an account as the actor of one of its roles."""
    return member_of(_memberships().get(account__username=username, role=role))


def acting_for(subject: str, role: Role) -> Member:
    """Return the clerk of a subject, named by its short name, or its head; never a deputy."""
    return member_of(_memberships().get(subject__short_name=subject, role=role, is_deputy=False))


def contact_of(enterprise_id: int) -> Member:
    """Return a contact of an enterprise as who hands in a rating, which names nobody: no account is needed."""
    return Member(None, "企业联系人", role=Role.ENTERPRISE_CONTACT, enterprise_id=enterprise_id)


def carry_out(inspection: Inspection, officers: Sequence[str], start: datetime, course: Course) -> None:
    """Inspect from the gate to the result: notice, scan, record, signatures, leaving, telling, rating."""
    actor = acting_as(officers[0], Role.OFFICER)
    act = partial(_after, start)
    which: Which = {"inspection_id": inspection.pk, "actor": actor}
    site = inspection.site
    position = inspections.Position((site.latitude or 0) + 0.0004, (site.longitude or 0) - 0.0003, 12)
    inspections.enter_visit(**which, **_shown_at_the_gate(site, course.way), position=position, now=start)
    inspections.serve_notice(**which, received_by=ON_SITE[0], now=act(4))
    record = inspections.start_record(**which, certificate_shown_at=act(2), now=act(6))
    texts = dict(record.entries.values_list("position", "text"))
    problem = f"{texts[course.failed]}：现场查见一处不符合。" if course.failed else ""
    inspections.save_record(
        **which,
        version=record.version,
        entries={
            position: inspections.EntryInput(PointResult.FAILS, problem)
            if position == course.failed
            else inspections.EntryInput(PointResult.CONFORMS)
            for position in texts
        },
        person_name=ON_SITE[0],
        person_post=ON_SITE[1],
        is_recusal_asked=True,
        statement="以上情况属实，没有意见。",
        findings=problem or "对照检查标准逐项核对，未发现问题。",
        now=act(48),
    )
    if course.failed:
        inspections.add_photo(
            **which, content=scene(inspection.number), name="现场.jpg", position=course.failed, now=act(50)
        )
    signatures = [
        inspections.SignatureInput(SignerKind.OFFICER, each.name, signature(each.name), each.pk)
        for each in map(officer_of, officers)
    ]
    signatures.append(inspections.SignatureInput(SignerKind.ENTERPRISE, ON_SITE[0], signature(ON_SITE[0])))
    record = Record.objects.select_related("inspection__visit").get(pk=record.pk)
    digest = contents_now(record).digest
    inspections.sign_record(**which, digest=digest, signatures=signatures, now=act(56))
    visit = inspections.leave_visit(**which, now=act(60))
    is_case = course.outcome is Outcome.CLUE_OF_VIOLATION
    is_ordered = course.outcome is Outcome.CORRECTION_ORDERED
    inspections.tell_result(
        **which,
        outcome=course.outcome,
        problems=problem,
        demand="按检查标准整改，并把整改情况书面告知检查主体。" if is_ordered else "",
        correct_by=start.date() + timedelta(days=15) if is_ordered else None,
        guidance="对照检查标准开展自查。",
        is_told_on_the_spot=not is_case,
        ended_in_case=is_case,
        case_number=f"{inspection.subject.document_series}案演示{inspection.pk}号" if is_case else "",
        now=act(62),
    )
    if course.is_rated:
        stars = {aspect: 4 + (inspection.pk + n) % 2 for n, aspect in enumerate(RatedAspect)}
        inspections.rate_visit(
            rater=contact_of(inspection.enterprise_id),
            token=rating_token(visit),
            stars=stars,
            actor=NOBODY,
            now=act(200),
        )


def _shown_at_the_gate(site: Site, way: EntryWay) -> dict[str, Any]:
    """Return what the officers hold against the enterprise's gate: its code, its licence, or the door plate."""
    match way:
        case EntryWay.SEARCH:
            plate = {"explanation": "企业码被雨水泡坏，正在补领", "door_photo": scene(site.enterprise.name)}
            return {"way": way, **plate}
        case EntryWay.LICENCE:
            return {"way": way, "code": site.enterprise.credit_code}
    return {"code": codes.write(SiteCode.objects.get(site=site, ended_at=None).token)}


def _after(start: datetime, minutes: int) -> datetime:
    return start + timedelta(minutes=minutes)


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("account__officer", "subject", "enterprise")
