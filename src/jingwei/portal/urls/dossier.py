"""Addresses of 一企一档."""

from django.urls import path

from jingwei.portal.doors import dossier, dossier_list

urlpatterns = [
    *dossier_list.DOSSIERS.urls("enterprises/"),
    path("enterprises/<id:enterprise_id>/", dossier.dossier_detail, name="dossier_detail"),
    path("enterprises/<id:enterprise_id>/brief/", dossier.dossier_brief, name="dossier_brief"),
]
