"""One circular: its page for the bureau and for a department, and every act on it and on a recipient."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jingwei.notices import operations
from jingwei.notices.documents import circular_document
from jingwei.notices.doors import answers, fields
from jingwei.notices.doors.lists import board_of
from jingwei.notices.forms import AnswerForm, CircularForm, MonthForm, RemindForm
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import (
    count_to_remind,
    find_file,
    get_board,
    get_circular,
    get_recipient,
    list_choosable_subjects,
)
from jingwei.notices.terms import CircularState, NoticeAction, Standing, Wanted
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import OF_A_SUBJECT, STAFF, Role
from jingwei.web.doors import BODY, HEAD, Acts, FormPage, Viewer, rows_of, timeline
from jingwei.web.doors.forms import ReasonForm
from jingwei.web.downloads import stored_file

ANSWERERS = (Role.CLERK, Role.HEAD)
LEAD = (Role.SUPERVISION_LEAD,)
# What a department does stands on its own page; so does what it tried: seventy of them would bury the circular's course.
OF_ONE = {NoticeAction.RECEIVED.value, NoticeAction.ANSWERED.value}
Shown = dict[str, Any]


def is_draft(circular: Circular, viewer: Viewer) -> bool:
    return circular.state == CircularState.DRAFT


def runs(circular: Circular, viewer: Viewer) -> bool:
    return circular.state == CircularState.ISSUED


def may_withdraw(circular: Circular, viewer: Viewer) -> bool:
    """Whether it can be withdrawn: a draft by the bureau, one that runs by the lead."""
    is_lead = getattr(viewer.actor, "role", None) in LEAD
    return is_draft(circular, viewer) or (runs(circular, viewer) and is_lead)


def awaits_result(circular: Circular, viewer: Viewer) -> bool:
    """Whether a circular on its result can be drafted."""
    is_out = circular.state in {CircularState.ISSUED, CircularState.CLOSED}
    return (
        is_out
        and not circular.parent_id
        and not circular.results.exclude(state=CircularState.WITHDRAWN).exists()
    )


def may_receive(circular: Circular, viewer: Viewer) -> bool:
    return runs(circular, viewer) and circular.own is not None and circular.own.received_at is None


def may_answer(circular: Circular, viewer: Viewer) -> bool:
    """Whether the viewer's subject may answer, or answer anew: after the due day an answer stands."""
    own = circular.own
    if own is None or not runs(circular, viewer) or circular.wanted == Wanted.RECEIPT:
        return False
    return not (is_late(circular, viewer) and own.answered_at is not None and own.is_done)


def is_late(circular: Circular, viewer: Viewer) -> bool:
    return circular.due_on is not None and circular.due_on < viewer.today


def show_circular(request: MemberRequest, circular: Circular) -> Shown:
    """Return what the page of a circular shows: the paper, and the board or the viewer's own answer."""
    viewer = Viewer(request.actor, request.now)
    shown: Shown = {
        "state": CircularState(circular.state),
        "colour": fields.COLOURS.get(CircularState(circular.state), ""),
        "files": files_shown(circular),
        "paragraphs": [line for line in circular.body.splitlines() if line.strip()],
        "rows": rows_of(fields.BESIDE, circular, viewer),
    }
    if circular.own is not None:
        return shown | show_own(circular, circular.own, viewer)
    board = get_board(circular, today=viewer.today, calendar=viewer.calendar)
    to_remind = [
        row for row in board if row.standing is not Standing.DONE and row.last_reminded_on != viewer.today
    ]
    listing = board_of(circular, may_remind=runs(circular, viewer) and bool(to_remind))
    return shown | {
        "list": listing.shown(request, board),
        "board": board,
        "results": list(circular.results.order_by("id")),
        "timeline": timeline(list_events_of("circular", circular.pk), hidden=OF_ONE),
    }


def show_own(circular: Circular, own: Recipient, viewer: Viewer) -> Shown:
    """Return what a department sees of its own: where it stands, what it answered."""
    return {
        "recipient": own,
        "standing": fields.standing_with_days(own, viewer),
        "answer_rows": answer_rows(own, viewer),
        "is_late": is_late(circular, viewer),
        "timeline": timeline_of(own),
    }


