"""Registers the platform with Django."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Accounts, audit, files, jobs, events, calendar."""

    name = "jingwei.platform"
    label = "platform"
    verbose_name = "平台"
