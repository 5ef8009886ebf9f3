"""The addresses of timetables."""

from __future__ import annotations

from django.urls import path

from parley.desk.timetable import pages

urlpatterns = [
    path("timetables/<str:member>/<int:number>", pages.page, name="timetable"),
    path("timetables/<str:member>/<int:number>/table", pages.table, name="timetable-table"),
    path("timetables/<str:member>/<int:number>/json", pages.plain, name="timetable-json"),
]
