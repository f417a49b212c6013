"""Writes of announcing and filing: one function a use case."""

from jingwei.disclosure.operations.announcing import (
    announce,
    note_subject_announcement,
    withdraw_announcement,
)
from jingwei.disclosure.operations.checking import note_address_checks, sweep_disclosure
from jingwei.disclosure.operations.filing import (
    enter_superior_receipt,
    receive_filing,
    receive_many,
    return_filing,
    submit_filing,
)

__all__ = [
    "announce",
    "enter_superior_receipt",
    "note_address_checks",
    "note_subject_announcement",
    "receive_filing",
    "receive_many",
    "return_filing",
    "submit_filing",
    "sweep_disclosure",
    "withdraw_announcement",
]
