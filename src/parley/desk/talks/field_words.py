"""What the forms of talks call their fields, so that each fault is told with the field at which it is mended."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.field_words import Words

WORDS: Words = {
    "place": lambda: gettext("Place"),
    "host": lambda: gettext("Host"),
    "host_name": lambda: gettext("Host"),
    "invited": lambda: gettext("Invited"),
    "from_s": lambda: gettext("Begins"),
    "until_s": lambda: gettext("Ends"),
    "gates": lambda: gettext("Waits for"),
    "parties": lambda: gettext("Parties of the file"),
    "lead": lambda: gettext("Lead"),
    "points": lambda: gettext("Agenda"),
    "present": lambda: gettext("Who is there"),
    "roles": lambda: gettext("Delegation"),
    "signatories": lambda: gettext("Who signs it"),
    "speaker": lambda: gettext("Who spoke"),
    "rule": lambda: gettext("Rule for remarks"),
    "why": lambda: gettext("Why"),
}
