"""Joint statements: signed in every language, released at the minute and never before, withdrawn by one (JS)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.tracks.talks.statement_duties import statement_duties
from parley.tracks.talks.statement_entries import LONGEST_READOUT, MOST_READOUTS, STATEMENT_KINDS
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.talks.wording import (
    LANGS,
    RELEASE_S,
    WORDS,
    draft,
    drafted,
    frozen,
    opened,
    releases,
    says,
    signature,
    signs,
    state_of,
    statement,
)

RELEASE_MS = RELEASE_S * 1000


def faults(**changes: Any) -> list[tuple[str, str]]:
    """Return the faults of a draft."""
    return [(each.where, each.code) for each in STATEMENT_KINDS["statement_drafted"].check(draft(**changes))]


def test_a_draft_has_one_form() -> None:
    """A whole minute, nobody's brackets, and who speaks for all only where one does."""
    assert faults() == []
    assert faults(release_s=RELEASE_S + 1) == [("release_s", "talks.whole_minute_asked")]
    assert faults(attribution="on_behalf") == [("spoken_by", "talks.spoken_by_asked")]
    assert faults(attribution="on_behalf", spoken_by="UN") == [("spoken_by", "talks.spoken_by_asked")]
    assert faults(attribution="on_behalf", spoken_by="US") == []
    texts = [{"lang": "en", "title": "EXERCISE", "text": "They [SY: shall] withdraw"}]
    assert faults(texts=texts) == [("texts.0.text", "talks.brackets_in_statement")]


def test_a_draft_stands_in_every_language_ahead_of_its_minute() -> None:
    """A language missing, one that is no language here, a signatory who does not read it, a minute that is past."""
    cell = Cell()
    assert cell.refusal(drafted(cell)) is None
    texts = draft()["texts"]
    assert cell.refusal(drafted(cell, texts=texts[:2])) == ("talks.statement_language_missing", "JS-2")
    french = [*texts, {"lang": "fr", "title": "EXERCISE", "text": "EXERCISE"}]
    assert cell.refusal(drafted(cell, texts=french)) == ("talks.statement_language", "JS-2")
    past = cell.now_ms // 60_000 * 60
    assert cell.refusal(drafted(cell, release_s=past)) == ("talks.minute_is_past", "JS-5")
    narrow = cell.say("US", "statement_drafted", audience=("SY", "US"), **draft())
    assert cell.refusal(narrow) == ("talks.signatory_unread", "JS-1")


def test_a_statement_from_a_text_has_the_words_that_were_frozen() -> None:
    """Other words in one language are refused, and so is a text that is not frozen."""
    cell = Cell()
    matter = frozen(cell)
    text = state_of(cell, matter).frozen_texts()
    texts = [{"lang": lang, "title": f"EXERCISE {lang}", "text": text[lang]} for lang in LANGS]
    assert cell.refusal(drafted(cell, texts=texts, from_text=matter.id)) is None
    other = [{**each, "text": each["text"] + " More."} if each["lang"] == "he" else each for each in texts]
    assert cell.refusal(drafted(cell, texts=other, from_text=matter.id)) == ("talks.words_not_frozen", "JS-3")
    unfrozen = opened(cell)
    assert cell.refusal(drafted(cell, texts=texts, from_text=unfrozen.id)) == ("talks.text_not_frozen", "JS-3")


def test_each_language_has_the_hash_of_the_bytes_that_are_published() -> None:
    """Anybody computes it with a program for SHA-256: title, an empty line, text, a line feed."""
    cell = Cell()
    state = statement(cell, drafted(cell))
    raw = f"EXERCISE ar\n\n{WORDS['ar']}\n".encode()
    assert state.bytes_of("ar") == raw
    assert state.digests["ar"] == hashlib.sha256(raw).hexdigest()


def test_a_signature_names_every_language_and_the_same_bytes() -> None:
    """A language left out at signing, other bytes of a language or of the whole, a stranger, twice: all refused."""
    cell = Cell()
    matter = drafted(cell, signatories=["IL", "SY"])
    sound = signature(cell, matter)
    some = {**sound, "digests": sound["digests"][:2]}
    assert cell.refusal(says(cell, "SY", "statement_signed", matter, **some)) == ("talks.language_not_signed", "JS-4")
    other = {**sound, "digests": [{**each, "sha256": "0" * 64} for each in sound["digests"]]}
    refused = cell.refusal(says(cell, "SY", "statement_signed", matter, **other))
    assert refused == ("talks.other_bytes_of_language", "JS-4")
    whole = {**sound, "digest": "0" * 64}
    assert cell.refusal(says(cell, "SY", "statement_signed", matter, **whole)) == (
        "talks.statement_other_bytes",
        "JS-4",
    )
    assert cell.refusal(signs(cell, matter, "US")) == ("talks.statement_no_signatory", "JS-4")
    assert cell.refusal(signs(cell, matter, "SY")) is None
    assert cell.refusal(signs(cell, matter, "SY")) == ("talks.statement_signed_already", "JS-4")


