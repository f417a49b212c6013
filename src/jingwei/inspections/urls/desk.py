"""Addresses of the desk's pages."""

from django.urls import path

from jingwei.inspections.doors import listed, papers
from jingwei.inspections.doors.inspection import INSPECTION
from jingwei.inspections.views import (
    desk_items,
    desk_officers,
    desk_request,
    plan_progress,
    quiet,
    special_inspections,
)

urlpatterns = [
    *listed.LIST.urls("inspections/"),
    path("inspections/approve/", listed.approve_picked, name="inspection_approve_many"),
    path("inspections/new/", desk_request.new, name="inspection_new"),
    path("inspections/new/grounds/", desk_request.grounds, name="inspection_request_grounds"),
    path("inspections/<id:inspection_id>/revise/", desk_request.revise, name="inspection_revise"),
    path("inspections/<id:inspection_id>/form/", papers.form_print, name="inspection_form_print"),
    path("inspections/<id:inspection_id>/notice/", papers.notice_pdf, name="inspection_notice_pdf"),
    path("inspections/<id:inspection_id>/record/", papers.record_pdf, name="inspection_record_pdf"),
    *INSPECTION.urls("inspections/<id:inspection_id>/"),
    path("unused-items/", desk_items.unused_items, name="item_unused"),
    path(
        "officers/<id:officer_id>/inspections/",
        desk_officers.officer_inspections,
        name="officer_inspections",
    ),
    path("plans/<id:plan_id>/progress/", plan_progress.plan_progress, name="plan_progress"),
    path(
        "specials/<id:special_id>/inspections/",
        special_inspections.special_inspections,
        name="special_inspections",
    ),
    path(
        "quiet/inspections/<id:enterprise_id>/<str:first_on>/<str:last_on>/",
        quiet.quiet_inspections,
        name="quiet_inspections",
    ),
    path("items/<id:item_id>/use/", desk_items.item_use, name="item_use"),
    path("files/<uuid:file_id>/", papers.photo, name="inspection_photo"),
]
