"""Searching as Django knows it: an application of its own for the table of saved views."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Its one table is `search_savedview`."""

    name = "parley.desk.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
