"""执法人员须持有有效的行政执法证件：状态有效，检查当日在有效期内，没有暂扣或者注销。

One officer, one question. The last day of validity still counts. A certificate that soon expires
carries a flag.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.registry.terms import CertificateStatus
from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Certificate:
    number: str
    status: CertificateStatus
    valid_from: date
    valid_to: date  # the last day, inclusive, as printed on the card


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    certificate: Certificate | None
    on: date
    warn_before: Number


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    Moment.RECORD,
    code="R-OFF-02",
    title="执法证件须在有效期内",
    cites=[Cite("administrative-penalty-law-2021", "第四十二条、第五十五条")],
)
def certificate_valid(facts: Facts) -> Verdict:
    held = facts.certificate
    if held is None:
        return Refuse(f"{facts.officer}没有行政执法证件", "更换为持有有效证件的执法人员")
    card = f"{facts.officer}的证件（{held.number}）"
    if held.status is not CertificateStatus.VALID:
        return Refuse(f"{card}已{held.status.label}", "更换为持有有效证件的执法人员")
    if facts.on > held.valid_to:
        return Refuse(f"{card}已于 {held.valid_to} 到期", "更换执法人员，或换发新证后再来")
    if facts.on < held.valid_from:
        return Refuse(f"{card}自 {held.valid_from} 起才有效", "更换执法人员，或等证件生效")
    if facts.on + timedelta(days=facts.warn_before.value) >= held.valid_to:
        return Warn(f"{card}将于 {held.valid_to} 到期", "尽快报区司法局换发新证")
    return Pass(f"{card}有效至 {held.valid_to}")
