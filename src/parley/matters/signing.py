"""What several members agree on by signing the same bytes: its digest, who signs, who has, since when. Pure.

The charter is an instrument of its own (`parley.matters.instrument`); every other one is signed as told here.
Signatures commute: which came first changes nothing, and all nodes that hold them know the same second from which it
holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.matters.acting import content_of
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.instrument import Signature
from parley.record import strictjson

PROPOSED, DECLINED, WITHDRAWN, SIGNED = "proposed", "declined", "withdrawn", "signed"


@dataclass(frozen=True, slots=True)
class Given(Signature):
    """A signature with the instant that its author's clock said, and the role in which it was given."""

    at_ms: int
    role: str | None


@dataclass(frozen=True, slots=True)
class Against:
    """A member's word that it does not sign, or the proposer's that it withdraws."""

    member: str
    entry: str
    at_ms: int
    why: str


@dataclass(frozen=True, slots=True)
class Signing:
    """A proposed instrument: the entry that holds its bytes, whose signatures it needs, and what they said."""

    entry: str
    member: str
    at_ms: int
    kind: str
    terms: Mapping[str, Any]
    digest: str
    needed: tuple[str, ...]
    signatures: tuple[Given, ...] = ()
    declined: tuple[Against, ...] = ()
    withdrawn: Against | None = None
    instead_of: str = ""

    @property
    def about(self) -> str:
        """Return the terms of which it would take the place, else itself: by this it is found among very many."""
        return self.instead_of or self.entry

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the members that have not signed."""
        signed = {each.member for each in self.signatures}
        return tuple(code for code in self.needed if code not in signed)

    @property
    def signed_s(self) -> int | None:
        """Return the first whole second after the last signature was made; None before all have signed."""
        return None if self.missing else -(-max(each.at_ms for each in self.signatures) // 1000)

    @property
    def name(self) -> str:
        """Return how it stands.

        What all have signed stands, whatever crossed the last signature: nobody takes back alone what others signed.
        """
        if not self.missing:
            return SIGNED
        if self.withdrawn is not None:
            return WITHDRAWN
        signed = {each.member for each in self.signatures}
        return DECLINED if any(each.member not in signed for each in self.declined) else PROPOSED

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return the withdrawal that came beside the last signature, and is without effect."""
        return (self.withdrawn.entry,) if self.withdrawn is not None and not self.missing else ()

    def signature(self, member: str) -> Given | None:
        """Return a member's signature."""
        return next((each for each in self.signatures if each.member == member), None)

    def refusal(self, member: str) -> Against | None:
        """Return a member's newest word that it does not sign."""
        return next((each for each in reversed(self.declined) if each.member == member), None)

    def as_json(self) -> dict[str, Any]:
        """Return the instrument with who signed by which entry."""
        return {
            "entry": self.entry,
            "kind": self.kind,
            "by": self.member,
            "at_ms": self.at_ms,
            "name": self.name,
            "terms": _plain(self.terms),
            "digest": self.digest,
            "needed": list(self.needed),
            "missing": list(self.missing),
            "signed_s": self.signed_s,
            "signatures": {each.member: {"entry": each.entry, "at_ms": each.at_ms, "role": each.role}
                           for each in self.signatures},
            "declined": {each.member: {"entry": each.entry, "at_ms": each.at_ms, "why": each.why}
                         for each in self.declined},
            "withdrawn": _against_json(self.withdrawn),
        }  # fmt: skip


def proposed_by(entry: Entry, *, needed: Iterable[str], about: str = "", instead_of: str = "") -> Signing:
    """Return the instrument that an entry proposes; `about` is the digest of the one that it belongs to.

    `instead_of` names the terms that it would replace, where several may be proposed to replace the same.
    """
    terms = {name: value for name, value in content_of(entry.content).items() if name != "role"}
    signers = tuple(sorted(needed))
    return Signing(
        entry.id, entry.member, entry.point.at_ms, entry.kind, terms,
        digest_of(entry.kind, terms, needed=signers, about=about), signers, instead_of=instead_of,
    )  # fmt: skip


def digest_of(kind: str, terms: Mapping[str, Any], *, needed: tuple[str, ...], about: str) -> str:
    """Return the SHA-256, in hexadecimal, of what all sign: the kind, its terms, who signs, to what it belongs.

    Computed from canonical JSON (`parley.record.strictjson`), so every program that holds the terms finds the same.
    """
    said = {"form": "parley-instrument-v1", "kind": kind, "terms": _plain(terms), "signed_by": list(needed)}
    return hashlib.sha256(strictjson.encode({**said, "about": about})).hexdigest()


def signed(signing: Signing, entry: Entry) -> Signing:
    """Return the instrument with one signature more; the order of arrival leaves no trace."""
    given = Given(
        entry.member, entry.id, entry.point.log, entry.point.number, entry.point.at_ms, entry.content.get("role")
    )
    return changed(signing, {"signatures": tuple(sorted((*signing.signatures, given), key=lambda each: each.member))})


def declined(signing: Signing, entry: Entry) -> Signing:
    """Return the instrument that a member does not sign, with its reason."""
    said = sorted((*signing.declined, _against(entry)), key=lambda each: (each.member, int(each.entry.split("/")[-1])))
    return changed(signing, {"declined": tuple(said)})


def withdrawn(signing: Signing, entry: Entry) -> Signing:
    """Return the instrument that its proposer withdrew."""
    return changed(signing, {"withdrawn": _against(entry)})


def _against(entry: Entry) -> Against:
    return Against(entry.member, entry.id, entry.point.at_ms, entry.content["why"])


def _against_json(said: Against | None) -> dict[str, Any] | None:
    return None if said is None else {"entry": said.entry, "at_ms": said.at_ms, "why": said.why}


def _plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
