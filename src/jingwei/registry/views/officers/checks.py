"""The establishment check: its rounds, one round with each mismatch side by side, and the returns."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent, ImportRun
from jingwei.platform.spreadsheets.limits import check_size
from jingwei.platform.spreadsheets.writing import write_template
from jingwei.platform.terms import ImportState
from jingwei.registry import operations, resident_ids
from jingwei.registry.doors import member_required
from jingwei.registry.filters.officers import RowFilter
from jingwei.registry.forms.officers import CheckForm, DecisionForm, DecisionsForm, SheetForm
from jingwei.registry.imports.establishment import LAYOUT
from jingwei.registry.members import Member
from jingwei.registry.models import EstablishmentCheck, EstablishmentRow
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.operations.establishment import RETURN
from jingwei.registry.operations.matching import COMPARED
from jingwei.registry.queries import list_visible_subjects
from jingwei.registry.queries.certificates import get_check, list_rows, standing_card
from jingwei.registry.tables.officers import EXPORTED_ROWS, RESULT_COLOURS, RowTable
from jingwei.registry.terms import STAFF, CheckDecision, CheckResult, EstablishmentAction, StaffKind
from jingwei.registry.views.officers.roster import PER_PAGE, ROSTER_KEEPERS, sees_all, tabs
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed, spreadsheet
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

LABELS = {action.value: action.label for action in EstablishmentAction}
STEPS_SHOWN = 12
SHORT = {CheckResult.ELSEWHERE: "在他单位"}  # The row of counts has six of them side by side.


@require_safe
@member_required(*STAFF)
def check_list(request: ActorRequest) -> HttpResponse:
    """Show the rounds of the check with how far each has got."""
    own = Q() if sees_all(request.actor) else Q(rows__subject_id=_own(request))
    checks = EstablishmentCheck.objects.annotate(
        total=Count("rows", filter=own),
        still_open=Count("rows", filter=own & Q(rows__decided_at=None)),
        subjects=Count("rows__subject", filter=own, distinct=True),
    ).order_by("-opened_at")
    context = {
        "tabs": tabs(request.actor, local_date(timezone.now()), current="check_list"),
        "checks": checks,
        "may_open": sees_all(request.actor),
    }
    return render(request, "registry/establishment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def check_new(request: ActorRequest) -> HttpResponse:
    """Open a round of the check."""
    now = timezone.now()
    form = CheckForm(request.POST) if request.method == "POST" else CheckForm.proposed(local_date(now))
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            check = operations.open_establishment_check(**form.cleaned_data, actor=request.actor, now=now)
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "已发起，等各单位报送。")
            return redirect("check_detail", check.pk)
    context = {"form": form, "error": error_shown(error), "heading": "发起编制核对", "verb": "发起"}
    return _form_page(request, context, error, is_bound=form.is_bound)


@require_safe
@member_required(*STAFF)
def check_detail(request: ActorRequest, check_id: int) -> HttpResponse:
    """Show one round: who matches, who does not, and the chosen row beside the roster."""
    return show_check(request, check_id, chosen_id=_number(request.GET.get("row")))


def show_check(
    request: ActorRequest,
    check_id: int,
    *,
    chosen_id: int | None = None,
    error: Refused | Rejected | None = None,
    form: Form | None = None,
) -> HttpResponse:
    """Answer the page of one round; after a failed decision with the error in the panel and the form as filled in."""
    check = get_check(check_id)
    visible = list_rows(check, request.actor)
    query = {name: str(value) for name, value in request.GET.items() if name != "row"}
    asked = RowFilter(
        request.GET,
        queryset=visible.prefetch_related("officer__certificates"),
        subjects=list_visible_subjects(request.actor).filter(pk__in=visible.values("subject")),
    )
    is_bureau = sees_all(request.actor)
    is_open = check.closed_at is None
    hidden = () if is_bureau and is_open else ("pick",) if is_bureau else ("pick", "subject")
    table = RowTable(asked.qs, query=query, chosen=chosen_id, hidden=hidden)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    row = visible.filter(pk=chosen_id).first() if chosen_id else None
    fields = [asked.form["q"], asked.form["result"], asked.form["state"]]
    context = {
        "check": check,
        "is_open": is_open,
        "tally": _tally(visible),
        "table": table,
        "fields": [asked.form["subject"], *fields] if is_bureau else fields,
        "query": request.GET.urlencode(),
        "back": f"?{urlencode(query)}",
        "row": row,
        "row_shown": _row_shown(row) if row else None,
        "form": form or (DecisionForm.of(row) if row and is_bureau and is_open else None),
        "decisions": CheckDecision.choices(),
        "error": error_shown(error),
        "now": timezone.now(),
        "may_decide": is_bureau and is_open,
        "may_return": is_open and isinstance(request.actor, Member) and request.actor.role in ROSTER_KEEPERS,
        "matches": visible.filter(result=CheckResult.MATCHES, decided_at=None).count(),
        "still_open": visible.filter(decided_at=None).count(),
        "timeline": [_step(event) for event in _events(check)] if is_bureau else [],
    }
    return render(
        request, "registry/establishment_detail.html", context, status=status_of(error) if error else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*ROSTER_KEEPERS)
def check_return(request: ActorRequest, check_id: int) -> HttpResponse:
    """Take in a department's return that was uploaded by hand."""
    check, now = get_check(check_id), timezone.now()
    subjects = list_visible_subjects(request.actor)
    form = SheetForm(request.POST or None, request.FILES or None, subjects=subjects)
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["file"]
        try:
            check_size(sheet.size)
            run = operations.receive_establishment_return(
                check_id=check.pk,
                subject_id=form.cleaned_data["subject_id"],
                name=sheet.name,
                content=sheet.read(),
                actor=request.actor,
                now=now,
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            return redirect("check_sheet", check.pk, run.pk)
    context = {
        "form": form,
        "error": error_shown(error),
        "heading": "报送编制报表",
        "verb": "报送",
        "check": check,
        "is_upload": True,
    }
    return _form_page(request, context, error, is_bound=form.is_bound)


@require_safe
@member_required(*STAFF)
def check_template(request: ActorRequest) -> HttpResponse:
    """Answer the sheet that departments fill in."""
    return spreadsheet(write_template(LAYOUT), name="编制报表模板.xlsx")


@require_POST
@member_required(*BUREAU)
def row_decide(request: ActorRequest, row_id: int) -> HttpResponse:
    """Decide the row that the panel shows, and go on to the next that is open."""
    row = EstablishmentRow.objects.filter(pk=row_id).first()
    check_id = row.establishment_id if row else 0
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show_check(request, check_id, chosen_id=row_id, form=form)
    try:
        decided = operations.decide_row(
            row_id=row_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        )
    except (Refused, Rejected) as error:
        return show_check(request, check_id, chosen_id=row_id, error=error)
    messages.success(request, f"{decided.name}：{CheckDecision(decided.decision).label}。")
    following = (
        list_rows(decided.establishment, request.actor)
        .filter(decided_at=None, subject_id=decided.subject_id)
        .exclude(result=CheckResult.MATCHES)
        .first()
    )
    address = reverse("check_detail", args=[check_id])
    return redirect(f"{address}?row={following.pk}#row" if following else address)


@require_POST
@member_required(*BUREAU)
def rows_decide(request: ActorRequest, check_id: int) -> HttpResponse:
    """Decide the ticked rows alike: first name them and ask, then each on its own, and say how each ended."""
    check, form = get_check(check_id), DecisionsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "没有勾选人员，或者没有选择处理。")
        return redirect("check_detail", check.pk)
    decision: CheckDecision = form.cleaned_data["decision"]
    picked = list(list_rows(check, request.actor).filter(pk__in=form.cleaned_data["pick"], decided_at=None))
    context: dict[str, Any] = {"check": check, "decision": decision, "note": form.cleaned_data["note"]}
    if not form.cleaned_data["is_confirmed"]:
        fitting = [row for row in picked if decision in CheckResult(row.result).decisions]
        left_out = len(form.cleaned_data["pick"]) - len(fitting)
        return render(
            request,
            "registry/establishment_decide_many.html",
            {**context, "picked": fitting, "left_out": left_out},
        )
    ended = operations.decide_rows(
        row_ids=[row.pk for row in picked],
        decision=decision,
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=timezone.now(),
    )
    rows = {row.pk: row for row in picked}
    failed = [(rows[each.row_id], error_shown(each.error)) for each in ended if each.error]
    done = [rows[each.row_id] for each in ended if each.error is None]
    return render(
        request, "registry/establishment_decided_many.html", {**context, "failed": failed, "done": done}
    )


