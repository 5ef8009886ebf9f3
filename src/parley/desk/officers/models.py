"""Tables beside the officers' own: further roles, the time for enrolment, and what was done to accounts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext


class HeldRole(models.Model):
    """A further role of the charter that an officer may choose to act in, besides the one of the account."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=64)

    class Meta:
        """Each role once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "role"], name="officers_role_once")
        ]


class Enrolment(models.Model):
    """Until when an officer without a second factor may sign in by password alone, to enrol one."""

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolment")
    until = models.DateTimeField()


class AccountEvent(models.Model):
    """One thing that was done to an account, or an alert about it; `what` is a code of `EVENTS`."""

    at = models.DateTimeField()
    what = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    by = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["what", "name", "at"], name="officers_event")]

    @property
    def words(self) -> str:
        """Return what was done, as a clause that follows the account's name."""
        return {
            "made": gettext("account made"),
            "locked": gettext("locked out"),
            "unlocked": gettext("unlocked"),
            "factors_reset": gettext("second factors forgotten"),
            "password_given": gettext("given another password"),
            "session_ended": gettext("session ended"),
            "role_given": gettext("given a further role"),
            "role_taken": gettext("further role taken away"),
            "guessing": gettext("many wrong passwords"),
            "emergency_asked": gettext("emergency access asked for"),
            "emergency_opened": gettext("emergency access opened"),
            "emergency_ended": gettext("emergency access ended"),
            "sso_linked": gettext("linked to a subject of the issuer"),
            "sso_unlinked_by": gettext("no longer linked to a subject of the issuer"),
            "sso_unlinked": gettext("came by single sign-on and is linked to no account"),
            "sso_refused": gettext("what the issuer sent was refused"),
        }.get(self.what, self.what)
