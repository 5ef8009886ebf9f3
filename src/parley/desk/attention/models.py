"""What this desk keeps of its officers' attention. Local to the node: nothing here is said to other members."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class QuietHours(models.Model):
    """When an officer wants no sound but FLASH: minutes of the day in UTC, over midnight where from > until."""

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()


class Hearing(models.Model):
    """The sound test of an officer who took the watch: whether the FLASH sound was heard at this desk."""

    officer_name = models.CharField(max_length=120)
    at_ms = models.BigIntegerField()
    hears = models.BooleanField()

    class Meta:
        """Asked for the newest of one officer."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["officer_name", "at_ms"], name="attention_hearing_newest")
        ]


class Shelving(models.Model):
    """A row of the watch list that an officer set aside: who, why, from when until when. Never changed, never deleted.

    `ended_at_ms` is set once, where somebody brought the row back before its time.
    """

    row = models.CharField(max_length=255)
    matter = models.CharField(max_length=64)
    officer_name = models.CharField(max_length=120)
    role = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    at_ms = models.BigIntegerField()
    until_ms = models.BigIntegerField()
    ended_at_ms = models.BigIntegerField(null=True)
    ended_by = models.CharField(max_length=120, default="")

    class Meta:
        """Asked for what is set aside now."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["until_ms"], name="attention_shelved_until")]
