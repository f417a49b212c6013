"""Addresses of officers, their cards and the establishment check."""

from django.urls import path

from jingwei.registry.views.officers import cards, checks, detail, roster

urlpatterns = [
    path("officers/", roster.officer_list, name="officer_list"),
    path("officers/export/", roster.officer_export, name="officer_export"),
    path("officers/new/", roster.officer_new, name="officer_new"),
    path("officers/clean-up/", cards.clean_up_list, name="clean_up_list"),
    path("officers/clean-up/export/", cards.clean_up_export, name="clean_up_export"),
    path("officers/clean-up/cancel/", cards.clean_up_cancel, name="clean_up_cancel"),
    path("officers/expiring/", cards.expiring_list, name="expiring_list"),
    path("officers/applications/", cards.application_list, name="application_list"),
    path(
        "officers/applications/<id:application_id>/decide/",
        detail.application_decide,
        name="application_decide",
    ),
    path("officers/checks/", checks.check_list, name="check_list"),
    path("officers/checks/new/", checks.check_new, name="check_new"),
    path("officers/checks/template/", checks.check_template, name="check_template"),
    path("officers/checks/rows/<id:row_id>/decide/", checks.row_decide, name="row_decide"),
    path("officers/checks/<id:check_id>/", checks.check_detail, name="check_detail"),
    path("officers/checks/<id:check_id>/export/", checks.check_export, name="check_export"),
    path("officers/checks/<id:check_id>/return/", checks.check_return, name="check_return"),
    path("officers/checks/<id:check_id>/return/<id:import_id>/", checks.check_sheet, name="check_sheet"),
    path("officers/checks/<id:check_id>/decide/", checks.rows_decide, name="rows_decide"),
    path("officers/checks/<id:check_id>/confirm/", checks.check_confirm, name="check_confirm"),
    path("officers/checks/<id:check_id>/close/", checks.check_close, name="check_close"),
    path("officers/<id:officer_id>/", detail.officer_detail, name="officer_detail"),
    path("officers/<id:officer_id>/change/", detail.officer_change, name="officer_change"),
    path("officers/<id:officer_id>/left/", detail.officer_left, name="officer_left"),
    path("officers/<id:officer_id>/apply/", detail.officer_apply, name="officer_apply"),
    path("officers/<id:officer_id>/certificates/", detail.officer_issue, name="officer_issue"),
    path(
        "certificates/<id:certificate_id>/suspend/",
        detail.certificate_suspend,
        name="certificate_suspend",
    ),
    path(
        "certificates/<id:certificate_id>/resume/",
        detail.certificate_resume,
        name="certificate_resume",
    ),
    path(
        "certificates/<id:certificate_id>/cancel/",
        detail.certificate_cancel,
        name="certificate_cancel",
    ),
    path(
        "certificates/<id:certificate_id>/returned/",
        detail.certificate_returned,
        name="certificate_returned",
    ),
]
