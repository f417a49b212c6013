"""Letters of assistance on the desk: the list, one of them with what is to be done, sending, registering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections import operations
from jingwei.inspections.assistance import (
    LETTERS_EXPORTED,
    STATE_COLOURS,
    AnswerForm,
    LetterFilter,
    LetterTable,
    ReceiveForm,
    ReplyForm,
    SendForm,
    people_of,
)
from jingwei.inspections.assistance_papers import letter_document, place_of, reply_document
from jingwei.inspections.models import AssistanceLetter
from jingwei.inspections.operations import LetterDraft, LetterReceived, Visitor
from jingwei.inspections.queries import get_letter, list_letters
from jingwei.inspections.terms import LetterAction, LetterDirection, LetterState
from jingwei.inspections.views.desk_parts import moment
from jingwei.inspections.views.places import search_place
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import list_events_of
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Site, Subject
from jingwei.registry.terms import STAFF, Role
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed, stored_file
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
WRITERS = (Role.CLERK, Role.HEAD)
CRUMBS = (("letter_list", "协助函"),)


@require_safe
@member_required(*STAFF)
def letter_list(request: ActorRequest) -> HttpResponse:
    """Show the letters that the viewer may see."""
    visible = list_letters(request.actor)
    chosen = LetterFilter(request.GET, queryset=visible)
    is_bureau = isinstance(request.actor, Member) and request.actor.is_bureau
    table = LetterTable(chosen.qs, shows_subject=is_bureau)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    counts = dict(visible.order_by().values_list("state").annotate(number=Count("id")))
    context = {
        "table": table,
        "tally": [
            {
                "label": state.label,
                "count": counts.get(state.value, 0),
                "unit": "份",
                "url": f"?state={state.value}",
                "lamp": "amber" if state is LetterState.SENT else None,
            }
            for state in LetterState
        ],
        "fields": [form["q"], form["direction"], form["state"]],
        "query": request.GET.urlencode(),
        "may_write": isinstance(request.actor, Member) and request.actor.role in WRITERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/letter_list.html", context)


@require_safe
@member_required(*STAFF)
def letter_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = LetterFilter(request.GET, queryset=list_letters(request.actor)).qs
    rows = ([read(row) for read in LETTERS_EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "协助函", list(LETTERS_EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*WRITERS)
def letter_new(request: ActorRequest) -> HttpResponse:
    """Find the enterprise, or say that it is not in the registry, then write the letter and send it."""
    member = require(request.actor, *WRITERS)
    subject = get_object_or_404(Subject, pk=member.subject_id or 0)
    chosen, is_elsewhere = request.GET.get("site", ""), "place" in request.GET
    if not is_id(chosen) and not is_elsewhere:
        return search_place(
            request,
            heading="发协助函",
            crumbs=CRUMBS,
            otherwise=("?place=1", "企业不在名录，直接写明地点"),
            beyond=subject.jurisdiction,
        )
    site = None
    if not is_elsewhere:
        site = get_object_or_404(Site.objects.select_related("enterprise", "region"), pk=int(chosen))
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, subject=subject, has_site=site is not None)
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            sent = operations.send_letter(
                letter=LetterDraft(**form.cleaned_data, site_id=site.pk if site else None),
                actor=member,
                now=timezone.now(),
            )
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"{sent.number} 已发出。下载函件送达，收到答复后登记复函。")
            return redirect("letter_detail", sent.pk)
    context = {"heading": "发协助函", "place": site or "", "verb": "发函", "groups": _groups(form)}
    return _form(request, form, error, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*WRITERS)
def letter_register(request: ActorRequest) -> HttpResponse:
    """Find the enterprise that another district's organ asks about, then register its letter."""
    member = require(request.actor, *WRITERS)
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        return search_place(request, heading="登记来函", crumbs=CRUMBS)
    site = get_object_or_404(Site.objects.select_related("enterprise"), pk=int(chosen))
    form = ReceiveForm(request.POST or None, request.FILES or None)
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        given |= {"officers": Visitor.of_lines(given["officers"]), "paper": form.paper_given()}
        received = LetterReceived(**given, enterprise_id=site.enterprise_id, site_id=site.pk)
        try:
            letter = operations.register_letter(letter=received, actor=member, now=timezone.now())
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"{letter.organ}的来函已登记，由本单位负责人答复。")
            return redirect("letter_detail", letter.pk)
    context = {"heading": "登记来函", "place": site, "verb": "登记", "groups": [("来函", list(form))]}
    return _form(request, form, error, context)


