"""The addresses of commerce."""

from __future__ import annotations

from django.urls import path

from parley.desk.commerce import (
    acts,
    crossing_pages,
    exporting,
    forming,
    opportunity_acts,
    opportunity_pages,
    project_pages,
    slot_pages,
)

urlpatterns = [
    path("crossings", crossing_pages.crossings, name="crossings"),
    path("crossings/new", forming.new_crossing, name="new-crossing"),
    path("crossings/export/<str:form>", exporting.crossings, name="crossings-export"),
    path("crossings/slots", slot_pages.slots, name="crossing-slots"),
    path("slots/<str:member>/<int:number>", slot_pages.of_day, name="slots"),
    path("crossings/<str:member>/<int:number>", crossing_pages.crossing, name="crossing"),
    path("crossings/<str:member>/<int:number>/part/<str:part>", crossing_pages.part, name="crossing-part"),
    path("crossings/<str:member>/<int:number>/<str:act>", acts.act, name="crossing-act"),
    path("opportunities", opportunity_pages.opportunities, name="opportunities"),
    path("opportunities/new", opportunity_pages.new_opportunity, name="new-opportunity"),
    path("opportunities/export/<str:form>", exporting.opportunities, name="opportunities-export"),
    path("opportunities/<str:member>/<int:number>", opportunity_pages.opportunity, name="opportunity"),
    path(
        "opportunities/<str:member>/<int:number>/part/<str:part>", opportunity_pages.opportunity_part,
        name="opportunity-part",
    ),
    path("opportunities/<str:member>/<int:number>/<str:act>", opportunity_acts.act, name="opportunity-act"),
    path("interest/<str:member>/<int:number>", opportunity_pages.interest, name="interest"),
    path("matches/<str:member>/<int:number>", opportunity_pages.match, name="match"),
    path("matches/<str:member>/<int:number>/part/<str:part>", opportunity_pages.match_part, name="match-part"),
    path("matches/<str:member>/<int:number>/<str:act>", opportunity_acts.match_act, name="match-act"),
    path("projects", project_pages.projects, name="projects"),
    path("projects/new", project_pages.new_project, name="new-project"),
    path("projects/export/<str:form>", exporting.projects, name="projects-export"),
    path("projects/<str:member>/<int:number>", project_pages.project, name="project"),
    path("projects/<str:member>/<int:number>/part/<str:part>", project_pages.part, name="project-part"),
    path("projects/<str:member>/<int:number>/<str:act>", project_pages.act, name="project-act"),
]  # fmt: skip
