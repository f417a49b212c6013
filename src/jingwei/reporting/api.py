"""The public interface of statistics: figures with base and definition, for everybody."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from jingwei.reporting.figures import as_object, get_report
from jingwei.reporting.periods import read_period

router = Router(tags=["统计"])


class PeriodOut(Schema):
    """The days of the report, both included."""

    first: str = Field(alias="from", max_length=40, description="第一天")
    last: str = Field(alias="to", max_length=40, description="最后一天，含当日")


class IndicatorOut(Schema):
    """One figure; ``base`` and ``change`` are null where there is no base."""

    code: str
    label: str
    value: int
    unit: str
    base: int | None = Field(description="上年同期数")
    change: float | None = Field(description="同比，小数，四位")
    definition: str = Field(description="口径")
    list_url: str = Field(description="清单地址")


class ReportOut(Schema):
    """The report of a period."""

    period: PeriodOut
    indicators: list[IndicatorOut]


@router.get("/statistics", auth=None, response=ReportOut, by_alias=True, summary="一段时间的统计指标")
def statistics(
    request: HttpRequest,
    first: Annotated[str, Query(alias="from", max_length=40, description="第一天，如 2025-01-01")] = "",
    last: Annotated[
        str, Query(alias="to", max_length=40, description="最后一天，含当日，如 2025-06-30")
    ] = "",
) -> dict[str, Any]:
    """Return every indicator of the period. Open to everybody."""
    return as_object(get_report(read_period(first, last)))
