"""The addresses of the ledger of blind notices and of answers: two members, a cell and an hour name an answer."""

from __future__ import annotations

from django.urls import path

from parley.desk.blind import pages

urlpatterns = [
    path("blind", pages.ledger, name="blind"),
    path("blind/<str:member>/<int:number>", pages.blind_overlap, name="blind_overlap"),
    path("blind/<str:member>/<int:number>/acknowledge", pages.acknowledge, name="blind-acknowledge"),
    path("blind/<str:member>/<int:number>/settle", pages.settle, name="blind-settle"),
    path("blind/<str:member>/<int:number>/part/<str:part>", pages.part, name="blind-part"),
]
