"""One subject's page, laid out as the paper form: its fields, three opinions, what happened, what may be done."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.model import Document
from jingwei.platform.documents.pdf import render_pdf
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.registry.documents import declaration_document, entrustment_document, subject_rows
from jingwei.registry.doors import member_required
from jingwei.registry.facts import change_facts
from jingwei.registry.forms.subjects import (
    AnnounceForm,
    EndEntrustmentForm,
    OpinionForm,
    ReannounceForm,
    ReturnForm,
)
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Entrustment, Subject, SubjectChange, SubjectStep
from jingwei.registry.operations.subjects.changes import CHANGEABLE
from jingwei.registry.operations.subjects.declaration import IN_TURN
from jingwei.registry.queries import get_subject
from jingwei.registry.rules.reannounced_in_time import reannounced_in_time
from jingwei.registry.tables.subjects import status_tag
from jingwei.registry.terms import STAFF, CertificateStatus, PartyKind, Role, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Numbers, Raise, Refused, Warn
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

OPINIONS = (SubjectStepKind.DECLARED, SubjectStepKind.REVIEWED, SubjectStepKind.CONFIRMED)
AWAITED = {
    SubjectStatus.DRAFT: "待部门申报",
    SubjectStatus.DECLARED: "待司法局审核",
    SubjectStatus.REVIEWED: "待区政府确认",
    SubjectStatus.CONFIRMED: "待网站公告",
}
# These pages stand in a higher area, which knows the open tasks; their addresses are promised here.
REVOKE, MERGE = "/departments/{}/revoke/", "/departments/{}/merge/"
Shown = dict[str, Any]


@require_safe
@member_required(*STAFF)
def subject_detail(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Show one subject."""
    return show_subject(request, subject_id)


