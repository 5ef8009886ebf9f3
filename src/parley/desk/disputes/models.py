"""The table of texts that were committed as evidence and not disclosed yet, sealed under the node's local key."""

from __future__ import annotations

from django.db import models


class KeptText(models.Model):
    """A text with its salt, found by the digest that was committed: it lies here until it is disclosed, and after."""

    digest = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    kept_at_ms = models.BigIntegerField()
