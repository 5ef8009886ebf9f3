"""The addresses of notices."""

from __future__ import annotations

from django.urls import path

from parley.desk.notices import acts, drawn, pages, table

urlpatterns = [
    path("notices", pages.notices, name="notices"),
    path("notices/new", pages.new_notice, name="new-notice"),
    path("notices/table.csv", table.notices_table, name="notices-table"),
    path("notices/outline", drawn.outline, name="notice-outline"),
    path("notices/<str:member>/<int:number>", pages.notice, name="notice"),
    path("notices/<str:member>/<int:number>/<str:act>", acts.act, name="notice-act"),
]
