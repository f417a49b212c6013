"""The addresses of planning."""

from jingwei.planning.urls import plans

urlpatterns = [
    *plans.urlpatterns,
]
