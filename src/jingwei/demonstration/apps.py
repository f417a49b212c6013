"""Registers the area with Django."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """the demonstration district."""

    name = "jingwei.demonstration"
    label = "demonstration"
    verbose_name = "演示数据"
