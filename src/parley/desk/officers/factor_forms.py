"""allauth's form for a new code generator, made stricter: no code counts twice."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP


class EnrolCodes(ActivateTOTPForm):
    """The first code of a generator, which cannot be used again to sign in."""

    def clean_code(self) -> str:
        """Return the code; a wrong or used one is an error."""
        code = str(super().clean_code())
        if not TOTP(Authenticator(user=self.user))._mark_code_used(code):
            raise get_adapter().validation_error("incorrect_code")
        return code
