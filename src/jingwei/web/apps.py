"""The look: base pages, components and what they need in the browser."""

from django.apps import AppConfig
from django.urls import register_converter

from jingwei.web.addresses import IdConverter


class WebConfig(AppConfig):
    """Registers the templates, components and static files; it has no tables."""

    name = "jingwei.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Let every area's addresses say ``<id:…>``."""
        register_converter(IdConverter, "id")
