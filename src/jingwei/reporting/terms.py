"""The words of statistics."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class Nature(Term):
    """What a figure counts: what happened in the period, or what there was at the end of its last day."""

    FLOW = "flow", "期内发生"
    STOCK = "stock", "期末时点"


class Breakdown(Term):
    """What the report is broken down by."""

    SUBJECT = "subject", "按主体"
    TOWN = "town", "按镇街"
    MONTH = "month", "按月"


class Agreement(Term):
    """How a department's own number agrees with ours, the worst first."""

    APART = "apart", "差异较大"
    DIFFERS = "differs", "有差异"
    MISSING = "missing", "未报"
    AGREES = "agrees", "一致"


class ReportingAction(Action):
    """Acts on returns, with the sentence that the log shows."""

    RETURN_RECEIVED = "reporting.return.received", "收到月报", "收到{subject}{month}月报，检查{reported}次"
