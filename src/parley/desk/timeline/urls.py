"""The addresses of the time line."""

from __future__ import annotations

from django.urls import path

from parley.desk.timeline import pages

urlpatterns = [
    path("part/timeline", pages.strip, name="part-timeline"),
    path("timeline", pages.page, name="timeline"),
    path("why/marks", pages.marks, name="why-marks"),
    path("why/undrawn", pages.undrawn, name="why-undrawn"),
]
