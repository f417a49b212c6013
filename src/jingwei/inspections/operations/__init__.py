"""Writes of inspections: one public function a use case, the same for page, phone, interface and command."""

from jingwei.inspections.imported import ImportedInspection
from jingwei.inspections.operations.approvals import (
    BatchRow,
    approve_inspection,
    approve_many,
    return_inspection,
    withdraw_inspection,
)
from jingwei.inspections.operations.corrections import correct_record, void_visit
from jingwei.inspections.operations.imports import import_inspections, void_imported_inspection
from jingwei.inspections.operations.mergers import merge_departments, revoke_department
from jingwei.inspections.operations.ratings import rate_visit
from jingwei.inspections.operations.records import (
    EntryInput,
    SignatureInput,
    add_photo,
    save_record,
    sign_record,
    start_record,
)
from jingwei.inspections.operations.requests import (
    AssistantInput,
    Request,
    request_inspection,
    revise_inspection,
)
from jingwei.inspections.operations.results import tell_result
from jingwei.inspections.operations.scans import explain_place, read_code
from jingwei.inspections.operations.visits import (
    Position,
    enter_afterwards,
    enter_visit,
    leave_visit,
    serve_notice,
)

__all__ = [
    "AssistantInput",
    "BatchRow",
    "EntryInput",
    "ImportedInspection",
    "Position",
    "Request",
    "SignatureInput",
    "add_photo",
    "approve_inspection",
    "approve_many",
    "correct_record",
    "enter_afterwards",
    "enter_visit",
    "explain_place",
    "import_inspections",
    "leave_visit",
    "merge_departments",
    "rate_visit",
    "read_code",
    "request_inspection",
    "return_inspection",
    "revise_inspection",
    "revoke_department",
    "save_record",
    "serve_notice",
    "sign_record",
    "start_record",
    "tell_result",
    "void_imported_inspection",
    "void_visit",
    "withdraw_inspection",
]
