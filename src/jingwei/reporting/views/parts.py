"""The parts of the report's pages: the strip of figures, the steps between counters, the groups with their bars."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jingwei.platform.calendar import SHANGHAI
from jingwei.reporting.breakdown import Group, Groups
from jingwei.reporting.counters import Step
from jingwei.reporting.figures import Figure, Report, address_of_list, shown
from jingwei.reporting.indicators.inspections import CAPPED, INVITED, REPORTABLE
from jingwei.reporting.indicators.visits import SHARED, VISITED
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.year_on_year import Facts, year_on_year
from jingwei.reporting.terms import Breakdown, Nature

Shown = dict[str, Any]
BAR = 1000  # the width that a bar is drawn in
COLUMNS = {
    "reportable": REPORTABLE,
    "base": REPORTABLE,
    "visits": VISITED,
    "capped": CAPPED,
    "invited": INVITED,
}


def strip_shown(report: Report, now: datetime, *, is_public: bool = False, data_url: str = "") -> Shown:
    """Return the figures as the ``strip`` component draws them; the public page leads to no list."""
    return {
        "label": f"{report.period.label}指标",
        "cells": [
            {
                "label": figure.indicator.label,
                "value": figure.value,
                "unit": figure.indicator.unit,
                "code": figure.indicator.code,
                "is_lead": place == 0,
                "change": figure.change_shown,
                "note": base_shown(figure),
                "rows": [
                    {"label": "口径", "value": figure.indicator.definition},
                    {"label": "算式", "value": figure.formula},
                    {"label": "时点", "value": as_of(figure, now)},
                ],
                "links": [
                    *([] if is_public else [{"url": figure.list_url, "text": f"查看清单 {figure.value} 条"}]),
                    {"url": data_url, "text": "下载数据"},
                ],
            }
            for place, figure in enumerate(report.figures)
        ],
    }


def base_shown(figure: Figure) -> str:
    """Return the base that stands beside a change, or why there is neither."""
    if figure.base is None:
        return figure.formula
    return f"基数 {figure.base} {figure.indicator.unit}（{figure.period.year_before.label}）"


def as_of(figure: Figure, now: datetime) -> str:
    """Return which days a figure is of, and when it was reckoned."""
    days = (
        f"{figure.period.last} 24:00"
        if figure.indicator.nature is Nature.STOCK
        else f"{figure.period.first} 0:00 至 {figure.period.last} 24:00"
    )
    return f"{days}，{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 生成"


def steps_shown(steps: Sequence[Step], period: Period, *, subject_id: int | None = None) -> list[Shown]:
    """Return the steps from one counter to the next, each number with its sign and, where there is one, its list."""
    return [
        {
            "label": step.label,
            "number": f"{step.sign} {step.number}".strip(),
            "url": address_of_list(step.listed, period, subject_id=subject_id) if step.listed else "",
            "why": step.why,
            "is_counter": not step.sign,
        }
        for step in steps
    ]


def groups_shown(groups: Groups, period: Period, subject_id: int | None) -> Shown:
    """Return departments, towns or months with bars on one scale, and their total; every number leads to its list."""
    lines = groups.lines
    greatest = max((max(each.reportable, each.base or 0) for each in lines), default=0) or 1

    def row(group: Group) -> Shown:
        subject = group.key if groups.by is Breakdown.SUBJECT and isinstance(group.key, int) else subject_id
        town = str(group.key) if groups.by is Breakdown.TOWN else ""
        return {
            "label": group.label,
            "counts": group,
            "address": _addresses(group.period, subject, town),
            "change": shown(group.change),
            "bar": BAR * group.reportable // greatest,
            "tick": None if group.base is None else min(BAR * group.base // greatest, BAR - 6),
        }

    return {
        "groups": [row(group) for group in lines],
        "shared": groups.shared,
        "shared_url": address_of_list(SHARED, period),
        "total": total_shown(groups),
        "total_address": _addresses(period, subject_id, ""),
    }


def total_shown(groups: Groups) -> Shown:
    """Return the line under the groups: their sums, of visits less what stands in several of them."""
    reportable, base = (
        sum(each.reportable for each in groups.lines),
        sum(each.base or 0 for each in groups.lines),
    )
    return {
        "reportable": reportable,
        "base": base or None,
        "change": shown(year_on_year(Facts(value=reportable, base=base)).value),
        "visits": groups.visits,
        "capped": sum(each.capped for each in groups.lines),
        "invited": sum(each.invited for each in groups.lines),
    }


def _addresses(period: Period, subject_id: int | None, town: str) -> dict[str, str]:
    """Return where the numbers of one line are listed."""
    days = {
        "reportable": period,
        "base": period.year_before,
        "visits": period,
        "capped": period,
        "invited": period,
    }
    return {
        name: address_of_list(COLUMNS[name], of, subject_id=subject_id, town=town)
        for name, of in days.items()
    }


def compared(period: Period) -> str:
    """Return which days the period is compared with."""
    before = period.year_before
    return f"{before.label}（{before.first} 至 {before.last}）" if "至" not in before.label else before.label
