"""Addresses of annual plans."""

from django.urls import path

from jingwei.planning.views import plan_acts, plan_detail, plan_lines, plan_lists

urlpatterns = [
    path("plans/", plan_lists.plan_list, name="plan_list"),
    path("plans/export/", plan_lists.plan_list_export, name="plan_list_export"),
    path("plans/new/", plan_lists.plan_new, name="plan_new"),
    path("plans/<id:plan_id>/", plan_detail.plan_detail, name="plan_detail"),
    path("plans/<id:plan_id>/paper/", plan_detail.plan_paper, name="plan_paper"),
    path("plans/<id:plan_id>/export/", plan_detail.plan_export, name="plan_export"),
    path("plans/<id:plan_id>/submit/", plan_acts.plan_submit, name="plan_submit"),
    path("plans/<id:plan_id>/approve/", plan_acts.plan_approve, name="plan_approve"),
    path("plans/<id:plan_id>/return/", plan_acts.plan_return, name="plan_return"),
    path("plans/<id:plan_id>/amend/", plan_acts.plan_amend, name="plan_amend"),
    path("plans/<id:plan_id>/discard/", plan_acts.plan_discard, name="plan_discard"),
    path("plans/<id:plan_id>/lines/new/", plan_lines.plan_line_new, name="plan_line_new"),
    path("plans/<id:plan_id>/lines/<id:line_id>/", plan_lines.plan_line_edit, name="plan_line_edit"),
    path(
        "plans/<id:plan_id>/lines/<id:line_id>/remove/", plan_acts.plan_line_remove, name="plan_line_remove"
    ),
]
