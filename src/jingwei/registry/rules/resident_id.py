"""公民身份号码共 18 位：地址码、出生日期、顺序码和校验码，登记时核验。

The region may be one that no longer exists, so it is not looked up. Verdicts never print the
number, and the stored finding keeps none of it.
"""

from dataclasses import dataclass, field
from datetime import date
from operator import mul

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
REMEDY = "对照居民身份证重新录入"


@dataclass(frozen=True, slots=True)
class Facts:
    number: str = field(repr=False, metadata={"is_personal": True})
    on: date


@gate(
    Moment.REGISTER,
    code="R-FMT-02",
    title="公民身份号码须通过校验",
    cites=[Cite("resident-id-gb-11643-1999", "", False)],
)
def resident_id(facts: Facts) -> Verdict:
    number = facts.number
    if len(number) != 18:
        return Refuse(f"公民身份号码有 {len(number)} 位，应为 18 位", REMEDY)
    body, check = number[:17], number[17]
    if not (body.isascii() and body.isdecimal()) or check not in "0123456789X":
        return Refuse("公民身份号码只能有数字，末位可为大写 X", REMEDY)
    try:
        born_on = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return Refuse("公民身份号码第 7 至 14 位不是日期", REMEDY)
    if born_on > facts.on:
        return Refuse(f"公民身份号码中的出生日期晚于 {facts.on}", REMEDY)
    total = sum(map(mul, map(int, body), WEIGHTS))
    if check != "10X98765432"[total % 11]:
        return Refuse("公民身份号码末位校验码不符", f"{REMEDY}，错的可能是其他各位")
    return Pass("公民身份号码校验相符")
