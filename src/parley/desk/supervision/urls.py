"""The addresses of supervision."""

from __future__ import annotations

from django.urls import path

from parley.desk.supervision import acts, console, exporting, packs, pages

urlpatterns = [
    path("supervision", console.console, name="supervision"),
    path("supervision/parts", console.parts, name="supervision-parts"),
    path("supervision/trend", console.trend, name="supervision-trend"),
    path("supervision/banner", console.banner, name="mechanism-banner"),
    path("supervision/new/<str:form>", pages.new, name="new-supervision"),
    path("supervision/<str:form>.csv", exporting.table, name="supervision-table"),
    path("supervision/<str:form>.json", exporting.plain, name="supervision-json"),
    path("directives", pages.directives, name="directives"),
    path("certificates", pages.certificates, name="certificates"),
    path("mechanism", pages.mechanism, name="mechanism"),
    path("packs", packs.packs, name="packs"),
    path("packs/<str:member>/<int:number>", packs.issued_one, name="pack"),
    path("packs/<str:sort>/<str:day>/entries", packs.entries, name="pack-entries"),
    path("packs/<str:sort>/<str:day>/issue", packs.issue, name="pack-issue"),
    path("packs/<str:sort>/<str:day>.csv", packs.table, name="pack-table"),
    path("packs/<str:sort>/<str:day>.json", packs.plain, name="pack-json"),
    path("packs/<str:sort>/<str:day>", packs.pack, name="pack-of"),
    path("directives/<str:member>/<int:number>", pages.directive, name="directive"),
    path("certificates/<str:member>/<int:number>", pages.certificate, name="certificate"),
    path("mechanism/<str:member>/<int:number>", pages.change, name="mechanism_change"),
    path("directives/<str:member>/<int:number>/<str:act>", acts.act, name="directive-act"),
    path("certificates/<str:member>/<int:number>/<str:act>", acts.act, name="certificate-act"),
    path("mechanism/<str:member>/<int:number>/<str:act>", acts.act, name="mechanism-act"),
]
