"""The registry's addresses."""

from django.urls import path

from jingwei.registry import views
from jingwei.registry.views import (
    item_acts,
    item_detail,
    items,
    standards,
    subject_acts,
    subject_detail,
    subjects,
)

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("choose-membership/", views.choose_membership, name="choose_membership"),
    path("sites/<id:site_id>/code/", views.site_code, name="site_code"),
    path("c/<str:text>/", views.code_landing, name="code_landing"),
    path("officers/verify/", views.verify_officer, name="verify_officer"),
    path("officers/verify/<str:number>/", views.verify_officer, name="verify_officer"),
    path("subjects/", subjects.subject_list, name="subject_list"),
    path("subjects/export/", subjects.subject_export, name="subject_export"),
    path("subjects/new/", subjects.subject_new, name="subject_new"),
    path("subjects/<id:subject_id>/", subject_detail.subject_detail, name="subject_detail"),
    path("subjects/<id:subject_id>/form/", subject_detail.subject_print, name="subject_print"),
    path("subjects/<id:subject_id>/declare/", subjects.subject_declare, name="subject_declare"),
    path("subjects/<id:subject_id>/review/", subject_acts.subject_review, name="subject_review"),
    path("subjects/<id:subject_id>/confirm/", subject_acts.subject_confirm, name="subject_confirm"),
    path("subjects/<id:subject_id>/announce/", subject_acts.subject_announce, name="subject_announce"),
    path("subjects/<id:subject_id>/return/", subject_acts.subject_return, name="subject_return"),
    path("subjects/<id:subject_id>/change/", subjects.subject_change, name="subject_change"),
    path("subjects/<id:subject_id>/reannounce/", subject_acts.subject_reannounce, name="subject_reannounce"),
    path("subjects/<id:subject_id>/entrustments/", subjects.entrustment_new, name="entrustment_new"),
    path(
        "subjects/<id:subject_id>/entrustments/<id:entrustment_id>/",
        subject_detail.entrustment_print,
        name="entrustment_print",
    ),
    path(
        "subjects/<id:subject_id>/entrustments/<id:entrustment_id>/end/",
        subject_acts.entrustment_end,
        name="entrustment_end",
    ),
    path("items/", items.item_list, name="item_list"),
    path("items/export/", items.item_export, name="item_export"),
    path("items/new/", items.item_new, name="item_new"),
    path("items/<id:item_id>/", item_detail.item_detail, name="item_detail"),
    path("items/<id:item_id>/edit/", items.item_edit, name="item_edit"),
    path("items/<id:item_id>/publish/", item_acts.item_publish, name="item_publish"),
    path("items/<id:item_id>/withdraw/", item_acts.item_withdraw, name="item_withdraw"),
    path("items/<id:item_id>/bases/", item_acts.item_amend_basis, name="item_amend_basis"),
    path("items/<id:item_id>/bases/end/", item_acts.item_end_basis, name="item_end_basis"),
    path("items/<id:item_id>/standards/", standards.standard_new, name="standard_new"),
    path("items/<id:item_id>/conflict/", standards.conflict_new, name="conflict_new"),
    path("standard-conflicts/", standards.conflict_list, name="conflict_list"),
    path(
        "standard-conflicts/<id:conflict_id>/escalate/", standards.conflict_escalate, name="conflict_escalate"
    ),
    path("standard-conflicts/<id:conflict_id>/settle/", standards.conflict_settle, name="conflict_settle"),
]
