"""Freezing a text: nothing agreed until all is, two freezes at once, consent withdrawn, other bytes (TX-7 to TX-9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parley.matters.entry import Entry
from parley.tracks.talks.text_freezing import obstacles
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import Cell
from tests.tracks.talks.wording import (
    LANGS,
    WORDS,
    consented,
    freeze,
    frozen,
    opened,
    says,
    state_of,
    worded,
    words,
)


def proposes(cell: Cell, matter: Entry, member: str = "SY", **changes: object) -> Entry:
    """Let a member propose to freeze what stands."""
    return says(cell, member, "text_freeze_proposed", matter, **{**freeze(cell, matter), **changes})


def agrees(cell: Cell, matter: Entry, member: str, of: Entry, **changes: object) -> Entry:
    """Let a member agree to a freeze."""
    content = {"of": of.id, "digest": of.content["digest"], **changes}
    return says(cell, member, "text_freeze_agreed", matter, **content)


def test_a_text_is_frozen_when_all_have_agreed() -> None:
    """Who proposes agrees by proposing; the last word freezes, and the text stands whole in every language."""
    cell = Cell()
    state = state_of(cell, frozen(cell))
    assert state.name == "frozen"
    assert dict(state.frozen_texts()) == {lang: f"{WORDS[lang]} 1.\n\n{WORDS[lang]} 2." for lang in LANGS}
    said = state.as_json()["frozen"]
    assert set(said["digests"]) == set(LANGS) and said["digest"] == state.freezes[0].digest


OBSTACLES: dict[str, Callable[[Cell, Entry], object]] = {
    "talks.language_missing": lambda cell, matter: worded(cell, matter, texts=words(langs=("en", "he"))),
    "talks.brackets_stand": lambda cell, matter: worded(cell, matter, texts=words(" [SY: always]")),
    "talks.consent_missing": lambda cell, matter: worded(cell, matter, texts=words(" by day.")),
    "talks.versions_beside": lambda cell, matter: [
        worded(cell, matter, texts=words(" by day."), unread=True),
        worded(cell, matter, member="IL", texts=words(" by night."), replaces=heads(cell, matter)),
    ],
    "talks.nothing_to_freeze": lambda cell, matter: [
        worded(cell, matter, number, texts=[]) for number in ("1", "2")
    ],
}  # fmt: skip


def heads(cell: Cell, matter: Entry) -> list[str]:
    """Return the version of the first paragraph that stood before the newest."""
    return [state_of(cell, matter).paragraphs["1"].versions[0].entry]


@pytest.mark.parametrize("code", OBSTACLES)
def test_nothing_is_agreed_until_all_is(code: str) -> None:
    """A language missing, brackets, missing consent, versions beside each other, and no paragraph each bar it."""
    cell = Cell()
    matter = consented(cell)
    content = freeze(cell, matter)
    OBSTACLES[code](cell, matter)
    entry = says(cell, "SY", "text_freeze_proposed", matter, **content)
    assert cell.refusal(entry) == (code, "TX-7")
    assert code in {each.code for each in obstacles(state_of(cell, matter), languages=cell.charter.languages)}


def test_a_reservation_bars_the_freeze() -> None:
    """Also of who consented before and took that back."""
    cell = Cell()
    matter = consented(cell)
    version = state_of(cell, matter).paragraphs["2"].heads[0].entry
    says(cell, "IL", "text_consent_withdrawn", matter, paragraph="2", version=version, why="Why")
    says(cell, "IL", "text_reserved", matter, paragraph="2", why="No word from home yet")
    assert cell.refusal(proposes(cell, matter)) == ("talks.reservations_stand", "TX-7")


def test_a_word_over_other_bytes_is_refused() -> None:
    """So is a proposal whose digest is not that of the versions, whose versions are not those that stand, or number."""
    cell = Cell()
    matter = consented(cell)
    assert cell.refusal(proposes(cell, matter, digest="0" * 64)) == ("talks.text_other_bytes", "TX-8")
    some = freeze(cell, matter)["versions"][:1]
    assert cell.refusal(proposes(cell, matter, versions=some)) == ("talks.other_versions", "TX-7")
    assert cell.refusal(proposes(cell, matter, attempt=2)) == ("talks.other_attempt", "TX-7")
    proposed = proposes(cell, matter)
    assert cell.refusal(agrees(cell, matter, "IL", proposed, digest="0" * 64)) == ("talks.text_other_bytes", "TX-8")
    assert cell.refusal(agrees(cell, matter, "IL", proposed)) is None
    assert cell.refusal(agrees(cell, matter, "IL", proposed)) == ("talks.freeze_word_given", "TX-8")


def test_two_freezes_of_the_same_bytes_at_once_are_one() -> None:
    """Each had not read the other; both agreed to the same bytes, so that only the third word is missing."""
    cell = Cell()
    matter = consented(cell, paragraphs=1)
    one = says(cell, "SY", "text_freeze_proposed", matter, unread=True, **freeze(cell, matter))
    two = proposes(cell, matter, "IL")
    assert one.content["digest"] == two.content["digest"]
    assert state_of(cell, matter).agreed_by(one.content["digest"]) == ("IL", "SY")
    agrees(cell, matter, "US", two)
    whole = folded_alike(cell, matter.id, rebuilt=997, live=991)
    assert whole.state.frozen.entry == min(one.id, two.id)
    assert whole.state.name == "frozen"


def test_two_freezes_of_other_bytes_at_once_never_both_come_to_be() -> None:
    """A version that came beside one is in the other; who agreed to one agrees to no other until somebody declines."""
    cell = Cell()
    matter = consented(cell, paragraphs=1)
    first = says(cell, "SY", "text_freeze_proposed", matter, unread=True, **freeze(cell, matter))
    # IL has read no freeze: it words the paragraph anew, US consents, and IL proposes to freeze that.
    version = worded(cell, matter, member="IL", texts=words(" by day."), unread=True)
    cell.reads("US", of="IL")
    consents_unread = {"paragraph": "1", "version": version.id}
    says(cell, "US", "text_consented", matter, unread=True, **consents_unread)
    cell.reads("SY", of="IL")
    late = says(cell, "SY", "text_consented", matter, unread=True, **consents_unread)
    assert cell.refusal(late) is None
    cell.reads()
    second = proposes(cell, matter, "IL")
    assert cell.refusal(second) is None
    assert second.content["digest"] != first.content["digest"]
    assert cell.refusal(agrees(cell, matter, "SY", second)) == ("talks.bound_to_another", "TX-8")
    says(cell, "US", "text_freeze_declined", matter, of=first.id, why="The newer words are better")
    assert cell.refusal(agrees(cell, matter, "SY", second)) is None
    agrees(cell, matter, "US", second)
    state = state_of(cell, matter)
    assert state.frozen is not None and state.frozen.entry == second.id


def test_a_freeze_that_one_declines_comes_to_nothing_and_is_tried_anew() -> None:
    """The next attempt has another number, and so other bytes."""
    cell = Cell()
    matter = consented(cell)
    first = proposes(cell, matter)
    says(cell, "IL", "text_freeze_declined", matter, of=first.id, why="Not before the map is there")
    assert cell.refusal(agrees(cell, matter, "US", first)) == ("talks.freeze_declined", "TX-8")
    assert state_of(cell, matter).name == "open"
    second = proposes(cell, matter, "IL")
    assert second.content["attempt"] == 2
    assert second.content["digest"] != first.content["digest"]


def test_consent_is_not_withdrawn_from_what_one_agreed_to_freeze() -> None:
    """Not by who agreed while others are asked, and by nobody once it is frozen; before that it bars the own word."""
    cell = Cell()
    matter = consented(cell)
    version = state_of(cell, matter).paragraphs["1"].heads[0].entry
    back = {"paragraph": "1", "version": version, "why": "Second thoughts"}
    proposed = proposes(cell, matter)
    assert cell.refusal(says(cell, "SY", "text_consent_withdrawn", matter, **back)) == ("talks.bound_by_freeze", "TX-8")
    assert cell.refusal(says(cell, "US", "text_consent_withdrawn", matter, **back)) is None
    agrees(cell, matter, "IL", proposed)
    assert cell.refusal(agrees(cell, matter, "US", proposed)) == ("talks.consent_missing", "TX-7")
    says(cell, "US", "text_consented", matter, paragraph="1", version=version)
    agrees(cell, matter, "US", proposed)
    assert cell.refusal(says(cell, "US", "text_consent_withdrawn", matter, **back)) == ("talks.text_is_frozen", "TX-9")


def test_words_beside_the_last_word_of_a_freeze_are_without_effect() -> None:
    """A version that crossed the freeze is shown as crossed; what is frozen is what was named."""
    cell = Cell()
    matter = consented(cell, paragraphs=1)
    before = dict(state_of(cell, matter).paragraphs["1"].heads[0].texts)
    proposed = proposes(cell, matter)
    agrees(cell, matter, "IL", proposed)
    says(cell, "US", "text_freeze_agreed", matter, unread=True, of=proposed.id, digest=proposed.content["digest"])
    beside = worded(cell, matter, member="IL", texts=words(" by day."), replaces=heads(cell, matter))
    assert cell.refusal(beside) is None
    state = folded_alike(cell, matter.id, rebuilt=997, live=991).state
    assert state.name == "frozen" and state.frozen_texts() == before
    assert state.crossed == (beside.id,)


def test_a_language_that_the_mechanism_does_not_have_is_refused() -> None:
    """Only the charter's languages are worded."""
    cell = Cell()
    matter = opened(cell)
    french = worded(cell, matter, texts=[{"lang": "fr", "text": "EXERCISE"}])
    assert cell.refusal(french) == ("talks.text_language", "TX-2")
