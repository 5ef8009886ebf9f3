"""The addresses of searching."""

from __future__ import annotations

from django.urls import path

from parley.desk.search import pages, views

urlpatterns = [
    path("search", pages.found, name="search"),
    path("search/views", views.save, name="save-view"),
    path("search/views/<int:view>/forget", views.forget, name="forget-view"),
]
