"""A negotiating text as it stands: versions of each paragraph, who consents to which, who reserves, freezes. Pure.

What members say commutes: each has its own log, and of what one member says of a version its newest word counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.matters.entry import entry_number
from parley.matters.said import Opening, Said
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.text_brackets import bracketed
from parley.tracks.talks.text_bytes import digest_of, whole_text
from parley.tracks.talks.text_entries import paragraph_place

FORM = "text"
OPEN, ASKED, FROZEN, GIVEN_UP = "open", "freeze_proposed", "frozen", "given_up"


@dataclass(frozen=True, slots=True)
class Version(Said):
    """One wording of a paragraph; without texts it says that the paragraph is left out."""

    paragraph: str
    replaces: tuple[str, ...]
    texts: Mapping[str, str]
    why: str

    @property
    def has_brackets(self) -> bool:
        """Return whether some of its words are not agreed."""
        return any(bracketed(text) for text in self.texts.values())

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Return the languages in which it does not stand; none where it leaves the paragraph out."""
        return tuple(each for each in languages if each not in self.texts) if self.texts else ()


@dataclass(frozen=True, slots=True)
class Consent(Said):
    """A party consents to a version (`stands`), or takes that back."""

    version: str
    stands: bool
    why: str


@dataclass(frozen=True, slots=True)
class Reservation(Said):
    """A party reserves on a paragraph, whatever its version; lifted by an entry of its own."""

    why: str
    text: str
    lifted: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Everything said of one paragraph. `gone` are the versions that another one replaces."""

    number: str
    versions: tuple[Version, ...] = ()
    gone: frozenset[str] = frozenset()
    consents: tuple[Consent, ...] = ()
    reservations: tuple[Reservation, ...] = ()

    @property
    def heads(self) -> tuple[Version, ...]:
        """Return the versions that no other replaces; several stand beside each other where they crossed."""
        return tuple(each for each in self.versions if each.entry not in self.gone)

    def version(self, entry: str) -> Version | None:
        """Return the version of this entry."""
        return next((each for each in self.versions if each.entry == entry), None)

    def word(self, member: str, version: str) -> Consent | None:
        """Return the newest word of a member on a version."""
        found = (each for each in reversed(self.consents) if (each.member, each.version) == (member, version))
        return next(found, None)

    def consents_to(self, member: str, version: Version) -> bool:
        """Return whether a member consents to a version: by saying so, or by having proposed these very words."""
        said = self.word(member, version.entry)
        return said.stands if said is not None else version.member == member and not version.has_brackets

    @property
    def standing(self) -> tuple[Reservation, ...]:
        """Return the reservations that were not lifted."""
        return tuple(each for each in self.reservations if not each.lifted)

    def reserved_by(self, member: str) -> Reservation | None:
        """Return a member's own reservation that stands."""
        return next((each for each in self.standing if each.member == member), None)


@dataclass(frozen=True, slots=True)
class Freeze(Said):
    """It was proposed to freeze these versions; several proposals of the same bytes are one."""

    versions: tuple[str, ...]
    attempt: int
    digest: str


@dataclass(frozen=True, slots=True)
class FreezeWord(Said):
    """A party agrees to freeze the bytes of this digest, or does not."""

    digest: str
    agrees: bool
    why: str


