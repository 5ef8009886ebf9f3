"""What Django and allauth are told about people: second factors, sessions, limits, and what is switched off."""

from __future__ import annotations

from typing import Any

APPS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
)
MIDDLEWARE = (
    "allauth.account.middleware.AccountMiddleware",
    "parley.desk.officers.gates.OfficerGates",
)
REASK_SECONDS = 300


def officers_told(*, asks_second_factor: bool) -> dict[str, Any]:
    """Return the settings of this part. Nobody signs up, nothing is mailed, and no browser is trusted for long."""
    return {
        "PARLEY_SECOND_FACTOR": asks_second_factor,
        "ACCOUNT_ADAPTER": "parley.desk.officers.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "name",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": True,  # the cookie's own age, one shift; not a wish of the officer's
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": REASK_SECONDS,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": True,
        "MFA_ADAPTER": "parley.desk.officers.adapters.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["webauthn", "totp", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_PASSKEY_SIGNUP_ENABLED": False,
        "MFA_TRUST_ENABLED": False,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_RECOVERY_CODE_COUNT": 10,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # no officer has an address here
        # A code counts in its own half minute, as long as its mark of use is kept: else it could be used twice.
        "MFA_TOTP_TOLERANCE": 0,
        "MFA_FORMS": {"activate_totp": "parley.desk.officers.factor_forms.EnrolCodes"},
        # A passkey asks for a finger, a face or a number each time: a key that was found or lent opens nothing.
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }
