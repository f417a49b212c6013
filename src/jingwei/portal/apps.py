"""Registers the area with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """workbench and enterprise pages."""

    name = "jingwei.portal"
    label = "portal"
    verbose_name = "门户"
