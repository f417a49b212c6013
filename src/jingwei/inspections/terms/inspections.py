"""The words of an inspection, from request to rating."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class Stage(Term):
    """Where an inspection stands."""

    SUBMITTED = "submitted", "待审批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    ENTERED = "entered", "检查中"
    RECORDED = "recorded", "待告知"
    CONCLUDED = "concluded", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class Origin(Term):
    """Where the facts of an inspection come from: acts on this platform, or a department's own system."""

    PLATFORM = "platform", "平台办理"
    IMPORTED = "imported", "外部导入"


class Mode(Term):
    """How an inspection is carried out."""

    ON_SITE = "on_site", "现场检查"
    OFF_SITE = "off_site", "非现场检查"
    WRITTEN = "written", "书面检查"


class ActNature(Term):
    """What the clerk declares an act to be; nothing but the first is an inspection (R-SUB-08)."""

    INSPECTION = "inspection", "行政检查"
    INTERNAL = "internal", "对所属单位的内部督促检查"
    STATE_ASSETS = "state_assets", "国有资产监管"
    SERVICE = "service", "服务、走访、观摩、督导"
    CASE = "case", "立案后的调查取证"


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
    OTHER_SYSTEM = "other_system", "外部平台扫码"


class ScanSystem(Term):
    """Whose code was scanned: which of them counts is a dated number (R-SCAN-13)."""

    OURS = "ours", "本平台"
    PROVINCE = "province", "省平台"
    NATION = "nation", "国家平台"


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


class InspectionAction(Action):
    """Acts on inspections, with the sentence that the log shows."""

    REQUESTED = "inspections.inspection.requested", "申请检查", "{actor}申请检查{enterprise}（{number}）"
    WITHDRAWN = "inspections.inspection.withdrawn", "撤回申请", "{actor}撤回{number}：{reason}"
    APPROVED = "inspections.inspection.approved", "批准检查", "{actor}批准检查{enterprise}（{number}）"
    RESCHEDULED = (
        "inspections.inspection.rescheduled",
        "检查改期",
        "{actor}将{number}改期：由 {former} 改到 {span}，{reason}",
    )
    RETURNED = "inspections.inspection.returned", "退回申请", "{actor}退回{number}：{reason}"
    NOTICE_SERVED = (
        "inspections.notice.served",
        "送达检查通知书",
        "{actor}向{enterprise}送达{number}，签收人{received_by}",
    )
    CODE_READ = "inspections.code.read", "扫企业码", "{actor}扫{site}的企业码"
    ENTERED = "inspections.visit.entered", "扫码入企", "{actor}进入{enterprise}（{way}），同行{team}"
    JOINED = "inspections.visit.joined", "确认到场", "{actor}扫码确认在{enterprise}到场"
    ENTERED_AFTERWARDS = (
        "inspections.visit.entered_afterwards",
        "补录入企",
        "{actor}补录{day}进入{enterprise}：{fault}",
    )
    PLACE_EXPLAINED = (
        "inspections.place.explained",
        "说明位置",
        "{actor}说明在{enterprise}登记的位置：{reason}",
    )
    RECORD_STARTED = "inspections.record.started", "开始检查", "{actor}开始检查{enterprise}（{number}）"
    RECORD_SAVED = (
        "inspections.record.saved",
        "填写笔录",
        "{actor}填写{number}笔录，已填{done}项，共{total}项",
    )
    PHOTO_ADDED = "inspections.photo.added", "拍照取证", "{actor}为{number}笔录添加照片“{name}”"
    RECORD_SIGNED = "inspections.record.signed", "签署笔录", "{actor}签署{number}笔录"
    LEFT = "inspections.visit.left", "离开企业", "{actor}离开{enterprise}，停留{minutes}分钟"
    RESULT_TOLD = "inspections.result.told", "告知检查结果", "{actor}告知{enterprise}检查结果：{outcome}"
    NO_CASE = "inspections.case.not_opened", "说明不予立案", "{actor}说明{number}不予立案：{reason}"
    CASE_OPENED = "inspections.case.opened", "登记立案", "{actor}登记{number}已立案：{case}"
    UNAPPROVED_SWEPT = (
        "inspections.unapproved.swept",
        "核对紧急检查补批",
        "{actor}核对紧急检查是否补办批准，{raised}件逾期",
    )
    CASES_SWEPT = "inspections.cases.swept", "核对有案不立", "{actor}核对违法线索是否立案，{raised}件逾期"
    RESULTS_PUBLISHED = "inspections.results.published", "公开检查结果", "{actor}公开检查结果{count}件"
    RATED = "inspections.visit.rated", "评价检查", "企业已评价本次入企"
    VISIT_VOIDED = "inspections.visit.voided", "作废入企登记", "{actor}作废{enterprise}的入企登记：{reason}"
    IMPORTED = (
        "inspections.inspection.imported",
        "导入检查",
        "{actor}导入{day}检查{enterprise}（{number}），来源：{source}",
    )
    IMPORT_VOIDED = "inspections.inspection.import_voided", "作废导入", "{actor}作废导入的{number}：{reason}"
    RECORD_CORRECTED = "inspections.record.corrected", "更正笔录", "{actor}更正{number}笔录：{reason}"


class RatedAspect(Term):
    """What an enterprise rates, one to five stars (R-FORM-11)."""

    CERTIFICATES = "certificates", "主动亮证"
    NOTICE = "notice", "事先通知"
    MANNERS = "manners", "文明执法"
    COMPETENCE = "competence", "专业水平"
    FREQUENCY = "frequency", "检查频次"
    DISTURBANCE = "disturbance", "少有干扰"
