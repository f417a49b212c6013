"""The tables of inspections."""

from jingwei.inspections.models.inspections import Assistant, Inspection, InspectionItem, TeamMember
from jingwei.inspections.models.notices import Notice
from jingwei.inspections.models.ratings import Rating
from jingwei.inspections.models.records import Record, RecordEntry, RecordPhoto, Signature
from jingwei.inspections.models.results import Result
from jingwei.inspections.models.visits import Presence, Visit

__all__ = [
    "Assistant",
    "Inspection",
    "InspectionItem",
    "Notice",
    "Presence",
    "Rating",
    "Record",
    "RecordEntry",
    "RecordPhoto",
    "Result",
    "Signature",
    "TeamMember",
    "Visit",
]
