"""The addresses of planning."""

from jingwei.planning.urls import plans, quiet, slots, special

urlpatterns = [
    *plans.urlpatterns,
    *quiet.urlpatterns,
    *slots.urlpatterns,
    *special.urlpatterns,
]
