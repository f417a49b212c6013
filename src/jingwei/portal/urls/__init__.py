"""The portal's addresses: the public's, the staff's, the dossiers' and the enterprise's."""

from jingwei.portal.urls import dossier, enterprise, public, staff

urlpatterns = [
    *public.urlpatterns,
    *staff.urlpatterns,
    *dossier.urlpatterns,
    *enterprise.urlpatterns,
]
