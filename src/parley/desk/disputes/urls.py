"""The addresses of disputes."""

from __future__ import annotations

from django.urls import path

from parley.desk.disputes import acts, pages

urlpatterns = [
    path("disputes", pages.all_disputes, name="disputes"),
    path("disputes/new", pages.new_dispute, name="new-dispute"),
    path("disputes/<str:member>/<int:number>", pages.dispute, name="dispute"),
    path("disputes/<str:member>/<int:number>/<str:act>", acts.act, name="dispute-act"),
]
