"""Where inspections and letters stand; people begin both."""

from jingwei.inspections.models import AssistanceLetter, Inspection, Record, Visit
from jingwei.inspections.terms import LetterState, Stage
from jingwei.registry.desk import BegunKind, Places

PLACES = Places(
    pages={
        "assistanceletter": "letter_detail",
        "inspection": "inspection_detail",
        "invitation": "invitation_detail",
        "servicevisit": "service_detail",
    },
    lists={"outsideinspection": "outside_list"},
    parts={
        "record": ("inspection", Record.objects, "inspection"),
        "visit": ("inspection", Visit.objects, "inspections"),
    },
)
BEGUN = (
    BegunKind(
        Inspection.objects.select_related("enterprise"),
        "requested_by",
        "requested_at",
        "stage",
        Stage,
        lambda row: row.enterprise.name,
        lambda row: row.number,
    ),
    BegunKind(
        AssistanceLetter.objects.all(),
        "made_by",
        "made_at",
        "state",
        LetterState,
        lambda row: row.organ,
        lambda row: row.number,
    ),
)
