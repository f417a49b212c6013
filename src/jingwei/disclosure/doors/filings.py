"""备案: the bureau's inbox and a department's own, one with its receipt, receiving several at once."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from jingwei.disclosure import operations
from jingwei.disclosure.documents import receipt_document
from jingwei.disclosure.doors.announcements import CRUMBS, KEEPERS, TABS
from jingwei.disclosure.doors.fields import FILED, FILING_TOLD
from jingwei.disclosure.forms import PickForm, SuperiorReceiptForm
from jingwei.disclosure.models import Filing
from jingwei.disclosure.queries import find_newer, get_filing, list_filings, list_filings_to_receive
from jingwei.disclosure.terms import Addressee, FilingKind, FilingState
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF
from jingwei.web.doors import (
    HEAD,
    Acts,
    Batch,
    Choice,
    Day,
    Drawn,
    Either,
    Empty,
    Field,
    Lamp,
    Listing,
    Pick,
    Search,
    Text,
    Title,
    Viewer,
    Word,
    rows_of,
    timeline,
)
from jingwei.web.doors.forms import ReasonForm
from jingwei.web.downloads import stored_file
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown

LAMPS = {FilingState.SUBMITTED: "amber", FilingState.RECEIVED: "green", FilingState.RETURNED: "red"}


def lamp_of(filing: Filing) -> tuple[str, str]:
    state = FilingState(filing.state)
    return LAMPS[state], state.label


def is_of_the_bureau(filing: Filing) -> bool:
    return filing.addressee == Addressee.JUSTICE


def waits_for_the_bureau(filing: Filing) -> bool:
    return filing.state == FilingState.SUBMITTED and is_of_the_bureau(filing)


def kind_and_version(filing: Filing) -> str:
    return f"{FilingKind(filing.kind).label}　第 {filing.version} 版"


def day_and_lateness(filing: Filing) -> Any:
    day = filing.filed_on.isoformat()
    return format_html('{} <span class="jw-bad">逾期</span>', day) if filing.is_late else day


def count_states(found: QuerySet[Filing], viewer: Viewer) -> list[dict[str, Any]]:
    """Return how many stand where, and how many came late."""
    counts = dict(found.order_by().values_list("state").annotate(number=Count("pk")))
    cells: list[dict[str, Any]] = [
        {
            "label": state.label,
            "count": counts.get(state.value, 0),
            "url": f"?state={state.value}",
            "lamp": LAMPS[state],
        }
        for state in FilingState
    ]
    late = found.filter(is_late=True).count()
    return [*cells, {"label": "逾期报送", "count": late, "url": "?is_late=true", "is_bad": late > 0}]


OWN = Listing(
    "filing",
    "本单位备案",
    roles=STAFF,
    rows=list_filings,
    tabs=TABS,
    crumbs=CRUMBS,
    columns=(
        Title(
            "备案",
            "subject.name",
            name="subject",
            order="subject__sort_key",
            link="filing_detail",
            below=kind_and_version,
        ),
        Word("报送对象", "addressee", of=Addressee),
        Drawn("报送", day_and_lateness, name="filed_on", order="filed_on", css="jw-nw"),
        Text("回执", "receipt", css="jw-nw is-gone"),
        Lamp("状态", lamp_of, name="state", order="state"),
    ),
    filed=FILED,
    filters=(
        Search(
            label="单位或文号",
            hint="单位、回执文号、拼音首字母",
            paths=("receipt", "subject__name", "subject__sort_key"),
        ),
        Choice("state", "状态", of=FilingState),
        Choice("kind", "备案内容", of=FilingKind),
        Choice("addressee", "报送对象", of=Addressee),
        Choice(
            "is_late",
            "时限",
            of=(("true", "逾期"), ("false", "按期")),
            by=lambda found, value, viewer: found.filter(is_late=value == "true"),
            is_more=True,
        ),
        Pick(
            "subject",
            "单位",
            rows=lambda viewer: Subject.objects.order_by("sort_key"),
            roles=BUREAU,
            is_more=True,
        ),
    ),
    tally=count_states,
    empty=Empty("还没有备案", "公告以后报送备案，从", "lamp_board", "公告与备案"),
)
RECEIVED = OWN.of(
    title="备案收件",
    batch=Batch(
        "接收所选",
        "filing_receive_many",
        row_id=lambda filing: filing.pk if waits_for_the_bureau(filing) else None,
    ),
)
FILINGS = Either("filing", lambda actor: RECEIVED if actor.is_bureau else OWN, STAFF)
BESIDE: tuple[Field, ...] = (
    Text("报送单位", "subject.name", is_full=True),
    Word("备案内容", "kind", of=FilingKind),
    Word("报送对象", "addressee", of=Addressee),
    Text(
        "所报公告",
        lambda row: str(row.announcement or row.plan or row.special or ""),
        link=lambda row: (
            reverse("announcement_detail", args=[row.announcement_id]) if row.announcement_id else ""
        ),
        is_full=True,
    ),
    Day("报送日期", "filed_on", hint=lambda row: "逾期" if row.is_late else ""),
    Text("应报日期", lambda row: str(row.due_on or "没有规定期限")),
    Text("报送人", lambda row: str(row.filed_by or "")),
    Text("版本", lambda row: f"第 {row.version} 版"),
    Text("内容摘要（SM3）", "digest", is_full=True),
    Text("回执文号", "receipt", is_optional=True),
    Day("备案日期", "received_on", is_optional=True),
    Text("接收人", lambda row: str(row.received_by or ""), is_full=True, is_optional=True),
    Text(
        "备案材料",
        "paper.name",
        link=lambda row: reverse("filing_paper", args=[row.pk]),
        is_full=True,
        is_optional=True,
    ),
)


def show_filing(request: MemberRequest, filing: Filing) -> dict[str, Any]:
    """Return what the page of one filing shows."""
    viewer = Viewer(request.actor, request.now)
    return {
        "title": str(filing),
        "crumbs": [
            ("公告与备案", reverse("lamp_board")),
            ("备案", reverse("filing_list")),
            (filing.receipt or "待接收", ""),
        ],
        "rows": rows_of(BESIDE, filing, viewer),
        "state": Lamp("", lamp_of).html(filing, viewer),
        "newer": find_newer(filing.announcement) if filing.announcement else None,
        "has_receipt": filing.state == FilingState.RECEIVED and is_of_the_bureau(filing),
        "timeline": timeline(list_events_of("filing", filing.pk)),
    }


FILING = Acts(
    "filing",
    find=get_filing,
    show=show_filing,
    template="disclosure/filing.html",
    roles=STAFF,
    answer=FILING_TOLD,
)
FILING.act(
    "receive",
    operations.receive_filing,
    BUREAU,
    verb="接收",
    done="已接收，回执文号{0.receipt}。",
    when=waits_for_the_bureau,
    ask="接收这件备案？",
    warn="接收时给出回执文号，之后不能退回。",
    place=HEAD,
    is_main=True,
)
FILING.act(
    "superior_receipt",
    operations.enter_superior_receipt,
    KEEPERS,
    SuperiorReceiptForm,
    verb="登记回执",
    title="登记上级回执",
    done="上级回执已登记。",
    when=lambda filing, viewer: (
        filing.state == FilingState.SUBMITTED
        and not is_of_the_bureau(filing)
        and viewer.actor.subject_id == filing.subject_id
    ),
    given=lambda request, filing: {"initial": {"received_on": local_date(request.now)}},
    prefix="superior",
    is_main=True,
)
FILING.act(
    "return",
    operations.return_filing,
    BUREAU,
    ReasonForm,
    verb="退回",
    title="退回这件备案",
    done="已退回，单位补正后重新报送。",
    when=waits_for_the_bureau,
    ask="退回这件备案？",
    warn="单位按理由补正后重新报送。",
    prefix="return",
    is_grave=True,
)


@require_POST
@member_required(*BUREAU)
def receive_picked(request: MemberRequest) -> HttpResponse:
    """Receive several filings: first name them and ask, then receive each on its own and say how each ended.

    Odd, because no one object but those that were marked are acted on, and some may be received and others not.
    """
    form, waiting = PickForm(request.POST), list_filings_to_receive(request.actor)
    picked = list(waiting.filter(pk__in=form.cleaned_data["pick"])) if form.is_valid() else []
    if not picked:
        marked = request.POST.getlist("pick")
        messages.warning(request, "没有选待接收的备案，或所选的已经办理。" if marked else "没有选备案。")
        return redirect("filing_list")
    if not form.cleaned_data["is_confirmed"]:
        return render(request, "disclosure/receive_many.html", {"picked": picked})
    rows = operations.receive_many(filings=picked, actor=request.actor, now=request.now)
    context = {
        "received": [row.filing for row in rows if row.error is None],
        "refused": [
            {"filing": row.filing, "error": error_shown(row.error)} for row in rows if row.error is not None
        ],
        "now": request.now,
    }
    return render(request, "disclosure/received_many.html", context)


@require_safe
@member_required(*STAFF)
def receipt_paper(request: MemberRequest, filing_id: int) -> HttpResponse:
    """Answer the bureau's receipt as PDF or .docx."""
    filing = get_filing(request.actor, filing_id)
    if filing.state != FilingState.RECEIVED or not is_of_the_bureau(filing):
        raise Mistake("这件备案没有区司法局的回执", "接收以后才有回执；上级的回执由上级出具")
    return answer_paper(request, receipt_document(filing))


@require_safe
@member_required(*STAFF)
def paper(request: MemberRequest, filing_id: int) -> HttpResponse:
    """Answer the file that was filed; 404 where none was."""
    row = get_filing(request.actor, filing_id).paper
    if row is None:
        raise Http404
    return stored_file(row)
