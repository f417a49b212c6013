"""不受上限限制的检查也不得明显超过合理频次；超过的，执法监督机构及时跟进。

The texts give no figures. Ours: all visits of the year above a multiple of the cap, or case-based
checks above a number.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    year: int
    total: int  # visits of the subject in the year, this one included
    case: int  # case-based ones among them
    cap: int | None  # the subject's published cap
    multiple: Number
    most_case: Number


@alert(
    Moment.APPROVE,
    Moment.SWEEP,
    code="R-FRQ-02b",
    title="明显超过合理频次",
    cites=[
        Cite("state-council-2024-54", "第四部分", False),
        Cite("suzhou-inspection-2026", "第十四条", False),
    ],
)
def clearly_excessive(facts: Facts) -> Verdict:
    found = []
    if facts.cap is not None and facts.total > facts.cap * facts.multiple.value:
        found.append(f"被查 {facts.total} 次，超过上限 {facts.cap} 次的 {facts.multiple} 倍")
    if facts.case > facts.most_case.value:
        found.append(f"个案检查 {facts.case} 次，超过 {facts.most_case} 次")
    if found:
        return Raise(f"{facts.enterprise} {facts.year} 年{'；'.join(found)}，明显超过合理频次")
    return Pass(f"{facts.year} 年共 {facts.total} 次，其中个案 {facts.case} 次")
