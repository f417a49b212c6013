"""持证人员不属于可以持证的编制类别的，列入清理。

The other side of the establishment check: nobody is stripped of a card by a machine; the holder is put
on the list that the supervisor works off.
"""

from dataclasses import dataclass

from jingwei.registry.terms import StaffKind
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    staff: StaffKind
    certificate: str  # its number; empty when the person holds none


@alert(
    Moment.SWEEP,
    code="R-OFF-04b",
    title="不在编人员持证的列入清理",
    cites=[
        Cite("administrative-penalty-law-2021", "第四十二条", False),
        Cite("platform-default", "", False),
    ],
    consequence=Consequence.WARN,
)
def certificate_holder(facts: Facts) -> Verdict:
    if not facts.certificate:
        return Pass(f"{facts.officer}没有执法证")
    if facts.staff.may_enforce:
        return Pass(f"{facts.officer}（{facts.staff.label}）可以持证")
    return Raise(f"{facts.officer}是{facts.staff.label}，持有执法证 {facts.certificate}，应列入清理")
