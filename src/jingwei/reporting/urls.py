"""The addresses of statistics."""

from django.urls import path

from jingwei.reporting.views import pages, public, returns

urlpatterns = [
    path("statistics/", pages.statistics, name="statistics"),
    path("statistics/export/", pages.statistics_export, name="statistics_export"),
    path("statistics/<str:code>/", pages.statistics_rows, name="statistics_rows"),
    path("statistics/<str:code>/export/", pages.statistics_rows_export, name="statistics_rows_export"),
    path("monthly-returns/", returns.monthly_returns, name="monthly_returns"),
    path("monthly-returns/export/", returns.monthly_returns_export, name="monthly_returns_export"),
    path("public/statistics/", public.public_statistics, name="public_statistics"),
]
