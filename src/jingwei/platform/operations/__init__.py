"""Writes of the platform itself: one function a use case."""

from jingwei.platform.operations.accounts import (
    OpenedAccount,
    change_password,
    create_account,
    disable_account,
    enable_account,
    reset_password,
)
from jingwei.platform.operations.imports import (
    confirm_import,
    explain_columns,
    import_file,
    import_sheet,
    preview_sheet,
    receive_sheet,
)
from jingwei.platform.operations.jobs import run_job_again
from jingwei.platform.operations.rules import approve_number, enter_number, load_calendar_year

__all__ = [
    "OpenedAccount",
    "approve_number",
    "change_password",
    "confirm_import",
    "create_account",
    "disable_account",
    "enable_account",
    "enter_number",
    "explain_columns",
    "import_file",
    "import_sheet",
    "load_calendar_year",
    "preview_sheet",
    "receive_sheet",
    "reset_password",
    "run_job_again",
]
