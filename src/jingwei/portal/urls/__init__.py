"""The portal's addresses: the staff's and the enterprise's."""

from jingwei.portal.urls import enterprise, staff

urlpatterns = [*staff.urlpatterns, *enterprise.urlpatterns]
