"""Which address leads to which area."""

from django.urls import URLPattern, URLResolver, include, path

from jingwei.demonstration.views import demonstration_log_ins
from jingwei.disclosure.api import router as disclosure_router
from jingwei.inspections.api import router as inspections_router
from jingwei.notices.api import router as notices_router
from jingwei.planning.api import router as planning_router
from jingwei.portal.api import router as portal_router
from jingwei.portal.doors.start import home
from jingwei.registry.api import router as registry_router
from jingwei.reporting.api import router as reporting_router
from jingwei.web.api import api
from jingwei.web.doors.kept import kept_url
from jingwei.web.views import components

api.add_router("", disclosure_router)
api.add_router("", inspections_router)
api.add_router("", notices_router)
api.add_router("", planning_router)
api.add_router("", portal_router)
api.add_router("", registry_router)
api.add_router("", reporting_router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("jingwei.registry.urls")),
    path("", include("jingwei.disclosure.urls")),
    path("", include("jingwei.inspections.urls")),
    path("", include("jingwei.notices.urls")),
    path("", include("jingwei.planning.urls")),
    path("", include("jingwei.portal.urls")),
    path("", include("jingwei.reporting.urls")),
    kept_url("lists/"),
    path("components/", components, name="components"),
    path("demonstration/log-ins/", demonstration_log_ins, name="demonstration_log_ins"),
    path("api/v1/", api.urls),
]

handler400 = "jingwei.web.views.bad_request"
handler403 = "jingwei.web.views.forbidden"
handler404 = "jingwei.web.views.not_found"
handler500 = "jingwei.web.views.server_fault"
