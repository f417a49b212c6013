"""导入: templates, upload, preview, import, result; and what was imported before."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake, NotAllowed, Rejected
from jingwei.platform.models import ImportRun
from jingwei.platform.operations.imports import content_of
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.importing import Importer
from jingwei.platform.spreadsheets.limits import check_size
from jingwei.platform.spreadsheets.writing import write_template
from jingwei.platform.terms import ImportState
from jingwei.portal.forms.sheets import ColumnsForm, SheetForm
from jingwei.portal.operations import confirm_sheet, explain_sheet, upload_sheet
from jingwei.portal.queries.imports import get_import, list_imports
from jingwei.registry.doors import member_required
from jingwei.registry.members import require
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from jingwei.web.downloads import spreadsheet
from jingwei.web.requests import ActorRequest

ROLES = (Role.CLERK, Role.HEAD, *BUREAU)
PER_PAGE = 50
STATES = {
    ImportState.PREVIEWED: "amber",
    ImportState.RUNNING: "grey",
    ImportState.DONE: "green",
    ImportState.REFUSED: "red",
}
# Where the rows of each kind are seen once they went in.
LISTS = {
    "subjects": "subject_list",
    "officers": "officer_list",
    "enterprises": "dossier_list",
    "sites": "dossier_list",
    "items": "item_list",
    "caps": "cap_list",
    "classes": "class_overview",
    "grades": "grade_list",
    "plans": "plan_list",
    "inspections": "inspection_list",
    "scans": "external_scan_list",
}


@require_safe
@member_required(*ROLES)
def import_list(request: ActorRequest) -> HttpResponse:
    """Show what may be imported, and what was."""
    member = require(request.actor, *ROLES)
    page = Paginator(list_imports(member), PER_PAGE).get_page(request.GET.get("page"))
    kinds = _kinds(member)
    titles = {kind: _titled(kind) for kind in settings.IMPORTERS}
    context = {
        "kinds": [{"kind": kind, "layout": importer.layout} for kind, importer in kinds.items()],
        "page": page,
        "rows": [{"run": run, "title": titles.get(run.kind, run.kind), **_state(run)} for run in page],
    }
    return render(request, "portal/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*ROLES)
def import_new(request: ActorRequest, kind: str) -> HttpResponse:
    """Say how the sheet is to look, and take it in."""
    importer = _importer(kind, request.actor)
    form = SheetForm(request.POST or None, request.FILES or None)
    error: Rejected | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check_size(file.size)
            run = upload_sheet(
                kind=kind,
                name=file.name,
                content=file.read(),
                is_all_or_nothing=form.cleaned_data["is_all_or_nothing"],
                actor=request.actor,
                now=timezone.now(),
            )
            return redirect("import_detail", run.pk)
        except Mistake as mistake:
            error = mistake
    context = {"kind": kind, "layout": importer.layout, "form": form, "error": error}
    return render(request, "portal/import_new.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@member_required(*ROLES)
def import_template(request: ActorRequest, kind: str) -> HttpResponse:
    """Give the empty sheet with 填写说明."""
    layout = _importer(kind, request.actor).layout
    return spreadsheet(write_template(layout), name=f"{layout.title}导入模板.xlsx")


@require_safe
@member_required(*ROLES)
def import_detail(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show one import: how far it is, what would go in, or what came of it."""
    member = require(request.actor, *ROLES)
    return render(request, "portal/import_detail.html", _context(get_import(member, import_id), member))


@require_safe
@member_required(*ROLES)
def import_progress(request: ActorRequest, import_id: int) -> HttpResponse:
    """Answer the page that asks every second: the bar, or, once it has ended, that the page is to be loaded again."""
    member = require(request.actor, *ROLES)
    run = get_import(member, import_id)
    answer = render(request, "portal/_import_progress.html", _context(run, member))
    if run.state != ImportState.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@member_required(*ROLES)
def import_columns(request: ActorRequest, import_id: int) -> HttpResponse:
    """Take what was said of the columns that were not read, and let the sheet be read again."""
    member = require(request.actor, *ROLES)
    run = get_import(member, import_id)
    form = _columns_form(run, request.POST)
    error: Rejected | None = None
    if form.is_valid():
        try:
            explain_sheet(
                importrun_id=import_id, columns=form.told(), actor=request.actor, now=timezone.now()
            )
            return redirect("import_detail", import_id)
        except Mistake as mistake:
            error = mistake
    context = _context(run, member) | {"columns_form": form, "error": error}
    return render(request, "portal/import_detail.html", context, status=422)


@require_POST
@member_required(*ROLES)
def import_confirm(request: ActorRequest, import_id: int) -> HttpResponse:
    """Begin the import of what was previewed."""
    confirm_sheet(importrun_id=import_id, actor=request.actor, now=timezone.now())
    return redirect("import_detail", import_id)


@require_safe
@member_required(*ROLES)
def import_errors(request: ActorRequest, import_id: int) -> HttpResponse:
    """Give the rows that did not go in, each with its reasons."""
    run = get_import(require(request.actor, *ROLES), import_id)
    if run.errors_file is None:
        raise Http404
    return spreadsheet(content_of(run.errors_file), name=run.errors_file.name)


def _kinds(actor: Actor) -> dict[str, Importer]:
    found = {}
    for kind in settings.IMPORTERS:
        importer = importer_of(kind)
        try:
            importer.access(actor)
        except NotAllowed:
            continue
        found[kind] = importer
    return found


def _importer(kind: str, actor: Actor) -> Importer:
    if kind not in settings.IMPORTERS:
        raise Http404
    importer = importer_of(kind)
    importer.access(actor)
    return importer


def _titled(kind: str) -> str:
    return importer_of(kind).layout.title


def _state(run: ImportRun) -> dict[str, str]:
    state = ImportState(run.state)
    label = "核对中" if state is ImportState.RUNNING and run.is_dry_run else state.label
    return {"label": label, "colour": STATES[state]}


def _columns_form(run: ImportRun, data: QueryDict | None = None) -> ColumnsForm:
    """Ask what the columns are that were not read; offered is what the sheet has no column for yet."""
    preview = run.preview
    read = set(preview.get("columns", ()))
    layout = importer_of(run.kind).layout
    return ColumnsForm(
        data,
        asked=[each for each in preview.get("unread", ()) if each["is_asked"]],
        offered=[column for column in layout.columns if column.title not in read],
    )


def _context(run: ImportRun, actor: Actor) -> dict[str, Any]:
    preview = run.preview
    is_own_preview = run.state == ImportState.PREVIEWED and run.asked_by_id == actor.account_id
    asks = any(each["is_asked"] for each in preview.get("unread", ()))
    return {
        "run": run,
        "asks": asks,
        "columns_form": _columns_form(run) if asks and is_own_preview else None,
        "preview": preview,
        "title": _titled(run.kind),
        **_state(run),
        "is_own": run.asked_by_id == actor.account_id,
        "may_confirm": is_own_preview and run.imported > 0 and not asks,
        "to_list": reverse(LISTS[run.kind]) if run.state == ImportState.DONE and run.imported else "",
        "unshown": run.rejected - len(preview["rejected"]) if preview else 0,
    }
