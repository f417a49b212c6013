"""检查由企业所在地的机关实施；确需到辖区以外检查的，先向当地同级部门发协助函，取得同意后在函定的期限、对象、事项内办理。"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import LetterState
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Letter:
    number: str
    organ: str  # who was asked
    state: LetterState
    first_on: date  # not before the reply
    valid_to: date  # the last day
    is_for_place: bool  # names this enterprise, and this site or none
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    enterprise: str
    region: str  # region code of the place of business
    jurisdiction: tuple[str, ...]  # prefixes of region codes
    items: tuple[str, ...]
    on: date  # of the visit, as it is planned or as it is made
    letter: Letter | None = None
    is_set_aside: bool = False  # by the head, at the approval


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-PRO-09a",
    title="辖区外检查须有协助函",
    cites=[Cite("state-council-2024-54", "", False)],
    consequence=Consequence.OVERRIDE,
)
def assistance_letter(facts: Facts) -> Verdict:
    if facts.region.startswith(facts.jurisdiction):
        return Pass(f"{facts.enterprise}在{facts.subject}的辖区内")
    where, letter = f"{facts.enterprise}（{facts.region}）不在{facts.subject}的辖区", facts.letter
    if facts.is_set_aside:
        return Pass(f"{where}，主体负责人批准时已写明理由放行")
    if letter is None:
        return Refuse(f"{where}，没有协助函", "向企业所在地同级部门发协助函，取得同意后再办")
    others = "、".join(sorted(set(facts.items) - set(letter.items)))
    lacking = {
        f"为“{letter.state.label}”": letter.state in {LetterState.SENT, LetterState.REFUSED},
        f"只管 {letter.first_on} 至 {letter.valid_to}": not letter.first_on <= facts.on <= letter.valid_to,
        "不是为这家企业或场所发的": not letter.is_for_place,
        f"没有列“{others}”": bool(others),
    }
    if said := [words for words, is_so in lacking.items() if is_so]:
        return Refuse(f"{where}；协助函{letter.number}{'，'.join(said)}", "重新发函，取得同意后再办")
    return Pass(f"{where}，{letter.organ}同意协助（{letter.number}）")
