"""What follows an act by itself, outside its transaction."""

from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.inspections import operations
from jingwei.inspections.documents import record_document
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Record
from jingwei.platform.actors import SYSTEM
from jingwei.platform.documents.pdf import render_pdf
from jingwei.platform.files import store
from jingwei.platform.patience import HOURS


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


@app.periodic(cron="40 18 * * *")  # UTC: twenty to three in the night here
@app.task(name="inspections.sweep_visits", retry=HOURS)
def sweep_visits(timestamp: int) -> None:
    """Look at how often enterprises were visited lately, and for what; running it twice tells nothing twice."""
    operations.sweep_visits(actor=SYSTEM, now=timezone.now())


@app.periodic(cron="30 18 * * *")  # UTC: half past two in the night here
@app.task(name="inspections.sweep_violations", retry=HOURS)
def sweep_violations(timestamp: int) -> None:
    """Look for violations that led to no case in time; running it twice tells nothing twice."""
    operations.sweep_violations(actor=SYSTEM, now=timezone.now())


@app.periodic(cron="35 18 * * *")  # UTC: twenty-five to three in the night here
@app.task(name="inspections.sweep_unapproved", retry=HOURS)
def sweep_unapproved(timestamp: int) -> None:
    """Look for emergencies whose approval nobody made up; running it twice tells nothing twice."""
    operations.sweep_unapproved(actor=SYSTEM, now=timezone.now())


@app.periodic(cron="0 23 * * *")  # UTC: seven in the morning here
@app.task(name="inspections.publish_results", retry=HOURS)
def publish_results(timestamp: int) -> None:
    """Publish the results that were told before today; running it twice publishes nothing twice."""
    operations.publish_results(actor=SYSTEM, now=timezone.now())
