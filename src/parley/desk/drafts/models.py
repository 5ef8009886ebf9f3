"""The table of drafts: one row for each form of each officer, sealed under the node's local key."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class KeptDraft(models.Model):
    """What one officer typed into one form. `form` names the form, `page` where it stands, by their addresses."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=300)
    page = models.CharField(max_length=300)
    sealed = models.BinaryField()
    written_at_ms = models.BigIntegerField()

    class Meta:
        """One draft a form."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "form"], name="drafts_one_a_form")
        ]
