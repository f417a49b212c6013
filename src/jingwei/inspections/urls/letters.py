"""Addresses of letters of assistance, of outsiders' inspections, of service visits and of scans elsewhere."""

from django.urls import path

from jingwei.inspections.doors import letters, outsiders
from jingwei.inspections.views import scans_elsewhere, service

LETTER = "letters/<id:letter_id>/"
SERVICE = "service-visits/<id:service_id>/"

urlpatterns = [
    *letters.LETTERS.urls("letters/"),
    letters.NEW.url("letters/new/"),
    letters.REGISTER.url("letters/register/"),
    *letters.LETTER.urls(LETTER),
    path(f"{LETTER}file/", letters.letter_file, name="letter_file"),
    *outsiders.OUTSIDERS.urls("outside-inspections/"),
    outsiders.NEW.url("outside-inspections/new/"),
    path("service-visits/", service.service_list, name="service_list"),
    path("service-visits/export/", service.service_export, name="service_export"),
    path("service-visits/new/", service.service_new, name="service_new"),
    path(SERVICE, service.service_detail, name="service_detail"),
    path(f"{SERVICE}leave/", service.service_leave, name="service_leave"),
    path(f"{SERVICE}void/", service.service_void, name="service_void"),
    path("phone/service/", service.phone_service, name="phone_service"),
    path("phone/service/<id:service_id>/leave/", service.phone_service_leave, name="phone_service_leave"),
    path("external-scans/", scans_elsewhere.scan_list, name="external_scan_list"),
    path("external-scans/export/", scans_elsewhere.scan_export, name="external_scan_export"),
    path("external-scans/ours/", scans_elsewhere.own_scans, name="own_scan_export"),
    path(
        "phone/tasks/<id:inspection_id>/enter-by-scan/",
        scans_elsewhere.phone_enter_by_scan,
        name="phone_enter_by_scan",
    ),
]
