"""Filings: the bureau's inbox and a department's own, one with its receipt, receiving several at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.disclosure import operations
from jingwei.disclosure.documents import receipt_document
from jingwei.disclosure.filters import FilingFilter
from jingwei.disclosure.forms import PickForm, ReasonForm, SuperiorReceiptForm
from jingwei.disclosure.models import Filing
from jingwei.disclosure.queries import find_newer, get_filing, list_filings, list_filings_to_receive
from jingwei.disclosure.tables import EXPORTED_FILINGS, FILING_LAMPS, FilingTable
from jingwei.disclosure.terms import Addressee, DisclosureAction, FilingKind, FilingState
from jingwei.disclosure.views.parts import Shown, filing_rows
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Mistake, Rejected
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed, stored_file
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
LABELS = {str(action): action.label for action in DisclosureAction}
KEEPERS = (Role.CLERK, Role.HEAD)


@require_safe
@member_required(*STAFF)
def list_page(request: ActorRequest) -> HttpResponse:
    """Show the filings that the viewer may see; the bureau may receive several at once."""
    visible = list_filings(request.actor)
    chosen = FilingFilter(request.GET, queryset=visible)
    is_bureau = isinstance(request.actor, Member) and request.actor.is_bureau
    table = FilingTable(chosen.qs, may_receive=is_bureau)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "tally": _tally(visible),
        "fields": [form["q"], form["state"], form["kind"], form["addressee"]],
        "more": [form["is_late"], form["subject"]] if is_bureau else [form["is_late"]],
        "query": request.GET.urlencode(),
        "is_bureau": is_bureau,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "disclosure/filings.html", context)


@require_safe
@member_required(*STAFF)
def export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = FilingFilter(request.GET, queryset=list_filings(request.actor)).qs
    rows = [[read(row) for read in EXPORTED_FILINGS.values()] for row in found]
    return listed(request, "备案", list(EXPORTED_FILINGS), rows)


@require_POST
@member_required(*BUREAU)
def receive_picked(request: ActorRequest) -> HttpResponse:
    """Receive several filings: first name them and ask, then receive each on its own and say how each ended."""
    waiting = list_filings_to_receive(request.actor)
    posted = set(request.POST.getlist("pick"))
    form = PickForm(request.POST, offered=[pk for pk in waiting.values_list("pk", flat=True)])
    if not form.is_valid():
        messages.warning(request, "没有选待接收的备案，或所选的已经办理。" if posted else "没有选备案。")
        return redirect("filing_list")
    picked = list(waiting.filter(pk__in=form.cleaned_data["pick"]))
    if not form.cleaned_data["is_confirmed"]:
        return render(request, "disclosure/receive_many.html", {"picked": picked})
    received: list[Filing] = []
    refused: list[Shown] = []
    for each in picked:
        try:
            done = operations.receive_filing(filing_id=each.pk, actor=request.actor, now=timezone.now())
        except (Refused, Rejected) as error:
            refused.append({"filing": each, "error": error_shown(error)})
        else:
            received.append(done)
    context = {"received": received, "refused": refused, "now": timezone.now()}
    return render(request, "disclosure/received_many.html", context)


@require_safe
@member_required(*STAFF)
def detail(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Show one filing."""
    return _show(request, filing_id)


