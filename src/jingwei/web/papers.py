"""Answers an official paper: as PDF to look at and keep, as .docx to go on editing."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from jingwei.platform.documents.docx import render_docx
from jingwei.platform.documents.model import Document
from jingwei.platform.documents.pdf import render_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def answer_paper(request: HttpRequest, paper: Document, *, archived: bytes | None = None) -> HttpResponse:
    """Answer the paper as PDF, or with ``?format=docx`` as .docx. ``archived``: the PDF as it was kept when signed."""
    if request.GET.get("format") == "docx":
        return _file(render_docx(paper), DOCX, f"{paper.title}{paper.number}.docx", "attachment")
    return _file(
        archived or render_pdf(paper), "application/pdf", f"{paper.title}{paper.number}.pdf", "inline"
    )


def _file(content: bytes, media_type: str, name: str, disposition: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(name.replace(chr(10), ''))}",
            "Cache-Control": "private",
        },
    )
