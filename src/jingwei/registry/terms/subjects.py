"""The words of subjects."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class PartyKind(Term):
    """What kind of body stands behind an inspection; only the first three may be a subject."""

    ORGAN = "organ", "行政机关"
    AUTHORISED = "authorised", "法律法规授权组织"
    ENTRUSTED = "entrusted", "受委托组织"
    COORDINATING = "coordinating", "政府议事协调机构"
    THIRD_PARTY = "third_party", "检验检测机构、科研院所等第三方"
    OUTSOURCED = "outsourced", "外包中介机构"


class SubjectStatus(Term):
    """Where a subject stands on the way to its announcement."""

    DRAFT = "draft", "草拟"
    DECLARED = "declared", "已申报"
    REVIEWED = "reviewed", "已审核"
    CONFIRMED = "confirmed", "已确认"
    ANNOUNCED = "announced", "已公告"
    REVOKED = "revoked", "已撤销"


class SubjectStepKind(Term):
    """One step in the life of a subject; each is kept with its day, its paper and its opinion (R-SUB-05)."""

    DECLARED = "declared", "部门申报"
    REVIEWED = "reviewed", "司法局审核"
    CONFIRMED = "confirmed", "区政府确认"
    ANNOUNCED = "announced", "网站公告"
    RETURNED = "returned", "退回"
    CHANGED = "changed", "变更登记"
    REANNOUNCED = "reannounced", "重新公告"
    MERGED = "merged", "机构合并"
    REVOKED = "revoked", "撤销"


class SubjectAction(Action):
    """Acts on subjects, with the sentence that the log shows."""

    REGISTERED = "registry.subject.registered", "登记检查主体", "{actor}登记检查主体{subject}"
    DECLARED = "registry.subject.declared", "申报检查主体", "{actor}申报检查主体{subject}（{document}）"
    REVIEWED = (
        "registry.subject.reviewed",
        "审核检查主体",
        "{actor}审核检查主体{subject}（{document}）：{opinion}",
    )
    CONFIRMED = (
        "registry.subject.confirmed",
        "确认检查主体",
        "{actor}确认检查主体{subject}（{document}）：{opinion}",
    )
    ANNOUNCED = (
        "registry.subject.announced",
        "公告检查主体",
        "{actor}公告检查主体{subject}，自{day}起",
    )
    RETURNED = "registry.subject.returned", "退回申报", "{actor}退回检查主体{subject}的申报：{reason}"
    CHANGED = (
        "registry.subject.changed",
        "变更检查主体",
        "{actor}登记检查主体{subject}变更（{document}）：{what}，{due}前重新公告",
    )
    REANNOUNCED = "registry.subject.reannounced", "重新公告", "{actor}重新公告检查主体{subject}，{day}"
    REVOKED = "registry.subject.revoked", "撤销检查主体", "{actor}撤销检查主体{subject}，自{day}起：{reason}"
    MERGED = (
        "registry.subject.merged",
        "合并机构",
        "{actor}将{subject}并入{successor}，自{day}起（{document}）",
    )
    ENTRUSTED = (
        "registry.entrustment.registered",
        "登记委托书",
        "{actor}登记{principal}委托{subject}的委托书{number}",
    )
    ENTRUSTMENT_ENDED = (
        "registry.entrustment.ended",
        "终止委托",
        "{actor}终止委托书{number}（{subject}），自{day}起：{reason}",
    )
    CHANGES_SWEPT = (
        "registry.subjectchange.swept",
        "复核主体变更",
        "{actor}复核{count}项未重新公告的主体变更，新发现{raised}项",
    )
