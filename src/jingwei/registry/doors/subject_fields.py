"""What of a subject is shown: in the register, in the file, to programs; its changes and letters of entrustment."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jingwei.registry.facts import change_facts
from jingwei.registry.models import Entrustment, Subject, SubjectChange
from jingwei.registry.operations.subjects.changes import CHANGEABLE
from jingwei.registry.rules.reannounced_in_time import reannounced_in_time
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.rulebook import Raise, Warn
from jingwei.web.doors import Day, Drawn, Empty, Lamp, Table, Text, Title, Viewer, Word

STATUSES = {
    SubjectStatus.DECLARED: "accent",
    SubjectStatus.REVIEWED: "accent",
    SubjectStatus.CONFIRMED: "amber",
    SubjectStatus.ANNOUNCED: "green",
}


def rests_on(subject: Subject) -> str:
    return f"受{subject.principal.name}委托" if subject.principal else subject.legal_basis


def in_words(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value or "—")


def what_changed(change: SubjectChange) -> SafeString:
    """Return each field with what it was and what it is."""
    return format_html_join(
        "",
        '<span class="jw-line2">{}：{} → {}</span>',
        (
            (CHANGEABLE.get(name, name), in_words(change.before.get(name)), in_words(after))
            for name, after in change.after.items()
        ),
    )


def verdict_on(change: SubjectChange, viewer: Viewer) -> Any:
    """Return what the rule says of the time in which a change was announced again."""
    return reannounced_in_time(change_facts(change, viewer.numbers.on, viewer.numbers))


def announced_again(change: SubjectChange, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp of a change: whether it was announced again, and in time."""
    verdict = verdict_on(change, viewer)
    colour = "red" if isinstance(verdict, Raise) else "amber" if isinstance(verdict, Warn) else "green"
    if change.reannounced_on:
        return colour, f"{change.reannounced_on} 已重新公告"
    return colour, f"{change.due_on} 前重新公告"


def at_letter(letter: Entrustment) -> str:
    return reverse("entrustment_print", args=[letter.agent_id, letter.pk])


def who_and_what(letter: Entrustment) -> str:
    items = "；".join(item.name for item in letter.items.all())
    return f"{letter.principal.short_name}委托{letter.agent.short_name}：{items}"


def published(letter: Entrustment) -> SafeString | str:
    """Return the day on which a letter was published, leading to where."""
    if not letter.published_url:
        return "没有公布"
    return format_html('<a href="{}" rel="noopener">{}</a>', letter.published_url, letter.published_on)


def force_of(letter: Entrustment, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp that says whether a letter covers anything today."""
    if letter.ended_on is not None:
        return "none", f"{letter.ended_on} 终止"
    if letter.valid_to < viewer.today:
        return "red", f"{letter.valid_to} 到期"
    return ("green", "有效") if letter.is_in_force(viewer.today) else ("amber", "未生效")


CODE = Text("编号", "code", css="jw-nw is-gone")
KIND = Word("类别", "kind", of=PartyKind)
LINE = Text("条线", "line", css="jw-nw is-gone")
ANNOUNCED = Day("公告日期", "announced_on")
STATUS = Word("状态", "status", of=SubjectStatus, colours=STATUSES, css="jw-nw is-end")

LISTED = (
    CODE,
    Title("检查主体", "name", order="sort_key", link="subject_detail", below=rests_on),
    KIND,
    LINE,
    ANNOUNCED,
    STATUS,
)
# In the order of the paper form (R-FORM-01).
FILED = (
    CODE,
    Text("名称", "name"),
    Text("简称", "short_name"),
    Text("机关代字", "document_series"),
    KIND,
    LINE,
    Text("统一社会信用代码", "credit_code"),
    Text("管辖区划", lambda subject: "、".join(subject.jurisdiction), name="jurisdiction"),
    Text("委托机关", "principal.name", name="principal"),
    Text("职权依据", "legal_basis"),
    Text("电话", "phone"),
    STATUS,
    ANNOUNCED,
    Day("撤销日期", "revoked_on"),
)
CHANGES = Table(
    columns=(
        Day("变更日期", "happened_on"),
        Drawn("内容", what_changed, css="is-wide"),
        Text("文号", "document", css="jw-nw"),
        Lamp("重新公告", announced_again, below=lambda change, viewer: verdict_on(change, viewer).fact),
    ),
)
LETTERS = Table(
    columns=(
        Title("委托书", "number", link=at_letter, below=who_and_what),
        Text("期限", lambda letter: f"{letter.valid_from} 至 {letter.valid_to}", name="term", css="jw-nw"),
        Drawn("公布", published, css="jw-nw"),
        Lamp("状态", force_of),
    ),
    part=lambda letter: letter,
    empty=Empty("还没有委托书", "没有有效委托书的受委托组织不得检查，先登记委托书。"),
)
