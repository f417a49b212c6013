"""分级分类, the overview: no object and no list, but figures of all enterprises, so it stays a view."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jingwei.planning.doors.classes import COLOURS, TABS
from jingwei.planning.queries.class_counts import Moves, count_stale, count_towns, list_class_files, moves_of
from jingwei.planning.queries.classes import GRADES
from jingwei.platform.calendar import local_date
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.terms import STAFF, CreditClass
from jingwei.web.doors import tabs_shown

FILES_SHOWN = 12
Shown = dict[str, Any]


@require_safe
@member_required(*STAFF)
def class_overview(request: MemberRequest) -> HttpResponse:
    """Show how many enterprises stand in which class, by town, and against the month before."""
    this_month = local_date(request.now).replace(day=1)
    towns, files = count_towns(), list(list_class_files()[:FILES_SHOWN])
    sums = {each: sum(town.by_class[each] for town in towns) for each in CreditClass}
    latest = max((file.month for file in files), default=None)
    context = {
        "tabs": tabs_shown(request, TABS),
        "tally": [
            {
                "label": each.label,
                "count": sums[each],
                "unit": "家",
                "url": at_list(credit_class=each.value),
                "lamp": COLOURS.get(each),
            }
            for each in CreditClass
        ],
        "total": sum(sums.values()),
        "classes": [each.value if each is not CreditClass.UNKNOWN else each.label for each in CreditClass],
        "towns": [
            {
                "town": town,
                "cells": [
                    {"count": number, "url": at_list(region=town.region.pk, credit_class=each.value)}
                    for each, number in town.by_class.items()
                ],
            }
            for town in towns
        ],
        "sums": list(sums.values()),
        "files": files,
        "latest": latest,
        "is_stale": latest is None or latest < this_month,
        "this_month": this_month,
        "stale": count_stale(on=this_month),
        "moves": moved(moves_of(latest)) if latest else None,
        "may_import": request.member.is_bureau,
    }
    return render(request, "planning/class_overview.html", context)


def moved(moves: Moves) -> Shown:
    """Return the month's changes as a square: rows the class before, columns the class now."""
    old_ones: list[CreditClass | None] = [*GRADES, None]
    return {
        "moves": moves,
        "rows": [
            {
                "label": old.label if old else "上月没有分类",
                "cells": [
                    {
                        "count": moves.pairs.get((old, new), 0),
                        "is_same": old is new,
                        "url": old and at_list(before=old.value, credit_class=new.value),
                    }
                    for new in GRADES
                ],
            }
            for old in old_ones
        ],
    }


def at_list(**query: Any) -> str:
    """Return the address of the list of enterprises, narrowed."""
    return f"{reverse('class_enterprises')}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
