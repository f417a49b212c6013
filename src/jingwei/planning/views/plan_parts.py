"""The parts of a plan's page: its fields, its lines, the year as a strip, its versions, what happened."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.utils import timezone

from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.tables.plans import (
    item_in_words,
    kind_in_words,
    method_in_words,
    partners_in_words,
    ratios_in_words,
    stage_tag,
)
from jingwei.planning.terms import AmendmentReason, PlanAction
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome

Shown = dict[str, Any]
MOST_CHANGES = 6  # named in one step
LABELS = {action.value: action.label for action in PlanAction}


def plan_rows(plan: AnnualPlan) -> list[Shown]:
    """Return the fields of a plan in the order of the paper."""
    rows = [
        ("检查主体", plan.subject.name, True),
        ("年度", f"{plan.year} 年", False),
        ("版本", f"第 {plan.version} 版", False),
    ]
    if plan.reason:
        rows += [
            ("调整情形", AmendmentReason(plan.reason).label, True),
            ("调整说明", plan.note, True),
        ]
    rows += [
        ("拟订人", plan.drafted_by.name if plan.drafted_by else "系统", False),
        ("拟订日期", f"{local_date(plan.drafted_at)}", False),
        ("批准人", _decided_by(plan), False),
        ("批准日期", f"{local_date(plan.decided_at)}" if plan.decided_at else "", False),
        ("审批意见", plan.opinion, True),
    ]
    return [{"label": label, "value": value, "is_full": is_full} for label, value, is_full in rows]


def line_rows(plan: AnnualPlan) -> list[Shown]:
    """Return the lines as the table shows them, numbered as they stand."""
    return [
        {
            "number": number,
            "line": line,
            "item": item_in_words(line),
            "kind": kind_in_words(line),
            "ratios": ratios_in_words(line.ratios) if line.item else "",
            "method": method_in_words(line) if line.item else "",
            "partners": partners_in_words(line),
        }
        for number, line in enumerate(plan.lines.all(), 1)
    ]


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
    shown: list[Shown] = [{"plan": versions[0], "tag": stage_tag(versions[0])}]
    for before, after in pairwise(versions):
        old = {line.position: line for line in before.lines.all()}
        new = {line.position: line for line in after.lines.all()}
        shown.append(
            {
                "plan": after,
                "before": before,
                "tag": stage_tag(after),
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


def steps_of(events: Iterable[AuditEvent]) -> list[Shown]:
    """Return what happened to the version, oldest first: changes in a row as one step, refused attempts in red."""
    return [
        step
        for (action, outcome, _), run in groupby(events, _alike)
        for step in _steps(action, outcome, list(run))
    ]


def _alike(event: AuditEvent) -> tuple[str, str, str]:
    return event.action, event.outcome, event.actor_name


def _steps(action: str, outcome: str, events: list[AuditEvent]) -> list[Shown]:
    """Return one step for changes that somebody made in a row, one for each event otherwise."""
    is_done = outcome != AuditOutcome.REFUSED
    if action == PlanAction.CHANGED and is_done and len(events) > 1:
        what = [event.sentence.partition("：")[2] for event in events]
        more = f"等 {len(what)} 处" if len(what) > MOST_CHANGES else ""
        said = f"{events[0].actor_office}{events[0].actor_name}{'，'.join(what[:MOST_CHANGES])}{more}"
        return [_step(events[-1], f"{LABELS[action]}　{len(events)} 次", said, "done")]
    state = "done" if is_done else "red"
    return [_step(event, LABELS.get(action, action), event.sentence, state) for event in events]


def _step(event: AuditEvent, label: str, said: str, state: str) -> Shown:
    return {
        "label": label,
        "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
        "said": said,
        "state": state,
    }


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


def _decided_by(plan: AnnualPlan) -> str:
    """Return who approved, and by which authorisation in the head's place."""
    if plan.decided_by is None:
        return ""
    return plan.decided_by.name + (f"（受权，{plan.authorisation}）" if plan.authorisation else "")
