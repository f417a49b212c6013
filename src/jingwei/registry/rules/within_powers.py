"""检查事项须属于本主体的法定职责，企业须在本主体的管辖区域内。

Every item is one of the subject's own, and the enterprise's region code begins with one of the
subject's. Where the region alone fails, the rule on inspections elsewhere (R-PRO-09, 协助函) decides
once it is built; until then no.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    subject: str  # name of the subject whose item it is


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    items: tuple[Item, ...]
    enterprise: str
    region: str  # region code of the enterprise's place of business
    jurisdiction: tuple[str, ...]  # prefixes of region codes
    principal: str = ""  # whose items an entrusted body inspects, as far as its letter goes (R-SUB-02a)


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SUB-07",
    title="事项在职责内，企业在辖区内",
    cites=[Cite("state-council-2024-54", "第二部分")],
)
def within_powers(facts: Facts) -> Verdict:
    reasons, ways_out = [], []
    foreign = [item for item in facts.items if item.subject not in {facts.subject, facts.principal}]
    if foreign:
        named = "、".join(f"“{item.name}”（{item.subject}）" for item in foreign)
        reasons.append(f"{named}不是{facts.subject}的检查事项")
        ways_out.append("删去不属于本主体的事项，或请有权主体实施、联合检查")
    if not facts.region.startswith(facts.jurisdiction):
        reasons.append(
            f"{facts.enterprise}（{facts.region}）不在{facts.subject}的辖区（{'、'.join(facts.jurisdiction)}）"
        )
        ways_out.append("向企业所在地同级部门发协助函，取得答复后再办")
    if reasons:
        return Refuse("；".join(reasons), "；".join(ways_out))
    return Pass(f"{len(facts.items)} 个事项均属{facts.subject}职责，{facts.enterprise}在辖区内")
