"""公告与备案: the board of all departments' lamps, and a department's own page with what to do next."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jingwei.disclosure.doors.announcements import TABS
from jingwei.disclosure.doors.cells import LAMPS, UNCONFIRMED, cells_shown, columns, filed_label, steps_shown
from jingwei.disclosure.facts import is_town
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import (
    ANNOUNCED,
    FILED,
    Cell,
    Lamp,
    lamp_of,
    lamps,
    list_plans_to_announce,
    list_to_file,
)
from jingwei.disclosure.terms import LampColour
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Subject
from jingwei.registry.queries import get_subject
from jingwei.registry.terms import STAFF
from jingwei.web.doors import Choice, Empty, Listing, Search, Shown, Tally, Text, Title, Viewer

ORDER = (LampColour.RED, LampColour.YELLOW, LampColour.GREEN)
PLACES = (("district", "区级部门"), ("town", "镇街"))
HISTORY = 12  # announcements and filings shown on a department's page; the rest is in their lists


def rows_of_board(actor: Any, viewer: Viewer) -> list[Lamp]:
    """Return the lamps, those that lack most first."""
    return sorted(lamps(viewer.today), key=lambda lamp: (ORDER.index(lamp.colour), -lamp.missing))


def said(cell: Cell) -> str:
    """Return a cell in words: its colour and why."""
    return f"{cell.colour.label}：{cell.words}"


def of_text(found: Iterable[Lamp], text: str, viewer: Viewer) -> list[Lamp]:
    text = text.strip().lower()
    return [
        lamp for lamp in found if text in lamp.subject.name.lower() or text in lamp.subject.sort_key.lower()
    ]


def lines() -> list[tuple[str, str]]:
    found = Subject.objects.exclude(line="").order_by("line").values_list("line", flat=True)
    return [(line, line) for line in found.distinct()]


class OneOfTheLines(Choice):
    """A choice from the database, which the interface does not spell out."""

    def parameters(self) -> dict[str, str]:
        return {self.name: self.label}


def besides(shown: Shown) -> Mapping[str, Any]:
    """Return the board's cells, drawn by its own template."""
    return {
        "columns": columns(),
        "unconfirmed": UNCONFIRMED,
        "rows": [
            {"lamp": lamp, "colour": LAMPS[lamp.colour], "cells": cells_shown(lamp)} for lamp in shown.found
        ],
    }


BOARD = Listing(
    "lamp",
    "公告与备案",
    roles=STAFF,
    rows=rows_of_board,
    tabs=TABS,
    crumbs=("事项与公告",),
    status="",
    columns=(Title("单位", "subject.short_name", order=""), Text("总灯", "colour.label", order="")),
    filed=(
        Text("单位", "subject.name", name="subject"),
        Text("条线", "subject.line"),
        Text("总灯", "colour.label", name="colour"),
        *(
            Text(
                f"公告：{kind.label.removesuffix('检查')}",
                lambda lamp, kind=kind: said(lamp.announced[kind]),
                name=f"announced_{kind.value}",
            )
            for kind in ANNOUNCED
        ),
        *(
            Text(
                f"备案：{filed_label(*each).removesuffix('检查')}",
                lambda lamp, each=each: said(lamp.filed[each]),
                name=f"filed_{each[0].value}_{each[1].value}",
            )
            for each in FILED
        ),
    ),
    filters=(
        Search(label="单位", hint="名称、拼音首字母", by=of_text),
        Choice(
            "colour",
            "灯",
            of=[(each.value, each.label) for each in ORDER],
            by=lambda found, value, viewer: [lamp for lamp in found if lamp.colour == value],
        ),
        OneOfTheLines(
            "line",
            "条线",
            of=lines,
            by=lambda found, value, viewer: [lamp for lamp in found if lamp.subject.line == value],
        ),
        Choice(
            "place",
            "层级",
            of=PLACES,
            by=lambda found, value, viewer: [
                lamp for lamp in found if is_town(lamp.subject) == (value == "town")
            ],
        ),
    ),
    tally=Tally("colour", {each.value: LAMPS[each] for each in ORDER}, bad={LampColour.RED.value}, unit="家"),
    empty=Empty(
        "还没有已公告的检查主体",
        "主体公告以后，在这里看各单位的公告和备案。先到",
        "subject_list",
        "检查主体",
    ),
    per_page=0,
    besides=besides,
    template="disclosure/board.html",
)


@require_safe
@member_required(*STAFF)
def board(request: MemberRequest) -> HttpResponse:
    """Show the lamps of all departments; who belongs to one is led to its own, unless all are asked for."""
    if request.member.subject_id and not request.GET:
        return redirect("lamp_detail", request.member.subject_id)
    return BOARD.page(request)


@require_safe
@member_required(*STAFF)
def department(request: MemberRequest, subject_id: int) -> HttpResponse:
    """Show one department's lamp: what is missing in order, and with each the one thing to do."""
    subject, viewer = get_subject(request.actor, subject_id), Viewer(request.actor, request.now)
    lamp = lamp_of(subject, viewer.today)
    steps = steps_shown(lamp, request.actor)
    is_own = request.member.subject_id == subject.pk
    open_steps = sorted((row for row in steps if row["is_open"]), key=lambda row: not row["counts"])
    announcements = Announcement.objects.filter(subject=subject).defer("content")
    filings = Filing.objects.filter(subject=subject).order_by("-filed_on", "-id")
    context: dict[str, Any] = {
        "subject": subject,
        "lamp": lamp,
        "colour": LAMPS[lamp.colour],
        "steps": steps,
        "next": open_steps[0] if open_steps else None,
        "is_green": lamp.colour is LampColour.GREEN,
        "ahead": _ahead(viewer) if is_own else [],
        "unconfirmed": UNCONFIRMED,
        "announcements": announcements.order_by("-announced_on", "-id")[:HISTORY],
        "filings": filings[:HISTORY] if is_own or request.member.is_bureau else [],
    }
    return render(request, "disclosure/department.html", context)


def _ahead(viewer: Viewer) -> list[dict[str, str]]:
    """Return what the viewer's subject has still to do with plans of years to come, which the lamp does not look at."""
    year = viewer.today.year
    found = [
        {
            "words": f"{plan.title}已批准，还没有公告",
            "verb": "登记公告",
            "url": f"{reverse('announcement_new')}?kind=plan&plan={plan.pk}",
        }
        for plan in list_plans_to_announce(viewer.actor, today=viewer.today)
        if plan.year > year
    ]
    return found + [
        {
            "words": f"{each.plan.title}已公告，还没有报区司法局备案",
            "verb": "报送备案",
            "url": f"{reverse('announcement_detail', args=[each.pk])}#file",
        }
        for each in list_to_file(viewer.actor, today=viewer.today)
        if each.plan is not None and each.plan.year > year
    ]
