"""The registry's addresses."""

from jingwei.registry.urls import doors, items, officers, subjects

urlpatterns = [
    *doors.urlpatterns,
    *officers.urlpatterns,
    *subjects.urlpatterns,
    *items.urlpatterns,
]
