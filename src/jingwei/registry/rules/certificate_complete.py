"""执法证件应载明持证人姓名、单位、证号、执法领域、有效期和监制机关。

The photo, the hologram and the measures of the card are on the plastic, not in this register; what is
missing here is flagged and the card is issued all the same.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    subject: str
    number: str
    fields: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    issuer: str
    issued_on: date | None


@gate(
    Moment.REGISTER,
    code="R-OFF-09",
    title="证件信息须完整",
    cites=[Cite("administrative-penalty-law-2021", "第五十五条", False), Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def certificate_complete(facts: Facts) -> Verdict:
    held = {
        "姓名": facts.officer,
        "单位": facts.subject,
        "证号": facts.number,
        "执法领域": facts.fields,
        "有效期自": facts.valid_from,
        "有效期至": facts.valid_to,
        "监制机关": facts.issuer,
        "发证日期": facts.issued_on,
    }
    missing = [label for label, value in held.items() if not value]
    if missing:
        return Warn(f"证件（{facts.number or '无证号'}）缺少{'、'.join(missing)}", "对照证件补录")
    return Pass(f"证件（{facts.number}）信息完整")
