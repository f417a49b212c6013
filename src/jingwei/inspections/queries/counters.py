"""The three counters of a year as pages show them: column by column, and why they differ (B09)."""

from collections import Counter
from typing import Any

from jingwei.inspections.queries.inspections import ThreeCounters

Shown = dict[str, Any]
MOST_COLUMNS = 9


def trio_shown(counters: ThreeCounters) -> Shown:
    """Return the three counters as the ``trio`` component draws them; of many visits the latest stand in columns."""
    columns = counters.columns[-MOST_COLUMNS:]
    capped = counters.capped if counters.limit is None else counters.used
    shared = f"；另有同一上限的 {capped - counters.capped} 次" if capped > counters.capped else ""
    rows = [
        (
            "入企次数",
            "每次入企都算，含走访、宣传；导入的没有扫码，不算",
            counters.visits,
            None,
            [not column.is_imported for column in columns],
        ),
        (
            "计入上限",
            f"日常与本级专项；豁免的不算{shared}",
            capped,
            counters.limit,
            [column.in_capped for column in columns],
        ),
        (
            "可报统计",
            "有完整记录且未转处罚",
            counters.reportable,
            None,
            [column.in_reportable for column in columns],
        ),
    ]
    return {
        "columns": [
            {
                "date": "本次" if column.is_next else f"{column.on:%m-%d}",
                "kind": column.label,
                "is_next": column.is_next,
            }
            for column in columns
        ],
        "rows": [
            {
                "label": label,
                "note": note,
                "total": total,
                "limit": limit,
                "is_full": limit is not None and total >= limit,
                "marks": [_mark(column.is_next, held) for column, held in zip(columns, marks, strict=True)],
            }
            for label, note, total, limit, marks in rows
        ],
    }


def why_counters_differ(counters: ThreeCounters) -> list[str]:
    """Return in sentences what makes the year's three figures differ; nothing where they agree."""
    made = [column for column in counters.columns if not column.is_next]
    free = Counter(column.label for column in made if not column.in_capped and not column.is_imported)
    told = []
    if free:
        listed = "、".join(f"{label} {number} 次" for label, number in free.items())
        told.append(f"入企而不计上限的 {sum(free.values())} 次：{listed}。")
    imported = sum(column.is_imported for column in made)
    if imported:
        told.append(f"导入的 {imported} 次没有扫码，不算入企。")
    silent = sum(not column.in_reportable for column in made)
    if silent:
        told.append(f"不计可报统计的 {silent} 次：笔录还没有签署、不是行政检查，或已转立案。")
    return told


def _mark(is_next: bool, held: bool) -> str:
    if is_next:
        return "next" if held else "next_not"
    return "counted" if held else "not"
