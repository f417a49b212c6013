"""The addresses of circulars."""

from django.urls import path

from jingwei.notices.views import detail, drafting, lists

ONE = "circulars/<id:circular_id>/"

urlpatterns = [
    path("circulars/", lists.list_page, name="circular_list"),
    path("circulars/new/", drafting.new, name="circular_new"),
    path("circulars/month/", lists.open_month, name="circular_month"),
    path(ONE, detail.detail, name="circular_detail"),
    path(f"{ONE}change/", drafting.change, name="circular_change"),
    path(f"{ONE}issue/", detail.issue, name="circular_issue"),
    path(f"{ONE}withdraw/", detail.withdraw, name="circular_withdraw"),
    path(f"{ONE}close/", detail.close, name="circular_close"),
    path(f"{ONE}remind/", detail.remind, name="circular_remind"),
    path(f"{ONE}result/", drafting.draft_result, name="circular_result"),
    path(f"{ONE}receive/", detail.receive, name="circular_receive"),
    path(f"{ONE}answer/", detail.answer, name="circular_answer"),
    path(f"{ONE}paper/", detail.paper, name="circular_paper"),
    path(f"{ONE}export/", detail.export, name="circular_export"),
    path(f"{ONE}files/<uuid:file_id>/", detail.file, name="circular_file"),
    path(f"{ONE}recipients/<id:recipient_id>/", detail.recipient_page, name="circular_recipient"),
    path(f"{ONE}recipients/<id:recipient_id>/send-back/", detail.send_back, name="circular_send_back"),
]
