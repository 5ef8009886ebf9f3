"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    """Its tables begin with `emergency_`, but for those that the node has of the record itself."""

    name = "parley.desk.emergency"
    label = "emergency_access"
