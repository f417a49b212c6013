"""The words of caps: the kinds of inspection, and why a visit is not held against a cap."""

from jingwei.rulebook import Term


class InspectionKind(Term):
    """The three kinds of inspection; each inspection is exactly one."""

    ROUTINE = "routine", "日常检查"
    CASE_BASED = "case_based", "个案检查"
    SPECIAL = "special", "专项检查"


class ExemptReason(Term):
    """Why a visit is not held against the cap; each needs the number of its evidence."""

    COMPLAINT = "complaint", "投诉举报"
    ASSIGNED = "assigned", "国家或省级转办交办"
    SUPERIOR_CAMPAIGN = "superior_campaign", "配合国家省市检查"
    AUDIT = "audit", "监督稽查"
    REMOTE_CLUE = "remote_clue", "非现场监管发现线索"
    MEDIA = "media", "媒体曝光"
    REINSPECTION = "reinspection", "整改复查"
    INVITED = "invited", "企业申请"
    PERMIT = "permit", "许可现场核查"
    EMERGENCY = "emergency", "法定紧急情形"
