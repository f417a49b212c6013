"""The addresses of planning."""

from jingwei.planning.urls import classes, plans, quiet, slots, special

urlpatterns = [
    *classes.urlpatterns,
    *plans.urlpatterns,
    *quiet.urlpatterns,
    *slots.urlpatterns,
    *special.urlpatterns,
]
