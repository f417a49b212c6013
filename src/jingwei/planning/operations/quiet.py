"""Setting and lifting quiet periods."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jingwei.planning.models import QuietPeriod
from jingwei.planning.terms import QuietAction
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.models import Enterprise
from jingwei.registry.operations.access import BUREAU, access_registry, lock_district
from jingwei.registry.terms import Role

LONGEST = 366  # days; more would be no period any more


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first_on: date
    last_on: date

    @classmethod
    def of_months(cls, year: int, months: Sequence[int], *, first_day: int, last_day: int) -> "list[Span]":
        """Return the same days of several months of a year; a month that is shorter ends with its own last day.

        Raises Mistake when no month is given, the days run backwards, or a month does not have the first of them.
        """
        if not months:
            raise Mistake("没有选择月份", "至少选择一个月", "months")
        if not 1 <= first_day <= last_day <= 31:
            raise Mistake(
                f"每月 {first_day} 日至 {last_day} 日不是一段日期", "填写 1 至 31，结束不早于开始", "last_day"
            )
        spans = []
        for month in sorted(set(months)):
            length = calendar.monthrange(year, month)[1]
            if first_day > length:
                raise Mistake(
                    f"{month} 月没有 {first_day} 日", "改开始的日期，或去掉这个月另行设定", "first_day"
                )
            spans.append(cls(date(year, month, first_day), date(year, month, min(last_day, length))))
        return spans


@operation(QuietAction.SET, target="enterprise_id", kind="enterprise")
def set_quiet_period(
    *,
    spans: Sequence[Span],
    reason: str,
    document: str = "",
    enterprise_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> list[QuietPeriod]:
    """Set one or several quiet periods in one act: of the district, or on its application of one enterprise.

    ``document``: number of the notice or of the application. Raises NotAllowed for anybody but the supervision lead,
    for an enterprise's own but the bureau; Mistake for days that run backwards or have passed and without a reason;
    Conflict where a period of the same overlaps. All are set or none.
    """
    access_registry(actor, *((Role.SUPERVISION_LEAD,) if enterprise_id is None else BUREAU))
    enterprise = None
    if enterprise_id is not None:
        enterprise = Enterprise.objects.select_for_update(no_key=True).filter(pk=enterprise_id).first()
        if enterprise is None:
            raise Mistake("名录中没有这家企业", "核对统一社会信用代码或名称", "enterprise")
    else:
        lock_district()
    if not reason.strip():
        raise Mistake("没有填写理由", "写明为什么这些日子不入企", "reason")
    if not spans:
        raise Mistake("没有填写日期", "填写开始和结束日期", "first_on")
    periods = []
    for span in sorted(spans, key=lambda each: each.first_on):
        _check(span, today=local_date(now))
        period = QuietPeriod(
            enterprise=enterprise,
            first_on=span.first_on,
            last_on=span.last_on,
            reason=reason.strip(),
            document=document.strip(),
            set_by_id=actor.account_id,
            set_at=now,
        )
        _require_free(period)
        period.save()
        periods.append(period)
        audit.record(
            QuietAction.SET,
            actor=actor,
            now=now,
            target=period,
            whose=period.whose,
            first=period.first_on,
            last=period.last_on,
            reason=period.reason,
        )
    return periods


@operation(QuietAction.LIFTED, target="period_id", kind="quietperiod")
def lift_quiet_period(*, period_id: int, reason: str, actor: Actor, now: datetime) -> QuietPeriod:
    """Lift a quiet period that has not ended, from today on; the days before today stay quiet, and it stays listed.

    Raises NotAllowed for anybody but who may set it, Conflict when it is over or lifted already, Mistake without a
    reason.
    """
    period = (
        QuietPeriod.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .filter(pk=period_id)
        .first()
    )
    if period is None:
        raise Mistake("没有这段安静期", "从安静期日历打开")
    access_registry(actor, *((Role.SUPERVISION_LEAD,) if period.enterprise_id is None else BUREAU))
    if period.lifted_at is not None:
        raise Conflict(f"{period}已经取消", "刷新页面")
    if period.last_on < local_date(now):
        raise Conflict(f"{period}已经过去，不必取消", "需要改以后的，取消以后的各段")
    if not reason.strip():
        raise Mistake("没有填写取消的理由", "填写理由", "reason")
    period.lifted_at, period.lift_reason = now, reason.strip()
    period.save(update_fields=["lifted_at", "lift_reason"])
    audit.record(
        QuietAction.LIFTED,
        actor=actor,
        now=now,
        target=period,
        whose=period.whose,
        first=period.first_on,
        last=period.last_on,
        reason=period.lift_reason,
    )
    return period


def _check(span: Span, *, today: date) -> None:
    if span.last_on < span.first_on:
        raise Mistake(
            f"安静期到 {span.last_on} 为止，早于开始的 {span.first_on}", "核对开始和结束日期", "last_on"
        )
    if span.first_on < today:
        raise Mistake(f"{span.first_on} 已经过去，安静期不溯及以前", f"最早自 {today} 起", "first_on")
    if (span.last_on - span.first_on).days >= LONGEST:
        raise Mistake(
            f"{span.first_on} 至 {span.last_on} 超过一年", "安静期是一段日子，不超过一年", "last_on"
        )


def _require_free(period: QuietPeriod) -> None:
    """Raise Conflict where a standing period of the same enterprise, or of the district, overlaps."""
    other = (
        QuietPeriod.objects.standing()
        .filter(enterprise=period.enterprise, first_on__lte=period.last_on, last_on__gte=period.first_on)
        .order_by("first_on")
        .first()
    )
    if other is not None:
        raise Conflict(f"{period.first_on} 至 {period.last_on} 与{other}重叠", "改日期，或先取消原来的一段")
