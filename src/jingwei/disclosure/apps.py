"""Registers the area with Django."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Announcements, filings, lamps."""

    name = "jingwei.disclosure"
    label = "disclosure"
    verbose_name = "公示与备案"
