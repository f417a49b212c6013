"""Addresses of 一企一档."""

from django.urls import path

from jingwei.portal.views import enterprise_dossier

urlpatterns = [
    path("enterprises/", enterprise_dossier.dossier_list, name="dossier_list"),
    path("enterprises/export/", enterprise_dossier.dossier_export, name="dossier_export"),
    path("enterprises/<id:enterprise_id>/", enterprise_dossier.dossier_detail, name="dossier_detail"),
    path("enterprises/<id:enterprise_id>/brief/", enterprise_dossier.dossier_brief, name="dossier_brief"),
]
