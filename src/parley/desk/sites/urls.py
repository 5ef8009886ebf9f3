"""The addresses of protected sites."""

from __future__ import annotations

from django.urls import path

from parley.desk.sites import acts, pages

urlpatterns = [
    path("sites", pages.sites, name="sites"),
    path("sites/new", pages.new_site, name="new-site"),
    path("sites/<str:member>/<int:number>", pages.site, name="site"),
    path("sites/<str:member>/<int:number>/<str:act>", acts.act, name="site-act"),
]
