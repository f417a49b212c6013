"""Writes of the registry: one function a use case."""

from jingwei.registry.operations.enterprises import issue_site_code, register_enterprise, register_site
from jingwei.registry.operations.items import (
    BasisEntry,
    add_standard,
    publish_item,
    register_item,
    withdraw_item,
)
from jingwei.registry.operations.memberships import grant_membership
from jingwei.registry.operations.officers import (
    declare_relation,
    issue_certificate,
    register_officer,
    suspend_certificate,
)
from jingwei.registry.operations.sessions import (
    choose_membership,
    note_failed_sign_in,
    note_sign_in,
    note_sign_out,
)
from jingwei.registry.operations.subjects import announce_subject, register_subject

__all__ = [
    "BasisEntry",
    "add_standard",
    "announce_subject",
    "choose_membership",
    "declare_relation",
    "grant_membership",
    "issue_certificate",
    "issue_site_code",
    "note_failed_sign_in",
    "note_sign_in",
    "note_sign_out",
    "publish_item",
    "register_enterprise",
    "register_item",
    "register_officer",
    "register_site",
    "register_subject",
    "suspend_certificate",
    "withdraw_item",
]
