"""The tables of the registry."""

from jingwei.registry.models.enterprises import Enterprise, Site, SiteCode
from jingwei.registry.models.establishment import EstablishmentCheck, EstablishmentRow
from jingwei.registry.models.items import (
    Basis,
    Item,
    ItemVersion,
    Standard,
    StandardConflict,
    StandardPoint,
)
from jingwei.registry.models.memberships import Membership
from jingwei.registry.models.officers import Certificate, CertificateApplication, Officer, Relation
from jingwei.registry.models.regions import Region
from jingwei.registry.models.subjects import Entrustment, Merger, Subject, SubjectChange, SubjectStep

__all__ = [
    "Basis",
    "Certificate",
    "CertificateApplication",
    "Enterprise",
    "Entrustment",
    "EstablishmentCheck",
    "EstablishmentRow",
    "Item",
    "ItemVersion",
    "Membership",
    "Merger",
    "Officer",
    "Region",
    "Relation",
    "Site",
    "SiteCode",
    "Standard",
    "StandardConflict",
    "StandardPoint",
    "Subject",
    "SubjectChange",
    "SubjectStep",
]
