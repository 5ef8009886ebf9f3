"""The addresses of incidents."""

from __future__ import annotations

from django.urls import path

from parley.desk.incidents import acts, exporting, forming, hit_pages, pages

urlpatterns = [
    path("incidents", pages.incidents, name="incidents"),
    path("incidents/new", forming.new_incident, name="new-incident"),
    path("incidents/table", exporting.table, name="incidents-table"),
    path("incidents/json", exporting.plain, name="incidents-json"),
    path("hits/<str:member>/<int:number>", hit_pages.hit, name="hit"),
    path("hits/<str:member>/<int:number>/part/<str:part>", hit_pages.part, name="hit-part"),
    path("hits/<str:member>/<int:number>/answer", hit_pages.answer, name="hit-answer"),
    path("incidents/<str:member>/<int:number>", pages.incident, name="incident"),
    path("incidents/<str:member>/<int:number>/part/<str:part>", pages.part, name="incident-part"),
    path("incidents/<str:member>/<int:number>/<str:act>", acts.act, name="incident-act"),
]
