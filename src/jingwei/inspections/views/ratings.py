"""What enterprises thought: the bureau by department and quarter, a department of itself, never who (R-SCAN-06)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jingwei.inspections.queries import CONDUCT, RatingGroup, list_comments, list_rating_groups
from jingwei.inspections.terms import RatedAspect
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.terms import OF_A_SUBJECT, Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
QUARTERS_SHOWN = 8


@require_safe
@member_required(*BUREAU, *OF_A_SUBJECT)
def rating_groups(request: ActorRequest) -> HttpResponse:
    """Show the groups of one quarter for the bureau, of all quarters for a department."""
    on = local_date(request.now)
    groups = list_rating_groups(request.actor, on=on)
    quarters = sorted({group.quarter for group in groups}, reverse=True)[:QUARTERS_SHOWN]
    is_bureau = _is_bureau(request.actor)
    chosen = _chosen(request, quarters) if is_bureau else ""
    shown = [group for group in groups if not chosen or group.quarter == chosen]
    context: dict[str, Any] = {
        "aspects": [aspect.label for aspect in RatedAspect],
        "rows": [_row(group) for group in shown if not group.why_hidden],
        "hidden": [group for group in shown if group.why_hidden],
        "quarters": [
            {"label": in_words(quarter), "url": f"?quarter={quarter}", "current": quarter == chosen}
            for quarter in quarters
        ]
        if is_bureau
        else [],
        "chosen": chosen,
        "is_bureau": is_bureau,
        "smallest": get_numbers(on).get("R-SCAN-06", "smallest_group").value,
    }
    return render(request, "inspections/ratings.html", context)


@require_safe
@member_required(*BUREAU, *OF_A_SUBJECT)
def rating_export(request: ActorRequest) -> HttpResponse:
    """Answer the groups that may be shown as .xlsx."""
    groups = list_rating_groups(request.actor, on=local_date(request.now))
    head = ["检查主体", "季度", "份数", "平均", *(each.label for each in RatedAspect), *CONDUCT.values()]
    rows: Iterator[list[Cell]] = (
        [
            group.subject,
            group.quarter,
            group.ratings,
            group.mean,
            *(group.stars or {}).values(),
            *(group.conduct or {}).values(),
        ]
        for group in groups
        if not group.why_hidden
    )
    return listed(request, "企业评价", head, rows)


@require_safe
@member_required(*BUREAU)
def rating_comments(request: ActorRequest, subject_id: int, quarter: str) -> HttpResponse:
    """Show the bureau the words of one group; what enterprises wrote is not given to the department."""
    if re.fullmatch(r"\d{4}Q[1-4]", quarter) is None:
        raise Http404
    subject = get_object_or_404(Subject, pk=subject_id)
    on = local_date(request.now)
    words = list_comments(request.actor, subject_id=subject_id, quarter=quarter, on=on)
    context = {"subject": subject, "quarter": quarter, "label": in_words(quarter), "comments": words}
    return render(request, "inspections/rating_comments.html", context)


def in_words(quarter: str) -> str:
    """Return a quarter as pages write it: 2025Q3 as 2025 年三季度."""
    year, _, number = quarter.partition("Q")
    return f"{year} 年{'一二三四'[int(number) - 1]}季度"


def _is_bureau(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.is_bureau


def _chosen(request: ActorRequest, quarters: Sequence[str]) -> str:
    asked = request.GET.get("quarter", "")
    return asked if asked in quarters else next(iter(quarters), "")


def _row(group: RatingGroup) -> dict[str, Any]:
    said = [f"{CONDUCT[name]} {count} 份" for name, count in (group.conduct or {}).items() if count]
    return {
        "group": group,
        "quarter": in_words(group.quarter),
        "stars": list((group.stars or {}).values()),
        "conduct": "、".join(said),
    }
