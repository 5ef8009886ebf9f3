"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class SendingConfig(AppConfig):
    """Its tables begin with `sending_`."""

    name = "parley.desk.sending"
    label = "sending"
