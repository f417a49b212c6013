"""工作台: what waits for me, what I have done, what I have begun."""

from collections import Counter
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from jingwei.platform.models import CalendarYear
from jingwei.platform.queries import get_calendar, is_next_year_missing
from jingwei.portal.queries.begun import Begun, list_begun
from jingwei.portal.queries.todo import in_groups
from jingwei.portal.queries.workbench import (
    LONGEST_LIST,
    list_attempts,
    list_done,
    list_todo,
)
from jingwei.registry.desk import Todo
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.doors import Drawn, Empty, Moment, Table, Text, Title, Viewer
from jingwei.web.gallery import draw

WEEKDAYS = "一二三四五六日"
LONG_LIST = 10  # rows from which on one may want to see those of one kind


def begun_stage(each: Begun) -> SafeString:
    return draw("tag", {"text": each.stage})


def lamp(row: Todo) -> SafeString:
    return draw("lamp", {"colour": row.colour, "text": LAMPS[row.colour], "only": True})


def due(row: Todo, viewer: Viewer) -> str:
    """Return the day as short as it can be understood."""
    if row.due is None:
        return "—"
    return f"{row.due.on:%m-%d}" if row.due.on.year == viewer.today.year else row.due.on.isoformat()


def due_mark(row: Todo) -> str:
    return "" if row.due is None or row.due.is_official else "演示日历"


def left(row: Todo) -> SafeString:
    """Return how many working days are left, with how much of the period is over."""
    if row.left is None:
        return format_html('<span class="jw-dim">{}</span>', "—")
    text, unit = (str(row.left), "工作日") if row.left else ("今日", "到期")
    if row.left < 0:
        text = f"逾期 {-row.left}"
    return draw("left", {"text": text, "unit": unit, "colour": row.colour, "used": row.used})


def way(row: Todo) -> SafeString:
    look = "btn-primary" if row.colour == "red" else "btn-line"
    return format_html('<a class="btn {} btn-in-row" href="{}">{}</a>', look, row.url, row.verb)


LAMPS = {"red": "已逾期", "amber": "即将到期", "green": "期限内", "grey": "没有法定期限"}
TODO = Table(
    columns=(
        Drawn(format_html('<span class="visually-hidden">{}</span>', "期限灯"), lamp, css="is-lamp"),
        Title("事项", "title", link=attrgetter("url"), below="detail"),
        Text("来自", "origin", css="jw-nw"),
        Text("类别与环节", "kind", below="step", css="jw-nw is-gone"),
        Text("期限", due, below=due_mark, css="jw-num is-gone"),
        Drawn("剩余", left, css="jw-num"),
        Drawn("办理", way, css="is-end"),
    ),
    css="has-lamp",
)


def show_todo(rows: list[Todo], viewer: Viewer) -> dict[str, Any]:
    """Return what waits, each lamp under its heading with how many there are."""
    groups = in_groups(rows)
    headings = {
        found[0].colour: format_html("{}<span>{} 件</span>", heading, len(found)) for heading, found in groups
    }
    table = replace(TODO, group=lambda row: headings[row.colour])
    return table.of([row for _, found in groups for row in found], viewer)


DONE = Table(
    columns=(Title("事项", "sentence", link=attrgetter("url")), Moment("时间", "at", css="jw-num")),
    empty=Empty("还没有办过", "办完的事项会列在这里。"),
)
BEGUN = Table(
    columns=(
        Title("事项", "title", link=attrgetter("url"), below="detail"),
        Text("类别", "kind", css="jw-nw"),
        Moment("发起时间", "at", css="jw-num"),
        Drawn("环节", begun_stage, css="jw-nw is-end"),
    ),
    empty=Empty("还没有发起过", "由您起草、报送或上传的会列在这里。"),
)
ATTEMPTS = Table(
    columns=(
        Title("办理", "title", link=attrgetter("url"), below="detail"),
        Moment("时间", "at", form="%m-%d %H:%M", css="jw-num"),
    ),
    empty=Empty("没有", "被门禁拒绝的申请、审批和扫码会列在这里。"),
)


