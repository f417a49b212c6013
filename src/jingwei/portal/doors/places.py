"""Where imports stand; people begin them."""

from jingwei.platform.models import ImportRun
from jingwei.platform.terms import ImportState
from jingwei.registry.desk import BegunKind, Places

PLACES = Places(pages={"importrun": "import_detail"})
BEGUN = (
    BegunKind(
        ImportRun.objects.select_related("file").defer("sealed_preview"),
        "asked_by",
        "asked_at",
        "state",
        ImportState,
        lambda row: row.file.name,
    ),
)
