"""统一社会信用代码共 18 位，第 17 位、第 18 位为校验码，登记时逐位核验。

Letters I, O, S, V, Z do not occur; places 3 to 8 are the registering organ's region; place 17
checks the organisation code (GB 11714, modulo 11), place 18 the whole (modulo 31). A region no
longer in the table may be an old one: a flag.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]
ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]


@dataclass(frozen=True, slots=True)
class Facts:
    code: str
    is_region_known: bool


@gate(
    Moment.REGISTER,
    code="R-FMT-01",
    title="统一社会信用代码须通过校验",
    cites=[Cite("uscc-gb-32100-2015", "", False)],
)
def credit_code(facts: Facts) -> Verdict:
    code = facts.code
    if len(code) != 18:
        return Refuse(f"“{code}”有 {len(code)} 位，应为 18 位", "对照营业执照重新录入")
    strange = [f"第 {place} 位“{sign}”" for place, sign in enumerate(code, 1) if sign not in ALPHABET]
    if strange:
        return Refuse(
            f"“{code}”中{'、'.join(strange)}不可用",
            "对照营业执照重新录入；代码用数字和大写字母，不含 I、O、S、V、Z",
        )
    if not code[2:8].isdecimal():
        return Refuse(f"“{code}”第 3 至 8 位“{code[2:8]}”不是行政区划代码", "对照营业执照重新录入")
    remainder = (
        11 - sum(int(sign, 36) * w for sign, w in zip(code[8:16], ORGANISATION_WEIGHTS, strict=True)) % 11
    )
    right = code[:16] + "0123456789X0"[remainder]
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(right, WEIGHTS, strict=True))
    right += ALPHABET[-total % 31]
    wrong = [
        f"第 {place + 1} 位校验码应为 {right[place]}" for place in (16, 17) if code[place] != right[place]
    ]
    if wrong:
        return Refuse(f"“{code}”校验不符：{'，'.join(wrong)}", "对照营业执照重新录入，错的可能是其他各位")
    if not facts.is_region_known:
        return Warn(
            f"“{code}”第 3 至 8 位 {code[2:8]} 不在现行区划表中", "核对营业执照；撤并前的旧区划代码可以保留"
        )
    return Pass(f"“{code}”校验相符")
