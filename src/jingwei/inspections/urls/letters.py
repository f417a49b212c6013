"""Addresses of letters of assistance, of outsiders' inspections, of service visits and of scans elsewhere."""

from django.urls import path

from jingwei.inspections.views import letters, outsiders, scans_elsewhere, service

LETTER = "letters/<id:letter_id>/"
SERVICE = "service-visits/<id:service_id>/"

urlpatterns = [
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/export/", letters.letter_export, name="letter_export"),
    path("letters/new/", letters.letter_new, name="letter_new"),
    path("letters/register/", letters.letter_register, name="letter_register"),
    path(LETTER, letters.letter_detail, name="letter_detail"),
    path(f"{LETTER}paper/", letters.letter_paper, name="letter_paper"),
    path(f"{LETTER}file/", letters.letter_file, name="letter_file"),
    path(f"{LETTER}reply/", letters.letter_reply, name="letter_reply"),
    path(f"{LETTER}answer/", letters.letter_answer, name="letter_answer"),
    path(f"{LETTER}end/", letters.letter_end, name="letter_end"),
    path("outside-inspections/", outsiders.outside_list, name="outside_list"),
    path("outside-inspections/export/", outsiders.outside_export, name="outside_export"),
    path("outside-inspections/new/", outsiders.outside_new, name="outside_new"),
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
