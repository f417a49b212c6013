"""The tables of the registry."""

from jingwei.registry.models.enterprises import Enterprise, Site, SiteCode
from jingwei.registry.models.items import Basis, Item, Standard, StandardPoint
from jingwei.registry.models.memberships import Membership
from jingwei.registry.models.officers import Certificate, Officer, Relation
from jingwei.registry.models.regions import Region
from jingwei.registry.models.subjects import Subject

__all__ = [
    "Basis",
    "Certificate",
    "Enterprise",
    "Item",
    "Membership",
    "Officer",
    "Region",
    "Relation",
    "Site",
    "SiteCode",
    "Standard",
    "StandardPoint",
    "Subject",
]
