"""Which importer a kind of spreadsheet has; which ones there are is wiring (``config/imports.py``)."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.importing import Importer


def importer_of(kind: str) -> Importer:
    """Return a new importer of the kind. Raises Mistake when there is none."""
    path = settings.IMPORTERS.get(kind)
    if path is None:
        raise Mistake(f"没有“{kind}”这一类表格", f"可导入：{'、'.join(settings.IMPORTERS)}", "kind")
    return cast(Importer, import_string(path)())
