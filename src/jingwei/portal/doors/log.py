"""日志: what everybody did, for the audit administrator; it grows without end."""

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import Action, AuditOutcome
from jingwei.registry.terms import Role
from jingwei.web.doors import Choice, Days, Empty, Lamp, Listing, Moment, Number, Search, Text, Typed, Viewer

MOST_FILED = 50_000
SECONDS = "%Y-%m-%d %H:%M:%S"
Events = QuerySet[AuditEvent]


@cache
def names_of_actions() -> dict[str, str]:
    """Return every area's acts by their codes; all are loaded when the first page is shown."""
    return {action.value: action.label for words in Action.__subclasses__() for action in words}


def action(event: AuditEvent) -> str:
    return names_of_actions().get(event.action, event.action)


def target(event: AuditEvent) -> str:
    return f"{event.target_kind} {event.target_id}" if event.target_id else ""


def outcome(event: AuditEvent) -> tuple[str, str]:
    return ("red", "拒绝") if event.outcome == AuditOutcome.REFUSED else ("green", "完成")


def written_at(event: AuditEvent) -> Any:
    return AT.show(event.at)


def of_whom(found: Events, who: str, viewer: Viewer) -> Events:
    return found.filter(Q(actor_name__contains=who) | Q(actor_office__contains=who))


def saying(found: Events, text: str, viewer: Viewer) -> Events:
    return found.filter(sentence__icontains=text)


def on_target(found: Events, typed: str, viewer: Viewer) -> Events:
    """Keep what was done to things of a kind, or to the one whose number follows."""
    kind, _, number = typed.partition(" ")
    found = found.filter(target_kind=kind.strip().lower())
    if not number.strip():
        return found
    return found.filter(target_id=int(number)) if number.strip().isdecimal() else found.none()


AT = Moment("时间", "at", form=SECONDS)
SENTENCE = Text("说明", "sentence", css="is-wide")
FILED = (
    Number("号", "pk", name="number"),
    AT,
    Text("办理人", "actor_name"),
    Text("单位与身份", "actor_office"),
    Text("结果", lambda event: AuditOutcome(event.outcome).label, name="outcome"),
    Text("动作", action),
    SENTENCE,
    Text("对象类别", "target_kind"),
    Number("对象编号", "target_id"),
)
LOG = Listing(
    "log",
    "日志",
    export_name="system_log_export",
    roles=(Role.AUDIT_ADMINISTRATOR,),
    rows=lambda actor: AuditEvent.objects.order_by("-id"),
    # By number, which grows as time does and has the index that a table without end needs.
    endless="id",
    per_page=100,
    most_filed=MOST_FILED,
    crumbs=("系统",),
    columns=(
        Text("号", "pk", css="jw-num"),
        AT,
        Text("办理人", "actor_name", below="actor_office"),
        SENTENCE,
        Text("动作", action, below=target, css="is-gone"),
        Lamp("结果", outcome),
    ),
    filed=(FILED[0], Text("时间", written_at), *FILED[2:]),
    told=FILED[1:],
    filters=(
        Typed("who", "办理人", hint="姓名或单位", longest=160, by=of_whom),
        Search(label="说明", by=saying),
        Choice("outcome", "结果", of=AuditOutcome),
        Choice(
            "action",
            "动作",
            of=lambda: sorted(names_of_actions().items(), key=lambda each: each[1]),
            is_more=True,
        ),
        Typed("target", "对象", hint="类别 编号，如 inspection 12", longest=60, by=on_target, is_more=True),
        Days("at", "日期", is_instant=True),
    ),
    status=lambda count: "只增不改，被拒绝的尝试也在内",
    missed="没有符合条件的日志",
    empty=Empty("没有符合条件的日志"),
)
