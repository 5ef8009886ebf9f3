"""The addresses of the details side."""

from __future__ import annotations

from django.urls import path

from parley.desk.details import keeping, pages

MATTER = "details/<str:member>/<int:number>"

urlpatterns = [
    path(MATTER, pages.details, name="details"),
    path(f"{MATTER}.json", keeping.whole, name="matter-json"),
    path(f"{MATTER}/<str:panel>", pages.panel, name="details-panel"),
]
