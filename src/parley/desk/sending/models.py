"""What waits at this desk and has not left: for a second officer, or for ten seconds in which it can be stopped."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

RELEASE, MOMENT = "release", "moment"
WAITING, SENDING, SENT = "waiting", "sending", "sent"
RETURNED, STOPPED, REFUSED = "returned", "stopped", "refused"


class Waiting(models.Model):
    """One act that has not left. Its words lie here only under the node's local key, as all plaintext does.

    `why` is what the officer who returned it said, or the refusal that came when it was to be filed.
    """

    id = models.CharField(max_length=32, primary_key=True)
    token = models.CharField(max_length=200, unique=True, null=True)
    purpose = models.CharField(max_length=16)
    kind = models.CharField(max_length=64)
    locked = models.BinaryField()
    by = models.CharField(max_length=64)
    by_shown = models.CharField(max_length=120)
    by_role = models.CharField(max_length=64)
    at_ms = models.BigIntegerField()
    leaves_at_ms = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16, default=WAITING)
    done_by_shown = models.CharField(max_length=120, default="")
    done_at_ms = models.BigIntegerField(null=True)
    why = models.TextField(default="")
    entry = models.CharField(max_length=64, default="")

    class Meta:
        """Asked for by state, newest first."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "at_ms"], name="sending_waiting_state")]
