"""不得把入企检查作为许可、补贴等事项的前置条件，法律、法规有规定的除外，须写明依据。

Read in other places' texts alone, so it is a default here, asked from 2026 on, when a request can name the provision.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import ExemptReason
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    exempt: ExemptReason | None
    basis: str  # the provision that asks for the inspection before the permit


@gate(
    Moment.REQUEST,
    code="R-FRQ-10",
    title="许可现场核查须有依据",
    cites=[Cite("platform-default", "", False)],
    since=date(2026, 1, 1),
)
def permit_basis(facts: Facts) -> Verdict:
    if facts.exempt is not ExemptReason.PERMIT:
        return Pass("不是许可现场核查")
    if not facts.basis.strip():
        return Refuse(
            "许可现场核查没有写明依据", "写明要求现场核查的法律、法规条款；没有规定的，不得作为前置条件"
        )
    return Pass(f"依据{facts.basis}")
