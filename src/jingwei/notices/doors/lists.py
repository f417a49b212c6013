"""The lists of circulars: the bureau's, a department's, and the board of one circular's recipients."""

from typing import Any

from django.db.models import Count

from jingwei.notices.doors import fields
from jingwei.notices.models import Circular
from jingwei.notices.models import RecipientQuerySet as Recipients
from jingwei.notices.queries import BoardRow, list_circulars, list_overdue, list_received
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import CircularState, Purpose, RecipientState, Standing, Wanted
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, PartyKind, Role
from jingwei.web.doors import (
    FILE,
    PAGE,
    Batch,
    Button,
    Choice,
    Drawn,
    Either,
    Empty,
    Flag,
    Lamp,
    Listing,
    Moment,
    Number,
    Search,
    Tally,
    Text,
    Title,
    Viewer,
    Word,
)

DEPARTMENT = (("sent", "待签收"), ("waiting", "待回复"), ("done", "已回复"), ("overdue", "逾期"))


def of_standing(found: Recipients, standing: str, viewer: Viewer) -> Recipients:
    """Return the recipients that stand as one of ``DEPARTMENT`` says."""
    match standing:
        case "sent":
            return found.open().filter(state=RecipientState.SENT)
        case "waiting":
            return found.open().exclude(state=RecipientState.SENT)
        case "overdue":
            return found.overdue(viewer.today)
    return found.done()


