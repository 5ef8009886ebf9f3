"""The addresses of officers' keys: the page, announcing one, revoking one."""

from __future__ import annotations

from django.urls import path

from parley.desk.announcing import pages

urlpatterns = [
    path("keys", pages.signing_keys, name="signing-keys"),
    path("keys/revoke", pages.revoke, name="revoke-key"),
]
