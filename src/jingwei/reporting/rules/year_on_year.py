"""同比 =（本期 − 基数）÷ 基数，基数大于零才计算；同比与基数一并印出，任何人都能复算。

Stored in ten-thousandths, rounded half away from zero (四舍五入), as published figures are. GB/T 8170 would round
half to even; the two differ only on an exact half.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    value: int
    base: int | None  # the same figure of the same days a year before; none for a stock


@measure(
    Moment.COUNT,
    code="R-STA-05",
    title="同比的算法",
    cites=[Cite("platform-default", "", False)],
)
def year_on_year(facts: Facts) -> Value[int | None]:
    if not facts.base:
        return Value(None, "无基数，不计同比")
    difference = abs(facts.value - facts.base)
    change = (2 * difference * 10_000 + facts.base) // (2 * facts.base)
    signed = change if facts.value >= facts.base else -change
    sign = "−" if signed < 0 else "+" if signed > 0 else ""
    shown = f"{sign}{change // 100}.{change % 100:02}%"
    return Value(signed, f"({facts.value} − {facts.base}) ÷ {facts.base} = {shown}")
