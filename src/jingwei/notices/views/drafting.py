"""Writing a circular, changing a draft, and drafting the circular on the result."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jingwei.notices import operations
from jingwei.notices.forms import CircularForm
from jingwei.notices.models import Circular
from jingwei.notices.queries import get_circular, list_choosable_subjects
from jingwei.notices.views.detail import act
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def new(request: ActorRequest) -> HttpResponse:
    """Draft a circular and choose its recipients."""
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def change(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Change a draft."""
    return _form_page(request, get_circular(request.actor, circular_id))


@require_POST
@member_required(*BUREAU)
def draft_result(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Draft the circular on the result and lead to it."""
    made: list[Circular] = []

    def draft() -> None:
        made.append(
            operations.draft_result_circular(circular_id=circular_id, actor=request.actor, now=timezone.now())
        )

    answer = act(request, circular_id, draft, "通报已起草，正文和附表按当前办理情况填好，核对后签发。")
    return redirect("circular_detail", made[0].pk) if made else answer


def _form_page(request: ActorRequest, circular: Circular | None) -> HttpResponse:
    """Show the form, or keep the draft; what is wrong is shown above the form as it was filled in."""
    now = timezone.now()
    form = CircularForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        subjects=list_choosable_subjects(today=local_date(now)),
        circular=circular,
    )
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            if circular is None:
                kept = operations.draft_circular(draft=form.draft(), actor=request.actor, now=now)
            else:
                kept = operations.change_circular(
                    circular_id=circular.pk, draft=form.draft(), actor=request.actor, now=now
                )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "草稿已保存，由监督负责人签发。")
            return redirect("circular_detail", kept.pk)
    context = {"form": form, "circular": circular, "error": error_shown(error), "now": now}
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "notices/form.html", context, status=status)
