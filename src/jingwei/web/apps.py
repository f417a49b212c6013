"""The look: base pages, components and what they need in the browser."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the templates, components and static files; it has no tables."""

    name = "jingwei.web"
    label = "web"
    verbose_name = "页面"
