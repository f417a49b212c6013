"""导入: templates, upload, preview, import, result; and what was imported before."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from ninja import Field as Described
from ninja import Schema

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.platform.lengths import LISTED
from jingwei.platform.models import ImportRun
from jingwei.platform.operations.imports import content_of
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.importing import Importer
from jingwei.platform.spreadsheets.layout import Column
from jingwei.platform.spreadsheets.writing import write_template
from jingwei.platform.terms import ImportState
from jingwei.portal.forms.sheets import ColumnsForm, SheetForm
from jingwei.portal.operations import confirm_sheet, explain_sheet, upload_sheet
from jingwei.portal.queries.imports import get_import, list_imports
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from jingwei.web.bodies import Text as TextIn
from jingwei.web.doors import (
    BODY,
    HEAD,
    Acts,
    Drawn,
    Empty,
    FormPage,
    Lamp,
    Listing,
    Moment,
    Number,
    Table,
    Text,
    Title,
    Viewer,
    Word,
    answer_of,
    rows_of,
    schema_of,
)
from jingwei.web.downloads import spreadsheet

ROLES = (Role.CLERK, Role.HEAD, *BUREAU)
COLOURS = {
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


def state(run: ImportRun) -> tuple[str, str]:
    found = ImportState(run.state)
    label = "核对中" if found is ImportState.RUNNING and run.is_dry_run else found.label
    return COLOURS[found], label


def title(run: ImportRun) -> str:
    return importer_of(run.kind).layout.title if run.kind in settings.IMPORTERS else run.kind


def asked_by(run: ImportRun) -> str:
    return str(run.asked_by or "系统")


def imported(run: ImportRun) -> int | None:
    return run.imported if run.state == ImportState.DONE else None


def asks(run: ImportRun) -> bool:
    """Whether it is to be said first what some columns are."""
    return any(each["is_asked"] for each in run.preview.get("unread", ()))


def is_own_preview(run: ImportRun, viewer: Viewer) -> bool:
    return run.state == ImportState.PREVIEWED and run.asked_by_id == viewer.actor.account_id


def may_explain(run: ImportRun, viewer: Viewer) -> bool:
    return is_own_preview(run, viewer) and asks(run)


def may_confirm(run: ImportRun, viewer: Viewer) -> bool:
    return is_own_preview(run, viewer) and run.imported > 0 and not asks(run)


def what_stays_out(run: ImportRun) -> str:
    if run.rejected:
        return f"其余 {run.rejected} 行不导入，改好错误清单后可以再传。"
    return "全部行都可以导入。"


def kinds_for(actor: Actor) -> list[Importer]:
    """Return what the actor may import."""
    found = []
    for kind in settings.IMPORTERS:
        importer = importer_of(kind)
        try:
            importer.access(actor)
        except NotAllowed:
            continue
        found.append(importer)
    return found


def find_kind(actor: Actor, kind: str) -> Importer:
    """Return how sheets of a kind are imported. Raises NotAllowed for those who may not."""
    if kind not in settings.IMPORTERS:
        raise Http404
    importer = importer_of(kind)
    importer.access(actor)
    return importer


def columns_asked(request: MemberRequest, run: ImportRun) -> dict[str, Any]:
    """Return which columns were not read; offered is what the sheet has no column for yet."""
    preview = run.preview
    read = set(preview.get("columns", ()))
    return {
        "asked": [each for each in preview.get("unread", ()) if each["is_asked"]],
        "offered": [each for each in importer_of(run.kind).layout.columns if each.title not in read],
    }


def template_way(importer: Importer) -> SafeString:
    address = reverse("import_template", args=[importer.layout.kind])
    return format_html('<a href="{}">下载模板</a>', address)


def choices(column: Column) -> str:
    return f"可选：{'、'.join(column.choices)}" if column.choices else ""


def problems(row: Any) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((each,) for each in row["problems"]))


ROWS, REJECTED = Number("行", "rows", short="行"), Number("退回", "rejected", short="退回")
TOLD = (
    Text("文件", "file.name", name="file"),
    Text("表格", title),
    Text("上传", asked_by),
    Moment("上传时间", "asked_at"),
    ROWS,
    Number("可以导入或已导入", "imported"),
    REJECTED,
    Word("状态", "state", of=ImportState),
    Text("没有导入的原因", "error"),
)
KINDS = Table(
    caption="可以导入的表格",
    columns=(
        Title(
            "表格",
            "layout.title",
            link=lambda each: reverse("import_new", args=[each.layout.kind]),
            below=lambda each: each.layout.remarks[0],
        ),
        Drawn("模板", template_way, css="jw-nw is-end"),
    ),
)
COLUMNS = Table(
    caption="填写说明",
    columns=(
        Text("列", "title", css="jw-nw"),
        Text("必填", lambda each: "必填" if each.is_required else "", name="is_required"),
        Text("怎样填", "note", below=choices, css="is-wide"),
        Text("示例", "example"),
    ),
)
NOT_IMPORTED = Table(
    caption="不能导入的行",
    columns=(
        Text("行", lambda row: row["line"], name="line", css="jw-num", short="行"),
        Text("内容", lambda row: "　".join(row["cells"][:3]), name="cells"),
        Drawn("错误原因", problems, css="is-wide"),
    ),
)
IMPORTS = Listing(
    "import",
    "表格导入",
    roles=ROLES,
    rows=list_imports,
    columns=(
        Title("表格", "file.name", link="import_detail", below=title),
        Text("上传", asked_by, below=lambda run: TOLD[3].show(run.asked_at), order="asked_at", css="jw-nw"),
        ROWS,
        Number("导入", imported, short="导入"),
        REJECTED,
        Lamp("状态", state),
    ),
    filed=TOLD,
    per_page=50,
    status=lambda count: "先核对，后导入；不能导入的行连同原因退回",
    empty=Empty("还没有导入过表格", "从上面选一种表格：下载模板，填好后上传。"),
    besides=lambda shown: {"kinds": KINDS.of(kinds_for(shown.viewer.actor), shown.viewer)},
    template="portal/imports.html",
)
NEW = FormPage(
    "import_new",
    upload_sheet,
    ROLES,
    SheetForm,
    title="导入",
    status="上传后先核对，看过结果再确认导入",
    verb="上传核对",
    done="",
    find=find_kind,
    given=lambda request, importer: {"kind": importer.layout.kind},
    to=lambda run: reverse("import_detail", args=[run.pk]),
    back=lambda importer: reverse("import_list"),
    crumbs=lambda importer: [("表格导入", reverse("import_list")), (importer.layout.title, "")],
    besides=lambda request, importer: {
        "columns": COLUMNS.of(importer.layout.columns, Viewer(request.actor, request.now))
    },
    template="portal/import_new.html",
)


class ColumnsIn(Schema):
    """What the columns of a sheet are that were not read."""

    columns: dict[TextIn, TextIn] = Described(
        description="表中的列名到标准列名；用不着的填空", max_length=LISTED
    )

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``explain_sheet``."""
        return {"columns": self.columns}


