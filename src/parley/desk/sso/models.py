"""Which subject of which issuer is which officer: an administrator's word, and nobody else's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class LinkedSubject(models.Model):
    """A subject of an issuer that signs in as this officer. A subject is one officer's alone."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subjects")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)

    class Meta:
        """Each subject once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="sso_subject_once")
        ]
