"""The addresses of texts and statements."""

from __future__ import annotations

from django.urls import path

from parley.desk.statements import acts, exporting, pages, statement_pages

urlpatterns = [
    path("texts", pages.every, name="texts"),
    path("texts/new", pages.new, name="new-text"),
    path("texts/export.<str:form>", exporting.texts_given, name="texts-export"),
    path("texts/<str:member>/<int:number>", pages.one, name="text"),
    path("texts/<str:member>/<int:number>/<str:act>", acts.act_on_text, name="text-act"),
    path("statements", statement_pages.every, name="statements"),
    path("statements/new", statement_pages.new, name="new-statement"),
    path("statements/export.<str:form>", exporting.statements_given, name="statements-export"),
    path("statements/<str:member>/<int:number>", statement_pages.one, name="statement"),
    path("statements/<str:member>/<int:number>/<str:act>", acts.act_on_statement, name="statement-act"),
]
