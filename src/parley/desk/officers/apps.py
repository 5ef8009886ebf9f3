"""The officers' part of the desk as Django knows it; its tables begin with `officers_`."""

from __future__ import annotations

from django.apps import AppConfig


class OfficersConfig(AppConfig):
    """Roles held, the time for enrolling a second factor, and what was done to accounts."""

    name = "parley.desk.officers"
    label = "officers"
