"""Emergency access as this desk keeps it: who asked, who confirmed, for whom; names are here and in no other's log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Access(models.Model):
    """One access: asked for by one officer, opened by the second one's word, over by itself or ended before.

    `opened_ms` is empty while it waits for the second officer. `entry` is the entry that told the members.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="emergencies")
    role = models.CharField(max_length=64)
    why = models.CharField(max_length=400)
    asked_by = models.CharField(max_length=64)
    asked_ms = models.BigIntegerField()
    confirmed_by = models.CharField(max_length=64, default="")
    opened_ms = models.BigIntegerField(null=True)
    until_ms = models.BigIntegerField(null=True)
    ended_ms = models.BigIntegerField(null=True)
    ended_by = models.CharField(max_length=64, default="")
    entry = models.CharField(max_length=64, default="")

    class Meta:
        """Asked for by officer and time at every request."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["officer", "until_ms"], name="emergency_officer_until")
        ]
