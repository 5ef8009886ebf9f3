"""The addresses of emergency access."""

from __future__ import annotations

from django.urls import path

from parley.desk.emergency import pages

urlpatterns = [
    path("emergency", pages.emergency, name="emergency"),
    path("emergency/alarm", pages.alarm, name="emergency-alarm"),
    path("emergency/<int:number>/confirm", pages.confirm, name="confirm-emergency"),
    path("emergency/<int:number>/end", pages.end, name="end-emergency"),
]
