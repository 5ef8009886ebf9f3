"""What of a STIX 2.1 bundle is fixed once: ids of markings and extensions, names, the table of confidence. Pure.

Sources: STIX 2.1 (OASIS Standard, June 2021), appendix A for `confidence`, which follows the number of the Admiralty
code alone; the OASIS extension for TLP 2.0 with its fixed marking objects. The ids of our own extensions never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

SPEC = "2.1"
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
GRADE_EXTENSION = "extension-definition--a34f739f-b773-4284-8174-32e2091db649"
RELEASE_EXTENSION = "extension-definition--0c460fc4-d341-4227-8bb5-8a49baa30871"
REQUEST_EXTENSION = "extension-definition--0319e7c4-cc4f-452e-aecc-54adbdf966dd"
TRANSLATION_EXTENSION = "extension-definition--f2b6c4cf-6b11-4aa2-b9af-2ca89823857a"
INCIDENT_EXTENSION = "extension-definition--ef765651-680c-498d-9894-99799f2fa126"
OWN_EXTENSIONS: Mapping[str, tuple[str, str]] = {
    GRADE_EXTENSION: (
        "admiralty-grade", "Both axes of the Admiralty code: source reliability A-F and information credibility 1-6."
    ),
    RELEASE_EXTENSION: (
        "releasability", "For what it was given, to whom it may go on, and until when it holds."
    ),
    REQUEST_EXTENSION: ("request-for-information", "A question with a deadline, put to named parties, and its state."),
    TRANSLATION_EXTENSION: (
        "translation", "Whether words in a further language count alike, or were translated, by people or by machine."
    ),
}  # fmt: skip
KNOWN_EXTENSIONS = frozenset({TLP_EXTENSION, INCIDENT_EXTENSION, *OWN_EXTENSIONS})
# Our word for a level, its word in the extension, and the id of its fixed marking object.
TLP: Mapping[str, tuple[str, str]] = {
    "clear": ("clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"),
    "green": ("green", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
    "amber": ("amber", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
    "amber_strict": ("amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"),
    "red": ("red", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"),
}
TLP_CREATED = "2022-10-01T00:00:00.000Z"
LEVEL_OF_ID: Mapping[str, str] = {marking: level for level, (_, marking) in TLP.items()}
# The number of the Admiralty code, the confidence that is written, and the least and most that are read as it. 6, which
# is "cannot be judged", leaves the property out: it is neither 0 nor 50.
CONFIDENCE: Mapping[str, tuple[int, int, int]] = {
    "1": (90, 80, 100), "2": (70, 60, 79), "3": (50, 40, 59), "4": (30, 20, 39), "5": (10, 0, 19),
}  # fmt: skip
DETERMINATIONS = ("blocked", "confirmed", "failed-attempt", "false-positive", "suspected")
_OURS = bytes.fromhex("6b6a2b1e8c524d6c9b570f5c6d6f6a11")


def stix_id(kind: str, *, mechanism: str, named: str) -> str:
    """Return the id of the object of a type that stands for something of a mechanism: the same from every node.

    It follows from the entry's id: who holds the object can find by trying which entry it is, and of which log. Of a
    tear-line it follows from its own id, and tells nothing of the report that it was taken from.
    """
    return f"{kind}--{uuid_of(f'{mechanism}/{kind}/{named}')}"


def uuid_of(text: str) -> str:
    """Return the UUID of version 5 (RFC 9562) of a text within a namespace of our own, which never changes."""
    digest = bytearray(hashlib.sha1(_OURS + text.encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    found = digest.hex()
    return "-".join((found[:8], found[8:12], found[12:16], found[16:20], found[20:]))


def stamp(at_ms: int) -> str:
    """Return an instant as STIX writes it, to the millisecond."""
    at = datetime.fromtimestamp(at_ms // 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"
