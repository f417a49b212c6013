"""Addresses of the times that enterprises offer."""

from django.urls import path

from jingwei.planning.views import slots

urlpatterns = [
    path("sites/<id:site_id>/slots/", slots.site_slots, name="site_slots"),
]
