"""系统: the log for the audit administrator, and its file."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import AuditEvent
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.terms import Action, AuditOutcome
from jingwei.portal.forms.system import LogSearchForm
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 100
MOST_EXPORTED = 50_000
EXPORTED = ("号", "时间", "办理人", "单位与身份", "结果", "动作", "说明", "对象类别", "对象编号")


@require_safe
@member_required(Role.AUDIT_ADMINISTRATOR)
def log(request: ActorRequest) -> HttpResponse:
    """Show the log, newest first, a hundred a page."""
    form = _form(request)
    page = Paginator(_narrowed(form), PER_PAGE).get_page(request.GET.get("page"))
    names = _names()
    context = {
        "fields": [form["who"], form["q"], form["outcome"]],
        "more": [form["action"], form["target"], form["since"], form["until"]],
        "page": page,
        "rows": [{"event": event, "action": names.get(event.action, event.action)} for event in page],
        "query": request.GET.urlencode(),
        "most": MOST_EXPORTED,
    }
    return render(request, "portal/system_log.html", context)


@require_safe
@member_required(Role.AUDIT_ADMINISTRATOR)
def log_export(request: ActorRequest) -> HttpResponse:
    """Answer the narrowed log as .xlsx, newest first, fifty thousand rows at the most."""
    return listed(request, "日志", EXPORTED, _exported(_form(request)))


def _exported(form: LogSearchForm) -> Iterator[list[Cell]]:
    names = _names()
    for event in _narrowed(form)[:MOST_EXPORTED].iterator(chunk_size=2000):
        yield [
            event.pk,
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
            event.actor_name,
            event.actor_office,
            AuditOutcome(event.outcome).label,
            names.get(event.action, event.action),
            event.sentence,
            event.target_kind,
            event.target_id,
        ]


def _form(request: ActorRequest) -> LogSearchForm:
    return LogSearchForm(request.GET, actions=sorted(_names().items(), key=lambda each: each[1]))


def _narrowed(form: LogSearchForm) -> QuerySet[AuditEvent]:
    """Narrow the log by each field that was filled in rightly; one that was not narrows nothing."""
    found = AuditEvent.objects.order_by("-id")
    form.is_valid()
    given = form.cleaned_data
    if who := given.get("who"):
        found = found.filter(Q(actor_name__contains=who) | Q(actor_office__contains=who))
    if given.get("q"):
        found = found.filter(sentence__icontains=given["q"])
    if given.get("outcome"):
        found = found.filter(outcome=given["outcome"])
    if given.get("action"):
        found = found.filter(action=given["action"])
    if target := given.get("target"):
        kind, _, number = target.partition(" ")
        found = found.filter(target_kind=kind.strip().lower())
        if number.strip():
            found = found.filter(target_id=int(number)) if number.strip().isdecimal() else found.none()
    if given.get("since"):
        found = found.filter(at__gte=_midnight(given["since"]))
    if given.get("until"):
        found = found.filter(at__lt=_midnight(given["until"] + timedelta(days=1)))
    return found


def _names() -> dict[str, str]:
    """Return every area's acts by their codes."""
    return {action.value: action.label for words in Action.__subclasses__() for action in words}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
