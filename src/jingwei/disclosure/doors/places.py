"""Where announcements and filings stand; people begin filings."""

from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import FilingState
from jingwei.registry.desk import BegunKind, Places

PLACES = Places(pages={"announcement": "announcement_detail", "filing": "filing_detail"})
BEGUN = (
    BegunKind(
        Filing.objects.select_related("subject"),
        "filed_by",
        "filed_at",
        "state",
        FilingState,
        detail=lambda row: row.receipt,
    ),
)