@dataclass(frozen=True, slots=True)
class TextState:
    """A negotiating text; `languages` are those of the charter when it was opened."""

    opening: Opening
    subject: str
    parties: tuple[str, ...]
    languages: tuple[str, ...]
    text: str = ""
    about: tuple[str, ...] = ()
    paragraphs: Mapping[str, Paragraph] = field(default_factory=dict)
    freezes: tuple[Freeze, ...] = ()
    words: tuple[FreezeWord, ...] = ()
    given_up: Said | None = None
    why_given_up: str = ""
    lapses: Sequence[Lapse] = ()

    def in_order(self) -> Iterator[Paragraph]:
        """Yield the paragraphs in their order."""
        return (self.paragraphs[number] for number in sorted(self.paragraphs, key=paragraph_place))

    def agreed_by(self, digest: str) -> tuple[str, ...]:
        """Return the parties that agreed to freeze these bytes."""
        return tuple(sorted({each.member for each in self.words if each.digest == digest and each.agrees}))

    def word_on(self, member: str, digest: str) -> FreezeWord | None:
        """Return what a party said of freezing these bytes."""
        return next((each for each in self.words if (each.member, each.digest) == (member, digest)), None)

    def is_dead(self, digest: str) -> bool:
        """Return whether a party said, for good, that it does not agree to freeze these bytes."""
        return any(each.digest == digest and not each.agrees for each in self.words)

    @property
    def frozen(self) -> Freeze | None:
        """Return the freeze to which all parties agreed; of several proposals of its bytes the first by id.

        There is at most one: who agreed to one agrees to another only after a party declined the first for good.
        """
        whole = [each for each in self.freezes if set(self.parties) <= set(self.agreed_by(each.digest))]
        return min(whole, key=lambda each: entry_number(each.entry), default=None)

    @property
    def frozen_s(self) -> int | None:
        """Return the first whole second after the last party agreed."""
        frozen = self.frozen
        if frozen is None:
            return None
        return -(-max(each.at_ms for each in self.words if each.digest == frozen.digest and each.agrees) // 1000)

    @property
    def attempt(self) -> int:
        """Return the number that the next freeze has: one more than were declined."""
        return 1 + len({each.digest for each in self.freezes if self.is_dead(each.digest)})

    @property
    def open_freezes(self) -> tuple[Freeze, ...]:
        """Return the freezes that may still come to be, each of its bytes once."""
        found = {each.digest: each for each in reversed(self.freezes) if not self.is_dead(each.digest)}
        return tuple(sorted(found.values(), key=lambda each: entry_number(each.entry)))

    def versions_of(self, freeze: Freeze) -> tuple[tuple[Paragraph, Version], ...]:
        """Return the versions that a freeze names, in the order of their paragraphs."""
        named = set(freeze.versions)
        found = ((each, next((v for v in each.versions if v.entry in named), None)) for each in self.in_order())
        return tuple((each, version) for each, version in found if version is not None)

    def frozen_texts(self) -> Mapping[str, str]:
        """Return the frozen text by language; empty before it is frozen."""
        frozen = self.frozen
        if frozen is None:
            return {}
        rows = [version for _, version in self.versions_of(frozen)]
        common = sorted(set.intersection(*(set(row.texts) for row in rows)), key=self._place_of_language)
        return {lang: whole_text(row.texts[lang] for row in rows) for lang in common}

    def _place_of_language(self, lang: str) -> tuple[int, str]:
        known = self.languages.index(lang) if lang in self.languages else len(self.languages)
        return known, lang

    @property
    def name(self) -> str:
        """Return how it stands, by its entries alone."""
        if self.frozen is not None:
            return FROZEN
        if self.given_up is not None:
            return GIVEN_UP
        return ASKED if self.open_freezes else OPEN

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return what came beside something that contradicts it.

        Versions of one paragraph that stand beside each other; versions beside a freeze, and the word that the text is
        given up, which are without effect once it is frozen.
        """
        frozen = self.frozen
        if frozen is None:
            return tuple(v.entry for each in self.in_order() if len(each.heads) > 1 for v in each.heads)
        beside = [v.entry for each in self.in_order() for v in each.heads if v.texts and v.entry not in frozen.versions]
        return (*beside, *((self.given_up.entry,) if self.given_up is not None else ()))

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        versions = (v.entry for each in self.paragraphs.values() for v in each.versions)
        return frozenset((self.opening.id, *versions, *(each.entry for each in self.freezes)))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/statements.md lists it."""
        frozen, texts = self.frozen, self.frozen_texts()
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "subject": self.subject,
            "text": self.text,
            "about": list(self.about),
            "parties": list(self.parties),
            "languages": list(self.languages),
            "paragraphs": [_paragraph_json(each, self) for each in self.in_order()],
            "freezes": [_freeze_json(each, self) for each in self.freezes],
            "frozen": None if frozen is None else {
                "entry": frozen.entry, "digest": frozen.digest, "at_s": self.frozen_s, "texts": dict(texts),
                "digests": {lang: digest_of(text.encode()) for lang, text in texts.items()},
            },
            "given_up": None if self.given_up is None else {
                "entry": self.given_up.entry, "member": self.given_up.member, "at_ms": self.given_up.at_ms,
                "why": self.why_given_up,
            },
            "lapses": lapses_json(self.lapses),
            "crossed": list(self.crossed),
        }  # fmt: skip


def _paragraph_json(each: Paragraph, state: TextState) -> dict[str, Any]:
    return {
        "paragraph": each.number,
        "heads": [version.entry for version in each.heads],
        "versions": [
            {
                "entry": version.entry, "member": version.member, "at_ms": version.at_ms, "why": version.why,
                "replaces": list(version.replaces), "texts": dict(version.texts), "brackets": version.has_brackets,
                "missing": list(version.missing(state.languages)),
                "consents": [code for code in state.parties if each.consents_to(code, version)],
            }
            for version in each.versions
        ],
        "words": [
            {"entry": w.entry, "member": w.member, "at_ms": w.at_ms, "version": w.version, "consents": w.stands,
             "why": w.why}
            for w in each.consents
        ],
        "reservations": [
            {"entry": r.entry, "member": r.member, "at_ms": r.at_ms, "why": r.why, "text": r.text, "lifted": r.lifted}
            for r in each.reservations
        ],
    }  # fmt: skip


def _freeze_json(each: Freeze, state: TextState) -> dict[str, Any]:
    return {
        "entry": each.entry, "member": each.member, "at_ms": each.at_ms, "digest": each.digest,
        "attempt": each.attempt, "versions": list(each.versions), "agreed": list(state.agreed_by(each.digest)),
        "declined": {w.member: {"entry": w.entry, "why": w.why} for w in state.words
                     if w.digest == each.digest and not w.agrees},
    }  # fmt: skip
