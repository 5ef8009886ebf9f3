"""The addresses of rounds and files of talks."""

from __future__ import annotations

from django.urls import path

from parley.desk.talks import acts, exporting, file_pages, pages, proposing

urlpatterns = [
    path("talks", pages.rounds, name="rounds"),
    path("talks/new", proposing.new_round, name="new-round"),
    path("talks/files", file_pages.files, name="files"),
    path("talks/files/new", proposing.new_file, name="new-file"),
    path("talks/export.<str:form>", exporting.export, name="talks-export"),
    path("talks/<str:member>/<int:number>", pages.one, name="round"),
    path("talks/<str:member>/<int:number>/part/<str:part>", pages.part, name="round-part"),
    path("talks/<str:member>/<int:number>/<str:act>", acts.act, name="round-act"),
    path("talks/files/<str:member>/<int:number>", file_pages.one, name="file"),
    path("talks/files/<str:member>/<int:number>/part/<str:part>", file_pages.part, name="file-part"),
    path("talks/files/<str:member>/<int:number>/<str:act>", acts.file_act_of, name="file-act"),
]
