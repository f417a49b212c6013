"""The paper of an annual plan, as a department hands it in."""

from collections.abc import Mapping
from datetime import date

from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import AmendmentReason, PlanActivity, PlanStage
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.documents.model import Document, Field, FieldTable, Grid, Heading, Seal
from jingwei.registry.terms import InspectionMethod

# The columns of the paper and their shares of the line.
COLUMNS = (
    "序号",
    "任务名称与检查事项",
    "检查对象",
    "基数与户数",
    "抽查比例",
    "每户次数",
    "时间",
    "方式与联合单位",
)
WIDTHS = (5, 24, 15, 11, 12, 8, 13, 14)
CLASSES = ("A", "B", "C", "D")


def ratios_in_words(ratios: Mapping[str, int]) -> str:
    """Return the shares by class in one line, which breaks between classes only."""
    return "　".join(f"{each}\u00a0{ratios.get(each, 0)}%" for each in CLASSES) if ratios else "不分类别"


def kind_in_words(line: PlanLine) -> str:
    """Return the line's kind as R-FORM-03 calls it: what the plan lists is routine, special ones have plans of their own."""
    return "日常检查" if line.activity == PlanActivity.INSPECTION else PlanActivity(line.activity).label


def method_in_words(line: PlanLine) -> str:
    """Return how an inspection is carried out; other work has no method."""
    return InspectionMethod(line.method).label if line.item else ""


def partners_in_words(line: PlanLine) -> str:
    """Return with whom it is carried out. The line should come with its partners."""
    return "、".join(partner.short_name for partner in line.partners.all())


def item_in_words(line: PlanLine) -> str:
    """Return the line's item, empty for other work."""
    return line.item.name if line.item else ""


def plan_document(plan: AnnualPlan, *, on: date, is_demonstration: bool) -> Document:
    """Return the whole plan (年度行政检查计划, R-FORM-03). It must come with its lines, their items and partners.

    ``on`` is the day it is printed, for one that nobody has approved yet; that says so in its head.
    """
    lines = list(plan.lines.all())
    approved_on = local_date(plan.decided_at) if plan.decided_at else None
    head: list[tuple[Field] | tuple[Field, Field]] = [
        (Field("检查主体", plan.subject.name),),
        (Field("年度", f"{plan.year} 年"), Field("版本", f"第 {plan.version} 版")),
    ]
    if plan.reason:
        head.append((Field("调整情形", f"{AmendmentReason(plan.reason).label}\n{plan.note}"),))
    head += [
        (
            Field("批准人", plan.decided_by.name if plan.decided_by else "—"),
            Field("批准日期", chinese_date(approved_on) if approved_on else PlanStage(plan.stage).label),
        ),
        (
            Field("事项", f"{len(lines)} 项"),
            Field("检查户数", f"{sum(line.quantity or 0 for line in lines)} 户"),
        ),
    ]
    return Document(
        title=plan.title,
        issuer=plan.subject.name,
        issued_on=approved_on or on,
        blocks=(
            FieldTable(tuple(head)),
            Heading("计划事项", level=2),
            Grid(COLUMNS, tuple(_cells(number, line) for number, line in enumerate(lines, 1)), WIDTHS),
            Seal(plan.subject.name, approved_on or on),
        ),
        is_demonstration=is_demonstration,
    )


def _cells(number: int, line: PlanLine) -> tuple[str, ...]:
    """Return a line as the paper prints it."""
    base = "—" if line.base is None else str(line.base)
    quantity = "—" if line.quantity is None else str(line.quantity)
    named = line.name if line.name == item_in_words(line) else f"{line.name}\n{item_in_words(line)}"
    how = (
        method_in_words(line),
        f"联合{joint}" if (joint := partners_in_words(line)) else "",
    )
    return (
        str(number),
        "\n".join(filter(None, (named.strip(), line.remark))),
        line.object_scope,
        f"{base} / {quantity}",
        ratios_in_words(line.ratios).replace("　", "\n") if line.item else "—",
        f"{line.visits} 次" if line.item else "—",
        f"{line.first_on:%m-%d} 至\n{line.last_on:%m-%d}",
        "\n".join(filter(None, how)) or "—",
    )
