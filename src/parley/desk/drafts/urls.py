"""The addresses of drafts."""

from __future__ import annotations

from django.urls import path

from parley.desk.drafts import pages

urlpatterns = [
    path("drafts", pages.drafts, name="drafts"),
    path("drafts/keep", pages.keep, name="draft-keep"),
    path("drafts/of", pages.of_form, name="draft-of"),
    path("drafts/discard", pages.discard, name="draft-discard"),
]
