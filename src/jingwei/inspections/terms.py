"""The words of inspections."""

from jingwei.rulebook import Term


class Stage(Term):
    """Where an inspection stands."""

    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    ENTERED = "entered", "检查中"
    RECORDED = "recorded", "待告知"
    CONCLUDED = "concluded", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    VOIDED = "voided", "已作废"


class Mode(Term):
    """How an inspection is carried out."""

    ON_SITE = "on_site", "现场检查"
    OFF_SITE = "off_site", "非现场检查"
    WRITTEN = "written", "书面检查"


class UrgentReason(Term):
    """Why an inspection may start before its approval."""

    ACCIDENT = "accident", "突发事件应急处置"
    EVIDENCE = "evidence", "证据可能灭失"
    SAFETY = "safety", "危及人身或公共安全"


class EntryWay(Term):
    """How a visit came to be registered."""

    SCAN = "scan", "扫企业码"
    LICENCE = "licence", "扫营业执照"
    SEARCH = "search", "按名称登记"
    URGENT = "urgent", "紧急检查离企前补扫"
    BACK_ENTRY = "back_entry", "网络故障补录"


class FaultReason(Term):
    """Why a visit could not be scanned on the spot."""

    NETWORK = "network", "现场无网络"
    SYSTEM = "system", "系统故障"
    DEVICE = "device", "终端故障"


class PointResult(Term):
    """The result on one point of the standard."""

    CONFORMS = "conforms", "合格"
    FAILS = "fails", "不合格"
    NOT_APPLICABLE = "not_applicable", "未涉及"


class Outcome(Term):
    """What an inspection ended in."""

    NO_PROBLEM = "no_problem", "未发现问题"
    CORRECTED_ON_SPOT = "corrected_on_spot", "当场改正"
    CORRECTION_ORDERED = "correction_ordered", "责令限期改正"
    CLUE_OF_VIOLATION = "clue_of_violation", "发现违法线索"


class SignerKind(Term):
    """Who signs a record."""

    OFFICER = "officer", "执法人员"
    ENTERPRISE = "enterprise", "企业现场负责人"
    WITNESS = "witness", "见证人"
