"""Information exchange as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class InformationConfig(AppConfig):
    """An application of its own, so that its table changes without those of other parts."""

    name = "parley.desk.information"
    label = "information"
    default_auto_field = "django.db.models.BigAutoField"
