"""What waits for whom: each kind once, with its roles, its rows and how they are shown.

The list of the workbench and the number in the menu are both made from ``WAITING``, so that they cannot differ.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from jingwei.disclosure import queries as disclosure
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.inspections import queries as inspections
from jingwei.inspections.terms import InvitationState, LetterDirection, LetterState, Stage
from jingwei.notices import queries as notices
from jingwei.planning import queries as planning
from jingwei.planning.terms import PlanStage
from jingwei.platform.calendar import midnight
from jingwei.platform.findings import list_standing_findings
from jingwei.platform.models import DatedNumber, Event, ImportRun
from jingwei.platform.terms import ImportState
from jingwei.portal.queries import todo_inspections as of_inspections
from jingwei.portal.queries import todo_papers as of_papers
from jingwei.portal.queries import todo_registers as of_registers
from jingwei.portal.queries.todo import Day, Todo
from jingwei.registry import queries as registry
from jingwei.registry.members import Member
from jingwei.registry.models import Basis, CertificateApplication, EstablishmentCheck, Item
from jingwei.registry.terms import OF_A_SUBJECT, ApplicationStage, CoordinationStage, ItemStatus, Role

FINDINGS_KEPT = timedelta(days=30)  # how far back the workbench looks, until supervision takes findings up
AREAS = ("registry", "planning", "notices", "disclosure", "inspections", "reporting")
CLERK, HEAD = (Role.CLERK,), (Role.HEAD,)
DEPARTMENT = (Role.CLERK, Role.HEAD)
BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
# Not a standing request but an urgent inspection that went ahead of its approval (R-PRO-02).
TO_MAKE_UP = Q(approved_at=None, visit__isnull=False) & ~Q(urgent="") & ~Q(stage=Stage.WITHDRAWN)
Find = Callable[[Member, date], QuerySet[Any]]
Show = Callable[[Sequence[Any], Day], Iterable[Todo]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits for the members in some roles."""

    roles: tuple[Role, ...]
    find: Find
    show: Show


def each(show: Callable[[Any, Day], Todo]) -> Show:
    """Show the rows one by one."""
    return lambda rows, day: [show(row, day) for row in rows]


def waiting_for(member: Member) -> list[Waiting]:
    """Return the kinds of things that may wait for the member."""
    return [kind for kind in WAITING if member.role in kind.roles]


def list_findings(*, today: date) -> QuerySet[Event]:
    """Return the findings that the rules of all areas raised lately and that were not mended since, newest first."""
    since = midnight(today) - FINDINGS_KEPT
    return list_standing_findings(AREAS, since=since)


