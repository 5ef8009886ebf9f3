"""The addresses of the map."""

from __future__ import annotations

from django.urls import path

from parley.desk.map import pages

urlpatterns = [
    path("map", pages.page, name="map"),
    path("map/features", pages.facts, name="map-features"),
    path("map/point", pages.point, name="map-point"),
]
