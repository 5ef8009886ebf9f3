"""The addresses of overlaps: "IL.7+SY/10" stands between the notices IL/7 and SY/10."""

from __future__ import annotations

from django.urls import path

from parley.desk.overlaps import pages

urlpatterns = [
    path("overlaps/<str:member>/<int:number>", pages.overlap, name="overlap"),
    path("overlaps/<str:member>/<int:number>/part/<str:part>", pages.part, name="overlap-part"),
    path("overlaps/<str:member>/<int:number>/answer", pages.answer, name="overlap-answer"),
    path("overlaps/<str:member>/<int:number>/accept", pages.accept, name="overlap-accept"),
]
