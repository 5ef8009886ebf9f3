"""The addresses of presence."""

from __future__ import annotations

from django.urls import path

from parley.desk.presence import pages

urlpatterns = [
    path("here", pages.here, name="presence-here"),
    path("presence/<str:member>/<int:number>", pages.looking, name="presence"),
]
