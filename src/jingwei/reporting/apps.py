"""Registers the area with Django."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """indicators, the half-year report, monthly returns."""

    name = "jingwei.reporting"
    label = "reporting"
    verbose_name = "统计与专报"
