"""Addresses of annual plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