def show_recipient(request: MemberRequest, recipient: Recipient) -> Shown:
    """Return what the bureau sees of one recipient."""
    viewer = Viewer(request.actor, request.now)
    return {
        "circular": recipient.circular,
        "standing": fields.standing_with_days(recipient, viewer),
        "answer_rows": answer_rows(recipient, viewer),
        "may_remind": runs(recipient.circular, viewer) and not recipient.is_done,
        "timeline": timeline_of(recipient),
    }


def timeline_of(recipient: Recipient) -> list[Shown]:
    """Return what happened between the bureau and one recipient, then what is awaited."""
    circular = recipient.circular
    besides = [
        (each.at, {"label": "催办", "who": str(each.by or "系统"), "said": each.words})
        for each in recipient.reminders.all()
    ]
    if circular.issued_at:
        besides.append((circular.issued_at, {"label": "司法局发出", "who": circular.number}))
    awaited = []
    if circular.state == CircularState.ISSUED and not recipient.is_done:
        waits = "待签收" if recipient.received_at is None else "待回复"
        awaited.append({"label": waits, "at": f"{circular.due_on} 前" if circular.due_on else ""})
    return timeline(list_events_of("recipient", recipient.pk), besides=besides, awaited=awaited)


def answer_rows(recipient: Recipient, viewer: Viewer) -> list[Shown]:
    """Return what a recipient answered; nothing where it has not."""
    return rows_of(fields.answer_fields(recipient), recipient, viewer) if recipient.answered_at else []


def files_shown(circular: Circular) -> list[Shown]:
    """Return the template and the attachments with their addresses."""
    attached = [("附件", each) for each in circular.attachments.order_by("stored_at", "name")]
    if circular.template is not None:
        attached.insert(0, ("报表模板", circular.template))
    return [
        {
            "label": label,
            "name": each.name,
            "size": f"{max(each.size // 1024, 1)} KB",
            "url": reverse("circular_file", args=[circular.pk, each.pk]),
        }
        for label, each in attached
    ]


def at_circular(circular: Circular) -> str:
    return reverse("circular_detail", args=[circular.pk])


CIRCULAR = Acts(
    "circular",
    find=get_circular,
    show=show_circular,
    template=lambda request: "notices/detail.html" if request.member.is_bureau else "notices/received.html",
    roles=STAFF,
    answer=answers.CIRCULAR,
    paper=lambda request, circular: circular_document(circular, on=local_date(request.now)),
)
CIRCULAR.act(
    "issue",
    operations.issue_circular,
    LEAD,
    verb="签发",
    done="已签发，收文单位可以签收。",
    when=is_draft,
    ask="签发《{0.title}》？",
    warn="发给 {0.asked} 家单位，签发时给文号，之后不能修改。",
    place=HEAD,
    is_main=True,
)
CIRCULAR.act(
    "result",
    operations.draft_result_circular,
    BUREAU,
    verb="起草通报",
    done="通报已起草，正文和附表按当前办理情况填好，核对后签发。",
    when=awaits_result,
    place=HEAD,
    to=at_circular,
)
CIRCULAR.act(
    "remind",
    operations.remind,
    BUREAU,
    RemindForm,
    verb=lambda circular, viewer: f"催办全部 {count_to_remind(circular, viewer.today)} 家",
    done="已催办，单位在工作台和通知中看得到。",
    when=lambda circular, viewer: runs(circular, viewer) and count_to_remind(circular, viewer.today) > 0,
    ask="催办全部未办单位？",
    warn="今天已经催办过的不再催。",
    place=HEAD,
    is_main=True,
)
CIRCULAR.act(
    "close",
    operations.close_circular,
    BUREAU,
    verb="办结",
    done="已办结，不再接收回复。",
    when=runs,
    warn=lambda circular: (
        f"办结后不再签收、回复和催办；未办的 {circular.asked - circular.done} 家留作未回复。"
    ),
)
CIRCULAR.act(
    "withdraw",
    operations.withdraw_circular,
    BUREAU,
    ReasonForm,
    verb="撤回",
    title="撤回本通知",
    done="已撤回。",
    when=may_withdraw,
    prefix="withdraw",
    is_grave=True,
)
CIRCULAR.act(
    "receive",
    operations.receive_circular,
    OF_A_SUBJECT,
    verb="签收",
    done="已签收。",
    when=may_receive,
    place=HEAD,
    is_main=True,
    answer=answers.RECEIPT,
)
CIRCULAR.act(
    "answer",
    operations.answer_circular,
    ANSWERERS,
    AnswerForm,
    verb="提交回复",
    done=lambda recipient: "已回复。截止日期前可以修改重报。" if recipient.circular.due_on else "已回复。",
    when=may_answer,
    given=lambda request, circular: {"recipient": circular.own},
    place=BODY,
    is_main=True,
    body=answers.AnswerIn,
    answer=answers.RECEIPT,
)