def _requests_to_decide(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_inspections(member).filter(Q(stage=Stage.SUBMITTED) | TO_MAKE_UP)


def _requests_to_mend(member: Member, today: date) -> QuerySet[Any]:
    found = inspections.list_inspections(member).filter(stage=Stage.RETURNED)
    # An officer mends what he asked for himself, the clerk whatever came back.
    return found.filter(requested_by=member.account_id) if member.role is Role.OFFICER else found


def _results_to_tell(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_inspections(member).filter(stage=Stage.RECORDED).prefetch_related("records")


def _circulars(member: Member, today: date) -> QuerySet[Any]:
    found = notices.list_awaiting(member.subject_id)
    # The clerk answers; the head hears of it when it is late.
    return found.filter(circular__due_on__lt=today) if member.role is Role.HEAD else found


def _specials_to_report(member: Member, today: date) -> QuerySet[Any]:
    return planning.list_unreported(today=today).filter(subject=member.subject_id)


def _plans_to_mend(member: Member, today: date) -> QuerySet[Any]:
    in_hand = [PlanStage.DRAFT, PlanStage.RETURNED]
    return planning.list_plans(member).filter(stage__in=in_hand, subject=member.subject_id)


def _receipts_missing(member: Member, today: date) -> QuerySet[Any]:
    return disclosure.list_filings(member).filter(addressee=Addressee.SUPERIOR, state=FilingState.SUBMITTED)


def _invitations_to_arrange(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_invitations(member).filter(state=InvitationState.ACCEPTED)


def _moves(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_asked_to_move(member).select_related(
        "inspection__subject", "inspection__enterprise"
    )


def _letters_to_answer(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_letters(member).filter(direction=LetterDirection.INCOMING, state=LetterState.SENT)


def _stopped(member: Member, today: date) -> QuerySet[Any]:
    found = inspections.list_stopped_already(member, today=today)
    # The head moves what was approved; what was not waits for him anyway.
    return found.filter(stage=Stage.APPROVED) if member.role is Role.HEAD else found


def _replies_to_enter(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_letters(member).filter(direction=LetterDirection.OUTGOING, state=LetterState.SENT)


def _letters_to_end(member: Member, today: date) -> QuerySet[Any]:
    return inspections.list_letters(member).filter(state=LetterState.AGREED, valid_to__lt=today)


def _items_to_base(member: Member, today: date) -> QuerySet[Any]:
    found = _items(today).filter(subject=member.subject_id)
    return found.filter(Q(status=ItemStatus.PENDING_BASIS) | Q(status=ItemStatus.TO_ADJUST, is_based=False))


def _items_to_publish(member: Member, today: date) -> QuerySet[Any]:
    is_ready = Q(status=ItemStatus.UNPUBLISHED)
    # One of whose bases ended, and that rests on another by now; whose basis ends later is still published.
    is_ready |= Q(status=ItemStatus.TO_ADJUST, is_based=True, bases__valid_until__lte=today)
    return _items(today).filter(pk__in=_items(today).filter(is_ready).values("pk"))


def _items(today: date) -> QuerySet[Item]:
    based = Basis.objects.filter(item=OuterRef("pk"), article__gt="").exclude(valid_until__lte=today)
    bases = Prefetch("bases", Basis.objects.order_by("id"))
    found = Item.objects.annotate(is_based=Exists(based)).select_related("subject")
    return found.prefetch_related(bases, "versions").order_by("code")


def _applications_to_decide(member: Member, today: date) -> QuerySet[Any]:
    waiting = [ApplicationStage.SUBMITTED, ApplicationStage.APPROVED]
    return registry.list_applications(member).filter(stage__in=waiting)


def _applications_to_mend(member: Member, today: date) -> QuerySet[Any]:
    later = CertificateApplication.objects.filter(officer=OuterRef("officer"), pk__gt=OuterRef("pk"))
    returned = registry.list_applications(member).filter(
        stage=ApplicationStage.RETURNED, officer__left_on=None
    )
    return returned.filter(~Exists(later))


def _checks(member: Member, today: date) -> QuerySet[Any]:
    undecided = Count("rows", filter=Q(rows__decided_at=None))
    found = EstablishmentCheck.objects.filter(closed_at=None).annotate(undecided=undecided)
    return found.filter(undecided__gt=0).order_by("id")


def _conflicts(member: Member, today: date) -> QuerySet[Any]:
    return registry.list_conflicts(member).exclude(stage=CoordinationStage.SETTLED)


def _numbers(member: Member, today: date) -> QuerySet[Any]:
    return DatedNumber.objects.filter(approved_by=None).exclude(entered_by=member.account_id).order_by("id")


def _sheets(member: Member, today: date) -> QuerySet[Any]:
    own = ImportRun.objects.filter(
        state=ImportState.PREVIEWED, asked_by=member.account_id, actor__membership_id=member.membership_id
    )
    # Nothing can be confirmed of a sheet with no good row, or that goes in as a whole and has a bad one.
    good = own.filter(imported__gt=0).exclude(is_all_or_nothing=True, rejected__gt=0)
    return good.select_related("file").defer("sealed_preview").order_by("id")


WAITING: tuple[Waiting, ...] = (
    # A department's desk: decided by the head, done by the clerk.
    Waiting(HEAD, _requests_to_decide, each(of_inspections.to_approve)),
    Waiting(HEAD, lambda of, on: planning.list_plans_to_decide(of), each(of_papers.to_approve_plan)),
    Waiting(HEAD, _letters_to_answer, each(of_inspections.to_answer_letter)),
    Waiting((Role.CLERK, Role.OFFICER), _requests_to_mend, each(of_inspections.to_mend)),
    Waiting(CLERK, _results_to_tell, each(of_inspections.to_tell)),
    Waiting(DEPARTMENT, _circulars, each(of_papers.to_answer)),
    Waiting(CLERK, _plans_to_mend, each(of_papers.to_mend_plan)),
    Waiting(
        CLERK,
        lambda of, on: disclosure.list_plans_to_announce(of, today=on),
        each(of_papers.to_announce_plan),
    ),
    Waiting(
        CLERK,
        lambda of, on: disclosure.list_specials_to_announce(of, today=on),
        each(of_papers.to_announce_special),
    ),
    Waiting(CLERK, lambda of, on: disclosure.list_to_file(of, today=on), each(of_papers.to_file)),
    Waiting(
        CLERK, lambda of, on: disclosure.list_filings_to_mend(of, today=on), each(of_papers.to_mend_filing)
    ),
    Waiting(CLERK, _receipts_missing, each(of_papers.to_enter_receipt)),
    Waiting(DEPARTMENT, _specials_to_report, each(of_papers.to_report)),
    Waiting(
        DEPARTMENT,
        lambda of, on: inspections.list_invitations_to_answer(of),
        each(of_inspections.to_reply),
    ),
    Waiting(CLERK, _invitations_to_arrange, each(of_inspections.to_arrange)),
    Waiting(DEPARTMENT, _moves, each(of_inspections.to_move)),
    Waiting(DEPARTMENT, _stopped, each(of_inspections.to_replan)),
    Waiting(CLERK, _replies_to_enter, each(of_inspections.to_enter_reply)),
    Waiting(CLERK, _letters_to_end, each(of_inspections.to_end_letter)),
    Waiting(
        (*DEPARTMENT, *BUREAU),
        lambda of, on: inspections.list_cases_to_note(of),
        each(of_inspections.to_note),
    ),
    Waiting(CLERK, _items_to_base, each(of_registers.to_base)),
    Waiting(CLERK, _applications_to_mend, each(of_registers.to_apply_again)),
    # On the way.
    Waiting(
        (Role.OFFICER,),
        lambda of, on: inspections.list_due_tasks_of_officer(of, day=on),
        each(of_inspections.to_inspect),
    ),
    Waiting(
        OF_A_SUBJECT,
        lambda of, on: inspections.list_open_service_visits(of),
        each(of_inspections.to_end_service),
    ),
    # Head and clerk of the department that leads it, and the government.
    Waiting(
        (*DEPARTMENT, Role.GOVERNMENT_CONFIRMER),
        lambda of, on: planning.list_awaiting_specials(of),
        each(of_papers.to_advance_special),
    ),
    Waiting(
        (*BUREAU, Role.GOVERNMENT_CONFIRMER),
        lambda of, on: registry.list_awaiting_subjects(of).prefetch_related("steps"),
        each(of_papers.to_step),
    ),
    # The bureau.
    Waiting(BUREAU, lambda of, on: list_findings(today=on), of_registers.to_look_at),
    Waiting(BUREAU, lambda of, on: notices.list_overdue(today=on), each(of_papers.to_press)),
    Waiting(BUREAU, lambda of, on: notices.list_to_close(), each(of_papers.to_close)),
    Waiting((Role.SUPERVISION_LEAD,), lambda of, on: notices.list_drafts(), each(of_papers.to_issue)),
    Waiting(BUREAU, lambda of, on: registry.list_open_changes(), each(of_papers.to_reannounce)),
    Waiting(BUREAU, lambda of, on: disclosure.list_filings_to_receive(of), each(of_papers.to_receive)),
    Waiting((Role.SUPERVISION_LEAD,), _items_to_publish, each(of_registers.to_publish)),
    Waiting(BUREAU, _conflicts, each(of_registers.to_settle)),
    Waiting(BUREAU, _applications_to_decide, each(of_registers.to_decide)),
    Waiting(BUREAU, lambda of, on: registry.list_to_clean_up(of, on=on), each(of_registers.to_cancel)),
    Waiting(BUREAU, _checks, each(of_registers.to_check)),
    Waiting(BUREAU, _numbers, each(of_registers.to_approve_number)),
    Waiting((*DEPARTMENT, *BUREAU), _sheets, each(of_registers.to_confirm)),
)
