"""The words of quiet periods and of the times an enterprise offers."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class Weekday(Term):
    """A day of the week, numbered as ISO 8601 does."""

    MONDAY = "1", "星期一"
    TUESDAY = "2", "星期二"
    WEDNESDAY = "3", "星期三"
    THURSDAY = "4", "星期四"
    FRIDAY = "5", "星期五"
    SATURDAY = "6", "星期六"
    SUNDAY = "7", "星期日"


class QuietAction(Action):
    """Acts on quiet periods, with the sentence that the log shows."""

    SET = "planning.quiet.set", "设定安静期", "{actor}设定{whose}安静期 {first} 至 {last}：{reason}"
    LIFTED = "planning.quiet.lifted", "取消安静期", "{actor}取消{whose}安静期 {first} 至 {last}：{reason}"


class SlotAction(Action):
    """Acts on the times that an enterprise offers, with the sentence that the log shows."""

    OFFERED = "planning.slot.offered", "提供可约时段", "{actor}为{site}提供可约时段：{slot}"
    WITHDRAWN = "planning.slot.withdrawn", "撤下可约时段", "{actor}撤下{site}的可约时段：{slot}"
