"""Addresses of published caps."""

from django.urls import path

from jingwei.planning.views import caps

urlpatterns = [
    path("caps/", caps.cap_list, name="cap_list"),
    path("caps/export/", caps.cap_list_export, name="cap_list_export"),
]
