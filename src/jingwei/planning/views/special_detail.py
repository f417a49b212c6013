"""One special inspection: as the paper form, what stands against it, its decision, and what came of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jingwei.planning import operations
from jingwei.planning.documents.special import special_document
from jingwei.planning.forms.special import ApprovalForm, ReportForm, SpecialReturnForm
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations.special import QUOTA, judge_approval, judge_submission
from jingwei.planning.operations.special_drafts import WRITERS
from jingwei.planning.queries import find_late_report, get_special
from jingwei.planning.tables.special import stage_tag
from jingwei.planning.terms import ApproverLevel, SpecialOrigin, SpecialStage
from jingwei.planning.views.special_parts import special_rows, steps_of
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Judgement, Refused
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(*STAFF)
def special_detail(request: ActorRequest, special_id: int) -> HttpResponse:
    """Show one special inspection."""
    return _show(request, special_id)


@require_safe
@member_required(*STAFF)
def special_paper(request: ActorRequest, special_id: int) -> HttpResponse:
    """Answer its plan as PDF, with ``?format=docx`` as .docx."""
    special = get_special(request.actor, special_id)
    paper = special_document(special, on=local_date(timezone.now()), is_demonstration=settings.DEMONSTRATION)
    return answer_paper(request, paper)


@require_POST
@member_required(Role.HEAD)
def special_submit(request: ActorRequest, special_id: int) -> HttpResponse:
    """Submit it to the government."""
    return _act(request, special_id, operations.submit_special, "已报请批准。批准后备案、公布，再实施。")


@require_POST
@member_required(Role.HEAD)
def special_register(request: ActorRequest, special_id: int) -> HttpResponse:
    """Register it as ordered from above."""
    done = "已登记。按部署的范围、内容、对象、时限实施，期满后向区司法局报告。"
    return _act(request, special_id, operations.register_order, done)


@require_POST
@member_required(Role.GOVERNMENT_CONFIRMER)
def special_approve(request: ActorRequest, special_id: int) -> HttpResponse:
    """Enter the approval."""
    special = get_special(request.actor, special_id)
    is_full = _is_quota_full(_preview(special, timezone.now()))
    form = ApprovalForm(request.POST, prefix="approve", is_quota_full=is_full)
    done = "已批准。由牵头主体报区司法局备案并向社会公布。"
    return _act(request, special_id, operations.approve_special, done, name="approve", form=form)


@require_POST
@member_required(Role.GOVERNMENT_CONFIRMER)
def special_return(request: ActorRequest, special_id: int) -> HttpResponse:
    """Return it to its subject."""
    form = SpecialReturnForm(request.POST, prefix="return")
    done = "已退回牵头主体。"
    return _act(request, special_id, operations.return_special, done, name="return", form=form)


@require_POST
@member_required(*WRITERS)
def special_report(request: ActorRequest, special_id: int) -> HttpResponse:
    """Report how it went."""
    form = ReportForm(request.POST, prefix="report")
    done = "已向区司法局报告实施情况。"
    return _act(request, special_id, operations.report_special, done, name="report", form=form)


@require_POST
@member_required(*WRITERS)
def special_discard(request: ActorRequest, special_id: int) -> HttpResponse:
    """Give the draft up and lead back to the list."""
    get_special(request.actor, special_id)
    try:
        operations.discard_special(special_id=special_id, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return _show(request, special_id, error=error)
    messages.success(request, "已放弃拟订。")
    return redirect("special_list")


def _act(
    request: ActorRequest,
    special_id: int,
    operation: Callable[..., SpecialPlan],
    done: str,
    *,
    name: str = "",
    form: ApprovalForm | SpecialReturnForm | ReportForm | None = None,
) -> HttpResponse:
    """Carry the operation out, or show the page again with what was typed and all that stands against it."""
    filled: dict[str, Form] | None = {name: form} if form is not None else None
    if form is not None and not form.is_valid():
        return _show(request, special_id, filled=filled)
    given: dict[str, Any] = {}
    if form is not None:
        given = form.arguments() if isinstance(form, ApprovalForm) else form.cleaned_data
    try:
        special = operation(special_id=special_id, **given, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return _show(request, special_id, error=error, filled=filled)
    messages.success(request, done)
    return redirect("special_detail", special.pk)


def _show(
    request: ActorRequest,
    special_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page; after a failed act with the error on top and its form as it was filled in."""
    actor, now = request.actor, timezone.now()
    special = get_special(actor, special_id)
    today = local_date(now)
    judgement = _judged(special, now) if error is None else None
    forms = {**_offered(actor, special, now), **(filled or {})}
    context = {
        "special": special,
        "tag": stage_tag(special),
        "rows": special_rows(special),
        "items": special.items.select_related("subject").order_by("code"),
        "enterprises": special.enterprises.order_by("sort_key"),
        "judgement": judgement,
        "late": find_late_report(special, as_of=special.reported_on or today),
        "is_ordered": special.origin == SpecialOrigin.SUPERIOR,
        "is_approved": special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED},
        "may_change": _keeps(actor, special) and special.is_in_hand,
        "may_submit": _keeps(actor, special, Role.HEAD) and special.is_in_hand,
        "timeline": steps_of(special, list_events_of("specialplan", special.pk)),
        "forms": forms,
        "error": error_shown(error),
        "now": now,
    }
    status = 200 if error is None and not filled else status_of(error) if error else 422
    return render(request, "planning/special_detail.html", context, status=status)


def _judged(special: SpecialPlan, now: datetime) -> Judgement | None:
    """Return what would be said to the next act, where there is one."""
    if special.is_in_hand:
        return judge_submission(special, on=local_date(now))
    return _preview(special, now) if special.stage == SpecialStage.SUBMITTED else None


def _preview(special: SpecialPlan, now: datetime) -> Judgement:
    """Return what the rules would say to the government's approval today; the number is still to be given."""
    return judge_approval(
        special,
        approver=ApproverLevel.GOVERNMENT,
        number="（待填文号）",
        approved_on=local_date(now),
        now=now,
    )


def _is_quota_full(judgement: Judgement) -> bool:
    return any(finding.rule.code == QUOTA for finding in judgement.refusals)


def _keeps(actor: Actor, special: SpecialPlan, *roles: Role) -> bool:
    """Whether the page offers the actor to work on it; the operation decides."""
    return (
        isinstance(actor, Member)
        and actor.role in (roles or WRITERS)
        and actor.subject_id == special.subject_id
    )


def _offered(actor: Actor, special: SpecialPlan, now: datetime) -> dict[str, Form]:
    """Return the forms of the acts that make sense for the viewer now."""
    today = local_date(now)
    is_confirmer = isinstance(actor, Member) and actor.role is Role.GOVERNMENT_CONFIRMER
    forms: dict[str, Form] = {}
    if special.stage == SpecialStage.SUBMITTED and is_confirmer:
        is_full = _is_quota_full(_preview(special, now))
        forms["approve"] = ApprovalForm(
            prefix="approve", is_quota_full=is_full, initial={"approved_on": today, "opinion": "同意。"}
        )
        forms["return"] = SpecialReturnForm(prefix="return")
    is_over = (
        special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED}
        and special.last_on is not None
        and special.last_on <= today
    )
    if is_over and special.reported_on is None and _keeps(actor, special):
        forms["report"] = ReportForm(prefix="report", initial={"reported_on": today})
    return forms
