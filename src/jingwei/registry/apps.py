"""Registers the area with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """regions subjects officers enterprises items."""

    name = "jingwei.registry"
    label = "registry"
    verbose_name = "名录"
