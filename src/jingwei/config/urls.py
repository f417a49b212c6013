"""Which address leads to which area."""

from django.urls import path

urlpatterns: list[object] = []