@require_POST
@member_required(*BUREAU)
def receive(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Receive the filing."""
    return _act(
        request,
        filing_id,
        lambda: operations.receive_filing(filing_id=filing_id, actor=request.actor, now=timezone.now()),
        "已接收，回执文号{filing.receipt}。",
    )


@require_POST
@member_required(*BUREAU)
def send_back(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Return the filing with a reason."""
    form = ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return _show(request, filing_id, filled={"return": form})
    return _act(
        request,
        filing_id,
        lambda: operations.return_filing(
            filing_id=filing_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=timezone.now(),
        ),
        "已退回，单位补正后重新报送。",
    )


@require_POST
@member_required(*KEEPERS)
def superior_receipt(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Enter the receipt of the department above."""
    form = SuperiorReceiptForm(request.POST, prefix="superior")
    if not form.is_valid():
        return _show(request, filing_id, filled={"superior": form})
    return _act(
        request,
        filing_id,
        lambda: operations.enter_superior_receipt(
            filing_id=filing_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        ),
        "上级回执已登记。",
        filled={"superior": form},
    )


@require_safe
@member_required(*STAFF)
def receipt_paper(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Answer the bureau's receipt as PDF or .docx."""
    filing = get_filing(request.actor, filing_id)
    if filing.state != FilingState.RECEIVED or filing.addressee != Addressee.JUSTICE:
        raise Mistake("这件备案没有区司法局的回执", "接收以后才有回执；上级的回执由上级出具")
    return answer_paper(request, receipt_document(filing))


@require_safe
@member_required(*STAFF)
def paper(request: ActorRequest, filing_id: int) -> HttpResponse:
    """Answer the file that was filed; 404 where none was."""
    row = get_filing(request.actor, filing_id).paper
    if row is None:
        raise Http404
    return stored_file(row)


def _show(
    request: ActorRequest,
    filing_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    filing = get_filing(request.actor, filing_id)
    state = FilingState(filing.state)
    newer = find_newer(filing.announcement) if filing.announcement else None
    context: dict[str, Any] = {
        "filing": filing,
        "kind": FilingKind(filing.kind),
        "lamp": {"colour": FILING_LAMPS[state], "text": state.label},
        "rows": filing_rows(filing),
        "newer": newer,
        "has_receipt": state is FilingState.RECEIVED and filing.addressee == Addressee.JUSTICE,
        "timeline": _timeline(filing),
        "error": error_shown(error),
        "now": timezone.now(),
        **_offered(request, filing, filled or {}),
    }
    status = status_of(error) if error else 422 if filled else 200
    return render(request, "disclosure/filing.html", context, status=status)


def _offered(request: ActorRequest, filing: Filing, filled: Mapping[str, Form]) -> dict[str, Any]:
    actor = request.actor
    is_open = filing.state == FilingState.SUBMITTED
    is_bureau = isinstance(actor, Member) and actor.is_bureau
    is_own = isinstance(actor, Member) and actor.role in KEEPERS and actor.subject_id == filing.subject_id
    forms: dict[str, Form] = {}
    if is_open and is_bureau and filing.addressee == Addressee.JUSTICE:
        forms["return"] = ReasonForm(prefix="return")
    if is_open and is_own and filing.addressee == Addressee.SUPERIOR:
        today = local_date(timezone.now())
        forms["superior"] = SuperiorReceiptForm(prefix="superior", initial={"received_on": today})
    return {
        "may_receive": is_open and is_bureau and filing.addressee == Addressee.JUSTICE,
        "return_form": filled.get("return") or forms.get("return"),
        "superior_form": filled.get("superior") or forms.get("superior"),
    }


def _timeline(filing: Filing) -> list[Shown]:
    """Return what happened to the filing, oldest first; what was refused is the bureau's and the department's to see."""
    return [
        {
            "label": LABELS.get(event.action, event.action),
            "at": f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            "who": f"{event.actor_name}　{event.actor_office}".strip("　"),
            "said": filing.returned_reason if event.action == DisclosureAction.RETURNED else "",
            "state": "red" if event.outcome == "refused" else "done",
        }
        for event in list_events_of("filing", filing.pk)
    ]


def _act(
    request: ActorRequest,
    filing_id: int,
    operation: Callable[[], Filing],
    done: str,
    *,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    try:
        filing = operation()
    except (Refused, Rejected) as error:
        return _show(request, filing_id, error=error, filled=filled)
    messages.success(request, done.format(filing=filing))
    return redirect("filing_detail", filing_id)


def _tally(visible: QuerySet[Filing]) -> Sequence[Shown]:
    counts = dict(visible.order_by().values_list("state").annotate(number=Count("pk")))
    cells: list[Shown] = [
        {
            "label": state.label,
            "count": counts.get(state.value, 0),
            "url": f"?state={state.value}",
            "lamp": FILING_LAMPS[state],
        }
        for state in FilingState
    ]
    late = visible.filter(is_late=True).count()
    cells.append({"label": "逾期报送", "count": late, "url": "?is_late=true", "is_bad": late > 0})
    return cells
