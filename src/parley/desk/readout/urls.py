"""The address of a read-out."""

from __future__ import annotations

from django.urls import path

from parley.desk.readout import pages

urlpatterns = [path("read-out", pages.readout, name="read-out")]
