"""Help as Django knows it: an application of its own for the first steps that were taken."""

from __future__ import annotations

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Its one table is `help_firststep`."""

    name = "parley.desk.help"
    label = "help"
    default_auto_field = "django.db.models.BigAutoField"
