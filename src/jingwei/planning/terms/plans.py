"""The words of annual plans."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class PlanStage(Term):
    """Where a version of an annual plan stands; announcing and filing follow its approval and are disclosure's."""

    DRAFT = "draft", "拟订中"
    SUBMITTED = "submitted", "待审批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"


class PlanActivity(Term):
    """What a line of a plan is about: the annual plan lists other enforcement work beside inspections."""

    INSPECTION = "inspection", "行政检查"
    OTHER = "other", "其他执法工作"


class AmendmentReason(Term):
    """Why an approved plan may be changed (R-PUB-07)."""

    DEPLOYMENT = "deployment", "国家、省、市统一部署"
    ORDER = "order", "上级明确要求"
    OTHER = "other", "其他特殊情况"


class PlanAction(Action):
    """Acts on annual plans, with the sentence that the log shows."""

    DRAFTED = "planning.plan.drafted", "拟订年度计划", "{actor}拟订{plan}"
    CHANGED = "planning.plan.changed", "修改年度计划", "{actor}修改{plan}：{what}"
    SUBMITTED = "planning.plan.submitted", "报批年度计划", "{actor}将{plan}报负责人审批，共{lines}项"
    APPROVED = "planning.plan.approved", "批准年度计划", "{actor}批准{plan}"
    RETURNED = "planning.plan.returned", "退回年度计划", "{actor}退回{plan}：{reason}"
    AMENDED = "planning.plan.amended", "调整年度计划", "{actor}因{reason}调整{plan}"
    DISCARDED = "planning.plan.discarded", "放弃拟订", "{actor}放弃拟订{plan}"
    IMPORTED = "planning.plan.imported", "导入年度计划", "{actor}向{plan}导入{lines}项"
