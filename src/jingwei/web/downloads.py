"""Files as answers."""

from urllib.parse import quote

from django.http import HttpResponse

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
