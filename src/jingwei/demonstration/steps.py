"""The steps of an inspection, told what the demonstration's people say and do: each is the operation's own, on rows in memory.

One function an operation, in the order of the way; each is named as the operation that it stands for.
"""

from collections.abc import Callable
from datetime import datetime

from jingwei.demonstration import ledger as caps
from jingwei.demonstration.chains import ACCEPTED, PREFERRED, VOID_REASON
from jingwei.demonstration.courses import Course, Foreseen
from jingwei.inspections import facts
from jingwei.inspections.citations import cite_line, cite_special
from jingwei.inspections.models import Booking, Inspection, Invitation
from jingwei.inspections.steps import approvals, invitations, notices, requests, visits
from jingwei.inspections.terms import BookingState, EntryWay, InvitationState, InvitedBy
from jingwei.planning.queries import find_slot
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.rulebook import Moment

Step = Callable[[Course, datetime], None]


def invite(course: Course, now: datetime) -> None:
    """The enterprise asks to be looked at before it opens its doors."""
    act, world = course.chain.act, course.world
    invitation = Invitation(
        by=InvitedBy.ENTERPRISE,
        subject=act.subject,
        site=act.site,
        matter=course.chain.matter,
        preferred=PREFERRED,
    )
    contact = world.contacts[act.site.enterprise_id]
    course.invitation = invitations.make(invitation, act.items, member=contact, now=now, out=world.book)


def accept_invitation(course: Course, now: datetime) -> None:
    """The clerk accepts."""
    clerk = course.world.clerks[course.chain.act.subject.pk]
    assert course.invitation is not None
    invitations.answer(
        course.invitation,
        InvitationState.ACCEPTED,
        ACCEPTED,
        member=clerk,
        now=now,
        out=course.world.book,
    )


def request_inspection(course: Course, now: datetime) -> None:
    """The clerk requests it."""
    chain, world, on = course.chain, course.world, local_date(now)
    given, act, clerk = chain.request, chain.act, course.world.clerks[chain.act.subject.pk]
    inspection = Inspection(
        number=world.book.number(f"{act.subject.document_series}检", on.year),
        subject=act.subject,
        joint_with=course.lead.inspection if course.lead else None,
        invitation=course.invitation,
    )
    requests.fill_in(inspection, given, act.site, member=clerk, now=now)
    planned = course.planned(on)
    cite_line(inspection, None, planned, act.items)
    cite_special(inspection, given.special_id)
    world.book.add(inspection)
    course.dossier = Foreseen(
        quiet=world.quiet,
        inspection=inspection,
        lines=requests.lines_of(inspection, given, act.items, world.standards),
        team=requests.team_of(inspection, act.officers, on=on),
        assistants=[],
    )
    world.book.add(*course.dossier.lines, *course.dossier.team)
    requests.submit(
        course.dossier,
        given,
        planned=planned,
        numbers=world.numbers[on],
        member=clerk,
        now=now,
        out=world.book,
    )


def approve_inspection(course: Course, now: datetime) -> None:
    """The head approves; the notice is drawn up."""
    inspection, world, on = course.inspection, course.world, local_date(now)
    head, numbers = world.heads[inspection.subject_id], world.numbers[on]
    ledger = course.rows(inspection.counted_on)
    key = course.key_of_year(inspection.counted_on.year)
    planned = course.planned(on)
    judgement = approvals.judge(
        course.dossier,
        ledger,
        planned,
        visits=world.visits[key],
        case_visits=world.case_visits[key],
        numbers=numbers,
        calendar=world.calendar,
        now=now,
    )
    judgement.require()
    course.dossier.drawn_up = approvals.approve(
        course.dossier,
        approvals.Approval(by=world.accounts[head.account], opinion="同意。"),
        judgement,
        ledger,
        planned,
        numbers=numbers,
        actor=head,
        now=now,
        caps=caps,
        out=world.book,
    )
    if course.invitation is not None:
        course.invitation.state = InvitationState.USED
    _tell_time(course, now)


def enter_visit(course: Course, now: datetime) -> None:
    """The first officer scans the code at the gate, the second beside; a visit is taken off the caps."""
    inspection, world, on = course.inspection, course.world, local_date(now)
    numbers, present = world.numbers[on], course.chain.act.officers
    visit = visits.prepare(inspection, present[0], EntryWay.SCAN, position=course.chain.position, now=now)
    visit.year, visit.entered_at, visit.scanned_at = on.year, now, now
    ledger, counts = course.rows(on), course.dossier.counts(numbers)
    asked = facts.facts_of_entry(
        course.dossier, visit, present, ledger, numbers, others={}, has_door_photo=False
    )
    course.visit = visits.enter(
        course.dossier,
        visit,
        course.lead.own_visit if course.lead else None,
        present,
        ledger,
        course.ask(Moment.ENTER, asked, on),
        was_pending=counts.in_capped,
        numbers=numbers,
        actor=course.officer,
        now=now,
        caps=caps,
        out=world.book,
    )
    course.dossier.shown = {each.pk: visits.certificate_number(each, on) for each in present}
    _count(course, on.year, +1)


def void_visit(course: Course, now: datetime) -> None:
    """The head voids a scan that was wrong; the cap gets the visit back and the task is open again."""
    inspection, visit = course.inspection, course.own_visit
    on = local_date(visit.entered_at)
    caps.return_visit(course.rows(on), in_capped=inspection.is_counted)
    if inspection.is_counted:
        caps.change_pending(course.rows(local_date(inspection.planned_from)), +1)
    _count(course, on.year, -1)
    visits.void(
        inspection,
        visit,
        reason=VOID_REASON,
        is_shared=False,
        actor=course.world.heads[inspection.subject_id],
        now=now,
        out=course.world.book,
    )
    course.visit = None


def serve_notice(course: Course, now: datetime) -> None:
    """The notice is handed over."""
    notice = course.dossier.drawn_up
    assert notice is not None
    received_by = course.chain.person[0]
    notices.serve(
        course.inspection,
        notice,
        received_by=received_by,
        actor=course.officer,
        now=now,
        out=course.world.book,
    )


def leave_visit(course: Course, now: datetime) -> None:
    """The officers leave."""
    world = course.world
    visits.leave(
        course.inspection,
        course.own_visit,
        at=now,
        calendar=world.calendar,
        numbers=world.numbers[local_date(now)],
        actor=course.officer,
        now=now,
        out=world.book,
    )


def _tell_time(course: Course, now: datetime) -> None:
    """Tell the enterprise when the visit comes, if it has named somebody who can be told."""
    inspection = course.inspection
    is_told = inspection.kind == InspectionKind.ROUTINE or inspection.exempt == ExemptReason.INVITED
    if is_told and inspection.enterprise_id in course.world.contacts:
        slot = find_slot(inspection.site, inspection.planned_from, inspection.planned_until)
        course.world.book.add(Booking(inspection=inspection, slot=slot, state=BookingState.TOLD, told_at=now))


def _count(course: Course, year: int, by: int) -> None:
    key = course.key_of_year(year)
    course.world.visits[key] += by
    course.world.case_visits[key] += by * (course.inspection.kind == InspectionKind.CASE_BASED)
