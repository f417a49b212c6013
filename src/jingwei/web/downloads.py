"""Files as answers."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from jingwei.platform.files import read
from jingwei.platform.models import StoredFile
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.spreadsheets.lists import Made, write_list
from jingwei.platform.spreadsheets.writing import MEDIA_TYPE
from jingwei.web.requests import ActorRequest


def spreadsheet(content: bytes, *, name: str) -> HttpResponse:
    """Answer with an .xlsx to be kept under the name, which may be Chinese; nobody else may keep a copy."""
    return HttpResponse(
        content,
        content_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "private, no-store",
        },
    )


def listed(
    request: ActorRequest,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str = "",
) -> HttpResponse:
    """Answer with a list as .xlsx, which says who had it made and when; its name is the title's unless one is given."""
    actor = request.actor
    made = Made(f"{actor.office}{actor.name}", timezone.now())
    return spreadsheet(write_list(title, columns, rows, made=made), name=f"{name or title}.xlsx")


def stored_file(row: StoredFile) -> HttpResponse:
    """Answer with a stored file to be kept under the name it came with; the browser does not open it."""
    return HttpResponse(
        read(row),
        content_type=row.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
            "Cache-Control": "private, no-store",
        },
    )
