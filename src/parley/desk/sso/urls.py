"""The addresses of single sign-on."""

from __future__ import annotations

from django.urls import path

from parley.desk.sso import pages

urlpatterns = [
    path("sign-in/single", pages.begin, name="single-sign-on"),
    path("sign-in/single/back", pages.back, name="single-sign-on-back"),
    path("people/<int:number>/link", pages.link, name="link-subject"),
    path("people/<int:number>/unlink/<int:link>", pages.unlink, name="unlink-subject"),
]
