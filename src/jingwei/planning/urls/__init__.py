"""The addresses of planning."""

from jingwei.planning.urls import caps, classes, plans, quiet, slots, special

urlpatterns = [
    *caps.urlpatterns,
    *classes.urlpatterns,
    *plans.urlpatterns,
    *quiet.urlpatterns,
    *slots.urlpatterns,
    *special.urlpatterns,
]
