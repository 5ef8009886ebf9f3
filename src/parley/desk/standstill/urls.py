"""The addresses of standstills."""

from __future__ import annotations

from django.urls import path

from parley.desk.standstill import acts, pages

urlpatterns = [
    path("standstills", pages.standstills, name="standstills"),
    path("standstills/new", pages.new_standstill, name="new-standstill"),
    path("standstills/banner", pages.banner, name="standstill-banner"),
    path("standstills/<str:member>/<int:number>", pages.standstill, name="standstill"),
    path("standstills/<str:member>/<int:number>/<str:act>", acts.act, name="standstill-act"),
]
