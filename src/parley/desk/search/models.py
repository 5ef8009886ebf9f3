"""Saved views: a search under a name, of one officer or shared with the desk."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """What an officer searches for again and again. `asked` is the query of its address, never what was found."""

    name = models.CharField(max_length=80)
    asked = models.CharField(max_length=1000)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        """Listed by name; an officer uses a name once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "name"], name="search_view_named_once")
        ]
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """Return the name of the view."""
        return str(self.name)
