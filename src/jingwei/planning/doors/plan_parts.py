"""Two pictures of a plan's page: the year as a strip, and what changed from version to version."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from jingwei.planning.documents.plans import (
    item_in_words,
    kind_in_words,
    method_in_words,
    partners_in_words,
    ratios_in_words,
)
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import AmendmentReason

Shown = dict[str, Any]


def strip_of(plan: AnnualPlan) -> Shown:
    """Return the year as twelve columns with one bar a line, in percent of the year's width."""
    first = date(plan.year, 1, 1)
    length = (date(plan.year + 1, 1, 1) - first).days

    def share(days: int) -> str:
        return f"{days * 100 / length:.2f}%"

    return {
        "months": [
            {"name": f"{month:02}", "at": share((date(plan.year, month, 1) - first).days)}
            for month in range(1, 13)
        ],
        "bars": [
            {
                "number": number,
                "line": line,
                "at": share((line.first_on - first).days),
                "wide": share((line.last_on - line.first_on).days + 1),
            }
            for number, line in enumerate(plan.lines.all(), 1)
        ],
    }


def versions_shown(versions: Sequence[AnnualPlan]) -> list[Shown]:
    """Return the versions, newest first, each with what it changed against the one before, line by line."""
    shown: list[Shown] = [{"plan": versions[0]}]
    for before, after in pairwise(versions):
        old = {line.position: line for line in before.lines.all()}
        new = {line.position: line for line in after.lines.all()}
        shown.append(
            {
                "plan": after,
                "before": before,
                "reason": AmendmentReason(after.reason).label if after.reason else "",
                "added": [line for at, line in new.items() if at not in old],
                "removed": [line for at, line in old.items() if at not in new],
                "changed": [
                    {"line": line, "lines": lines}
                    for at, line in new.items()
                    if at in old and (lines := _differences(old[at], line))
                ],
            }
        )
    return shown[::-1]


def _differences(before: PlanLine, after: PlanLine) -> list[Shown]:
    """Return the fields in which two versions of a line differ, as the component ``diff`` takes them."""
    old, new = _said(before), _said(after)
    return [
        {"label": label, "ours": old[label], "theirs": text, "is_diff": True}
        for label, text in new.items()
        if old[label] != text
    ]


def _said(line: PlanLine) -> dict[str, str]:
    return {
        "任务名称": line.name,
        "检查类型": kind_in_words(line),
        "检查事项": item_in_words(line),
        "检查对象": line.object_scope,
        "对象基数": _households(line.base),
        "检查户数": _households(line.quantity),
        "抽查比例": ratios_in_words(line.ratios),
        "每户次数": f"{line.visits} 次",
        "时间": f"{line.first_on} 至 {line.last_on}",
        "检查方式": method_in_words(line),
        "联合单位": partners_in_words(line),
        "备注": line.remark,
    }


def _households(number: int | None) -> str:
    return "" if number is None else f"{number} 户"
