"""One officer: what the roster says, the certificates, what happened, and what the viewer may do."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import list_events_of
from jingwei.registry import operations, resident_ids
from jingwei.registry.doors import member_required
from jingwei.registry.forms.officers import (
    ApplyForm,
    CancelForm,
    CardForm,
    ChangeOfficerForm,
    LeaveForm,
    OpinionForm,
    ReasonForm,
    ReturnedForm,
)
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, CertificateApplication, Officer
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries.certificates import get_officer, list_standing, standing_card, why_cancel
from jingwei.registry.tables.officers import STAGE_COLOURS, card_lamp, fields_in_words
from jingwei.registry.terms import (
    STAFF,
    ApplicationStage,
    CertificateKind,
    CertificateStatus,
    EstablishmentAction,
    OfficerAction,
    Role,
    StaffKind,
)
from jingwei.registry.views.officers.roster import ROSTER_KEEPERS, days_before
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

LABELS = {action.value: action.label for action in (*OfficerAction, *EstablishmentAction)}


@require_safe
@member_required(*STAFF)
def officer_detail(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Show one officer."""
    return show_officer(request, officer_id)


def show_officer(
    request: ActorRequest,
    officer_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one officer; after a failed act with the error on top and its form as it was filled in."""
    officer, now = get_officer(request.actor, officer_id), timezone.now()
    today = local_date(now)
    cards = list(officer.certificates.order_by("-valid_to", "-id"))
    applications = list(officer.applications.order_by("-applied_at"))
    standing = list_standing(today).filter(officer=officer).first()
    reason, since = why_cancel(standing, on=today) if standing else (None, None)
    context = {
        "officer": officer,
        "lamp": card_lamp(standing_card(officer), on=today, warn_before=days_before(today)),
        "why": f"{reason.label}{f'，{since} 起' if since else ''}" if reason else "",
        "rows": _rows(officer),
        "cards": [_card_shown(each, request.actor, today, filled or {}) for each in cards],
        "applications": [_application_shown(each) for each in applications],
        "relations": list(officer.relations.select_related("enterprise").order_by("id")),
        "timeline": [_step(event) for event in _events(officer, cards, applications)],
        "forms": {**_offered(request.actor, officer, cards, applications), **(filled or {})},
        "waiting": next((each for each in applications if each.stage == ApplicationStage.SUBMITTED), None),
        "approved": next((each for each in applications if each.stage == ApplicationStage.APPROVED), None),
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if filled else 200
    return render(request, "registry/officer_detail.html", context, status=status)


@require_POST
@member_required(*ROSTER_KEEPERS)
def officer_change(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Put right what the roster says."""
    form = ChangeOfficerForm(request.POST, prefix="change")
    return act(request, officer_id, "change", form, operations.change_officer, "已更正。")


@require_POST
@member_required(*ROSTER_KEEPERS)
def officer_left(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Note that the person has left the post."""
    form = LeaveForm(request.POST, prefix="left")
    done = "已登记离岗。持有的证件列入清理，不得再使用。"
    return act(request, officer_id, "left", form, operations.note_officer_left, done)


@require_POST
@member_required(*ROSTER_KEEPERS)
def officer_apply(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Apply for the person's first certificate."""
    form = ApplyForm(request.POST, prefix="apply")
    given = form.applied if form.is_valid() else dict
    return act(
        request, officer_id, "apply", form, operations.apply_for_certificate, "已申领，待审核。", given=given
    )


@require_POST
@member_required(*BUREAU)
def officer_issue(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Issue a certificate; for an approved application it is the first."""
    form = CardForm(request.POST, prefix="issue")
    approved = CertificateApplication.objects.filter(
        officer_id=officer_id, stage=ApplicationStage.APPROVED
    ).first()

    def given() -> dict[str, Any]:
        return {**form.issued(), "application_id": approved.pk if approved else None}

    return act(request, officer_id, "issue", form, operations.issue_certificate, "证件已登记。", given=given)


@require_POST
@member_required(*BUREAU)
def application_decide(request: ActorRequest, application_id: int) -> HttpResponse:
    """Approve an application or send it back."""
    application = CertificateApplication.objects.filter(pk=application_id).first()
    form = OpinionForm(request.POST)
    return act(
        request,
        application.officer_id if application else 0,
        "decide",
        form,
        operations.decide_application,
        "已审核。",
        target={"application_id": application_id},
    )


@require_POST
@member_required(*BUREAU)
def certificate_suspend(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Suspend a certificate."""
    form = ReasonForm(request.POST, prefix=f"suspend-{certificate_id}")
    done = "证件已暂扣，即日起不得使用。"
    return _on_card(request, certificate_id, "suspend", form, operations.suspend_certificate, done)


@require_POST
@member_required(*BUREAU)
def certificate_resume(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Give a suspended certificate back."""
    form = ReasonForm(request.POST, prefix=f"resume-{certificate_id}")
    return _on_card(request, certificate_id, "resume", form, operations.resume_certificate, "证件已恢复。")


@require_POST
@member_required(*BUREAU)
def certificate_cancel(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Cancel a certificate for good."""
    form = CancelForm(request.POST, prefix=f"cancel-{certificate_id}")
    return _on_card(request, certificate_id, "cancel", form, operations.cancel_certificate, "证件已注销。")


@require_POST
@member_required(*BUREAU)
def certificate_returned(request: ActorRequest, certificate_id: int) -> HttpResponse:
    """Note that the card came back."""
    form = ReturnedForm(request.POST, prefix=f"return-{certificate_id}")
    return _on_card(request, certificate_id, "return", form, operations.return_card, "已登记收回。")


def act(
    request: ActorRequest,
    officer_id: int,
    name: str,
    form: Form,
    operation: Callable[..., object],
    done: str,
    *,
    target: Mapping[str, int] | None = None,
    given: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Carry the operation out, or show the page again with everything typed and all that stands against it."""
    get_officer(request.actor, officer_id)
    if not form.is_valid():
        return show_officer(request, officer_id, filled={name: form})
    arguments = given() if given else form.cleaned_data
    try:
        operation(
            **(target or {"officer_id": officer_id}), **arguments, actor=request.actor, now=timezone.now()
        )
    except (Refused, Rejected) as error:
        return show_officer(request, officer_id, error=error, filled={name: form})
    messages.success(request, done)
    return redirect("officer_detail", officer_id)


def _on_card(
    request: ActorRequest,
    certificate_id: int,
    name: str,
    form: Form,
    operation: Callable[..., object],
    done: str,
) -> HttpResponse:
    card = Certificate.objects.filter(pk=certificate_id).first()
    officer_id = card.officer_id if card else 0
    return act(
        request,
        officer_id,
        f"{name}-{certificate_id}",
        form,
        operation,
        done,
        target={"certificate_id": certificate_id},
    )


def _rows(officer: Officer) -> list[dict[str, Any]]:
    left = f"{officer.left_on}　{officer.get_left_reason_display()}" if officer.left_on else ""
    return [
        {"label": "姓名", "value": officer.name},
        {"label": "单位", "value": officer.subject.name},
        {"label": "人员性质", "value": StaffKind(officer.staff).label},
        {"label": "身份证号", "value": resident_ids.shown(officer.id_sealed)},
        {"label": "内设机构", "value": officer.unit},
        {"label": "职务", "value": officer.post},
        {"label": "法律职业资格", "value": "有" if officer.has_legal_qualification else "没有登记"},
        {"label": "离岗", "value": left or "在岗"},
    ]


def _card_shown(card: Certificate, actor: Actor, today: date, filled: Mapping[str, Form]) -> dict[str, Any]:
    status = CertificateStatus(card.status)
    forms: dict[str, Form] = {}
    if isinstance(actor, Member) and actor.is_bureau:
        if status is CertificateStatus.VALID:
            forms["suspend"] = ReasonForm(prefix=f"suspend-{card.pk}")
        if status is CertificateStatus.SUSPENDED:
            forms["resume"] = ReasonForm(prefix=f"resume-{card.pk}")
        if status is not CertificateStatus.CANCELLED:
            forms["cancel"] = CancelForm(prefix=f"cancel-{card.pk}")
        if status is not CertificateStatus.VALID and card.returned_on is None:
            forms["return"] = ReturnedForm(prefix=f"return-{card.pk}", initial={"returned_on": today})
    forms |= {name: filled[key] for name in forms if (key := f"{name}-{card.pk}") in filled}
    ended = f"{card.cancelled_on}　{card.get_cancel_reason_display()}" if card.cancelled_on else ""
    back = f"{card.returned_on} 收回" if card.returned_on else "证件没有收回"
    return {
        "card": card,
        "forms": forms,
        "lamp": card_lamp(card, on=today, warn_before=days_before(today)),
        "rows": [
            {"label": "执法领域", "value": fields_in_words(card.fields), "is_full": True},
            {"label": "有效期", "value": f"{card.valid_from} 至 {card.valid_to}"},
            {"label": "种类", "value": CertificateKind(card.kind).label},
            {"label": "监制机关", "value": card.issuer},
            {
                "label": "发证日期",
                "value": card.issued_on or "",
                "hint": "首次申领" if card.is_first else "",
            },
            *([{"label": "暂扣日期", "value": card.suspended_on}] if card.suspended_on else []),
            *([{"label": "注销", "value": ended, "hint": back, "is_full": True}] if ended else []),
        ],
    }


def _application_shown(application: CertificateApplication) -> dict[str, Any]:
    stage = ApplicationStage(application.stage)
    return {
        "application": application,
        "stage": stage.label,
        "colour": STAGE_COLOURS[stage],
        "fields": fields_in_words(application.fields),
    }


def _offered(
    actor: Actor, officer: Officer, cards: list[Certificate], applications: list[CertificateApplication]
) -> dict[str, Form]:
    """Return the forms of what makes sense for the viewer here. The operation asks again, so this only tidies."""
    if not isinstance(actor, Member):
        return {}
    is_own = actor.role in {Role.CLERK, Role.HEAD} and actor.subject_id == officer.subject_id
    if not (is_own or actor.is_bureau):
        return {}
    forms: dict[str, Form] = {"change": ChangeOfficerForm.of(officer)}
    if officer.left_on is not None:
        return forms
    forms["left"] = LeaveForm(prefix="left")
    stages = {each.stage for each in applications}
    has_card = any(each.status != CertificateStatus.CANCELLED for each in cards)
    if not StaffKind(officer.staff).may_enforce:
        return forms
    if not has_card and not stages & {ApplicationStage.SUBMITTED, ApplicationStage.APPROVED}:
        forms["apply"] = ApplyForm(prefix="apply")
    if actor.is_bureau and ApplicationStage.SUBMITTED in stages:
        forms["decide"] = OpinionForm()
    if actor.is_bureau and not has_card and ApplicationStage.SUBMITTED not in stages:
        approved = next((each for each in applications if each.stage == ApplicationStage.APPROVED), None)
        forms["issue"] = CardForm(
            prefix="issue", initial={"fields_held": approved.fields} if approved else None
        )
    return forms


def _events(
    officer: Officer, cards: list[Certificate], applications: list[CertificateApplication]
) -> list[AuditEvent]:
    """Return what happened to the person, the cards and the applications, the latest first."""
    found = {event.pk: event for event in list_events_of("officer", officer.pk)}
    for kind, ids in (
        ("certificate", [each.pk for each in cards]),
        ("certificateapplication", [each.pk for each in applications]),
        ("establishmentrow", list(officer.checks.values_list("pk", flat=True))),
    ):
        found |= {event.pk: event for event in AuditEvent.objects.filter(target_kind=kind, target_id__in=ids)}
    return sorted(found.values(), key=lambda event: -event.pk)


def _step(event: AuditEvent) -> dict[str, Any]:
    is_refused = event.outcome == "refused"
    return {
        "label": LABELS.get(event.action, event.action) + ("　被拒绝" if is_refused else ""),
        "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
        "said": event.sentence,
        "state": "red" if is_refused else "done",
    }
