"""The addresses of lamps, announcements and filings."""

from django.urls import path

from jingwei.disclosure.doors import announcements, filings, lamps, publication

FILING = "filings/<id:filing_id>/"

urlpatterns = [
    path("lamps/", lamps.board, name="lamp_board"),
    path("lamps/export/", lamps.BOARD.file_view, name="lamp_export"),
    path("lamps/<id:subject_id>/", lamps.department, name="lamp_detail"),
    *announcements.ANNOUNCEMENTS.urls("announcements/"),
    path("announcements/new/", announcements.announce, name="announcement_new"),
    *announcements.ANNOUNCEMENT.urls("announcements/<id:announcement_id>/"),
    *filings.FILINGS.urls("filings/"),
    path("filings/receive/", filings.receive_picked, name="filing_receive_many"),
    *filings.FILING.urls(FILING),
    path(f"{FILING}receipt/", filings.receipt_paper, name="filing_receipt"),
    path(f"{FILING}paper/", filings.paper, name="filing_paper"),
    path("plans/<id:plan_id>/publication/", publication.plan_publication, name="plan_publication"),
    path(
        "specials/<id:special_id>/publication/", publication.special_publication, name="special_publication"
    ),
]
