"""Where circulars stand; people begin them."""

from jingwei.notices.models import Circular
from jingwei.notices.terms import CircularState
from jingwei.registry.desk import BegunKind, Places

PLACES = Places(pages={"circular": "circular_detail"}, lists={"monthlyreturn": "monthly_returns"})
BEGUN = (
    BegunKind(
        Circular.objects.all(),
        "drafted_by",
        "drafted_at",
        "state",
        CircularState,
        lambda row: row.title,
        lambda row: row.number,
    ),
)
