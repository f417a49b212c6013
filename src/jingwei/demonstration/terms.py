"""The words of the demonstration."""

from jingwei.platform.terms import Action


class DemonstrationAction(Action):
    """What the loader did; its rows on the log tell it what is left to do."""

    LOADED = "demonstration.district.loaded", "载入演示数据", "{actor}载入演示数据"
    DAY_PREPARED = "demonstration.day.prepared", "备好当日任务", "{actor}备好{day}的演示任务"
