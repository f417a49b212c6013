"""Addresses of the desk's pages."""

from django.urls import path

from jingwei.inspections.views import (
    desk_acts,
    desk_detail,
    desk_items,
    desk_list,
    desk_officers,
    desk_request,
    plan_progress,
    quiet,
    special_inspections,
)

urlpatterns = [
    path("inspections/", desk_list.list_page, name="inspection_list"),
    path("inspections/export/", desk_list.export, name="inspection_export"),
    path("inspections/approve/", desk_list.approve_picked, name="inspection_approve_many"),
    path("inspections/new/", desk_request.new, name="inspection_new"),
    path("inspections/new/grounds/", desk_request.grounds, name="inspection_request_grounds"),
    path("inspections/<id:inspection_id>/", desk_detail.detail, name="inspection_detail"),
    path("inspections/<id:inspection_id>/revise/", desk_request.revise, name="inspection_revise"),
    path("inspections/<id:inspection_id>/form/", desk_detail.form_print, name="inspection_form_print"),
    path("inspections/<id:inspection_id>/notice/", desk_detail.notice_pdf, name="inspection_notice_pdf"),
    path("inspections/<id:inspection_id>/record/", desk_detail.record_pdf, name="inspection_record_pdf"),
    path("inspections/<id:inspection_id>/approve/", desk_acts.approve, name="inspection_approve"),
    path("inspections/<id:inspection_id>/return/", desk_acts.send_back, name="inspection_return"),
    path("inspections/<id:inspection_id>/withdraw/", desk_acts.withdraw, name="inspection_withdraw"),
    path("inspections/<id:inspection_id>/reschedule/", desk_acts.reschedule, name="inspection_reschedule"),
    path("inspections/<id:inspection_id>/void-visit/", desk_acts.void_visit, name="inspection_void_visit"),
    path("inspections/<id:inspection_id>/void-import/", desk_acts.void_import, name="inspection_void_import"),
    path(
        "inspections/<id:inspection_id>/correct-record/",
        desk_acts.correct_record,
        name="inspection_correct_record",
    ),
    path("inspections/<id:inspection_id>/tell-result/", desk_acts.tell_result, name="inspection_tell_result"),
    path("inspections/<id:inspection_id>/no-case/", desk_acts.note_no_case, name="inspection_no_case"),
    path("inspections/<id:inspection_id>/case/", desk_acts.note_case, name="inspection_case"),
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
    path("files/<uuid:file_id>/", desk_detail.photo, name="inspection_photo"),
]
