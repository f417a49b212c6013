"""后台任务: what the worker could not carry out, and the button that lets it try again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jingwei.platform.errors import Rejected
from jingwei.portal import operations
from jingwei.portal.queries.jobs import in_words, troubled_jobs
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.requests import ActorRequest

PER_PAGE = 50


@require_safe
@member_required(Role.SYSTEM_ADMINISTRATOR)
def job_list(request: ActorRequest) -> HttpResponse:
    """Show the jobs that were given up and those that wait to be tried again."""
    page = Paginator(troubled_jobs(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [in_words(job) for job in page]}
    return render(request, "portal/system_jobs.html", context)


@require_POST
@member_required(Role.SYSTEM_ADMINISTRATOR)
def job_run(request: ActorRequest, job_id: int) -> HttpResponse:
    """Let a job be tried now."""
    try:
        operations.run_job_again(job_id=job_id, actor=request.actor, now=request.now)
    except Rejected as error:
        messages.error(request, f"{error.message}；{error.remedy}")
    else:
        messages.success(request, f"任务 {job_id} 号已重新排队，一分钟内运行")
    return redirect("job_list")
