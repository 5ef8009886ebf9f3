"""A joint statement as it stands: its bytes, who signed, who withdrew, which node released it as of when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.matters.signing import DECLINED, Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.text_bytes import digest_of, language_bytes

FORM = "statement"
DRAFTED, SIGNED, RELEASED, WITHDRAWN = "drafted", "signed", "released", "withdrawn"
# A release is at the agreed minute while that minute lasts.
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Withdrawal(Said):
    """A signatory withdrew the statement before it was released."""

    why: str


@dataclass(frozen=True, slots=True)
class Release(Said):
    """A node released the statement; `at_ms` is as of when."""


@dataclass(frozen=True, slots=True)
class OwnReadout(Said):
    """A signatory's own account, published beside the statement; a later one of the same member takes its place."""

    texts: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class StatementState:
    """A statement. `main` holds its bytes in every language, its signatories and the minute of its release."""

    opening: Opening
    main: Signing
    withdrawals: tuple[Withdrawal, ...] = ()
    releases: tuple[Release, ...] = ()
    readouts: tuple[OwnReadout, ...] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def release_s(self) -> int:
        """Return the agreed minute."""
        return int(self.main.terms["release_s"])

    @property
    def has_readouts(self) -> bool:
        """Return whether all who signed agreed that each may publish its own read-out beside it, on every node."""
        return bool(self.main.terms.get("readouts"))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which it stands, in the order in which they were written."""
        return tuple(each["lang"] for each in self.main.terms["texts"])

    def bytes_of(self, lang: str) -> bytes:
        """Return the bytes of one language as they are published; KeyError for one in which it does not stand."""
        for each in self.main.terms["texts"]:
            if each["lang"] == lang:
                return language_bytes(title=each["title"], text=each["text"])
        raise KeyError(lang)

    @property
    def digests(self) -> Mapping[str, str]:
        """Return the SHA-256 of each language's bytes."""
        return {lang: digest_of(self.bytes_of(lang)) for lang in self.languages}

    @property
    def withdrawn(self) -> Withdrawal | None:
        """Return the first withdrawal by its author's clock. It holds, whatever was released before it was known."""
        return min(self.withdrawals, key=lambda each: (each.at_ms, each.entry), default=None)

    def is_due(self, *, now_ms: int) -> bool:
        """Return whether it may be released at an instant: all have signed, none withdrew, the minute has come (JS-7).

        Whoever releases reads a clock that cannot run ahead unnoticed; this is only the rule.
        """
        return not self.main.missing and self.withdrawn is None and now_ms >= self.release_s * 1000

    @property
    def whole_ms(self) -> int | None:
        """Return the first millisecond at which it could be released; None before all have signed."""
        signed_s = self.main.signed_s
        return None if signed_s is None else max(signed_s, self.release_s) * 1000

    def release_of(self, member: str) -> Release | None:
        """Return when a member's node released it."""
        return next((each for each in self.releases if each.member == member), None)

    def readout_of(self, member: str) -> OwnReadout | None:
        """Return what a member gave last as its own account."""
        return newest(self.readouts, member=member, of=None)

    def late_ms(self, release: Release) -> int:
        """Return how long after the agreed minute a node released it; 0 within that minute."""
        after = release.at_ms - self.release_s * 1000
        return after if after >= MINUTE_MS else 0

    @property
    def name(self) -> str:
        """Return how it stands, by its entries alone."""
        if self.withdrawn is not None:
            return WITHDRAWN
        if self.releases:
            return RELEASED
        if not self.main.missing:
            return SIGNED
        return DECLINED if self.main.name == DECLINED else DRAFTED

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return the releases by nodes that did not know yet that it was withdrawn."""
        return tuple(each.entry for each in self.releases) if self.withdrawn is not None else ()

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/statements.md lists it."""
        main, withdrawn = self.main.as_json(), self.withdrawn
        terms = main["terms"]
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "subject": terms["subject"],
            "texts": terms["texts"],
            "signatories": list(self.main.needed),
            "release_s": self.release_s,
            "attribution": terms["attribution"],
            "spoken_by": terms.get("spoken_by"),
            "place": terms.get("place"),
            "from_text": terms.get("from_text"),
            "about": list(terms.get("about") or ()),
            "with_readouts": self.has_readouts,
            "digest": self.main.digest,
            "digests": dict(self.digests),
            "main": main,
            "withdrawn": None if withdrawn is None else {
                "entry": withdrawn.entry, "member": withdrawn.member, "at_ms": withdrawn.at_ms, "why": withdrawn.why
            },
            "releases": [
                {"entry": each.entry, "member": each.member, "at_ms": each.at_ms, "late_ms": self.late_ms(each)}
                for each in self.releases
            ],
            "readouts": [
                {"entry": each.entry, "member": each.member, "at_ms": each.at_ms,
                 "texts": [dict(one) for one in each.texts]}
                for each in self.readouts
            ],
            "lapses": lapses_json(self.lapses),
            "crossed": list(self.crossed),
        }  # fmt: skip
