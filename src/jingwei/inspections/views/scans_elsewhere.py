"""Scans of other platforms: the list, ours in the same columns, and entering by one on the phone."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections.calls import OURS_EXPORTED, SCANS_EXPORTED, ScanFilter, ScanTable
from jingwei.inspections.operations import enter_by_external_scan
from jingwei.inspections.queries import list_external_scans, list_own_scans
from jingwei.inspections.rules.scan_of_record import SYSTEMS
from jingwei.inspections.tasks import get_task
from jingwei.inspections.views.phone_refusals import stopped
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.idempotency import idempotent
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
SENT_ON_DAYS = 31  # how far back our own scans go in one file
IMPORTERS = {Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD}


@require_safe
@member_required(*STAFF)
def scan_list(request: ActorRequest) -> HttpResponse:
    """Show the scans of other platforms that the viewer may see, and which platform counts."""
    visible = list_external_scans(request.actor)
    chosen = ScanFilter(request.GET, queryset=visible)
    table = ScanTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    unmatched = visible.filter(visit=None).count()
    counts = get_numbers(local_date(timezone.now())).get("R-SCAN-13", "scan_system_of_record")
    context = {
        "table": table,
        "tally": [
            {"label": "已对上", "count": visible.count() - unmatched, "unit": "条", "url": "?matched=yes"},
            {"label": "未对上", "count": unmatched, "unit": "条", "url": "?matched=no"},
        ],
        "counts": SYSTEMS.get(counts.value, SYSTEMS[1]),
        "fields": [form["q"], form["system"], form["matched"]],
        "query": request.GET.urlencode(),
        "may_import": isinstance(request.actor, Member) and request.actor.role in IMPORTERS,
        "days": SENT_ON_DAYS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/scan_list.html", context)


@require_safe
@member_required(*STAFF)
def scan_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = ScanFilter(request.GET, queryset=list_external_scans(request.actor)).qs
    rows = ([read(row) for read in SCANS_EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "外部扫码", list(SCANS_EXPORTED), rows)


@require_safe
@member_required(*STAFF)
def own_scans(request: ActorRequest) -> HttpResponse:
    """Answer our own scans of the last month as .xlsx, in the columns of the other platforms."""
    since = local_date(timezone.now()) - timedelta(days=SENT_ON_DAYS)
    found = list_own_scans(request.actor, since=since)
    rows = ([read(row) for read in OURS_EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "本平台扫码记录", list(OURS_EXPORTED), rows)


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_enter_by_scan(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Enter by the record of another platform: green or red as with a scan of ours."""
    task = get_task(request.actor, inspection_id)
    given = request.POST.get("scan_id", "")
    try:
        enter_by_external_scan(
            inspection_id=inspection_id,
            scan_id=int(given) if is_id(given) else 0,
            actor=request.actor,
            now=timezone.now(),
        )
    except (Refused, Rejected) as error:
        return stopped(
            request,
            error,
            heading="不得入企检查" if isinstance(error, Refused) else "入企没有登记",
            back_url=reverse("phone_task", args=[inspection_id]),
            site=str(task.inspection.site),
        )
    return redirect("phone_entered", inspection_id=inspection_id)
