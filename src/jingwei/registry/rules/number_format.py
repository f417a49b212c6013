"""省行政执法证的证号为 11 位数字，以本省序号开头；国家部委的证件按其自己的编号。

Seen in published penalty papers, found in no rule that was read: it flags and never refuses.
"""

from dataclasses import dataclass

from jingwei.registry.terms import CertificateKind
from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    number: str
    kind: CertificateKind
    digits: Number
    province: Number  # the province's number at the head: 江苏 10; 0 where it is not known


@gate(
    Moment.REGISTER,
    code="R-OFF-10a",
    title="证号格式",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def number_format(facts: Facts) -> Verdict:
    number, digits = facts.number, facts.digits.value
    if facts.kind is CertificateKind.MINISTRY:
        return Pass(f"证号 {number} 按{facts.kind.label}的编号")
    if not (number.isascii() and number.isdecimal()) or len(number) != digits:
        return Warn(f"证号“{number}”不是 {digits} 位数字", "对照证件核对；部委证件选“国家部委证件”")
    if facts.province.value and not number.startswith(str(facts.province.value)):
        return Warn(f"证号 {number} 不以 {facts.province.value} 开头", "对照证件核对是否外省证件")
    return Pass(f"证号 {number} 符合格式")
