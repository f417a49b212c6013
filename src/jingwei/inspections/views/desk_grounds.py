"""What a task rests on, and why the three counters take it as they do, as its page shows them."""

from typing import Any

from django.urls import reverse

from jingwei.inspections.dossier import counts_of_inspection
from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import ThreeCounters, why_counters_differ
from jingwei.inspections.rules.reportable import Facts, reportable
from jingwei.inspections.terms import Mode, Origin, Stage
from jingwei.planning.terms import ExemptReason
from jingwei.platform.queries import get_numbers

Shown = dict[str, Any]


def ground_rows(inspection: Inspection) -> list[Shown]:
    """Return what the task rests on, each with its page: plan, special, invitation, letter, the one it follows."""
    rows: list[Shown] = []
    if line := inspection.plan_line:
        span = f"{line.first_on} 至 {line.last_on}"
        rows.append(
            {
                "label": "计划事项",
                "value": f"{line.plan.title}第 {line.position} 项",
                "url": reverse("plan_detail", args=[line.plan_id]),
                "hint": f"{line.name}，{span}",
                "is_full": True,
            }
        )
    if special := inspection.special:
        rows.append(
            {
                "label": "专项检查",
                "value": special.name,
                "url": reverse("special_detail", args=[special.pk]),
                "hint": f"{special.first_on} 至 {special.last_on}　{special.order_number or special.approval_number}",
                "is_full": True,
            }
        )
    if invitation := inspection.invitation:
        url = reverse("invitation_detail", args=[invitation.pk])
        rows.append({"label": "邀约", "value": invitation.number, "url": url, "hint": invitation.matter})
    if letter := inspection.letter:
        url = reverse("letter_detail", args=[letter.pk])
        rows.append({"label": "协助函", "value": letter.number, "url": url, "hint": letter.organ})
    if parent := inspection.parent:
        url = reverse("inspection_detail", args=[parent.pk])
        rows.append({"label": "复查的检查", "value": parent.number, "url": url})
    for again in inspection.reinspections.exclude(stage=Stage.WITHDRAWN).order_by("id"):
        url = reverse("inspection_detail", args=[again.pk])
        rows.append({"label": "复查", "value": again.number, "url": url, "hint": Stage(again.stage).label})
    if inspection.separate_reason:
        rows.append({"label": "不合并的理由", "value": inspection.separate_reason, "is_full": True})
    if inspection.permit_basis:
        rows.append({"label": "许可核查依据", "value": inspection.permit_basis, "is_full": True})
    return rows


def why_counted(inspection: Inspection, counters: ThreeCounters) -> list[str]:
    """Return in sentences how each counter takes this task, and what makes the year's three figures differ."""
    return [_this_one(inspection), *why_counters_differ(counters)]


def _this_one(inspection: Inspection) -> str:
    if inspection.origin == Origin.IMPORTED:
        entry = "导入的检查没有扫码，不算入企"
    elif inspection.mode != Mode.ON_SITE:
        entry = f"{Mode(inspection.mode).label}，不算入企"
    else:
        entry = "算一次入企" if inspection.visit_id else "入企时算一次"
    judged = reportable(
        Facts(
            mode=Mode(inspection.mode),
            has_complete_record=inspection.stage in {Stage.RECORDED, Stage.CONCLUDED},
            ended_in_case=inspection.ended_in_case,
        )
    )
    return f"本次：{entry}；{_against_the_cap(inspection)}；可报统计：{judged.basis}。"


def _against_the_cap(inspection: Inspection) -> str:
    counts = counts_of_inspection(inspection, get_numbers(inspection.counted_on))
    if counts.in_capped:
        return f"{inspection.get_kind_display()}，计入上限"
    if counts.in_superior:
        return "上级部署，不计入上限"
    if inspection.exempt:
        return f"{ExemptReason(inspection.exempt).label}，不计入上限"
    return f"{inspection.get_kind_display()}，不计入上限"
