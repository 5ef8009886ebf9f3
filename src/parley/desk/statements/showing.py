"""A negotiating text as its page shows it: paragraphs in all languages, who consents, who reserves, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.desk.frame import LANGUAGES_SHOWN
from parley.desk.role_may import role_may
from parley.tracks.talks.text_brackets import Piece, pieces
from parley.tracks.talks.text_freezing import bound_to
from parley.tracks.talks.text_redline import Run, redline
from parley.tracks.talks.text_state import Freeze, Paragraph, TextState, Version
from parley.tracks.talks.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many earlier versions of a paragraph are shown with what changed; all stand among the entries.
MOST_EARLIER = 10
_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


@dataclass(frozen=True, slots=True)
class LanguageShown:
    """A paragraph in one language: cut at its brackets; nothing where it is missing. `text` is as it was written."""

    lang: str
    name: str
    pieces: tuple[Piece, ...]
    text: str

    @property
    def is_missing(self) -> bool:
        """Return whether the paragraph does not stand in this language."""
        return not self.text


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version: by whom, when, in which languages, and what changed since each version that it replaces."""

    entry: str
    by: str
    at_ms: int
    why: str
    is_out: bool
    languages: tuple[LanguageShown, ...]
    changes: tuple[tuple[str, str, tuple[Run, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartyShown:
    """How a party stands to a paragraph: consents, reserves, has taken consent back, or has said nothing yet."""

    name: str
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class ParagraphShown:
    """A paragraph, with what this member may say of it now."""

    number: str
    heads: tuple[VersionShown, ...]
    earlier: tuple[VersionShown, ...]
    older: int
    parties: tuple[PartyShown, ...]
    own_reservation: str
    may_word: bool
    may_consent: bool
    may_take_back: bool
    may_reserve: bool

    @property
    def is_agreed(self) -> bool:
        """Return whether all parties consent to the one version that stands."""
        return len(self.heads) == 1 and all(each.how == "consents" for each in self.parties)

    @property
    def is_out(self) -> bool:
        """Return whether what stands leaves the paragraph out."""
        return len(self.heads) == 1 and self.heads[0].is_out

    @property
    def replaces(self) -> str:
        """Return the versions that a new one replaces, as the form carries them."""
        return " ".join(each.entry for each in self.heads)


@dataclass(frozen=True, slots=True)
class FreezeShown:
    """A proposal to freeze that may still come to be, or did."""

    entry: str
    by: str
    at_ms: int
    digest: str
    parties: tuple[tuple[str, str], ...]
    may_answer: bool


def paragraphs_shown(state: TextState, *, frame: Frame) -> list[ParagraphShown]:
    """Return every paragraph in its order."""
    return [_paragraph(each, state, frame) for each in state.in_order()]


def agreed_of(state: TextState) -> tuple[int, int]:
    """Return to how many of its paragraphs all parties consent, and how many there are; no wording is compared."""
    paragraphs = list(state.in_order())
    agreed = (
        len(each.heads) == 1
        and all(each.reserved_by(code) is None and each.consents_to(code, each.heads[0]) for code in state.parties)
        for each in paragraphs
    )
    return sum(agreed), len(paragraphs)


def _paragraph(each: Paragraph, state: TextState, frame: Frame) -> ParagraphShown:
    own, may = frame.node.member, role_may(frame, track=TRACK.name)
    is_open = state.frozen is None and state.given_up is None
    is_party, is_bound = own in state.parties, bound_to(state, own) is not None
    head = each.heads[0] if len(each.heads) == 1 else None
    reservation = each.reserved_by(own)
    consents = head is not None and each.consents_to(own, head)
    earlier = [v for v in reversed(each.versions) if v.entry in each.gone]
    return ParagraphShown(
        each.number,
        tuple(_version(v, each, state, frame) for v in each.heads),
        tuple(_version(v, each, state, frame) for v in earlier[:MOST_EARLIER]),
        max(0, len(earlier) - MOST_EARLIER),
        tuple(_party(code, each, head, frame) for code in state.parties),
        reservation.entry if reservation is not None and is_open and may("text_reservation_lifted") else "",
        may_word=is_open and may("text_paragraph_worded"),
        may_consent=is_open and is_party and head is not None and not consents and reservation is None
        and not head.has_brackets and may("text_consented"),
        may_take_back=is_open and consents and not is_bound and is_party and may("text_consent_withdrawn"),
        may_reserve=is_open and is_party and not consents and reservation is None and not is_bound
        and may("text_reserved"),
    )  # fmt: skip


def _version(version: Version, paragraph: Paragraph, state: TextState, frame: Frame) -> VersionShown:
    return VersionShown(
        version.entry, frame.name_of(version.member), version.at_ms, version.why, not version.texts,
        tuple(_language(lang, version) for lang in _languages(state, version)) if version.texts else (),
        tuple(_changes(version, paragraph, state)),
    )  # fmt: skip


def _languages(state: TextState, version: Version) -> tuple[str, ...]:
    return (*state.languages, *(lang for lang in sorted(version.texts) if lang not in state.languages))


def _language(lang: str, version: Version) -> LanguageShown:
    text = version.texts.get(lang, "")
    return LanguageShown(lang, _NAMES.get(lang, lang), pieces(text), text)


def _changes(version: Version, paragraph: Paragraph, state: TextState) -> Iterator[tuple[str, str, tuple[Run, ...]]]:
    """Yield, for each version that this one replaces and each language, what changed."""
    for named in version.replaces:
        before = paragraph.version(named)
        for lang in _languages(state, version) if before is not None and version.texts else ():
            old, new = before.texts.get(lang, "") if before else "", version.texts.get(lang, "")
            if old != new:
                yield named, lang, redline(old, new)


def _party(code: str, each: Paragraph, head: Version | None, frame: Frame) -> PartyShown:
    mark = each.reserved_by(code)
    if mark is not None:
        return PartyShown(frame.name_of(code), "reserves", mark.why)
    if head is None:
        return PartyShown(frame.name_of(code), "waits", "")
    if each.consents_to(code, head):
        return PartyShown(frame.name_of(code), "consents", "")
    said = each.word(code, head.entry)
    return PartyShown(frame.name_of(code), "took_back" if said is not None else "waits", said.why if said else "")


def freezes_shown(state: TextState, *, frame: Frame) -> list[FreezeShown]:
    """Return the freeze that came to be, or those that may."""
    shown = [state.frozen] if state.frozen is not None else list(state.open_freezes)
    return [_freeze(each, state, frame) for each in shown]


def _freeze(each: Freeze, state: TextState, frame: Frame) -> FreezeShown:
    agreed, own = state.agreed_by(each.digest), frame.node.member
    return FreezeShown(
        each.entry, frame.name_of(each.member), each.at_ms, each.digest,
        tuple((frame.name_of(code), "agreed" if code in agreed else "waits") for code in state.parties),
        may_answer=state.frozen is None and state.given_up is None and own in state.parties
        and state.word_on(own, each.digest) is None and role_may(frame, track=TRACK.name)("text_freeze_agreed"),
    )  # fmt: skip