@require_POST
@member_required(*BUREAU)
def check_confirm(request: ActorRequest, check_id: int) -> HttpResponse:
    """Confirm everybody in whom return and roster agree."""
    try:
        count = operations.confirm_matches(check_id=check_id, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_check(request, check_id, error=error)
    messages.success(request, f"已确认 {count} 人。")
    return redirect("check_detail", check_id)


@require_POST
@member_required(*BUREAU)
def check_close(request: ActorRequest, check_id: int) -> HttpResponse:
    """Close the round."""
    try:
        operations.close_check(check_id=check_id, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_check(request, check_id, error=error)
    messages.success(request, "已办结。")
    return redirect("check_detail", check_id)


@require_safe
@member_required(*STAFF)
def check_export(request: ActorRequest, check_id: int) -> HttpResponse:
    """Answer the filtered rows of a round as .xlsx."""
    check = get_check(check_id)
    visible = list_rows(check, request.actor)
    found: QuerySet[EstablishmentRow] = RowFilter(
        request.GET, queryset=visible, subjects=list_visible_subjects(request.actor)
    ).qs
    rows = ([read(row) for read in EXPORTED_ROWS.values()] for row in found.iterator(chunk_size=500))
    return listed(request, "编制核对", list(EXPORTED_ROWS), rows, name=check.title)


@require_safe
@member_required(*ROSTER_KEEPERS)
def check_sheet(request: ActorRequest, check_id: int, import_id: int) -> HttpResponse:
    """Show what came of a return that was uploaded by hand; its page asks every second until it has been read."""
    check = get_check(check_id)
    runs = ImportRun.objects.select_related("file", "asked_by").filter(kind=RETURN, actor__check_id=check.pk)
    if not sees_all(request.actor):
        runs = runs.filter(actor__subject_id=_own(request))
    run = get_object_or_404(runs, pk=import_id)
    context = {"check": check, "run": run}
    if request.headers.get("HX-Request") is None:
        return render(request, "registry/establishment_sheet.html", context)
    answer = render(request, "registry/_establishment_progress.html", context)
    if run.state != ImportState.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


def _form_page(
    request: ActorRequest, context: dict[str, Any], error: Refused | Rejected | None, *, is_bound: bool
) -> HttpResponse:
    status = status_of(error) if error else 422 if is_bound else 200
    return render(request, "registry/establishment_form.html", context, status=status)


def _tally(visible: QuerySet[EstablishmentRow]) -> list[dict[str, Any]]:
    counts = dict(visible.order_by().values_list("result").annotate(number=Count("id")))
    return [
        {
            "label": SHORT.get(result, result.label),
            "count": counts.get(result.value, 0),
            "url": f"?result={result.value}",
            "lamp": RESULT_COLOURS[result],
            "unit": "人",
        }
        for result in CheckResult
    ]


def _row_shown(row: EstablishmentRow) -> dict[str, Any]:
    """Return the row beside the roster, line by line; where they differ is marked."""
    officer = row.officer
    card = standing_card(officer) if officer else None
    differing = {each["field"] for each in row.differences}
    ours: dict[str, str] = {
        "subject": officer.subject.name if officer else "",
        "resident_id": resident_ids.shown(officer.id_sealed) if officer else "",
        "certificate_number": card.number if card else "",
    }
    theirs: dict[str, str] = {
        "subject": row.subject.name,
        "resident_id": resident_ids.shown(row.id_sealed),
        "certificate_number": row.certificate_number,
    }
    for name in COMPARED:
        if name not in ours:
            ours[name] = str(getattr(officer, name, "") or "")
            theirs[name] = str(getattr(row, name) or "")
    for values in (ours, theirs):
        values["staff"] = StaffKind(values["staff"]).label if values["staff"] else ""
    labels = {"subject": "单位", "resident_id": "身份证号", **COMPARED}
    lines = [
        {
            "label": label,
            "ours": ours[name],
            "theirs": theirs[name] if row.line else "",
            "is_diff": name in differing,
        }
        for name, label in labels.items()
    ]
    notes = [f"{each['label']}：{each['return']}" for each in row.differences if each["field"] == "match"]
    # A decided row may have changed the roster since; then what was found is told as it was.
    if row.decided_at is not None:
        for line in lines:
            found = next((each for each in row.differences if each["label"] == line["label"]), None)
            if found:
                line |= {"ours": found["roster"], "theirs": found["return"]}
    result = CheckResult(row.result)
    return {"lines": lines, "notes": notes, "result": result, "colour": RESULT_COLOURS[result]}


def _events(check: EstablishmentCheck) -> Sequence[AuditEvent]:
    found = AuditEvent.objects.filter(target_kind="establishmentcheck", target_id=check.pk)
    return list(found.order_by("-id")[:STEPS_SHOWN])


def _step(event: AuditEvent) -> dict[str, Any]:
    is_refused = event.outcome == "refused"
    return {
        "label": LABELS.get(event.action, event.action) + ("　被拒绝" if is_refused else ""),
        "at": f"{timezone.localtime(event.at):%m-%d %H:%M}",
        "said": event.sentence,
        "state": "red" if is_refused else "done",
    }


def _own(request: ActorRequest) -> int | None:
    return request.actor.subject_id if isinstance(request.actor, Member) else None


def _number(text: str | None) -> int | None:
    return int(text) if text and is_id(text) else None
