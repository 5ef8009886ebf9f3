"""The desk's own tables: officers and failed sign-ins. What members say is never here, only in the record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Officers(BaseUserManager):
    """The officers of this node; names are compared without regard to case."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Return the officer of that name; `Officer.DoesNotExist` where there is none."""
        return self.get(name__iexact=username)


class Officer(AbstractBaseUser):
    """Somebody who may sign in here, in one role of the charter.

    The role is a name that the charter knows; what it may do the charter decides at each filing,
    never this row. `language` is the one shown at sign-in until the officer chooses another.
    """

    name = models.CharField(max_length=64, unique=True)
    shown_as = models.CharField(max_length=120)
    role = models.CharField(max_length=64)
    language = models.CharField(max_length=8, default="en")
    is_locked = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = Officers()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def is_active(self) -> bool:
        """Return whether this officer may be signed in; a locked one loses running sessions as well."""
        return not self.is_locked

    def __str__(self) -> str:
        """Return the name under which the others at this desk know the officer."""
        return str(self.shown_as)


class SignInFailure(models.Model):
    """One wrong password: the name that was tried and the address it came from. Kept a day, for the limits."""

    name = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Indexed the two ways in which the limits ask."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "at"], name="desk_failure_name"),
            models.Index(fields=["address", "at"], name="desk_failure_address"),
        ]
