"""The parts of a special inspection's page: its fields as on paper, the quota, what happened."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from jingwei.planning.models import SpecialPlan
from jingwei.planning.queries import QuotaUse
from jingwei.planning.tables.special import (
    households_in_words,
    objects_in_words,
    regions_in_words,
    term_in_words,
)
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialAction, SpecialOrigin, SpecialStage
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome

Shown = dict[str, Any]
LABELS = {action.value: action.label for action in SpecialAction}
AWAITED = {
    SpecialStage.DRAFT: "待主体负责人报批",
    SpecialStage.SUBMITTED: "待区政府批准",
    SpecialStage.RETURNED: "待修改后再报批",
}


def special_rows(special: SpecialPlan) -> list[Shown]:
    """Return the fields in the order of the paper (R-FORM-04)."""
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    listed = special.enterprises.count()
    rows = [
        ("牵头主体", special.subject.name, False),
        ("参加主体", "、".join(each.name for each in special.partners.order_by("sort_key")) or "无", False),
        ("来源", SpecialOrigin(special.origin).label, False),
        ("部署文号", special.order_number, False),
        ("必要性评估", special.assessment or ("由部署机关评估" if is_ordered else ""), True),
        ("评估日期", _day(special.assessed_on), False),
        ("依据", special.basis, False),
        ("范围", regions_in_words(special), True),
        ("内容", special.contents, True),
        ("对象", objects_in_words(special), True),
        ("户数", households_in_words(special), False),
        ("名单", f"{listed} 户" if listed else "没有列名单", False),
        ("时限", term_in_words(special), False),
        ("紧急部署", f"是：{special.urgent_reason}" if special.is_urgent else "否", False),
        ("停产停业", _shutdown(special), True),
    ]
    if not is_ordered:
        rows += [
            ("批准机关", ApproverLevel(special.approver).label if special.approver else "", False),
            ("批准文号", special.approval_number, False),
            ("批准日期", _day(special.approved_on), False),
            ("批准意见", special.opinion if special.stage != SpecialStage.RETURNED else "", False),
        ]
    if special.override_reason:
        rows.append(("超年度数量的理由", special.override_reason, True))
    if special.reported_on:
        rows += [("实施情况", special.report, True), ("报告日期", _day(special.reported_on), False)]
    return [{"label": label, "value": value, "is_full": is_full} for label, value, is_full in rows]


def steps_of(special: SpecialPlan, events: Iterable[AuditEvent]) -> list[Shown]:
    """Return what happened, oldest first, a refused attempt in red, and what it waits for."""
    shown: list[Shown] = [
        {
            "label": LABELS.get(event.action, event.action),
            "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
            "said": event.sentence,
            "state": "red"
            if event.outcome == AuditOutcome.REFUSED or event.action == SpecialAction.RETURNED
            else "done",
        }
        for event in events
    ]
    stage = SpecialStage(special.stage)
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    awaited = "待主体负责人登记" if is_ordered and special.is_in_hand else AWAITED.get(stage)
    if awaited:
        shown.append({"label": awaited, "state": "now"})
    return shown


def quota_bars(uses: Iterable[QuotaUse]) -> list[Shown]:
    """Return for each subject the number used of the quota, and how long its bar is, in whole percent."""
    return [
        {"subject": use.subject, "used": use.used, "quota": use.quota, "share": use.share,
         "is_over": use.used > use.quota}
        for use in uses
    ]  # fmt: skip


def _day(day: object) -> str:
    return str(day) if day else ""


def _shutdown(special: SpecialPlan) -> str:
    if not special.orders_shutdown:
        return "没有要求普遍停产停业"
    ground = ShutdownGround(special.shutdown_ground).label if special.shutdown_ground else "没有写明情形"
    return f"要求普遍停产停业：{ground}"