class UnreadOut(Schema):
    """A column that was not read."""

    title: str = Described(description="列名")
    is_asked: bool = Described(description="导入前须先说明是什么")


ImportOut = schema_of(
    "ImportOut",
    TOLD,
    "An import: how far it is, what would go in, or what came of it.",
    {"unread": (list[UnreadOut], Described(description="没有读的列"))},
)


def import_out(request: MemberRequest, run: ImportRun) -> Any:
    """Return an import as programs get it."""
    told = answer_of(TOLD, run, Viewer(request.actor, request.now))
    return told | {"unread": run.preview.get("unread", [])}


FIELDS = (
    Text("读到", lambda run: f"{run.rows} 行", name="rows"),
    Text("可以导入", lambda run: f"{run.imported} 行", name="imported"),
    Text("退回", lambda run: f"{run.rejected} 行", name="rejected"),
    Text(
        "方式",
        lambda run: "有错则全部不导入" if run.is_all_or_nothing else "导入能导入的行",
        name="is_all_or_nothing",
    ),
)
FIELDS_DONE = (FIELDS[0], Text("已导入", FIELDS[1].read), *FIELDS[2:])


def show_import(request: MemberRequest, run: ImportRun) -> dict[str, Any]:
    """Return what the page of an import shows: how far it is, what would go in, or what came of it."""
    viewer, preview = Viewer(request.actor, request.now), run.preview
    is_done = run.state == ImportState.DONE
    rejected = preview.get("rejected", ())
    return {
        "run": run,
        "asks": asks(run),
        "may_explain": may_explain(run, viewer),
        "preview": preview,
        "title": title(run),
        "state": state(run),
        "rows": rows_of(FIELDS_DONE if is_done else FIELDS, run, viewer),
        "not_imported": NOT_IMPORTED.of(rejected, viewer),
        "to_list": reverse(LISTS[run.kind]) if is_done and run.imported else "",
        "unshown": run.rejected - len(rejected),
    }


IMPORT = Acts(
    "importrun",
    names="import",
    page_name="import_detail",
    find=get_import,
    show=show_import,
    template="portal/import_detail.html",
    roles=ROLES,
    answer=(ImportOut, import_out),
)
IMPORT.act(
    "columns",
    explain_sheet,
    ROLES,
    ColumnsForm,
    verb="按此重新核对",
    title="说明没有读的列",
    done="",
    when=may_explain,
    given=columns_asked,
    body=ColumnsIn,
    place=BODY,
    is_main=True,
)
IMPORT.act(
    "confirm",
    confirm_sheet,
    ROLES,
    verb=lambda run: f"导入 {run.imported} 行",
    title="确认导入",
    done="",
    when=may_confirm,
    ask=lambda run: f"导入 {run.imported} 行？",
    warn=what_stays_out,
    place=HEAD,
    is_main=True,
)


@require_safe
@member_required(*ROLES)
def import_template(request: MemberRequest, kind: str) -> HttpResponse:
    """Give the empty sheet with 填写说明."""
    layout = find_kind(request.actor, kind).layout
    return spreadsheet(write_template(layout), name=f"{layout.title}导入模板.xlsx")


@require_safe
@member_required(*ROLES)
def import_progress(request: MemberRequest, importrun_id: int) -> HttpResponse:
    """Answer the page that asks every second: the bar, or, once it has ended, that the page is to be loaded again."""
    run = get_import(request.member, importrun_id)
    answer = render(request, "portal/_import_progress.html", {"run": run})
    if run.state != ImportState.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@member_required(*ROLES)
def import_errors(request: MemberRequest, importrun_id: int) -> HttpResponse:
    """Give the rows that did not go in, each with its reasons."""
    run = get_import(request.member, importrun_id)
    if run.errors_file is None:
        raise Http404
    return spreadsheet(content_of(run.errors_file), name=run.errors_file.name)