def test_who_declines_signs_no_more() -> None:
    """So it comes to nothing, and everybody sees why."""
    cell = Cell()
    matter = drafted(cell)
    says(cell, "IL", "statement_declined", matter, of=matter.id, why="The second paragraph")
    assert cell.refusal(signs(cell, matter, "IL")) == ("talks.statement_declined_already", "JS-6")
    assert statement(cell, matter).name == "declined"


def test_an_early_release_is_void() -> None:
    """Before all have signed, and a millisecond before the minute: the entry stays in the log and releases nothing."""
    cell = Cell()
    matter = drafted(cell)
    cell.now_ms = RELEASE_MS
    assert cell.refusal(releases(cell, "SY", matter)) == ("talks.statement_not_signed_by_all", "JS-7")
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, *ALL)
    cell.now_ms = RELEASE_MS - 1_001
    assert cell.refusal(releases(cell, "SY", matter)) == ("talks.release_too_early", "JS-7")
    assert statement(cell, matter).name == "signed"
    cell.now_ms = RELEASE_MS - 1_000
    assert cell.refusal(releases(cell, "SY", matter)) is None
    assert cell.refusal(releases(cell, "SY", matter)) == ("talks.released_already", "JS-7")
    assert statement(cell, matter).name == "released"


def test_a_late_release_is_recorded_as_of_when() -> None:
    """Within the minute nobody is late; after it each node tells by how much."""
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, *ALL)
    cell.now_ms = RELEASE_MS + 30_000
    releases(cell, "SY", matter)
    cell.now_ms = RELEASE_MS + 3_600_000
    releases(cell, "IL", matter)
    told = {each["member"]: each["late_ms"] for each in statement(cell, matter).as_json()["releases"]}
    assert told == {"SY": 0, "IL": 3_601_000}


def test_nobody_signs_after_the_minute() -> None:
    """It would be released at once, when nobody expects it; a signature made before and read later counts."""
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, "SY", "US")
    cell.now_ms = RELEASE_MS - 60_000
    early = signs(cell, matter, "IL", unread=True)
    cell.now_ms = RELEASE_MS
    assert cell.refusal(early) is None
    waiting = says(cell, "SY", "statement_released", matter, of=matter.id, digest=early.content["digest"], unread=True)
    assert cell.refusal(waiting) == ("talks.statement_not_signed_by_all", "JS-7")
    cell.reads()
    assert cell.refusal(releases(cell, "US", matter)) is None
    late = Cell()
    other = drafted(late)
    late.now_ms = RELEASE_MS
    assert late.refusal(signs(late, other, "IL")) == ("talks.minute_is_past", "JS-5")


