"""Writes of subjects: declared, announced, changed, merged, revoked; and the letters that entrust."""

from jingwei.registry.operations.subjects.changes import (
    change_subject,
    reannounce_subject,
    revoke_subject,
    sweep_changes,
)
from jingwei.registry.operations.subjects.declaration import (
    Declaration,
    announce_subject,
    confirm_subject,
    declare_subject,
    return_subject,
    review_subject,
)
from jingwei.registry.operations.subjects.entrustments import end_entrustment, register_entrustment
from jingwei.registry.operations.subjects.first_load import StepTaken, register_subject
from jingwei.registry.operations.subjects.mergers import merge_subjects

__all__ = [
    "Declaration",
    "StepTaken",
    "announce_subject",
    "change_subject",
    "confirm_subject",
    "declare_subject",
    "end_entrustment",
    "merge_subjects",
    "reannounce_subject",
    "register_entrustment",
    "register_subject",
    "return_subject",
    "review_subject",
    "revoke_subject",
    "sweep_changes",
]
