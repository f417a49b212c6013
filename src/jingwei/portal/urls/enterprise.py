"""Addresses of the enterprise's pages."""

from django.urls import path

from jingwei.portal.views import enterprise

urlpatterns = [
    path("enterprise/", enterprise.enterprise_home, name="enterprise_home"),
    path("enterprise/rate/<str:token>/", enterprise.enterprise_rate, name="enterprise_rate"),
]
