"""Addresses of special inspections."""

from django.urls import path

from jingwei.planning.views import special_detail, special_lists

ONE = "specials/<id:special_id>/"

urlpatterns = [
    path("specials/", special_lists.special_list, name="special_list"),
    path("specials/export/", special_lists.special_export, name="special_export"),
    path("specials/new/", special_lists.special_new, name="special_new"),
    path(ONE, special_detail.special_detail, name="special_detail"),
    path(f"{ONE}change/", special_lists.special_change, name="special_change"),
    path(f"{ONE}paper/", special_detail.special_paper, name="special_paper"),
    path(f"{ONE}submit/", special_detail.special_submit, name="special_submit"),
    path(f"{ONE}register/", special_detail.special_register, name="special_register"),
    path(f"{ONE}approve/", special_detail.special_approve, name="special_approve"),
    path(f"{ONE}return/", special_detail.special_return, name="special_return"),
    path(f"{ONE}report/", special_detail.special_report, name="special_report"),
    path(f"{ONE}discard/", special_detail.special_discard, name="special_discard"),
]
