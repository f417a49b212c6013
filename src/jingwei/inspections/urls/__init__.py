"""Addresses of inspections: the desk's, the departments' and the phone's."""

from jingwei.inspections.urls import departments, desk, phone

urlpatterns = [*desk.urlpatterns, *departments.urlpatterns, *phone.urlpatterns]
