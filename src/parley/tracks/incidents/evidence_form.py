"""The form of evidence: each piece by its SHA-256, given as an attachment of the same entry or kept at home. Pure.

A piece of which only the digest is told commits its author to these very bytes: handed over later, they must have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.tracks.content.attached import MOST_ATTACHMENTS
from parley.tracks.content.form import digest, empty_or, entry_id, fields, one_of, several, whole
from parley.tracks.content.usual import INSTANT, SHORT

FORMS = (
    "photo", "video", "sound", "document", "statement", "medical", "imagery", "radar", "fragment", "log", "other",
)  # fmt: skip
MOST_PIECES, MOST_NUMBER = 20, 99

_earlier = fields({"entry": entry_id, "n": whole(1, MOST_NUMBER)}, optional={})
_piece = fields(
    {"n": whole(1, MOST_NUMBER), "form": one_of(*FORMS), "name": SHORT, "sha256": digest},
    optional={
        "attachment": empty_or(whole(0, MOST_ATTACHMENTS - 1)), "of": empty_or(_earlier), "taken_s": empty_or(INSTANT),
    },
)  # fmt: skip
EVIDENCE = several(_piece, most=MOST_PIECES, distinct=lambda piece: piece["n"])
SOME_EVIDENCE = several(_piece, most=MOST_PIECES, least=1, distinct=lambda piece: piece["n"])


def evidence_faults(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return each piece whose attachment is not there or has another digest, and each digest told twice."""
    pieces, attached = value.get("evidence") or (), value.get("attachments") or ()
    found = [fault for number, piece in enumerate(pieces) for fault in _of_piece(piece, number, attached)]
    digests = [piece["sha256"] for piece in pieces]
    if len(set(digests)) < len(digests):
        found.append(Fault("evidence", "incidents.evidence_twice"))
    return tuple(found)


def _of_piece(piece: Mapping[str, Any], number: int, attached: Any) -> tuple[Fault, ...]:
    place = piece.get("attachment")
    if place is None:
        return ()
    where = f"evidence.{number}.sha256"
    if place >= len(attached):
        return (Fault(where, "incidents.evidence_not_attached", {"n": piece["n"]}),)
    if attached[place].get("plain_sha256") != piece["sha256"]:
        return (Fault(where, "incidents.evidence_not_its_digest", {"n": piece["n"], "name": attached[place]["name"]}),)
    return ()
