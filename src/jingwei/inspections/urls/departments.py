"""Addresses at which a department ends."""

from django.urls import path

from jingwei.inspections.doors import departments

urlpatterns = [
    path("departments/<id:subject_id>/merge/", departments.merge, name="department_merge"),
    departments.REVOKE.url("departments/<id:subject_id>/revoke/"),
]
