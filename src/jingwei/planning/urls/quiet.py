"""Addresses of quiet periods."""

from django.urls import path

from jingwei.planning.views import quiet

urlpatterns = [
    path("quiet/", quiet.quiet_list, name="quiet_list"),
    path("quiet/export/", quiet.quiet_export, name="quiet_export"),
    path("quiet/new/", quiet.quiet_new, name="quiet_new"),
    path("quiet/new/days/", quiet.quiet_days, name="quiet_days"),
    path("quiet/<id:period_id>/", quiet.quiet_detail, name="quiet_detail"),
    path("quiet/<id:period_id>/lift/", quiet.quiet_lift, name="quiet_lift"),
]
