"""The addresses of the calendar."""

from __future__ import annotations

from django.urls import path

from parley.desk.calendar import pages

urlpatterns = [
    path("calendar", pages.page, name="calendar"),
    path("calendar/table", pages.table, name="calendar-table"),
    path("calendar/json", pages.plain, name="calendar-json"),
]
