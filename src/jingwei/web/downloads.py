"""Files as answers."""

from urllib.parse import quote

from django.http import HttpResponse

from jingwei.platform.files import read
from jingwei.platform.models import StoredFile
from jingwei.platform.spreadsheets.writing import MEDIA_TYPE


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
