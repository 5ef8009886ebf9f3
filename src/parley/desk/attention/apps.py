"""Attention as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """An application of its own, so that its tables change without those of other parts."""

    name = "parley.desk.attention"
    label = "attention"
