"""The addresses of lamps, announcements and filings."""

from django.urls import path

from jingwei.disclosure.views import announcements, filings, lamps, slots

LAMP = "lamps/<id:subject_id>/"
ANNOUNCEMENT = "announcements/<id:announcement_id>/"
FILING = "filings/<id:filing_id>/"

urlpatterns = [
    path("lamps/", lamps.board, name="lamp_board"),
    path("lamps/export/", lamps.export, name="lamp_export"),
    path(LAMP, lamps.department, name="lamp_detail"),
    path("announcements/", announcements.list_page, name="announcement_list"),
    path("announcements/export/", announcements.export, name="announcement_export"),
    path("announcements/new/", announcements.new, name="announcement_new"),
    path(ANNOUNCEMENT, announcements.detail, name="announcement_detail"),
    path(f"{ANNOUNCEMENT}withdraw/", announcements.withdraw, name="announcement_withdraw"),
    path(f"{ANNOUNCEMENT}file/", announcements.file, name="announcement_file"),
    path("filings/", filings.list_page, name="filing_list"),
    path("filings/export/", filings.export, name="filing_export"),
    path("filings/receive/", filings.receive_picked, name="filing_receive_many"),
    path(FILING, filings.detail, name="filing_detail"),
    path(f"{FILING}receive/", filings.receive, name="filing_receive"),
    path(f"{FILING}return/", filings.send_back, name="filing_return"),
    path(f"{FILING}superior-receipt/", filings.superior_receipt, name="filing_superior_receipt"),
    path(f"{FILING}receipt/", filings.receipt_paper, name="filing_receipt"),
    path(f"{FILING}paper/", filings.paper, name="filing_paper"),
    path("plans/<id:plan_id>/publication/", slots.plan_publication, name="plan_publication"),
    path("specials/<id:special_id>/publication/", slots.special_publication, name="special_publication"),
]