RECIPIENT = Acts(
    "recipient",
    names="circular",
    page_name="circular_recipient",
    find=get_recipient,
    show=show_recipient,
    template="notices/recipient.html",
    roles=BUREAU,
)
RECIPIENT.act(
    "send_back",
    operations.send_back_answer,
    BUREAU,
    ReasonForm,
    verb="退回",
    title="退回重报",
    done="已退回{0.subject}，改好后重报。",
    when=lambda recipient, viewer: (
        runs(recipient.circular, viewer) and recipient.is_done and recipient.answered_at
    ),
    is_grave=True,
)


def crumbs_of(circular: Circular | None = None) -> list[tuple[str, str]]:
    own = (circular.title, at_circular(circular)) if circular else ("起草通知", "")
    return [("通知报送", reverse("circular_list")), own]


NEW = FormPage(
    "circular_new",
    operations.draft_circular,
    BUREAU,
    CircularForm,
    title="起草通知",
    status="签发前只有司法局看得到",
    answer=answers.CIRCULAR,
    verb="保存草稿",
    done="草稿已保存，由监督负责人签发。",
    to=at_circular,
    back=lambda circular=None: at_circular(circular) if circular else reverse("circular_list"),
    crumbs=crumbs_of,
    given=lambda request, circular: {
        "subjects": list_choosable_subjects(today=local_date(request.now)),
        "circular": circular,
    },
    template="notices/form.html",
)
CHANGE = NEW.of(
    name="circular_change",
    operation=operations.change_circular,
    title="修改通知",
    find=get_circular,
    id_name="circular_id",
)
MONTH = FormPage(
    "circular_month",
    operations.open_monthly_return,
    LEAD,
    MonthForm,
    title="发起月报",
    status="每月第一个工作日系统自动发上月的",
    note="向全部已公告的检查主体发出一件月报通知，五个工作日内填报；同一月份只发一件。",
    ask="发起这个月的月报？",
    warn="签发后各单位即可看到，文号不再改动。",
    answer=answers.CIRCULAR,
    verb="发起",
    done=lambda circular: (
        f"{circular.number}《{circular.title}》已发出，共 {circular.recipients.count()} 家。"
    ),
    to=at_circular,
    back=lambda: reverse("circular_list"),
    crumbs=lambda: [("通知报送", reverse("circular_list")), ("发起月报", "")],
    given=lambda request, row: {"initial": {"period": MonthForm.last_month(local_date(request.now))}},
)


@require_safe
@member_required(*STAFF)
def circular_file(request: MemberRequest, circular_id: int, file_id: uuid.UUID) -> HttpResponse:
    """Answer an attachment, the template, or an answer's file to those who may see it; 404 for everybody else."""
    row = find_file(request.actor, get_circular(request.actor, circular_id), file_id)
    if row is None:
        raise Http404
    return stored_file(row)


@require_safe
@member_required(*BUREAU)
def board_file(request: MemberRequest, circular_id: int) -> HttpResponse:
    """Answer the board as .xlsx, as it is filtered."""
    circular, viewer = get_circular(request.actor, circular_id), Viewer(request.actor, request.now)
    listing = board_of(circular, may_remind=False)
    board = get_board(circular, today=viewer.today, calendar=viewer.calendar)
    return listing.file(request, listing.shown(request, board))
