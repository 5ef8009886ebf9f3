"""The addresses of disputes."""

from __future__ import annotations

from django.urls import path

from parley.desk.disputes import acts, evidence, exporting, pages

urlpatterns = [
    path("disputes", pages.all_disputes, name="disputes"),
    path("disputes/new", pages.new_dispute, name="new-dispute"),
    path("disputes.csv", exporting.table, name="disputes-export"),
    path("disputes.json", exporting.plain, name="disputes-json"),
    path("disputes/rows", pages.rows, name="dispute-rows"),
    path("disputes/<str:member>/<int:number>/ladder", pages.ladder, name="dispute-ladder"),
    path("disputes/<str:member>/<int:number>.json", exporting.whole, name="dispute-export"),
    path("disputes/<str:member>/<int:number>/evidence/<str:act>", evidence.evidence, name="dispute-evidence"),
    path("disputes/<str:member>/<int:number>", pages.dispute, name="dispute"),
    path("disputes/<str:member>/<int:number>/<str:act>", acts.act, name="dispute-act"),
]
