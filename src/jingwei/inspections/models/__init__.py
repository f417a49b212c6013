"""The tables of inspections."""

from jingwei.inspections.models.inspections import Assistant, Inspection, InspectionItem, TeamMember
from jingwei.inspections.models.invitations import Booking, EnterpriseRefusal
from jingwei.inspections.models.invited import Invitation
from jingwei.inspections.models.letters import AssistanceLetter, OutsideInspection
from jingwei.inspections.models.notices import Notice
from jingwei.inspections.models.ratings import Rating
from jingwei.inspections.models.records import Record, RecordEntry, RecordPhoto, Signature
from jingwei.inspections.models.results import Result
from jingwei.inspections.models.service import ExternalScan, ServiceVisit
from jingwei.inspections.models.visits import Presence, Visit

__all__ = [
    "AssistanceLetter",
    "Assistant",
    "Booking",
    "EnterpriseRefusal",
    "ExternalScan",
    "Inspection",
    "InspectionItem",
    "Invitation",
    "Notice",
    "OutsideInspection",
    "Presence",
    "Rating",
    "Record",
    "RecordEntry",
    "RecordPhoto",
    "Result",
    "ServiceVisit",
    "Signature",
    "TeamMember",
    "Visit",
]
