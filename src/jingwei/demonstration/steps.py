"""The steps of an inspection as its operations take them, on rows in memory: same questions, same rows, no statements.

One function an operation, in the order of the way; each is named as the operation that it stands for.
"""

from collections.abc import Callable
from datetime import date, datetime

from jingwei.demonstration import ledger as caps
from jingwei.demonstration.chains import ACCEPTED, PREFERRED, VOID_REASON
from jingwei.demonstration.courses import Course, Foreseen
from jingwei.inspections import facts
from jingwei.inspections.models import (
    Booking,
    Inspection,
    InspectionItem,
    Invitation,
    Notice,
    Presence,
    TeamMember,
    Visit,
)
from jingwei.inspections.operations import both_times
from jingwei.inspections.operations.cited import cite_line, cite_special
from jingwei.inspections.operations.invitations import SERIES
from jingwei.inspections.positions import metres_to
from jingwei.inspections.terms import (
    ActNature,
    BookingState,
    EntryWay,
    InspectionAction,
    InvitationAction,
    InvitationState,
    InvitedBy,
    Mode,
    Stage,
)
from jingwei.planning.queries import find_slot
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Officer
from jingwei.registry.queries import find_certificate
from jingwei.rulebook import Moment

Step = Callable[[Course, datetime], None]


def invite(course: Course, now: datetime) -> None:
    """The enterprise asks to be looked at before it opens its doors."""
    act, world = course.chain.act, course.world
    contact = world.contacts[act.site.enterprise_id]
    course.invitation = invitation = Invitation(
        id=world.book.key(Invitation),
        number=world.book.number(SERIES, local_date(now).year),
        by=InvitedBy.ENTERPRISE,
        subject=act.subject,
        site=act.site,
        matter=course.chain.matter,
        preferred=PREFERRED,
        state=InvitationState.OPEN,
        made_by_id=contact.account_id,
        made_at=now,
    )
    world.book.add(invitation)
    through = Invitation.items.through
    for item in act.items:
        world.book.add(through(invitation_id=invitation.pk, item_id=item.pk))
    world.book.log(
        InvitationAction.INVITED,
        actor=contact,
        now=now,
        target=invitation,
        subject=act.subject.name,
        site=act.site,
        matter=invitation.matter,
    )


def accept_invitation(course: Course, now: datetime) -> None:
    """The clerk accepts."""
    invitation, clerk = course.invitation, course.world.clerks[course.chain.act.subject.pk]
    assert invitation is not None
    invitation.state, invitation.answer = InvitationState.ACCEPTED, ACCEPTED
    invitation.answered_by_id, invitation.answered_at = clerk.account_id, now
    course.world.book.log(
        InvitationAction.ACCEPTED, actor=clerk, now=now, target=invitation, number=invitation.number
    )


