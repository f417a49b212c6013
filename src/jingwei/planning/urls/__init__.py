"""The addresses of planning."""

from jingwei.planning.urls import plans, slots

urlpatterns = [
    *plans.urlpatterns,
    *slots.urlpatterns,
]
