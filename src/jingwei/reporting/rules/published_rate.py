"""公布同比必须同时公布基数；公布的同比应当能由一个整数基数算出。

A rate that no whole number of last year's acts can give was taken from something else or misprinted. Both ways of
rounding a half are let pass.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    value: int
    change: str  # as printed, in percent: "-27.71"
    base: int | None  # as printed beside it; none where none was printed
    is_ours: bool  # what we print ourselves is refused without its base


@gate(
    Moment.COUNT,
    code="R-STA-06",
    title="公布的同比须有基数且能复算",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def published_rate(facts: Facts) -> Verdict:
    printed = f"{facts.change.replace('-', '−')}%"
    if facts.base is not None:
        if _gives(facts, facts.base):
            return Pass(f"{facts.value} 与基数 {facts.base} 得 {printed}")
        return Refuse(f"{facts.value} 与基数 {facts.base} 得不到 {printed}", "按基数重新计算同比")
    if facts.is_ours:
        return Refuse(f"{facts.value} 的同比 {printed} 没有基数", "写明基数；没有基数的，不写同比")
    # The base lies where value ÷ (1 + rate) points to; a whole number beside it gives the rate or none does.
    grown = 100 + Decimal(facts.change)
    if grown <= 0:
        return Warn(f"{facts.value} 同比 {printed}，减幅达到或超过 100%", "核对公布的数字")
    near = int(facts.value * 100 / grown)
    reach = range(max(near - 2, 1), near + 4)
    if found := [base for base in reach if _gives(facts, base)]:
        return Pass(f"{facts.value} 同比 {printed}，基数可以是 {found[0]}" + (" 等" if found[1:] else ""))
    beside = sorted(reach, key=lambda base: abs(_rate(facts.value, base) - Decimal(facts.change)))[:2]
    nearest = "，".join(f"{base} 得 {_rate(facts.value, base):.2f}%" for base in sorted(beside))
    return Warn(
        f"{facts.value} 同比 {printed}，没有整数基数（{nearest.replace('-', '−')}）", "只印由基数算出的同比"
    )


def _rate(value: int, base: int) -> Decimal:
    return Decimal(value - base) * 100 / base


def _gives(facts: Facts, base: int) -> bool:
    printed = Decimal(facts.change)
    return base > 0 and printed in {
        _rate(facts.value, base).quantize(printed, rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    }
