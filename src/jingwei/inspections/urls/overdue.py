"""Addresses of the list of overdue enterprises."""

from jingwei.inspections.doors import overdue

urlpatterns = overdue.LIST.urls("overdue/")
