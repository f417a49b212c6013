"""Writes of the registry: one function a use case."""

from jingwei.registry.operations.applications import apply_for_certificate, decide_application
from jingwei.registry.operations.certificates import (
    cancel_certificate,
    issue_certificate,
    resume_certificate,
    return_card,
    suspend_certificate,
    sweep_certificates,
)
from jingwei.registry.operations.enterprises import issue_site_code, register_enterprise, register_site
from jingwei.registry.operations.establishment import (
    DecidedRow,
    close_check,
    confirm_matches,
    decide_row,
    decide_rows,
    open_establishment_check,
    take_establishment_return,
)
from jingwei.registry.operations.items import (
    BasisEntry,
    amend_basis,
    end_basis,
    publish_change,
    publish_item,
    register_item,
    revise_item,
    withdraw_item,
)
from jingwei.registry.operations.matching import ReturnedPerson
from jingwei.registry.operations.memberships import grant_membership
from jingwei.registry.operations.officers import (
    change_officer,
    declare_relation,
    note_officer_left,
    register_officer,
)
from jingwei.registry.operations.sessions import (
    choose_membership,
    note_failed_sign_in,
    note_sign_in,
    note_sign_out,
)
from jingwei.registry.operations.standards import (
    add_standard,
    escalate_standard_conflict,
    raise_standard_conflict,
    settle_standard_conflict,
)
from jingwei.registry.operations.subjects import announce_subject, register_subject

__all__ = [
    "BasisEntry",
    "DecidedRow",
    "ReturnedPerson",
    "add_standard",
    "amend_basis",
    "announce_subject",
    "apply_for_certificate",
    "cancel_certificate",
    "change_officer",
    "choose_membership",
    "close_check",
    "confirm_matches",
    "decide_application",
    "decide_row",
    "decide_rows",
    "declare_relation",
    "end_basis",
    "escalate_standard_conflict",
    "grant_membership",
    "issue_certificate",
    "issue_site_code",
    "note_failed_sign_in",
    "note_officer_left",
    "note_sign_in",
    "note_sign_out",
    "open_establishment_check",
    "publish_change",
    "publish_item",
    "raise_standard_conflict",
    "register_enterprise",
    "register_item",
    "register_officer",
    "register_site",
    "register_subject",
    "resume_certificate",
    "return_card",
    "revise_item",
    "settle_standard_conflict",
    "suspend_certificate",
    "sweep_certificates",
    "take_establishment_return",
    "withdraw_item",
]