@require_safe
@member_required(*STAFF)
def letter_detail(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Show one letter with what may be done now."""
    return _page(request, letter_id)


@require_safe
@member_required(*STAFF)
def letter_paper(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Answer our letter, or our reply to one received, as an official paper, PDF or .docx."""
    letter = get_letter(request.actor, letter_id)
    if letter.direction == LetterDirection.OUTGOING:
        return answer_paper(request, letter_document(letter))
    if letter.replied_on is None:
        raise Http404
    return answer_paper(request, reply_document(letter))


@require_safe
@member_required(*STAFF)
def letter_file(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Answer the scan of a letter received."""
    letter = get_letter(request.actor, letter_id)
    if letter.paper is None:
        raise Http404
    return stored_file(letter.paper)


@require_POST
@member_required(*WRITERS)
def letter_reply(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Enter the counterpart's answer."""
    form = ReplyForm(request.POST)
    return _act(request, letter_id, form, operations.enter_reply, "复函已登记。")


@require_POST
@member_required(Role.HEAD)
def letter_answer(request: ActorRequest, letter_id: int) -> HttpResponse:
    """Answer a letter received."""
    form = AnswerForm(request.POST)
    return _act(request, letter_id, form, operations.answer_letter, "已答复。下载复函送达来函机关。")


@require_POST
@member_required(*WRITERS)
def letter_end(request: ActorRequest, letter_id: int) -> HttpResponse:
    """End the assistance."""
    return _act(request, letter_id, None, operations.end_letter, "已办结，明天起不再适用。")


def _act(
    request: ActorRequest,
    letter_id: int,
    form: Form | None,
    operation: Callable[..., AssistanceLetter],
    done: str,
) -> HttpResponse:
    """Carry an operation out and go back to the page, or show the page again with what stands against it."""
    get_letter(request.actor, letter_id)
    if form is not None and not form.is_valid():
        return _page(request, letter_id, form=form)
    given = form.cleaned_data if form is not None else {}
    try:
        operation(letter_id=letter_id, **given, actor=request.actor, now=timezone.now())
    except Rejected as error:
        return _page(request, letter_id, form=form, error=error)
    messages.success(request, done)
    return redirect("letter_detail", letter_id)


def _form(request: ActorRequest, form: Form, error: Rejected | None, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "error": error_shown(error), "crumbs": CRUMBS}
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "inspections/letter_form.html", context, status=status)


def _groups(form: Form) -> list[tuple[str, list[Any]]]:
    """Return the fields of a letter of ours under their headings."""
    first = [name for name in ("organ", "place", "matter", "first_on", "valid_to") if name in form.fields]
    return [
        ("函件", [form[name] for name in first]),
        ("检查事项", [form["item_ids"]]),
        ("前往人员", [form["officer_ids"]]),
    ]


def _page(
    request: ActorRequest, letter_id: int, *, form: Form | None = None, error: Rejected | None = None
) -> HttpResponse:
    letter = get_letter(request.actor, letter_id)
    state, is_ours = LetterState(letter.state), letter.direction == LetterDirection.OUTGOING
    member = request.actor if isinstance(request.actor, Member) else None
    is_own = member is not None and member.subject_id == letter.subject_id and member.role in WRITERS
    is_open = is_own and state is LetterState.SENT
    today = local_date(timezone.now())
    may_request = is_ours and letter.site is not None and letter.covers(today) and member is not None
    request_url = (
        f"{reverse('inspection_new')}?{urlencode({'site': letter.site_id or 0, 'letter': letter.pk})}"
    )
    context = {
        "letter": letter,
        "direction": LetterDirection(letter.direction),
        "state": state,
        "state_colour": STATE_COLOURS[state],
        "rows": _rows(letter),
        "has_paper": is_ours or letter.replied_on is not None,
        "paper_title": "协助函" if is_ours else "复函",
        "tasks": list(letter.tasks.order_by("id")),
        "outside": list(letter.inspections.select_related("enterprise").order_by("performed_on")),
        "is_ours": is_ours,
        "reply": (form if isinstance(form, ReplyForm) else ReplyForm(initial={"replied_on": today}))
        if is_open and is_ours
        else None,
        "answer": (form if isinstance(form, AnswerForm) else AnswerForm())
        if is_open and not is_ours and member is not None and member.role is Role.HEAD
        else None,
        "may_end": is_own and state is LetterState.AGREED and letter.first_on <= today,
        "request_url": request_url
        if may_request and member is not None and member.role in {Role.CLERK, Role.OFFICER}
        else "",
        "timeline": [_step(event) for event in list_events_of("assistanceletter", letter.pk)],
        "error": error_shown(error),
    }
    status = status_of(error) if error else 422 if form is not None else 200
    return render(request, "inspections/letter_detail.html", context, status=status)


def _rows(letter: AssistanceLetter) -> list[dict[str, Any]]:
    items = "、".join(item.name for item in letter.items.all())
    rows: list[dict[str, Any]] = [
        {"label": "文号", "value": letter.number},
        {"label": "方向", "value": LetterDirection(letter.direction).label},
        {"label": "本区主体", "value": letter.subject.name},
        {"label": "对方机关", "value": letter.organ},
        {"label": "对象", "value": place_of(letter), "is_full": True},
        {"label": "协助内容", "value": letter.matter, "is_full": True},
    ]
    if letter.direction == LetterDirection.OUTGOING:
        rows.append({"label": "检查事项", "value": items, "is_full": True})
    rows += [
        {"label": "人员", "value": people_of(letter.officers) or "没有写明", "is_full": True},
        {"label": "期限", "value": f"{letter.first_on} 至 {letter.valid_to}", "hint": "最后一天也在内"},
        {"label": "发函日期", "value": f"{letter.sent_on}"},
    ]
    if letter.replied_on is not None:
        rows.append({"label": "复函", "value": f"{letter.reply_number}　{letter.replied_on}"})
        rows.append({"label": "复函内容", "value": letter.reply, "is_full": True})
    return rows


def _step(event: AuditEvent) -> dict[str, Any]:
    labels = {action.value: action.label for action in LetterAction}
    is_refused = event.outcome == AuditOutcome.REFUSED
    return {
        "label": labels.get(event.action, event.action) + ("（未成）" if is_refused else ""),
        "at": moment(event.at),
        "who": f"{event.actor_office}{event.actor_name}",
        "said": event.sentence if is_refused else "",
        "state": "refused" if is_refused else "done",
    }
