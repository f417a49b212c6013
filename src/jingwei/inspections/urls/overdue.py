"""Addresses of the list of overdue enterprises."""

from django.urls import path

from jingwei.inspections.views import overdue

urlpatterns = [
    path("overdue/", overdue.overdue_list, name="overdue_list"),
    path("overdue/export/", overdue.overdue_export, name="overdue_export"),
]
