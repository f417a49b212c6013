"""The words of inspections."""

from jingwei.inspections.terms.inspections import (
    ActNature,
    EntryWay,
    FaultReason,
    InspectionAction,
    Mode,
    Origin,
    Outcome,
    PointResult,
    RatedAspect,
    ScanSystem,
    SignerKind,
    Stage,
    UrgentReason,
)
from jingwei.inspections.terms.invitations import (
    BookingState,
    InvitationAction,
    InvitationState,
    InvitedBy,
)
from jingwei.inspections.terms.letters import (
    LetterAction,
    LetterDirection,
    LetterState,
)
from jingwei.inspections.terms.service import (
    ServiceAction,
    ServiceKind,
)

__all__ = [
    "ActNature",
    "BookingState",
    "EntryWay",
    "FaultReason",
    "InspectionAction",
    "InvitationAction",
    "InvitationState",
    "InvitedBy",
    "LetterAction",
    "LetterDirection",
    "LetterState",
    "Mode",
    "Origin",
    "Outcome",
    "PointResult",
    "RatedAspect",
    "ScanSystem",
    "ServiceAction",
    "ServiceKind",
    "SignerKind",
    "Stage",
    "UrgentReason",
]
