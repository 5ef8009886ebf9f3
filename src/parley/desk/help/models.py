"""The first steps that an officer took at this desk. Written when it was done, never by the officer's own word."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class FirstStep(models.Model):
    """One kind of act that an officer has done at least once, by the name of its address."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        """Once for each officer and act."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "name"], name="help_step_taken_once")
        ]

    def __str__(self) -> str:
        """Return what was done."""
        return str(self.name)
