"""The words of planning."""

from jingwei.planning.terms.caps import ExemptReason, InspectionKind
from jingwei.planning.terms.classes import ClassAction, ReliefExit
from jingwei.planning.terms.plans import AmendmentReason, PlanAction, PlanActivity, PlanStage
from jingwei.planning.terms.quiet import QuietAction, SlotAction, Weekday
from jingwei.planning.terms.special import (
    ApproverLevel,
    ShutdownGround,
    SpecialAction,
    SpecialOrigin,
    SpecialStage,
)

__all__ = [
    "AmendmentReason",
    "ApproverLevel",
    "ClassAction",
    "ExemptReason",
    "InspectionKind",
    "PlanAction",
    "PlanActivity",
    "PlanStage",
    "QuietAction",
    "ReliefExit",
    "ShutdownGround",
    "SlotAction",
    "SpecialAction",
    "SpecialOrigin",
    "SpecialStage",
    "Weekday",
]
