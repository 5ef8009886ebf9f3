"""The addresses of the figures."""

from __future__ import annotations

from django.urls import path

from parley.desk.figures import pages

urlpatterns = [
    path("figures", pages.page, name="figures"),
    path("figures/why", pages.why, name="figures-why"),
    path("figures/table", pages.table, name="figures-table"),
    path("figures/json", pages.plain, name="figures-json"),
]
