"""The desk as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The only application of this project; its tables begin with `desk_`."""

    name = "parley.desk"
    label = "desk"
