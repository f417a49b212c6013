"""The moments in the life of an act at which the law asks something."""

from jingwei.rulebook.terms import Term


class Moment(Term):
    """When a rule is asked. The words are the law's, so a rule of a low area may name a moment of a high one."""

    REGISTER = "register", "登记"
    ISSUE = "issue", "制发公文"
    COUNT_DAYS = "count_days", "计算期限"
    GRADE = "grade", "分类分级"
    PLAN = "plan", "报批计划"
    ANNOUNCE = "announce", "公告"
    FILE = "file", "备案"
    REQUEST = "request", "申请检查"
    APPROVE = "approve", "审批"
    NOTICE = "notice", "送达通知"
    ENTER = "enter", "扫码入企"
    RECORD = "record", "签署笔录"
    LEAVE = "leave", "离开企业"
    CONCLUDE = "conclude", "告知结果"
    BACK_ENTRY = "back_entry", "补录"
    VERIFY = "verify", "企业核验"
    SHOW = "show", "查询"
    COUNT = "count", "统计次数"
    SWEEP = "sweep", "事后复核"
