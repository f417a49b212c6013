"""The addresses of circulars."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
