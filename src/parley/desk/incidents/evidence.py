"""Evidence on its way in and out: a file is a piece of evidence by its digest, and what came is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from parley.charter.verdict import Fault
from parley.desk.cell import node
from parley.node.drafts import AttachmentDraft
from parley.node.running import Node
from parley.node.unsealing import open_attached
from parley.record.sealingkeys import SealingError

KEPT, AWAITED, MATCHES, DIFFERS = "kept", "awaited", "matches", "differs"
REMEMBERED = 4_096
_FORMS = {"image": "photo", "video": "video", "audio": "sound", "text": "document", "application": "document"}


@dataclass(frozen=True, slots=True)
class Bound:
    """The pieces of evidence of a form with its files: each file is one; `faults` are those that do not match."""

    pieces: list[dict[str, Any]]
    faults: tuple[Fault, ...]


def bound(pieces: Iterable[Mapping[str, Any]], files: Iterable[AttachmentDraft]) -> Bound:
    """Return the pieces, each bound to the file that has its digest or its name, and one more for each other file.

    A piece that bears the name of a file and another digest is a fault: it would be void on every node.
    """
    found, faults = [dict(piece) for piece in pieces], []
    for place, file in enumerate(files):
        digest = digest_of(file)
        named = next((n for n, each in enumerate(found) if each["name"] == file.name), None)
        same = next((n for n, each in enumerate(found) if each["sha256"] == digest), None)
        if same is not None:
            found[same]["attachment"] = place
        elif named is not None and found[named]["sha256"]:
            data = {"n": found[named]["n"], "name": file.name}
            faults.append(Fault(f"evidence.{named}.sha256", "incidents.evidence_not_its_digest", data))
        elif named is not None:
            found[named] |= {"sha256": digest, "attachment": place}
        else:
            form = _FORMS.get(file.media_type.partition("/")[0], "other")
            found.append(
                {"n": len(found) + 1, "form": form, "name": file.name, "sha256": digest, "attachment": place}
            )
    return Bound(found, tuple(faults))


def digest_of(file: AttachmentDraft) -> str:
    """Return the SHA-256 of a file, in small hexadecimal letters."""
    whole = sha256()
    with file.path.open("rb") as opened:
        while chunk := opened.read(1 << 16):
            whole.update(chunk)
    return whole.hexdigest()


def standing_of(piece: Mapping[str, Any]) -> str:
    """Return how a piece stands at this node: kept by its author, awaited, or held and matching its digest or not."""
    if piece["attachment"] is None:
        return KEPT
    found = _digest_here(node(), piece["entry"], piece["attachment"])
    if found is None:
        return AWAITED
    return MATCHES if found == piece["sha256"] else DIFFERS


def _digest_here(here: Node, entry: str, place: int) -> str | None:
    """Return the digest of what an attachment holds, reckoned once; None while it is not all here."""
    opened = open_attached(entry, place=place, node=here)
    return None if opened is None else _reckoned(id(here), entry, place)


@lru_cache(maxsize=REMEMBERED)
def _reckoned(here: int, entry: str, place: int) -> str:
    """Return the digest of what came; an empty one where the sealed bytes are not what was sealed."""
    opened = open_attached(entry, place=place, node=node())
    whole = sha256()
    try:
        for chunk in opened.chunks if opened is not None else ():
            whole.update(chunk)
    except SealingError:
        return ""
    return whole.hexdigest()
