"""The lamps: the board of all departments for the bureau, a department's own page with what to do next."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.disclosure.facts import is_town
from jingwei.disclosure.forms import BoardForm
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import Lamp, lamp_of, lamps, list_plans_to_announce, list_to_file
from jingwei.disclosure.terms import LampColour
from jingwei.disclosure.views.parts import LAMPS, UNCONFIRMED, cells_shown, columns, steps_shown
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.queries import get_subject
from jingwei.registry.terms import STAFF
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

ORDER = (LampColour.RED, LampColour.YELLOW, LampColour.GREEN)
HISTORY = 12  # announcements and filings shown on a department's page; the rest is in their lists


@require_safe
@member_required(*STAFF)
def board(request: ActorRequest) -> HttpResponse:
    """Show the lamps of all departments; who belongs to one is led to its own, unless all are asked for."""
    actor = request.actor
    if isinstance(actor, Member) and actor.subject_id and "all" not in request.GET:
        return redirect("lamp_detail", actor.subject_id)
    found = lamps(local_date(timezone.now()))
    chosen = _form(request, found)
    shown = _chosen(found, chosen)
    profile = found[0].profile.name if found else ""
    context = {
        "rows": [{"lamp": lamp, "colour": LAMPS[lamp.colour], "cells": cells_shown(lamp)} for lamp in shown],
        "columns": columns(),
        "fields": list(chosen),
        "tally": _tally(found),
        "profile": profile,
        "unconfirmed": UNCONFIRMED,
        "count": len(found),
        "query": request.GET.urlencode(),
    }
    return render(request, "disclosure/board.html", context)


@require_safe
@member_required(*STAFF)
def export(request: ActorRequest) -> HttpResponse:
    """Answer the board as .xlsx, as it is filtered: for each cell the colour and why."""
    found = lamps(local_date(timezone.now()))
    rows = [
        [
            lamp.subject.name,
            lamp.subject.line,
            lamp.colour.label,
            *(f"{LampColour(_code(cell['colour'])).label}：{cell['words']}" for cell in cells_shown(lamp)),
        ]
        for lamp in _chosen(found, _form(request, found))
    ]
    heads = ["单位", "条线", "总灯", *(f"{each['group']}：{each['label']}" for each in columns())]
    return listed(request, "公告与备案", heads, rows)


@require_safe
@member_required(*STAFF)
def department(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Show one department's lamp: what is missing in order, and with each the one thing to do."""
    subject = get_subject(request.actor, subject_id)
    lamp = lamp_of(subject, local_date(timezone.now()))
    steps = steps_shown(lamp, request.actor)
    is_own = isinstance(request.actor, Member) and request.actor.subject_id == subject.pk
    sees_filings = is_own or (isinstance(request.actor, Member) and request.actor.is_bureau)
    open_steps = sorted((row for row in steps if row["is_open"]), key=lambda row: not row["counts"])
    context: dict[str, Any] = {
        "subject": subject,
        "lamp": lamp,
        "colour": LAMPS[lamp.colour],
        "steps": steps,
        "next": open_steps[0] if open_steps else None,
        "is_green": lamp.colour is LampColour.GREEN,
        "ahead": _ahead(request.actor) if is_own else [],
        "is_own": is_own,
        "unconfirmed": UNCONFIRMED,
        "announcements": Announcement.objects.filter(subject=subject)
        .defer("content")
        .order_by("-announced_on", "-id")[:HISTORY],
        "filings": Filing.objects.filter(subject=subject).order_by("-filed_on", "-id")[:HISTORY]
        if sees_filings
        else [],
    }
    return render(request, "disclosure/department.html", context)


def _ahead(actor: Actor) -> list[dict[str, str]]:
    """Return what the actor's subject has still to do with plans of years to come, which the lamp does not look at."""
    today = local_date(timezone.now())
    found = [
        {
            "words": f"{plan.title}已批准，还没有公告",
            "verb": "登记公告",
            "url": f"{reverse('announcement_new')}?kind=plan&plan={plan.pk}",
        }
        for plan in list_plans_to_announce(actor, today=today)
        if plan.year > today.year
    ]
    return found + [
        {
            "words": f"{each.plan.title}已公告，还没有报区司法局备案",
            "verb": "报送备案",
            "url": f"{reverse('announcement_detail', args=[each.pk])}#file",
        }
        for each in list_to_file(actor, today=today)
        if each.plan is not None and each.plan.year > today.year
    ]


def _form(request: ActorRequest, found: Sequence[Lamp]) -> BoardForm:
    lines = sorted({lamp.subject.line for lamp in found if lamp.subject.line})
    form = BoardForm(request.GET, lines=lines)
    form.is_valid()
    return form


def _chosen(found: Sequence[Lamp], form: BoardForm) -> list[Lamp]:
    """Return the lamps that the filter leaves, those that lack most first."""
    given = form.cleaned_data
    text = (given.get("q") or "").strip().lower()
    place = given.get("place")
    kept = [
        lamp
        for lamp in found
        if (not text or text in lamp.subject.name.lower() or text in lamp.subject.sort_key.lower())
        and (not given.get("colour") or lamp.colour == given["colour"])
        and (not given.get("line") or lamp.subject.line == given["line"])
        and (not place or is_town(lamp.subject) == (place == "town"))
    ]
    return sorted(kept, key=lambda lamp: (ORDER.index(lamp.colour), -lamp.missing))


def _tally(found: Sequence[Lamp]) -> list[dict[str, object]]:
    return [
        {
            "label": colour.label,
            "count": sum(lamp.colour is colour for lamp in found),
            "url": f"?all=1&colour={colour.value}",
            "lamp": LAMPS[colour],
            "unit": "家",
            "is_bad": colour is LampColour.RED and any(lamp.colour is colour for lamp in found),
        }
        for colour in ORDER
    ]


def _code(colour: str) -> str:
    return next(word.value for word, name in LAMPS.items() if name == colour)
