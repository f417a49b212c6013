"""初次从事行政处罚决定法制审核的人员，应当通过国家统一法律职业资格考试取得法律职业资格。

Asked when somebody is made a legal reviewer. Who was one before, on this platform, is not asked again.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    person: str
    has_legal_qualification: bool
    has_reviewed_before: bool


@gate(
    Moment.REGISTER,
    code="R-OFF-14a",
    title="法制审核人员须有法律职业资格",
    cites=[Cite("administrative-penalty-law-2021", "第五十八条")],
)
def legal_reviewer(facts: Facts) -> Verdict:
    if facts.has_legal_qualification:
        return Pass(f"{facts.person}有法律职业资格")
    if facts.has_reviewed_before:
        return Pass(f"{facts.person}不是初次从事法制审核")
    return Refuse(
        f"{facts.person}初次从事法制审核，名册上没有法律职业资格",
        "换一名取得法律职业资格的人员；已取得的，先在执法人员名册中登记",
    )
