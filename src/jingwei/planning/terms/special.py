"""The words of special inspections."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class SpecialOrigin(Term):
    """Who decided on a special inspection: those ordered from above are outside the quota (R-SPC-03, R-SPC-08)."""

    OWN = "own", "本级决定"
    SUPERIOR = "superior", "上级部署"


class ApproverLevel(Term):
    """Who approves a special inspection (R-SPC-01); the last is not enough."""

    GOVERNMENT = "government", "县级以上人民政府"
    VERTICAL_SUPERIOR = "vertical_superior", "实行垂直管理的上一级行政机关"
    DEPARTMENT = "department", "本部门"


class SpecialStage(Term):
    """Where a special inspection stands; filing and announcing follow its approval and are disclosure's."""

    DRAFT = "draft", "拟订中"
    SUBMITTED = "submitted", "待批准"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    ENDED = "ended", "已结束"


class ShutdownGround(Term):
    """What alone allows a special action to stop all enterprises of an area or industry (R-SPC-06)."""

    LIFE_SAFETY = "life_safety", "涉及人民群众生命安全"
    MAJOR_ACCIDENT = "major_accident", "发生重特大事故"
    NATIONAL_EVENT = "national_event", "举办国家重大活动"


class SpecialAction(Action):
    """Acts on special inspections, with the sentence that the log shows."""

    DRAFTED = "planning.special.drafted", "拟订专项检查", "{actor}拟订专项检查“{special}”"
    CHANGED = "planning.special.changed", "修改专项检查", "{actor}修改专项检查“{special}”：{what}"
    SUBMITTED = "planning.special.submitted", "报批专项检查", "{actor}将专项检查“{special}”报请批准"
    APPROVED = (
        "planning.special.approved",
        "批准专项检查",
        "{actor}批准专项检查“{special}”（{document}）",
    )
    ORDERED = (
        "planning.special.ordered",
        "登记上级部署的专项检查",
        "{actor}登记上级部署的专项检查“{special}”（{document}）",
    )
    RETURNED = "planning.special.returned", "退回专项检查", "{actor}退回专项检查“{special}”：{reason}"
    REPORTED = "planning.special.reported", "报告专项检查", "{actor}报告专项检查“{special}”的实施情况"
    DISCARDED = "planning.special.discarded", "放弃拟订专项检查", "{actor}放弃拟订专项检查“{special}”"
    SWEPT = (
        "planning.specials.swept",
        "复核专项检查",
        "{actor}复核专项检查，期满{count}项，逾期未报告{late}项",
    )
