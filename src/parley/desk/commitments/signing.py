"""The signatures of an instrument and of its amendments, and its events, as the page of it shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.desk.commitments.facts import obligation_in_words
from parley.desk.hotline.saying import Words, instant
from parley.desk.hotline.wordings import kind_word
from parley.desk.signers import SignerShown, signers_shown
from parley.desk.standstill.words import signing_word
from parley.matters.signing import Signing
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.doing import done_of

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class SigningShown:
    """One instrument: what it says, its digest, its signers, and what this member may do with it now."""

    entry: str
    word: str
    name: str
    name_word: str
    by: str
    texts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    dropped: str
    digest: str
    signers: tuple[SignerShown, ...]
    may_sign: bool
    may_withdraw: bool
    withdrawn: str
    is_crossed: bool

    @property
    def forms(self) -> dict[str, str]:
        """The names of its forms, so that one which was refused keeps its token."""
        return {act: f"{act}-{self.entry}" for act in ("sign", "decline", "withdraw")}


@dataclass(frozen=True, slots=True)
class EventShown:
    """An event of the terms: on which day, or who certifies it, and since when it is there."""

    id: str
    what: str
    on: str
    verifier: str
    came: str
    may_certify: bool


def instruments_shown(state: CommitmentState, *, frame: Frame) -> list[SigningShown]:
    """Return the instrument itself, then its amendments, each with its signatures."""
    return [_shown(state, each, frame=frame) for each in state.instruments]


def _shown(state: CommitmentState, one: Signing, *, frame: Frame) -> SigningShown:
    own, words = frame.node.member, Words(frame.name_of, frame.role_of)
    is_open = one.name not in ("withdrawn", "signed")
    # Of the instrument itself the steps stand in the table below; an amendment says what it states anew.
    anew = one.terms.get("obligations") or () if one is not state.main else ()
    return SigningShown(
        one.entry, kind_word(one.kind, one.terms), one.name, signing_word(one.name), frame.name_of(one.member),
        tuple((each["lang"], each["text"]) for each in one.terms["texts"]),
        tuple(obligation_in_words(each, words) for each in anew),
        ", ".join(one.terms.get("dropped") or ()), one.digest,
        tuple(signers_shown(one, names=frame.name_of, roles=frame.role_of)),
        may_sign=is_open and own in one.missing,
        may_withdraw=is_open and own == one.member,
        withdrawn=one.withdrawn.why if one.withdrawn is not None and one.missing else "",
        is_crossed=one.entry in state.crossed or bool(one.crossed),
    )  # fmt: skip


def events_shown(state: CommitmentState, *, frame: Frame) -> Iterator[EventShown]:
    """Yield the events of the terms in force."""
    for event in state.plan.events.values():
        done = done_of(state, state.plan, event.id)
        came = instant(done.certified_s) if done.is_whole and done.certified_s is not None else ""
        yield EventShown(
            event.id, event.what, event.on.text if event.on is not None else "",
            frame.name_of(event.verifier) if event.verifier else "", came,
            may_certify=state.from_s is not None and not came and event.verifier == frame.node.member,
        )  # fmt: skip
