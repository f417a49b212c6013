"""Addresses of subjects and their letters of entrustment."""

from django.urls import path

from jingwei.registry.doors import subject, subject_lists

ONE = "subjects/<id:subject_id>/"
LETTER = f"{ONE}entrustments/<id:entrustment_id>/"

urlpatterns = [
    *subject_lists.SUBJECTS.urls("subjects/"),
    subject.NEW.url("subjects/new/"),
    *subject.SUBJECT.urls(ONE),
    path(f"{ONE}form/", subject.subject_print, name="subject_print"),
    subject.DECLARE.url(f"{ONE}declare/"),
    subject.CHANGE.url(f"{ONE}change/"),
    subject.ENTRUST.url(f"{ONE}entrustments/"),
    path(LETTER, subject.entrustment_print, name="entrustment_print"),
    *subject.LETTER.urls(LETTER),
]
