"""Writes of inspections: one public function a use case, the same for page, phone, interface and command."""

from jingwei.inspections.captured import both_times
from jingwei.inspections.import_judgement import ImportedInspection
from jingwei.inspections.operations.approvals import (
    BatchRow,
    approve_inspection,
    approve_many,
    return_inspection,
    withdraw_inspection,
)
from jingwei.inspections.operations.bookings import ask_other_time, confirm_time
from jingwei.inspections.operations.cases import note_case, note_no_case, sweep_violations
from jingwei.inspections.operations.corrections import correct_record, void_visit
from jingwei.inspections.operations.emergencies import sweep_unapproved
from jingwei.inspections.operations.inspections_elsewhere import import_inspections, void_imported_inspection
from jingwei.inspections.operations.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    offer_check_up,
    take_back_invitation,
)
from jingwei.inspections.operations.letters import (
    LetterDraft,
    LetterReceived,
    Visitor,
    answer_letter,
    end_letter,
    enter_reply,
    register_letter,
    report_outsiders,
    send_letter,
)
from jingwei.inspections.operations.mergers import merge_departments, revoke_department
from jingwei.inspections.operations.notices import serve_notice
from jingwei.inspections.operations.publication import publish_results
from jingwei.inspections.operations.ratings import rate_visit
from jingwei.inspections.operations.records import (
    Difference,
    RecordChanged,
    add_photo,
    save_record,
    start_record,
)
from jingwei.inspections.operations.refusals import register_refusal
from jingwei.inspections.operations.requests import (
    request_inspection,
    revise_inspection,
)
from jingwei.inspections.operations.rescheduling import reschedule_inspection
from jingwei.inspections.operations.results import tell_result
from jingwei.inspections.operations.scans import explain_place, read_code
from jingwei.inspections.operations.scans_elsewhere import (
    ScanRecord,
    enter_by_external_scan,
    import_scans,
)
from jingwei.inspections.operations.service import (
    leave_service_visit,
    register_service_visit,
    sweep_visits,
    void_service_visit,
)
from jingwei.inspections.operations.signing import (
    SignedSomethingElse,
    sign_record,
)
from jingwei.inspections.operations.visits import enter_afterwards, enter_visit, leave_visit
from jingwei.inspections.positions import Position
from jingwei.inspections.steps.records import EntryInput, SignatureInput
from jingwei.inspections.steps.requests import AssistantInput, Request

__all__ = [
    "AssistantInput",
    "BatchRow",
    "Difference",
    "EntryInput",
    "ImportedInspection",
    "LetterDraft",
    "LetterReceived",
    "Position",
    "RecordChanged",
    "Request",
    "ScanRecord",
    "SignatureInput",
    "SignedSomethingElse",
    "Visitor",
    "accept_invitation",
    "add_photo",
    "answer_letter",
    "approve_inspection",
    "approve_many",
    "ask_other_time",
    "both_times",
    "confirm_time",
    "correct_record",
    "decline_invitation",
    "end_letter",
    "enter_afterwards",
    "enter_by_external_scan",
    "enter_reply",
    "enter_visit",
    "explain_place",
    "import_inspections",
    "import_scans",
    "invite",
    "leave_service_visit",
    "leave_visit",
    "merge_departments",
    "note_case",
    "note_no_case",
    "offer_check_up",
    "publish_results",
    "rate_visit",
    "read_code",
    "register_letter",
    "register_refusal",
    "register_service_visit",
    "report_outsiders",
    "request_inspection",
    "reschedule_inspection",
    "return_inspection",
    "revise_inspection",
    "revoke_department",
    "save_record",
    "send_letter",
    "serve_notice",
    "sign_record",
    "start_record",
    "sweep_unapproved",
    "sweep_violations",
    "sweep_visits",
    "take_back_invitation",
    "tell_result",
    "void_imported_inspection",
    "void_service_visit",
    "void_visit",
    "withdraw_inspection",
]
