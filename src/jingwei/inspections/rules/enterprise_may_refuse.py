"""来人没有有效的执法证件、检查没有经批准、事项没有公布、主体没有公告的，企业有权拒绝检查；通知书可以当场补送。"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, Warn, gate

PENALTY_LAW, OPINION = "《行政处罚法》第五十五条", "国办发〔2024〕54号"


@dataclass(frozen=True, slots=True)
class Visitor:
    number: str
    name: str  # empty: no certificate has this number
    is_valid: bool
    is_on_team: bool


@dataclass(frozen=True, slots=True)
class Facts:
    visitors: tuple[Visitor, ...]
    task: str  # the number of the task they come for; empty: none at this enterprise
    is_approved: bool  # or urgent, to be approved afterwards
    is_subject_announced: bool
    unpublished: tuple[str, ...]
    is_notice_served: bool

    @property
    def grounds(self) -> tuple[tuple[str, str], ...]:
        """Each ground on which the enterprise may refuse, with the provision."""
        found = [] if self.visitors else [("来人没有出示执法证件", PENALTY_LAW)]
        found += [(f"平台没有证号 {each.number}", PENALTY_LAW) for each in self.visitors if not each.name]
        known = [each for each in self.visitors if each.name]
        found += [(f"{each.name}的执法证件今天无效", PENALTY_LAW) for each in known if not each.is_valid]
        if not self.task:
            return (*found, ("平台上没有来人到本企业检查的任务", OPINION))
        strangers = (each.name for each in known if each.is_valid and not each.is_on_team)
        found += [(f"{name}不在这件检查的人员名单中", OPINION) for name in strangers]
        if not self.is_approved:
            found.append((f"{self.task} 没有经单位负责人批准", OPINION))
        if not self.is_subject_announced:
            found.append(("来检查的单位没有作为检查主体公告", OPINION))
        return (*found, *((f"检查事项“{item}”没有公布", OPINION) for item in self.unpublished))


@gate(
    Moment.VERIFY,
    code="R-SCAN-11",
    title="企业核验与拒绝",
    cites=[Cite("administrative-penalty-law-2021", "第五十五条"), Cite("state-council-2024-54", "", False)],
    consequence=Consequence.INFO,
)
def enterprise_may_refuse(facts: Facts) -> Verdict:
    if facts.grounds:
        said = "；".join(f"{what}（{article}）" for what, article in facts.grounds)
        return Refuse(f"企业有权拒绝：{said}", "可以不接受检查，登记拒绝，司法局会看到")
    if not facts.is_notice_served:
        return Warn("证件、任务和事项都符合，检查通知书还没有送达", "请来人先送达检查通知书")
    return Pass("证件有效，任务已批准，事项已公布，通知书已送达")
