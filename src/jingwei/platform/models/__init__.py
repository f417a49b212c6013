"""The platform's tables."""

from jingwei.platform.models.accounts import Account
from jingwei.platform.models.audit import AuditEvent
from jingwei.platform.models.calendar import CalendarDay, CalendarYear
from jingwei.platform.models.events import Delivery, Event
from jingwei.platform.models.files import StoredFile
from jingwei.platform.models.idempotency import KeptAnswer
from jingwei.platform.models.imports import ImportRun
from jingwei.platform.models.installation import Installation
from jingwei.platform.models.lists import KeptView
from jingwei.platform.models.numbering import Numbering
from jingwei.platform.models.numbers import DatedNumber

__all__ = [
    "Account",
    "AuditEvent",
    "CalendarDay",
    "CalendarYear",
    "DatedNumber",
    "Delivery",
    "Event",
    "ImportRun",
    "Installation",
    "KeptAnswer",
    "KeptView",
    "Numbering",
    "StoredFile",
]
