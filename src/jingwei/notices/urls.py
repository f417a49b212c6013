"""The addresses of circulars."""

from django.urls import path

from jingwei.notices.doors import circular, lists

ONE = "circulars/<id:circular_id>/"

urlpatterns = [
    *lists.LISTS.urls("circulars/"),
    circular.NEW.url("circulars/new/"),
    circular.MONTH.url("circulars/month/"),
    *circular.CIRCULAR.urls(ONE),
    circular.CHANGE.url(f"{ONE}change/"),
    path(f"{ONE}export/", circular.board_file, name="circular_export"),
    path(f"{ONE}files/<uuid:file_id>/", circular.circular_file, name="circular_file"),
    *circular.RECIPIENT.urls(f"{ONE}recipients/<id:recipient_id>/"),
]
