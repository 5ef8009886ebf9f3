"""The addresses of information exchange."""

from __future__ import annotations

from django.urls import path

from parley.desk.information import acts, exporting, forming, importing, pages

ONE = "<str:member>/<int:number>"
PART, ACT = f"{ONE}/part/<str:part>", f"{ONE}/<str:act>"

urlpatterns = [
    path("information", pages.reports, name="information"),
    path("information/requests", pages.requests, name="information-requests"),
    path("information/assessments", pages.assessments, name="assessments"),
    path("information/table", exporting.table, name="information-table"),
    path("information/json", exporting.plain, name="information-json"),
    path("information/stix", exporting.stix, name="information-stix"),
    path("information/import", importing.bring_in, name="information-import"),
    path("information/new-report", forming.new_report, name="new-report"),
    path("information/new-request", forming.new_request, name="new-information-request"),
    path("information/new-assessment", forming.new_assessment, name="new-assessment"),
    path("information/reports/<str:member>/<int:number>", pages.report, name="information_report"),
    path("information/requests/<str:member>/<int:number>", pages.request_page, name="information_request"),
    path("information/assessments/<str:member>/<int:number>", pages.assessment, name="assessment"),
    path("information/reports/" + PART, pages.report_part, name="information-report-part"),
    path("information/reports/" + ACT, acts.report_act, name="information-report-act"),
    path("information/requests/" + PART, pages.request_part, name="information-request-part"),
    path("information/requests/" + ACT, acts.request_act, name="information-request-act"),
    path("information/assessments/" + PART, pages.assessment_part, name="assessment-part"),
    path("information/assessments/" + ACT, acts.assessment_act, name="assessment-act"),
]
