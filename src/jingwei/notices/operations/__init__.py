"""Writes of circulars: one function a use case."""

from jingwei.notices.operations.answers import answer_circular, receive_circular, send_back_answer
from jingwei.notices.operations.drafts import Draft, Upload, change_circular, draft_circular
from jingwei.notices.operations.issuing import close_circular, issue_circular, withdraw_circular
from jingwei.notices.operations.monthly import open_monthly_return
from jingwei.notices.operations.reminders import remind
from jingwei.notices.operations.results import draft_result_circular

__all__ = [
    "Draft",
    "Upload",
    "answer_circular",
    "change_circular",
    "close_circular",
    "draft_circular",
    "draft_result_circular",
    "issue_circular",
    "open_monthly_return",
    "receive_circular",
    "remind",
    "send_back_answer",
    "withdraw_circular",
]