@pytest.mark.parametrize("member", ALL)
def test_any_signatory_withdraws_it_before_its_minute(member: str) -> None:
    """Also after all have signed; then it is released by nobody, signed by nobody, and nothing of it is owed."""
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, *ALL)
    assert cell.refusal(says(cell, member, "statement_withdrawn", matter, of=matter.id, why="News came")) is None
    cell.now_ms = RELEASE_MS
    assert cell.refusal(releases(cell, "SY", matter)) == ("talks.statement_withdrawn", "JS-6")
    assert statement(cell, matter).name == "withdrawn"
    found = statement_duties(statement(cell, matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert {each.what for each in found} == {"sign_statement"}


def test_a_withdrawal_that_a_release_had_not_read_holds_on_every_node() -> None:
    """Over a cut link a node releases in good faith: it is recorded, told as crossed, and all end alike."""
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, *ALL)
    back = says(cell, "SY", "statement_withdrawn", matter, unread=True, of=matter.id, why="News came")
    cell.now_ms = RELEASE_MS
    out = releases(cell, "IL", matter)
    state = folded_alike(cell, matter.id, rebuilt=997, live=991).state
    assert (state.name, state.crossed) == ("withdrawn", (out.id,))
    assert state.withdrawn.entry == back.id


def test_what_was_released_is_withdrawn_by_nobody() -> None:
    """Nor by anybody once the minute has come."""
    cell = Cell()
    matter = drafted(cell)
    signs(cell, matter, *ALL)
    cell.now_ms = RELEASE_MS
    late = says(cell, "IL", "statement_withdrawn", matter, of=matter.id, why="Too late")
    assert cell.refusal(late) == ("talks.minute_is_past", "JS-6")
    releases(cell, "SY", matter)
    later = says(cell, "IL", "statement_withdrawn", matter, of=matter.id, why="Too late")
    assert cell.refusal(later) == ("talks.statement_released", "JS-6")


def test_signing_is_owed_before_the_minute_and_releasing_within_it() -> None:
    """The hours of the charter or the minute, whichever comes first; then each node owes the release."""
    cell = Cell()
    matter = drafted(cell)
    cell.say("SY", "shift_noted", audience=("SY",))
    found = statement_duties(statement(cell, matter), charter=cell.charter, readings=cell, now_ms=RELEASE_MS + 1)
    assert {each.owed_by: each.due_at_ms for each in found} == {"IL": None, "SY": RELEASE_MS, "US": RELEASE_MS}
    cited = {"duty": f"{matter.id}:sign_statement:SY", "due_at_ms": RELEASE_MS, "level": 1}
    assert cell.refusal(says(cell, "US", "statement_lapse_cited", matter, **cited)) == (
        "talks.statement_lapse_not_yet", "JS-8"
    )  # fmt: skip
    signs(cell, matter, *ALL)
    found = statement_duties(statement(cell, matter), charter=cell.charter, readings=cell, now_ms=RELEASE_MS + 60_001)
    assert {each.state for each in found if each.what == "release_statement"} == {"lapsed"}
    cell.now_ms = RELEASE_MS + 60_000
    assert cell.refusal(says(cell, "US", "statement_lapse_cited", matter, **cited)) is None


def read_out(cell: Cell, member: str, matter: Entry, *, lang: str = "ar", tail: str = "", **more: Any) -> Entry:
    """Let a member give its own read-out beside the statement."""
    texts = [{"lang": lang, "text": f"EXERCISE {member}{tail}"}]
    return says(cell, member, "statement_readout_given", matter, **{"of": matter.id, "texts": texts, **more})


def test_each_signatory_gives_its_own_readout_once_the_statement_is_released() -> None:
    """Before, it would be published early; later words of a member take the place of its earlier ones."""
    cell = Cell()
    matter = drafted(cell, signatories=["SY", "IL"], readouts=True)
    signs(cell, matter, "SY", "IL")
    assert cell.refusal(read_out(cell, "SY", matter)) == ("talks.readout_before_release", "JS-9")
    cell.now_ms = RELEASE_MS
    releases(cell, "IL", matter)
    assert cell.refusal(read_out(cell, "US", matter)) == ("talks.statement_no_signatory", "JS-9")
    assert cell.refusal(read_out(cell, "SY", matter, lang="fr")) == ("talks.statement_language", "JS-9")
    read_out(cell, "IL", matter, unread=True)
    read_out(cell, "SY", matter)
    newest = read_out(cell, "SY", matter, tail=" corrected")
    state = folded_alike(cell, matter.id, rebuilt=9973, live=9967).state
    assert [each.member for each in state.readouts] == ["IL", "SY", "SY"]
    assert state.readout_of("SY").entry == newest.id and state.readout_of("US") is None
    for _ in range(MOST_READOUTS - 2):
        read_out(cell, "SY", matter)
    assert cell.refusal(read_out(cell, "SY", matter)) == ("talks.too_many", "JS-9")


def test_nobody_publishes_what_its_member_has_not_signed() -> None:
    """Neither a statement of others, nor read-outs that were not agreed when it was drafted; one signs none alone."""
    cell = Cell()
    matter = drafted(cell, signatories=["SY", "IL"])
    signs(cell, matter, "SY", "IL")
    cell.now_ms = RELEASE_MS
    assert cell.refusal(releases(cell, "US", matter)) == ("talks.statement_no_signatory", "JS-7")
    assert cell.refusal(releases(cell, "SY", matter)) is None
    assert cell.refusal(read_out(cell, "IL", matter)) == ("talks.readouts_not_agreed", "JS-9")
    assert faults(signatories=["SY"]) == [("signatories", "hotline.list_length")]


def test_a_readout_has_words() -> None:
    """In at least one language, each once; of what it says nothing else is asked."""
    check = STATEMENT_KINDS["statement_readout_given"].check
    sound = {"of": "US/1", "texts": [{"lang": "he", "text": "EXERCISE"}], "role": "delegate"}
    assert check(sound) == ()
    assert [each.where for each in check({**sound, "texts": []})] == ["texts"]
    long = [{"lang": "he", "text": "x" * (LONGEST_READOUT + 1)}]
    assert [each.where for each in check({**sound, "texts": long})] == ["texts.0.text"]