@require_safe
@member_required(*STAFF)
def workbench(request: MemberRequest) -> HttpResponse:
    """Show what waits for the member, overdue first, each with one click to act."""
    member, now, viewer = request.member, request.now, Viewer(request.actor, request.now)
    today = viewer.today
    todo = list_todo(member, now=now)
    begun, done = list_begun(member, at_most=LONGEST_LIST), list_done(member)
    tab = request.GET.get("tab", "todo")
    lamp = request.GET.get("lamp", "")
    step = request.GET.get("step", "")
    of_lamp = [row for row in todo if lamp in {"", row.colour}]
    shown = [row for row in of_lamp if step in {"", row.step}]
    context = {
        "today": today,
        "day": _day(today),
        "tally": _tally(todo, today),
        "tab": tab,
        "tabs": [
            {"label": "待办", "url": "?tab=todo", "count": len(todo), "current": tab not in {"done", "mine"}},
            {"label": "已办", "url": "?tab=done", "count": _counted(len(done)), "current": tab == "done"},
            {
                "label": "我发起",
                "url": "?tab=mine",
                "count": _counted(len(begun)),
                "current": tab == "mine",
            },
        ],
        "todo": show_todo(shown, viewer),
        "has_todo": bool(todo),
        "steps": _steps(of_lamp, lamp, step),
        "table": DONE.of(done, viewer)
        if tab == "done"
        else BEGUN.of(begun, viewer)
        if tab == "mine"
        else None,
        "is_cut": len(done if tab == "done" else begun) == LONGEST_LIST,
        "longest": LONGEST_LIST,
        "attempts": ATTEMPTS.of(list_attempts(now=now), viewer) if member.is_bureau else None,
        "may_request": member.role in {Role.CLERK, Role.OFFICER},
        "next_step": _next_step(member),
        "warnings": _warnings(today),
    }
    return render(request, "portal/workbench.html", context)


def _day(today: date) -> str:
    written = f"{today.year}年{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}"
    try:
        return written + ("　工作日" if get_calendar().is_working_day(today) else "　休息日")
    except Refused:
        return written


def _warnings(today: date) -> list[str]:
    """Return what is wrong with the working-day table, for everybody to see (R-CAL-02)."""
    said = []
    if is_next_year_missing(today):
        said.append(
            f"还没有导入 {today.year + 1} 年放假安排，跨年的期限无法计算。请导入国务院办公厅放假通知。"
        )
    for year in CalendarYear.objects.filter(is_official=False, year__gte=today.year):
        said.append(f"{year.year} 年用的是演示日历，非官方；据此计算的期限只供演示。")
    return said


def _steps(todo: list[Todo], lamp: str, step: str) -> list[dict[str, Any]]:
    """Return what the rows ask for, to narrow a long list by, the most frequent first; nothing for a short one."""
    counts = Counter(row.step for row in todo)
    if len(todo) < LONG_LIST or len(counts) < 2:
        return []

    def link(label: str, chosen: str, count: int) -> dict[str, Any]:
        query = {name: value for name, value in (("lamp", lamp), ("step", chosen)) if value}
        return {
            "label": label,
            "url": f"?{urlencode(query or {'tab': 'todo'})}",
            "count": count,
            "current": chosen == step,
        }

    return [
        link("全部", "", len(todo)),
        *(link(each, each, count) for each, count in counts.most_common()),
    ]


def _tally(todo: list[Todo], today: date) -> list[dict[str, Any]]:
    def count(colour: str) -> int:
        return sum(row.colour == colour for row in todo)

    return [
        {
            "label": "已逾期",
            "count": count("red"),
            "url": "?lamp=red",
            "lamp": "red",
            "is_bad": count("red") > 0,
        },
        {"label": "两个工作日内", "count": count("amber"), "url": "?lamp=amber", "lamp": "amber"},
        {"label": "期限内", "count": count("green"), "url": "?lamp=green", "lamp": "green"},
        {"label": "没有法定期限", "count": count("grey"), "url": "?lamp=grey", "lamp": "grey"},
        {"label": "今日新到", "count": sum(row.begun_on == today for row in todo), "url": "?tab=todo"},
    ]


def _counted(number: int) -> str:
    """Return how many there are, or that there are more than the list is long."""
    return f"{number}{'+' if number == LONGEST_LIST else ''}"


def _next_step(member: Member) -> str:
    match member.role:
        case Role.HEAD:
            return "待审批的检查申请和年度计划、企业的邀约、来函、待说明的案件会列在这里。"
        case Role.CLERK:
            return "退回的申请、计划和备案，待告知的结果、待公告报备的计划、待回复的通知会列在这里。"
        case Role.OFFICER:
            return "安排给您、今天要做或没有做完的检查和走访会列在这里。"
        case Role.GOVERNMENT_CONFIRMER:
            return "待确认的检查主体和待批准的专项检查会列在这里。"
        case Role.SUPERVISOR | Role.SUPERVISION_LEAD:
            return "规则发现的异常、待接收的备案、待审核的主体和证件会列在这里，由人判断。"
    return "需要您办理的事会列在这里。"
