"""Addresses of the officer's phone."""

from django.urls import path

from jingwei.inspections.views import phone, phone_entry, phone_record, phone_tasks

TASK = "phone/tasks/<id:inspection_id>/"

urlpatterns = [
    path("phone/", phone.phone_home, name="phone_home"),
    path("phone/scan/", phone.phone_scan, name="phone_scan"),
    path("phone/me/", phone.phone_me, name="phone_me"),
    path(TASK, phone_tasks.phone_task, name="phone_task"),
    path(f"{TASK}enter/", phone_entry.phone_enter, name="phone_enter"),
    path(f"{TASK}entered/", phone_entry.phone_entered, name="phone_entered"),
    path(f"{TASK}explain/", phone_entry.phone_explain, name="phone_explain"),
    path(f"{TASK}back-entry/", phone_entry.phone_back_entry, name="phone_back_entry"),
    path(f"{TASK}notice/", phone_tasks.phone_serve_notice, name="phone_serve_notice"),
    path(f"{TASK}start/", phone_tasks.phone_start, name="phone_start"),
    path(f"{TASK}record/", phone_record.phone_record, name="phone_record"),
    path(f"{TASK}record/save/", phone_record.phone_save, name="phone_save"),
    path(f"{TASK}photos/", phone_record.phone_photo, name="phone_photo"),
    path(f"{TASK}sign/", phone_record.phone_sign, name="phone_sign"),
    path(f"{TASK}result/", phone_tasks.phone_result, name="phone_result"),
    path(f"{TASK}leave/", phone_tasks.phone_leave, name="phone_leave"),
]
