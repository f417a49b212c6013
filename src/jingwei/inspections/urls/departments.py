"""Addresses at which a department ends."""

from django.urls import path

from jingwei.inspections.views import departments

urlpatterns = [
    path("departments/<id:subject_id>/merge/", departments.merge, name="department_merge"),
    path("departments/<id:subject_id>/revoke/", departments.revoke, name="department_revoke"),
]