def show_subject(
    request: ActorRequest,
    subject_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one subject; after a failed act with the error on top and its form as it was filled in."""
    actor, now = request.actor, timezone.now()
    subject = get_subject(actor, subject_id)
    today = local_date(now)
    steps = list(subject.steps.select_related("taken_by").order_by("id"))
    numbers = get_numbers(today)
    forms = {**_offered(actor, subject), **(filled or {})}
    context = {
        "subject": subject,
        "tag": status_tag(subject),
        "rows": subject_rows(subject),
        "opinions": opinions_shown(steps),
        "announcement": _last(steps, SubjectStepKind.ANNOUNCED, SubjectStepKind.REANNOUNCED),
        "timeline": _timeline(subject, steps),
        "changes": [_change(each, numbers) for each in subject.changes.order_by("-id")],
        "letters": [_letter(each, today) for each in _letters(subject)],
        "counts": _counts(subject),
        "forms": forms,
        "error": error_shown(error),
        "now": now,
        "may_declare": _may_declare(actor, subject),
        "may_change": _is_bureau(actor) and subject.status == SubjectStatus.ANNOUNCED,
        "may_entrust": _may_entrust(actor, subject),
        "revoke_url": REVOKE.format(subject.pk),
        "merge_url": MERGE.format(subject.pk),
    }
    status = 200 if error is None and not filled else status_of(error) if error else 422
    return render(request, "registry/subject_detail.html", context, status=status)


@require_safe
@member_required(*STAFF)
def subject_print(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Answer the declaration form (R-FORM-01) as PDF, with the opinions given so far."""
    subject = get_subject(request.actor, subject_id)
    steps = list(subject.steps.select_related("taken_by").order_by("id"))
    paper = declaration_document(
        subject, steps, on=local_date(timezone.now()), is_demonstration=settings.DEMONSTRATION
    )
    return _pdf(paper)


@require_safe
@member_required(*STAFF)
def entrustment_print(request: ActorRequest, subject_id: int, entrustment_id: int) -> HttpResponse:
    """Answer a letter of entrustment (R-FORM-36) as PDF."""
    subject = get_subject(request.actor, subject_id)
    letter = subject.entrustments.select_related("principal", "agent").filter(pk=entrustment_id).first()
    if letter is None:
        raise Http404
    return _pdf(entrustment_document(letter, is_demonstration=settings.DEMONSTRATION))


def opinions_shown(steps: list[SubjectStep]) -> list[Shown]:
    """Return the three opinions of the present round, given or awaited, in the order of the paper form."""
    present: dict[str, SubjectStep] = {}
    for step in steps:
        if step.kind == SubjectStepKind.RETURNED:
            present = {}
        present[step.kind] = step
    return [{"label": kind.label, "step": present.get(kind)} for kind in OPINIONS]


def _offered(actor: Actor, subject: Subject) -> dict[str, Form]:
    """Return the forms of the acts that make sense for the viewer now. The operation asks again, so this only tidies."""
    if not isinstance(actor, Member):
        return {}
    status = SubjectStatus(subject.status)
    forms: dict[str, Form] = {}
    if status is SubjectStatus.DECLARED and actor.is_bureau:
        forms["review"] = OpinionForm(prefix="review")
    if status is SubjectStatus.REVIEWED and actor.role is Role.GOVERNMENT_CONFIRMER:
        forms["confirm"] = OpinionForm(prefix="confirm")
    if status is SubjectStatus.CONFIRMED and actor.is_bureau:
        forms["announce"] = AnnounceForm(prefix="announce")
    if actor.role in IN_TURN.get(status, ()):
        forms["return"] = ReturnForm(prefix="return")
    if actor.is_bureau and subject.changes.filter(reannounced_on=None).exists():
        forms["reannounce"] = ReannounceForm(prefix="reannounce")
    if _may_entrust(actor, subject):
        forms["end"] = EndEntrustmentForm(prefix="end")
    return forms


def _is_bureau(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.is_bureau


def _may_declare(actor: Actor, subject: Subject) -> bool:
    if subject.status != SubjectStatus.DRAFT or not isinstance(actor, Member):
        return False
    return actor.is_bureau or (actor.role is Role.CLERK and actor.subject_id == subject.pk)


def _may_entrust(actor: Actor, subject: Subject) -> bool:
    if subject.kind != PartyKind.ENTRUSTED or not isinstance(actor, Member):
        return False
    is_principals = actor.role in {Role.CLERK, Role.HEAD} and actor.subject_id == subject.principal_id
    return subject.status != SubjectStatus.REVOKED and (actor.is_bureau or is_principals)


def _timeline(subject: Subject, steps: list[SubjectStep]) -> list[Shown]:
    shown: list[Shown] = [
        {
            "label": SubjectStepKind(step.kind).label,
            "at": step.on.isoformat(),
            "who": f"{step.office}{step.taken_by.name if step.taken_by else ''}" or "首次装载",
            "said": "　".join(filter(None, (step.opinion, step.document))),
            "state": "red" if step.kind in {SubjectStepKind.RETURNED, SubjectStepKind.REVOKED} else "done",
        }
        for step in steps
    ]
    if awaited := AWAITED.get(SubjectStatus(subject.status)):
        shown.append({"label": awaited, "state": "now"})
    return shown


def _change(change: SubjectChange, numbers: Numbers) -> Shown:
    verdict = reannounced_in_time(change_facts(change, numbers.on, numbers))
    colour = "red" if isinstance(verdict, Raise) else "amber" if isinstance(verdict, Warn) else "green"
    return {
        "row": change,
        "fields": [
            {
                "label": CHANGEABLE.get(name, name),
                "before": _plain(change.before.get(name)),
                "after": _plain(after),
            }
            for name, after in change.after.items()
        ],
        "colour": colour,
        "state": f"{change.reannounced_on} 已重新公告"
        if change.reannounced_on
        else f"{change.due_on} 前重新公告",
        "said": verdict.fact,
    }


def _plain(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "—")


def _letters(subject: Subject) -> list[Entrustment]:
    found = (
        subject.entrustments.all()
        if subject.kind == PartyKind.ENTRUSTED
        else subject.entrustments_given.all()
    )
    return list(
        found.select_related("agent", "principal").prefetch_related("items").order_by("-valid_from", "id")
    )


def _letter(letter: Entrustment, today: Any) -> Shown:
    if letter.ended_on is not None:
        state, colour = f"{letter.ended_on} 终止", "none"
    elif letter.valid_to < today:
        state, colour = f"{letter.valid_to} 到期", "red"
    else:
        state, colour = ("有效", "green") if letter.is_in_force(today) else ("未生效", "amber")
    return {"row": letter, "state": state, "colour": colour, "may_end": letter.ended_on is None}


def _counts(subject: Subject) -> list[Shown]:
    cards = Certificate.objects.filter(officer__subject=subject, status=CertificateStatus.VALID)
    return [
        {"label": "名册人员", "value": f"{subject.officers.filter(left_on=None).count()} 人"},
        {"label": "有效证件", "value": f"{cards.count()} 本"},
        {"label": "检查事项", "value": f"{subject.items.count()} 项"},
        {"label": "受委托组织", "value": f"{subject.entrusted.count()} 个"},
    ]


def _last(steps: list[SubjectStep], *kinds: SubjectStepKind) -> SubjectStep | None:
    return next((step for step in reversed(steps) if step.kind in kinds), None)


def _pdf(paper: Document) -> HttpResponse:
    return HttpResponse(
        render_pdf(paper),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(paper.title + paper.number)}.pdf",
            "Cache-Control": "private",
        },
    )
