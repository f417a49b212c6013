"""Addresses of subjects and their letters of entrustment."""

from django.urls import path

from jingwei.registry.views.subjects import acts, detail, roster

urlpatterns = [
    path("subjects/", roster.subject_list, name="subject_list"),
    path("subjects/export/", roster.subject_export, name="subject_export"),
    path("subjects/new/", roster.subject_new, name="subject_new"),
    path("subjects/<id:subject_id>/", detail.subject_detail, name="subject_detail"),
    path("subjects/<id:subject_id>/form/", detail.subject_print, name="subject_print"),
    path("subjects/<id:subject_id>/declare/", roster.subject_declare, name="subject_declare"),
    path("subjects/<id:subject_id>/review/", acts.subject_review, name="subject_review"),
    path("subjects/<id:subject_id>/confirm/", acts.subject_confirm, name="subject_confirm"),
    path("subjects/<id:subject_id>/announce/", acts.subject_announce, name="subject_announce"),
    path("subjects/<id:subject_id>/return/", acts.subject_return, name="subject_return"),
    path("subjects/<id:subject_id>/change/", roster.subject_change, name="subject_change"),
    path("subjects/<id:subject_id>/reannounce/", acts.subject_reannounce, name="subject_reannounce"),
    path("subjects/<id:subject_id>/entrustments/", roster.entrustment_new, name="entrustment_new"),
    path(
        "subjects/<id:subject_id>/entrustments/<id:entrustment_id>/",
        detail.entrustment_print,
        name="entrustment_print",
    ),
    path(
        "subjects/<id:subject_id>/entrustments/<id:entrustment_id>/end/",
        acts.entrustment_end,
        name="entrustment_end",
    ),
]
