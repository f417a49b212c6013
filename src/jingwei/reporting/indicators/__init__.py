"""The indicators in the order in which the report prints them. An area that is not there yet has none."""

from jingwei.platform.errors import Mistake
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.indicators.inspections import CAPPED, INVITED, REPORTABLE
from jingwei.reporting.indicators.officers import CANCELLED, CHECKED, FIRST_ISSUED
from jingwei.reporting.indicators.subjects import ANNOUNCED
from jingwei.reporting.indicators.visits import CALLED, REPEATED, SHARED, VISITED

INDICATORS = (REPORTABLE, VISITED, CAPPED, INVITED, ANNOUNCED, CHECKED, CANCELLED, FIRST_ISSUED)
# What lies between two figures: no figure of the report, listed where the report takes it off or adds it.
BETWEEN = (CALLED, SHARED, REPEATED)
BY_CODE = {indicator.code: indicator for indicator in (*INDICATORS, *BETWEEN)}


def get_indicator(code: str) -> Indicator:
    """Return one indicator. Raises Mistake when there is none of that code."""
    if code not in BY_CODE:
        raise Mistake(f"没有指标“{code[:40]}”", "从统计报表打开", "code")
    return BY_CODE[code]


__all__ = ["BETWEEN", "INDICATORS", "Column", "Indicator", "Listing", "get_indicator"]
