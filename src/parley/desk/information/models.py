"""The table of notes that stay at this desk: who stands behind a cover name, what a report was taken from."""

from __future__ import annotations

from django.db import models


class HomeNote(models.Model):
    """A note about a cover name or the entry of a report. It is no entry: nothing of it ever leaves this node."""

    about = models.CharField(max_length=200, db_index=True)
    officer = models.CharField(max_length=150)
    sealed = models.BinaryField()
    written_at_ms = models.BigIntegerField()
