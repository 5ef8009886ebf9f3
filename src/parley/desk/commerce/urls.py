"""The addresses of commerce."""

from __future__ import annotations

from django.urls import path

from parley.desk.commerce import acts, crossing_pages, exporting, forming, slot_pages

urlpatterns = [
    path("crossings", crossing_pages.crossings, name="crossings"),
    path("crossings/new", forming.new_crossing, name="new-crossing"),
    path("crossings/export/<str:form>", exporting.crossings, name="crossings-export"),
    path("crossings/slots", slot_pages.slots, name="crossing-slots"),
    path("slots/<str:member>/<int:number>", slot_pages.of_day, name="slots"),
    path("crossings/<str:member>/<int:number>", crossing_pages.crossing, name="crossing"),
    path("crossings/<str:member>/<int:number>/part/<str:part>", crossing_pages.part, name="crossing-part"),
    path("crossings/<str:member>/<int:number>/<str:act>", acts.act, name="crossing-act"),
]
