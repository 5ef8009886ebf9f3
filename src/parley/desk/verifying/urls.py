"""The addresses of verification."""

from __future__ import annotations

from django.urls import path

from parley.desk.verifying import acts, pages, sector_tables, sectors, tables

urlpatterns = [
    path("inspections", pages.all_inspections, name="inspections"),
    path("inspections/calendar", pages.inspection_calendar, name="inspection-calendar"),
    path("inspections/table.<str:form>", tables.inspections_table, name="inspections-table"),
    path("inspections/new", pages.new_inspection, {"what": "request"}, name="new-inspection"),
    path("inspections/new/<str:what>", pages.new_inspection, name="new-inspection"),
    path("inspections/<str:member>/<int:number>", pages.inspection, name="inspection"),
    path("inspections/<str:member>/<int:number>/<str:act>", acts.act, name="inspection-act"),
    path("sectors", sectors.sectors, name="sectors"),
    path("sectors/table.<str:form>", sector_tables.sectors_table, name="sectors-table"),
    path("sectors/note", sectors.note, name="note-sector"),
]