def request_inspection(course: Course, now: datetime) -> None:
    """The clerk requests it."""
    chain, world, on = course.chain, course.world, local_date(now)
    given, act, clerk = chain.request, chain.act, course.world.clerks[chain.act.subject.pk]
    inspection = Inspection(
        id=world.book.key(Inspection),
        number=world.book.number(f"{act.subject.document_series}检", on.year),
        subject=act.subject,
        enterprise=act.site.enterprise,
        site=act.site,
        kind=given.kind or "",
        mode=Mode.ON_SITE,
        stage=Stage.SUBMITTED,
        planned_from=given.planned_from,
        planned_until=given.planned_until,
        purpose=given.purpose,
        exempt=given.exempt or "",
        evidence=given.evidence,
        plan=given.plan,
        joint_with=course.lead.inspection if course.lead else None,
        requested_by=world.accounts[clerk.account],
        requested_at=now,
        invitation=course.invitation,
    )
    planned = course.planned(on)
    cite_line(inspection, None, planned, act.items)
    cite_special(inspection, given.special_id)
    course.dossier = Foreseen(
        quiet=world.quiet,
        inspection=inspection,
        lines=[
            InspectionItem(
                inspection=inspection,
                item=item,
                standard=world.standards[item.pk],
                on_site_reason=given.on_site_reasons.get(item.pk, ""),
            )
            for item in act.items
        ],
        team=[
            TeamMember(inspection=inspection, officer=officer, certificate=find_certificate(officer, on=on))
            for officer in act.officers
        ],
        assistants=[],
    )
    asked = facts.facts_of_request(
        course.dossier, world.numbers[on], nature=ActNature.INSPECTION, planned=planned
    )
    judgement = course.ask(Moment.REQUEST, asked, on)
    for row in (inspection, *course.dossier.lines, *course.dossier.team):
        world.book.add(row)
    course.log(
        InspectionAction.REQUESTED,
        actor=clerk,
        now=now,
        judgement=judgement,
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    world.book.raise_findings(judgement, now=now, act="inspection", act_id=inspection.pk)


def approve_inspection(course: Course, now: datetime) -> None:
    """The head approves; the notice is drawn up."""
    inspection, world, on = course.inspection, course.world, local_date(now)
    head, numbers = world.heads[inspection.subject_id], world.numbers[on]
    ledger = course.rows(inspection.counted_on)
    key = course.key_of_year(inspection.counted_on.year)
    planned = course.planned(on)
    asked = facts.facts_of_approval(
        course.dossier,
        ledger,
        numbers,
        planned=planned,
        visits=world.visits[key] + 1,
        case_visits=world.case_visits[key] + (inspection.kind == InspectionKind.CASE_BASED),
    )
    asked.append(facts.cap_facts_of(course.dossier, ledger, numbers))
    judgement = course.ask(Moment.APPROVE, asked, on)
    if course.dossier.counts(numbers).in_capped:
        caps.book(ledger, +1)
    inspection.mark_approved(by=world.accounts[head.account], at=now, authorisation="", opinion="同意。")
    cite_line(inspection, None, planned, course.dossier.items)
    notice = Notice(
        inspection=inspection,
        number=world.book.number(f"{inspection.subject.document_series}检通", on.year),
        issued_at=now,
        visits_this_year=max((row.used for row in ledger), default=0),
        cap=min((row.granted for row in ledger), default=None),
        items=[item.name for item in course.dossier.items],
        officers=[
            {"name": member.officer.name, "number": member.certificate.number}
            for member in course.dossier.team
            if member.certificate
        ],
    )
    course.dossier.drawn_up = notice
    world.book.add(notice)
    if course.invitation is not None:
        course.invitation.state = InvitationState.USED
    _tell_time(course, now)
    course.log(
        InspectionAction.APPROVED,
        actor=head,
        now=now,
        judgement=judgement,
        data={"overridden": [], "override_reason": "", "opinion": "同意。"},
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    world.book.raise_findings(judgement, now=now, act="inspection", act_id=inspection.pk)


def enter_visit(course: Course, now: datetime) -> None:
    """The first officer scans the code at the gate, the second beside; a visit is taken off the caps."""
    inspection, world, on = course.inspection, course.world, local_date(now)
    numbers, position, present = world.numbers[on], course.chain.position, course.chain.act.officers
    visit = Visit(
        site=inspection.site,
        enterprise=inspection.enterprise,
        year=on.year,
        way=EntryWay.SCAN,
        entered_at=now,
        scanned_at=now,
        received_at=now,
        scanned_by=present[0],
        latitude=position.latitude,
        longitude=position.longitude,
        accuracy=position.accuracy,
        distance=metres_to(inspection.site, position.latitude, position.longitude),
    )
    ledger, counts = course.rows(on), course.dossier.counts(numbers)
    asked = facts.facts_of_entry(
        course.dossier, visit, present, ledger, numbers, others={}, has_door_photo=False
    )
    judgement = course.ask(Moment.ENTER, asked, on)
    if course.lead is not None:
        visit = course.lead.own_visit
    else:
        visit.pk = world.book.key(Visit)
        world.book.add(visit)
    course.visit = visit
    course.dossier.shown = {each.pk: _number(each, on) for each in present}
    for officer in present:
        world.book.add(
            Presence(
                visit=visit,
                officer=officer,
                certificate_number=_number(officer, on),
                is_scanner=officer == visit.scanned_by,
                entered_at=visit.entered_at,
            )
        )
    caps.take(ledger, in_capped=counts.in_capped, was_pending=counts.in_capped)
    inspection.mark_entered(visit, is_counted=counts.in_capped)
    _count(course, on.year, +1)
    course.log(
        InspectionAction.ENTERED,
        actor=course.officer,
        now=now,
        judgement=judgement,
        data={
            "visit": visit.pk,
            "officers": [officer.pk for officer in present],
            **both_times(now, now),
        },
        enterprise=inspection.enterprise,
        way=EntryWay.SCAN.label,
        team="、".join(officer.name for officer in present),
        day=on.isoformat(),
        fault="",
    )
    world.book.raise_findings(judgement, now=now, act="visit", act_id=visit.pk)


def void_visit(course: Course, now: datetime) -> None:
    """The head voids a scan that was wrong; the cap gets the visit back and the task is open again."""
    inspection, visit = course.inspection, course.own_visit
    on = local_date(visit.entered_at)
    caps.give_back(course.rows(on), in_capped=inspection.is_counted)
    if inspection.is_counted:
        caps.book(course.rows(local_date(inspection.planned_from)), +1)
    _count(course, on.year, -1)
    inspection.visit, inspection.is_counted, inspection.performed_on = None, False, None
    inspection.move_to(Stage.APPROVED)
    visit.voided_at, visit.void_reason = now, VOID_REASON
    course.visit = None
    course.log(
        InspectionAction.VISIT_VOIDED,
        actor=course.world.heads[inspection.subject_id],
        now=now,
        data={"visit": visit.pk},
        enterprise=inspection.enterprise,
        reason=VOID_REASON,
    )


def serve_notice(course: Course, now: datetime) -> None:
    """The notice is handed over."""
    notice = course.dossier.drawn_up
    assert notice is not None
    notice.served_at, notice.received_by = now, course.chain.person[0]
    course.log(
        InspectionAction.NOTICE_SERVED,
        actor=course.officer,
        now=now,
        enterprise=course.inspection.enterprise,
        number=notice.number,
        received_by=notice.received_by,
    )


def leave_visit(course: Course, now: datetime) -> None:
    """The officers leave."""
    visit, world, on = course.own_visit, course.world, local_date(now)
    asked = facts.facts_of_leaving(visit, now, world.calendar, world.numbers[on])
    judgement = course.ask(Moment.LEAVE, asked, on)
    visit.left_at = visit.left_received_at = now
    course.log(
        InspectionAction.LEFT,
        actor=course.officer,
        now=now,
        judgement=judgement,
        data=both_times(now, now),
        enterprise=visit.enterprise,
        minutes=round((now - visit.entered_at).total_seconds() / 60),
    )
    world.book.raise_findings(judgement, now=now, act="visit", act_id=visit.pk)


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


def _number(officer: Officer, on: date) -> str:
    certificate = find_certificate(officer, on=on)
    return certificate.number if certificate else ""
