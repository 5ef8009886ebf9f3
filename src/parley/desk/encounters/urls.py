"""The addresses of encounters: "US.4~SY/10" stands between the site US/4 and the notice SY/10, "strip~SY/10" a zone."""

from __future__ import annotations

from django.urls import path

from parley.desk.encounters import pages

urlpatterns = [
    path("encounters/<str:member>/<int:number>", pages.encounter, name="encounter"),
    path("encounters/<str:member>/<int:number>/part/<str:part>", pages.part, name="encounter-part"),
    path("encounters/<str:member>/<int:number>/answer", pages.answer, name="encounter-answer"),
    path("encounters/<str:member>/<int:number>/leave", pages.leave, name="encounter-leave"),
]
