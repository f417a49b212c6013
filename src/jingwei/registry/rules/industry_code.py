"""行业代码由门类字母和大类、中类、小类数字组成，上级代码须存在；字母与大类不符的，以大类所属门类为准改正。

Letter alone is a section, with two digits a division, with three a group, with four a class. Known
here are sections and divisions, so a group or class is checked up to the division it begins with.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

FORMS = {1: "门类", 3: "大类", 4: "中类", 5: "小类"}  # by length
REMEDY = "对照《国民经济行业分类》填写，如 C13、C1311"


@dataclass(frozen=True, slots=True)
class Facts:
    code: str
    section: str  # name of the section of the letter, empty when there is none
    division: str  # name of the division of the two digits, empty when there is none
    section_of_division: str  # the letter that the division belongs to


@gate(
    Moment.REGISTER,
    code="R-FMT-04",
    title="行业代码须在国民经济行业分类中",
    cites=[Cite("industry-gb-t-4754-2017", "", False)],
)
def industry_code(facts: Facts) -> Verdict:
    code = facts.code
    letter, digits = code[:1], code[1:]
    is_formed = "A" <= letter <= "Z" and (not digits or (digits.isascii() and digits.isdecimal()))
    if not is_formed or len(code) not in FORMS:
        return Refuse(f"“{code}”不是一个门类字母加 2 至 4 位数字", REMEDY)
    if not facts.section:
        return Refuse(f"没有门类“{letter}”，门类为 A 至 T", REMEDY)
    if not digits:
        return Pass(f"{code} {facts.section}")
    if not facts.division:
        return Refuse(f"没有大类“{digits[:2]}”", REMEDY)
    if facts.section_of_division != letter:
        return Refuse(
            f"大类 {digits[:2]}（{facts.division}）属于门类 {facts.section_of_division}，不属于 {letter}",
            f"改为 {facts.section_of_division}{digits}，或核对大类",
        )
    return Pass(f"{code} 属于 {facts.section}—{facts.division}（核对到大类）")
