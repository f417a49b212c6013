"""Registers the area with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """circulars, their receipt, returns and reminders."""

    name = "jingwei.notices"
    label = "notices"
    verbose_name = "通知报送"
