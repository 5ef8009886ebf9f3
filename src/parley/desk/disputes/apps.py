"""Disputes as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """An application of its own, so that its table changes without those of other parts."""

    name = "parley.desk.disputes"
    label = "disputes"
