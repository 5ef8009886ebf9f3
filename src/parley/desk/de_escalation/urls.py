"""The addresses of de-escalation."""

from __future__ import annotations

from django.urls import path

from parley.desk.de_escalation import keeping, pages, raising

urlpatterns = [
    path("de-escalation", pages.requests, name="de-escalation"),
    path("de-escalation/rows", pages.rows, name="de-escalation-rows"),
    path("de-escalation/table.<str:form>", keeping.requests_table, name="de-escalation-table"),
    path("de-escalation/new", raising.new_request, name="new-request"),
]
