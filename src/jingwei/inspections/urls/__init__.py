"""Addresses of inspections: the desk's and the phone's."""

from jingwei.inspections.urls import desk, phone

urlpatterns = [*desk.urlpatterns, *phone.urlpatterns]
