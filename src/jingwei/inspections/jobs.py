"""What follows an act by itself, outside its transaction."""

from jingwei.inspections.documents import record_document
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Record
from jingwei.platform.actors import SYSTEM
from jingwei.platform.documents.pdf import render_pdf
from jingwei.platform.files import store


def archive_record(*, record_id: int) -> None:
    """Set the signed record as PDF and keep it. Done once: a record already archived is left alone."""
    record = Record.objects.select_for_update(of=("self",)).select_related("corrects").get(pk=record_id)
    if record.paper_id is not None or record.signed_at is None:
        return
    paper = render_pdf(record_document(open_dossier(record.inspection_id), record))
    record.paper = store(
        paper,
        name=f"{record}.pdf",
        media_type="application/pdf",
        actor=SYSTEM,
        now=record.signed_at,
    )
    record.save(update_fields=["paper"])
