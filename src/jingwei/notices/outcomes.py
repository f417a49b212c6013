"""How each recipient of a circular stands, as the circular on the result prints it."""

from datetime import datetime

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.terms import RecipientState
from jingwei.platform.calendar import SHANGHAI

HEAD = ("单位", "签收", "回复", "情况")
ON_TIME, LATE, SENT_BACK, NOT_DONE = "按时回复", "逾期回复", "退回未重报", "未回复"


def outcome_of(circular: Circular) -> list[list[str]]:
    """Return how each recipient stands now, those who did not answer first: rows under ``HEAD``."""
    recipients = list(circular.recipients.select_related("subject", "circular").order_by("subject__sort_key"))
    order = {NOT_DONE: 0, SENT_BACK: 1, LATE: 2, ON_TIME: 3}
    rows = [
        [each.subject.name, _moment(each.received_at), _moment(each.answered_at), _remark(each)]
        for each in recipients
    ]
    return sorted(rows, key=lambda row: order[row[3]])


def _remark(recipient: Recipient) -> str:
    if recipient.is_done:
        return LATE if recipient.is_late else ON_TIME
    return SENT_BACK if recipient.state == RecipientState.SENT_BACK else NOT_DONE


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" if at else "—"
