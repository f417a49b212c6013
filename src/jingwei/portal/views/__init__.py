"""Pages of the portal: where everybody starts, the workbench, the rulebook, the system."""

from jingwei.portal.views.start import home

__all__ = ["home"]
