"""The addresses of what waits."""

from __future__ import annotations

from django.urls import path

from parley.desk.sending import pages

urlpatterns = [
    path("waiting", pages.listed, name="waiting"),
    path("waiting/moments", pages.moments, name="waiting-moments"),
    path("waiting/rows", pages.part, name="waiting-rows"),
    path("waiting/<str:waiting_id>/release", pages.release, name="waiting-release"),
    path("waiting/<str:waiting_id>/return", pages.give_back, name="waiting-return"),
    path("waiting/<str:waiting_id>/stop", pages.stop, name="waiting-stop"),
    path("waiting/<str:waiting_id>/send", pages.send, name="waiting-send"),
]
