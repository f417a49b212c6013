"""The words of the registry."""

from jingwei.registry.terms.enterprises import CreditClass, EnterpriseAction, EnterpriseKind
from jingwei.registry.terms.items import (
    BasisLevel,
    CoordinationStage,
    Field,
    ImplementationLevel,
    InspectionMethod,
    ItemAction,
    ItemStatus,
)
from jingwei.registry.terms.officers import (
    ApplicationStage,
    CancelReason,
    CertificateKind,
    CertificateStatus,
    CheckDecision,
    CheckResult,
    EstablishmentAction,
    OfficerAction,
    StaffKind,
)
from jingwei.registry.terms.roles import OF_A_SUBJECT, STAFF, MembershipAction, Role
from jingwei.registry.terms.subjects import PartyKind, SubjectAction, SubjectStatus, SubjectStepKind

__all__ = [
    "OF_A_SUBJECT",
    "STAFF",
    "ApplicationStage",
    "BasisLevel",
    "CancelReason",
    "CertificateKind",
    "CertificateStatus",
    "CheckDecision",
    "CheckResult",
    "CoordinationStage",
    "CreditClass",
    "EnterpriseAction",
    "EnterpriseKind",
    "EstablishmentAction",
    "Field",
    "ImplementationLevel",
    "InspectionMethod",
    "ItemAction",
    "ItemStatus",
    "MembershipAction",
    "OfficerAction",
    "PartyKind",
    "Role",
    "StaffKind",
    "SubjectAction",
    "SubjectStatus",
    "SubjectStepKind",
]
