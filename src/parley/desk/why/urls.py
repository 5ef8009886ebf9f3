"""The addresses of explanations and of the charter."""

from __future__ import annotations

from django.urls import path

from parley.desk.why import charter, pages

urlpatterns = [
    path("why/duty/<path:duty>", pages.duty, name="why-duty"),
    path("why/state/<str:member>/<int:number>", pages.state, name="why-state"),
    path("why/link/<str:member>", pages.link, name="why-link"),
    path("why/entry/<str:member>/<int:number>", pages.entry, name="why-entry"),
    path("why/clause/<str:clause>", pages.clause, name="why-clause"),
    path("why/count/waiting", pages.waiting, name="why-waiting"),
    path("why/count/held", pages.held, name="why-held"),
    path("why/count/band/<slug:name>", pages.band, name="why-band"),
    path("charter", charter.charter, name="charter"),
    path("charter/clauses", charter.clauses, name="clauses"),
]