def count_states(found: Any, viewer: Viewer) -> list[dict[str, Any]]:
    """Return how many circulars run, are closed and are drafts, and how many recipients are overdue."""
    lamps = {CircularState.ISSUED: "grey", CircularState.CLOSED: "green"}
    counts = dict(found.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    cells: list[dict[str, Any]] = [
        {
            "label": state.label,
            "count": counts.get(state.value, 0),
            "url": f"?state={state}",
            "lamp": lamps.get(state),
        }
        for state in (CircularState.ISSUED, CircularState.CLOSED, CircularState.DRAFT)
    ]
    overdue = [getattr(each, "lacking", 0) for each in list_overdue(today=viewer.today)]
    unit = f"家次 / {len(overdue)} 件" if overdue else "家次"
    late = {"label": "逾期未办", "count": sum(overdue), "unit": unit, "url": f"?state={CircularState.ISSUED}"}
    return [*cells, late | {"lamp": "red", "is_bad": bool(overdue)}]


def of_board(found: list[BoardRow], value: str, viewer: Viewer) -> list[BoardRow]:
    """Keep the recipients whose name or pinyin holds the text."""
    text = value.strip().lower()
    return [
        row for row in found if text in row.recipient.subject.name or text in row.recipient.subject.sort_key
    ]


SENT = Listing(
    "circular",
    "通知报送",
    export_name="circulars_export",
    roles=STAFF,
    rows=list_circulars,
    columns=fields.SENT,
    told=fields.TOLD,
    filters=(
        Search(label="标题或文号", hint="标题、文号", paths=("title", "number")),
        Choice("state", "状态", of=CircularState),
        Choice("purpose", "用途", of=Purpose),
    ),
    tally=count_states,
    buttons=(
        Button("发起月报", "circular_month", roles=[Role.SUPERVISION_LEAD], icon="calendar3"),
        Button("起草通知", "circular_new", roles=BUREAU),
    ),
    empty=Empty("还没有通知", "编制核对、月报、培训、自查都从一件通知开始，", "circular_new", "起草通知"),
)
RECEIVED = SENT.of(
    rows=list_received,
    columns=fields.RECEIVED,
    filters=(
        Search(label="标题或文号", hint="标题、文号", paths=("circular__title", "circular__number")),
        Choice("standing", "办理情况", of=DEPARTMENT, by=of_standing),
        Choice("purpose", "用途", by="circular__purpose", of=Purpose),
    ),
    tally=Tally(
        "standing", {"sent": "grey", "waiting": "grey", "done": "green", "overdue": "red"}, bad={"overdue"}
    ),
    empty=Empty("还没有收到通知", "区司法局发来的通知列在这里，签收后按要求回复。"),
)
BOARD = Listing(
    "circular_board",
    "办理情况",
    roles=BUREAU,
    rows=list,
    columns=(
        Title(
            "单位",
            "recipient.subject.name",
            name="subject",
            order="recipient__subject__sort_key",
            link=fields.at_recipient,
        ),
        Word("类别", "recipient.subject.kind", of=PartyKind, where=FILE),
        Text("条线", "recipient.subject.line", where=FILE),
        Lamp(
            "情况",
            lambda row: fields.standing_shown(row.recipient, row.standing),
            name="standing",
            css="jw-nw",
            where=PAGE,
        ),
        Text("情况", "standing.label", where=FILE),
        Drawn(
            "签收",
            lambda row: fields.who_and_when(row.recipient.received_by, row.recipient.received_at),
            name="received",
            order="recipient__received_at",
            css="jw-nw is-gone",
        ),
        Text("签收人", "recipient.received_by.name", where=FILE),
        Moment("签收时间", "recipient.received_at", where=FILE),
        Drawn(
            "回复",
            lambda row: fields.who_and_when(row.recipient.answered_by, row.recipient.answered_at),
            name="answered",
            order="recipient__answered_at",
            css="jw-nw",
            short="回复",
        ),
        Text("回复人", "recipient.answered_by.name", where=FILE),
        Moment("回复时间", "recipient.answered_at", where=FILE),
        Flag("逾期", "recipient.is_late", where=FILE),
        Drawn("内容", fields.answer_in_short, name="content", short="内容"),
        Drawn("催办", fields.reminded, name="reminders", order="reminders", css="jw-nw is-end", short="催办"),
        Number("催办次数", "reminders", where=FILE),
        Text("回复内容", "recipient.text", where=FILE),
        Text("附件", "recipient.file.name", where=FILE),
        Text("退回理由", "recipient.returned_reason", where=FILE),
    ),
    filters=(
        Search(label="单位", hint="名称、拼音首字母", by=of_board),
        Choice(
            "standing",
            "办理情况",
            of=Standing,
            by=lambda found, value, viewer: [row for row in found if row.standing == value],
        ),
        Choice(
            "kind",
            "类别",
            of=PartyKind.choices()[:3],
            by=lambda found, value, viewer: [row for row in found if row.recipient.subject.kind == value],
        ),
    ),
    tally=Tally("standing", fields.LAMPS, bad={Standing.OVERDUE}, unit="家", anchor="#board"),
    per_page=0,
)
REMINDING = Batch(
    "催办所选",
    "circular_remind",
    what="家",
    row_id=lambda row: None if row.standing is Standing.DONE else row.recipient.pk,
    called="recipient.subject.name",
)


def board_of(circular: Circular, *, may_remind: bool) -> Listing:
    """Return the board of a circular: without what it does not ask for, with a column for each number that it asks for."""
    asked = fields_of(Purpose(circular.purpose)) if circular.wanted == Wanted.NUMBERS else ()
    unasked = {"answered", "content"} if circular.wanted == Wanted.RECEIPT else set()
    numbers = [
        Number(
            f"{each.label}（{each.unit}）",
            lambda row, code=each.code: (row.recipient.numbers or {}).get(code),
            name=each.code,
            where=FILE,
        )
        for each in asked
    ]
    columns = [each for each in BOARD.columns if each.key not in unasked or each.where is FILE]
    return BOARD.of(
        columns=[*columns[:-3], *numbers, *columns[-3:]],
        batch=REMINDING if may_remind else None,
        file_name=f"{circular}办理情况",
    )


LISTS = Either("circular", lambda actor: SENT if actor.is_bureau else RECEIVED, STAFF, "circulars_export")
