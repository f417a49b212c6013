"""The words of announcing and filing."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class AnnouncementKind(Term):
    """What is announced; which five of them light the lamp is a dated number (R-PUB-01)."""

    SUBJECT = "subject", "主体"
    ITEMS = "items", "事项"
    BASES = "bases", "依据"
    STANDARDS = "standards", "标准"
    CAPS = "caps", "频次上限"
    PLAN = "plan", "计划"
    SPECIAL = "special", "专项检查"


class FilingKind(Term):
    """What is filed (R-PUB-07, R-PUB-11, R-SPC-02)."""

    ITEMS = "items", "事项"
    SCOPE = "scope", "范围"
    STANDARDS = "standards", "标准"
    FREQUENCY = "frequency", "频次"
    PLAN = "plan", "年度计划"
    AMENDMENT = "amendment", "计划调整"
    SPECIAL = "special", "专项检查"


class Addressee(Term):
    """With whom it is filed: the bureau receives it here, the department above gives a receipt of its own."""

    JUSTICE = "justice", "区司法局"
    SUPERIOR = "superior", "上级业务主管部门"


class FilingState(Term):
    """Where a filing stands."""

    SUBMITTED = "submitted", "待接收"
    RECEIVED = "received", "已备案"
    RETURNED = "returned", "已退回"


class LampColour(Term):
    """What the lamp of one thing shows."""

    GREEN = "green", "齐全"
    YELLOW = "yellow", "须更新"
    RED = "red", "缺失"
    NONE = "none", "不适用"


class Turn(Term):
    """Whose turn it is to bring the lamp to green."""

    CLERK = "clerk", "单位经办人"
    HEAD = "head", "单位负责人"
    BUREAU = "bureau", "区司法局"
    SUPERIOR = "superior", "上级业务主管部门"
    NOBODY = "nobody", "无"


class DisclosureAction(Action):
    """Acts of announcing and filing, with the sentence that the log shows."""

    ANNOUNCED = (
        "disclosure.announcement.made",
        "公告",
        "{actor}公告{subject}{kind}（第{version}版），{day}，{url}",
    )
    WITHDRAWN = "disclosure.announcement.withdrawn", "撤下公告", "{actor}撤下{announcement}：{reason}"
    FILED = (
        "disclosure.filing.submitted",
        "报送备案",
        "{actor}向{addressee}报送{subject}{kind}备案（第{version}版）",
    )
    RECEIVED = "disclosure.filing.received", "接收备案", "{actor}接收{subject}{kind}备案，{number}"
    RETURNED = "disclosure.filing.returned", "退回备案", "{actor}退回{subject}{kind}备案：{reason}"
    SUPERIOR_RECEIPT = (
        "disclosure.filing.superior_receipt",
        "登记上级回执",
        "{actor}登记{subject}{kind}上级备案回执{number}",
    )
    ADDRESSES_CHECKED = (
        "disclosure.addresses.checked",
        "核对公告网址",
        "{actor}核对公告网址{count}个，{bad}个打不开或内容不符",
    )
    SWEPT = (
        "disclosure.filings.swept",
        "复核公告备案",
        "{actor}复核{count}个检查主体的公告和备案，新发现逾期{raised}项",
    )
