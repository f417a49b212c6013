"""Quiet periods: which days of a year, set and lifted."""

from datetime import date

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.planning import operations
from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span
from jingwei.planning.queries import list_quiet_periods
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF
from jingwei.web.bodies import Id, ReasonIn, Text
from jingwei.web.requests import ActorRequest

router = Router()


class QuietPeriodOut(Schema):
    """A quiet period."""

    id: int = Field(description="编号")
    enterprise: str = Field(description="企业，全区的为空")
    credit_code: str = Field(description="统一社会信用代码，全区的为空")
    first_on: date = Field(description="自")
    last_on: date = Field(description="至，当天也安静")
    days: int = Field(description="安静的天数，取消以后的不算")
    reason: str = Field(description="理由")
    document: str = Field(description="文号")
    lifted_on: date | None = Field(description="取消日期，自当天起不再安静")
    lift_reason: str = Field(description="取消理由")

    @classmethod
    def of(cls, period: QuietPeriod) -> "QuietPeriodOut":
        """Return the answer for a row."""
        return cls(
            id=period.pk,
            enterprise=period.enterprise.name if period.enterprise else "",
            credit_code=period.enterprise.credit_code if period.enterprise else "",
            first_on=period.first_on,
            last_on=period.last_on,
            days=period.days,
            reason=period.reason,
            document=period.document,
            lifted_on=local_date(period.lifted_at) if period.lifted_at else None,
            lift_reason=period.lift_reason,
        )


class QuietPeriodsOut(Schema):
    """Quiet periods."""

    count: int = Field(description="段数")
    periods: list[QuietPeriodOut] = Field(description="安静期，按日期")


class YearIn(Schema):
    """Of which year."""

    year: int = Field(0, description="年度，不填为今年", ge=0, le=9998)


class SpanIn(Schema):
    """Days from the first to the last."""

    first_on: date = Field(description="自")
    last_on: date = Field(description="至，当天也安静")


class QuietIn(Schema):
    """Days to be kept quiet."""

    spans: list[SpanIn] = Field(description="各段日期", max_length=12)
    reason: Text = Field(description="理由", max_length=200)
    document: Text = Field("", description="文号", max_length=80)
    enterprise_id: Id | None = Field(None, description="企业编号，不填即全区")


@router.get("/quiet-periods", response=QuietPeriodsOut, summary="一年的安静期，取消的也在内")
def quiet_periods(request: ActorRequest, chosen: Query[YearIn]) -> QuietPeriodsOut:
    """Return the periods that touch the year."""
    require(request.actor, *STAFF)
    found = list_quiet_periods(year=chosen.year or local_date(timezone.now()).year)
    return _answer(list(found))


@router.post("/quiet-periods", response=QuietPeriodsOut, summary="设定安静期")
def set_quiet(request: ActorRequest, data: QuietIn) -> QuietPeriodsOut:
    """Set one or several periods, all or none."""
    periods = operations.set_quiet_period(
        spans=[Span(each.first_on, each.last_on) for each in data.spans],
        actor=request.actor,
        now=timezone.now(),
        **data.dict(exclude={"spans"}),
    )
    return _answer(periods)


@router.post("/quiet-periods/{id:period_id}/lift", response=QuietPeriodOut, summary="取消安静期")
def lift_quiet(request: ActorRequest, period_id: Id, data: ReasonIn) -> QuietPeriodOut:
    """Lift a period from today on."""
    return QuietPeriodOut.of(
        operations.lift_quiet_period(
            period_id=period_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


def _answer(periods: list[QuietPeriod]) -> QuietPeriodsOut:
    return QuietPeriodsOut(count=len(periods), periods=[QuietPeriodOut.of(each) for each in periods])
