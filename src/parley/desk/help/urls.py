"""The addresses of the help."""

from __future__ import annotations

from django.urls import path

from parley.desk.help import pages

urlpatterns = [
    path("help", pages.every, name="help"),
    path("help/glossary", pages.glossary, name="glossary"),
    path("help/<str:name>", pages.one, name="help-page"),
]
