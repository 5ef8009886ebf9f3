"""The charter as an instrument: who must sign, when a version is in force, and what follows what."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded, fold_matter
from parley.matters.instrument import CHARTER_MATTER, CharterHistory, CharterTrack, signers_of
from parley.matters.track import Track
from tests.tracks.hotline.cell import ALL, charter

FOUNDING = charter()
FIRST = replace(FOUNDING, digest="1" * 64, predecessor=FOUNDING.digest)
RIVAL = replace(FOUNDING, digest="2" * 64, predecessor=FOUNDING.digest)
NEXT = replace(FOUNDING, digest="3" * 64, predecessor=FIRST.digest)
JOINING = replace(FOUNDING.members[0], code="LB", origin="paris-2026.parley.example/lb")
WIDER = replace(FOUNDING, digest="4" * 64, predecessor=FOUNDING.digest, members=(*FOUNDING.members, JOINING))
AFTER_WIDER = replace(WIDER, digest="5" * 64, predecessor=WIDER.digest)
TEXTS = {c.digest.encode(): c for c in (FIRST, RIVAL, NEXT, WIDER, AFTER_WIDER)}


def log_of(code: str) -> str:
    """Return the log of a member of any of these versions, and for a stranger one that none of them names."""
    return WIDER.member(code).origin if code in WIDER.codes else f"paris-2026.parley.example/{code.lower()}"


class Acts:
    """Entries about the charter, each knowing all before it unless told what it had not read."""

    def __init__(self) -> None:
        self.track = CharterTrack(FOUNDING, read=TEXTS.get)
        self.entries: list[Entry] = []
        for code in ALL:
            self.sign(code, FOUNDING)

    def add(self, code: str, kind: str, content: dict[str, Any], *, to: tuple[str, ...], blind: frozenset[str]) -> str:
        """Add an entry of a member, which has read all entries but those of the logs in `blind`."""
        own = [e for e in self.entries if e.member == code]
        read = [e for e in self.entries if e.member != code and e.member not in blind]
        seen = {e.point.log: e.point.number + 1 for e in read}
        depth = 1 + max((e.point.depth for e in (*own, *read)), default=0)
        point = Point(log_of(code), len(own), 0, depth, seen)
        self.entries.append(
            Entry(f"{code}/{len(own)}", code, point, to, kind, CHARTER_MATTER, {**content, "role": "chief"})
        )
        return self.entries[-1].id

    def sign(
        self, code: str, version: Charter, *, to: tuple[str, ...] = ALL, blind: frozenset[str] = frozenset()
    ) -> str:
        """Let a member sign a version."""
        return self.add(code, "charter_signed", {"charter": version.digest}, to=to, blind=blind)

    def propose(self, code: str, version: Charter, *, to: tuple[str, ...] = ALL) -> str:
        """Let a member propose a version."""
        return self.add(code, "charter_proposed", {"text": version.digest}, to=to, blind=frozenset())

    def folded(self) -> Folded:
        """Return the fold, each entry judged by the charter in force for its author."""
        history = self.track.history(None)
        folded = None
        for size in range(1, len(self.entries) + 1):
            in_force = partial(_charter_at, history)
            folded = fold_matter(self.entries[:size], track_of=self._find, charter_at=in_force)
            history = self.track.history(folded.state)
        assert folded is not None
        return folded

    def in_force(self) -> Charter | None:
        """Return the version in force for one who has read everything."""
        seen = {e.point.log: e.point.number + 1 for e in self.entries}
        state: CharterHistory = self.folded().state
        return state.in_force(Point("log/reader", 0, 0, 99, seen))

    def verdict(self, entry_id: str) -> str:
        """Return the clause by which an entry is refused, "" where it is allowed."""
        verdict = self.folded().verdicts[entry_id]
        return verdict.clause if isinstance(verdict, Refusal) else ""

    def _find(self, kind: str) -> Track | None:
        return self.track if kind in self.track.kinds else None


def _charter_at(history: CharterHistory, entry: Entry) -> Charter:
    return history.in_force(entry.point) or FOUNDING


def test_a_version_is_in_force_when_all_have_signed() -> None:
    """With two of three signatures the old one holds, with the third the new one."""
    acts = Acts()
    acts.propose("SY", FIRST)
    acts.sign("SY", FIRST)
    acts.sign("IL", FIRST)
    assert acts.in_force() == FOUNDING
    acts.sign("US", FIRST)
    assert acts.in_force() == FIRST


def test_a_member_signs_one_of_two_rivals() -> None:
    """A second signature on another amendment of the same predecessor is void, so two rivals never both hold."""
    acts = Acts()
    acts.propose("SY", FIRST)
    acts.propose("IL", RIVAL)
    acts.sign("SY", FIRST)
    assert acts.verdict(acts.sign("SY", RIVAL)) == "I-6"
    assert acts.verdict(acts.sign("SY", FIRST)) == "I-6"
    for code in ("IL", "US"):
        acts.sign(code, RIVAL)
    assert acts.in_force() == FOUNDING


def test_signatures_given_side_by_side_split_and_bind_nobody() -> None:
    """Where members sign different rivals, neither knowing of the other, no rival comes into force."""
    acts = Acts()
    acts.propose("SY", FIRST)
    acts.propose("SY", RIVAL)
    acts.sign("IL", FIRST, blind=frozenset({"US"}))
    acts.sign("US", RIVAL, blind=frozenset({"IL"}))
    for version in (FIRST, RIVAL):
        acts.sign("SY", version)
    assert acts.in_force() == FOUNDING


def test_an_amendment_follows_an_amendment() -> None:
    """The next version names the one before; it is in force only after that one."""
    acts = Acts()
    for version in (FIRST, NEXT):
        acts.propose("SY", version)
    for code in ALL:
        acts.sign(code, NEXT)
    assert acts.in_force() == FOUNDING
    for code in ALL:
        acts.sign(code, FIRST)
    assert acts.in_force() == NEXT


def test_who_joins_signs_and_the_charter_can_be_amended_after() -> None:
    """A member to come signs too; when it is in, the wider mechanism amends its charter as before."""
    acts = Acts()
    acts.propose("SY", WIDER)
    for code in ALL:
        acts.sign(code, WIDER)
    assert acts.in_force() == FOUNDING
    wide = tuple(sorted((*ALL, "LB")))
    assert acts.verdict(acts.sign("LB", WIDER, to=wide)) == ""
    assert acts.in_force() == WIDER
    assert acts.verdict(acts.propose("IL", AFTER_WIDER, to=wide)) == ""
    for code in wide:
        assert acts.verdict(acts.sign(code, AFTER_WIDER, to=wide)) == ""
    assert acts.in_force() == AFTER_WIDER
    assert acts.verdict(acts.propose("IL", RIVAL, to=ALL)) == "I-1"


def test_who_leaves_must_sign_too() -> None:
    """All members of the version that is replaced sign, those that it drops as well."""
    smaller = replace(FIRST, members=FOUNDING.members[:2])
    assert set(signers_of(smaller, predecessor=FOUNDING)) == set(FOUNDING.codes)


@pytest.mark.parametrize("code", ["LB", "ZZ"])
def test_a_stranger_neither_proposes_nor_signs(code: str) -> None:
    """Who is no member of the charter in force proposes nothing, and signs only what names it."""
    acts = Acts()
    wide = tuple(sorted((*ALL, code)))
    assert acts.verdict(acts.propose(code, FIRST, to=wide)) == "C-1"
    acts.propose("SY", FIRST)
    assert acts.verdict(acts.sign(code, FIRST, to=wide)) == "I-5"


def test_the_same_text_proposed_twice_is_one_version() -> None:
    """Two members who propose the same bytes propose one version, and its signatures count together."""
    acts = Acts()
    acts.propose("SY", FIRST)
    acts.propose("IL", FIRST)
    versions = acts.folded().state.versions
    assert len(versions) == 2 and len(versions[FIRST.digest].proposals) == 2
    assert all(isinstance(verdict, Permit) for verdict in acts.folded().verdicts.values())
