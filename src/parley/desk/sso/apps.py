"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    """Its tables begin with `sso_`."""

    name = "parley.desk.sso"
    label = "sso"
