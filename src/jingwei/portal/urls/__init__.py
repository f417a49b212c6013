"""The portal's addresses: the public's, the staff's and the enterprise's."""

from jingwei.portal.urls import enterprise, public, staff

urlpatterns = [*public.urlpatterns, *staff.urlpatterns, *enterprise.urlpatterns]
