"""Negotiating texts: versions, brackets, consent, reservations, and who may say what of them (TX-1 to TX-6)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.verdict import Refusal
from parley.tracks.talks.text_duties import text_duties
from parley.tracks.talks.text_entries import TEXT_KINDS
from parley.tracks.talks.text_redline import IN, OUT, Run, redline
from tests.tracks.hotline.cell import Cell
from tests.tracks.talks.wording import HOUR_MS, WORDS, consents, opened, says, state_of, worded, words


def faults(kind: str, **content: Any) -> list[tuple[str, str]]:
    """Return the faults of a content of this kind."""
    return [(each.where, each.code) for each in TEXT_KINDS[kind].check({"role": "delegate", **content})]


def bracketed(**by: str) -> list[dict[str, str]]:
    """Return a paragraph of which each member named wants other words, in English and Arabic and Hebrew."""
    tail = " " + " ".join(f"[{code}: {said}]" for code, said in by.items()) + "."
    return words(tail)


def test_a_paragraph_in_brackets_is_cut_alike_in_every_language() -> None:
    """A bracket that is not closed, that names nobody, or that one language lacks is told at its field."""
    even = {"paragraph": "1", "replaces": [], "texts": bracketed(SY="shall", IL="should")}
    assert faults("text_paragraph_worded", **even) == []
    loose = [{"lang": "en", "text": "They [SY: shall withdraw."}]
    assert faults("text_paragraph_worded", **{**even, "texts": loose}) == [("texts.0.text", "talks.bracket_not_closed")]
    uneven = [*bracketed(SY="shall")[:1], *words()[1:]]
    assert faults("text_paragraph_worded", **{**even, "texts": uneven}) == [("texts", "talks.brackets_differ")]
    assert faults("text_paragraph_worded", **{**even, "paragraph": "0"}) == [
        ("paragraph", "talks.paragraph_number_asked")
    ]


def test_a_text_is_opened_to_all_who_are_to_agree() -> None:
    """Who is to agree reads it, and agrees with somebody."""
    cell = Cell()
    assert cell.refusal(opened(cell)) is None
    alone = cell.say("US", "text_opened", subject="EXERCISE", parties=["US"], role="delegate")
    assert cell.refusal(alone) == ("talks.text_party_alone", "TX-1")
    unread = opened(cell, audience=("SY", "US"))
    assert cell.refusal(unread) == ("talks.text_party_unread", "TX-1")


def test_a_new_version_replaces_all_that_stand() -> None:
    """Whoever words a paragraph anew names every version that it had read; two at once stand beside each other."""
    cell = Cell()
    matter = opened(cell)
    first = worded(cell, matter)
    stale = says(cell, "IL", "text_paragraph_worded", matter, paragraph="1", replaces=[], texts=words())
    assert cell.refusal(stale) == ("talks.version_not_replaced", "TX-3")
    one = worded(cell, matter, member="IL", texts=words(" by day."), unread=True)
    two = worded(cell, matter, member="US", texts=words(" by night."), replaces=[first.id])
    state = state_of(cell, matter)
    assert {each.entry for each in state.paragraphs["1"].heads} == {one.id, two.id} == set(state.crossed)
    both = worded(cell, matter, texts=words(" always."))
    assert cell.refusal(both) is None
    assert [each.entry for each in state_of(cell, matter).paragraphs["1"].heads] == [both.id]


def test_nobody_puts_words_in_the_mouth_of_another() -> None:
    """A member brackets its own words, those in a bracket of another, and those that another wrote outside of any."""
    cell = Cell()
    matter = opened(cell)
    worded(cell, matter, member="IL", texts=words(" by day."))
    assert cell.refusal(worded(cell, matter, texts=bracketed(IL="by night"))) == ("talks.words_of_another", "TX-4")
    first = [{"lang": lang, "text": f"{WORDS[lang]} [IL: by day] [SY: always]"} for lang in WORDS]
    assert cell.refusal(worded(cell, matter, texts=first)) is None
    carried = [{"lang": lang, "text": f"{WORDS[lang]} [SY: always] [IL:  by  day]"} for lang in WORDS]
    assert cell.refusal(worded(cell, matter, member="US", texts=carried)) is None
    stranger = worded(cell, matter, texts=bracketed(UN="always"))
    assert cell.refusal(stranger) == ("talks.bracket_of_stranger", "TX-2")


def test_consent_is_to_the_one_version_that_stands_and_is_taken_back() -> None:
    """A party consents once, to words without brackets; a newer version has no consent yet; who wrote it consents."""
    cell = Cell()
    matter = opened(cell)
    first = worded(cell, matter)
    assert cell.refusal(consents(cell, matter, first, "IL")) is None
    assert cell.refusal(consents(cell, matter, first, "IL")) == ("talks.consented_already", "TX-5")
    paragraph = state_of(cell, matter).paragraphs["1"]
    assert [code for code in ("IL", "SY", "US") if paragraph.consents_to(code, paragraph.heads[0])] == ["IL", "SY"]
    back = {"paragraph": "1", "version": first.id, "why": "Asked at home"}
    assert cell.refusal(says(cell, "IL", "text_consent_withdrawn", matter, **back)) is None
    assert cell.refusal(says(cell, "IL", "text_consent_withdrawn", matter, **back)) == ("talks.no_consent", "TX-5")
    second = worded(cell, matter, texts=words(" by day."))
    assert cell.refusal(consents(cell, matter, first, "IL")) == ("talks.version_not_standing", "TX-5")
    open_words = worded(cell, matter, texts=bracketed(SY="always"))
    assert cell.refusal(consents(cell, matter, open_words, "US")) == ("talks.consent_to_brackets", "TX-5")
    assert second.id in state_of(cell, matter).paragraphs["1"].gone


def test_who_reserves_does_not_consent() -> None:
    """A reservation is its party's own, stands over every version until it is lifted, and bars consent."""
    cell = Cell()
    matter = opened(cell)
    version = worded(cell, matter)
    mark = says(cell, "IL", "text_reserved", matter, paragraph="1", why="No word from home yet")
    again = says(cell, "IL", "text_reserved", matter, paragraph="1", why="Again")
    assert cell.refusal(again) == ("talks.reserved_already", "TX-6")
    assert cell.refusal(consents(cell, matter, version, "IL")) == ("talks.own_reservation", "TX-6")
    foreign = says(cell, "SY", "text_reservation_lifted", matter, paragraph="1", of=mark.id)
    assert cell.refusal(foreign) == ("talks.reservation_unknown", "TX-6")
    assert cell.refusal(says(cell, "IL", "text_reservation_lifted", matter, paragraph="1", of=mark.id)) is None
    again = says(cell, "IL", "text_reservation_lifted", matter, paragraph="1", of=mark.id)
    assert cell.refusal(again) == ("talks.lifted_already", "TX-6")
    consents(cell, matter, version, "IL")
    held = says(cell, "IL", "text_reserved", matter, paragraph="1", why="Now again")
    assert cell.refusal(held) == ("talks.consent_first_withdrawn", "TX-6")


def test_a_paragraph_is_left_out_by_a_version_without_words() -> None:
    """What is left out needs a version that it leaves out, and consent like any other."""
    cell = Cell()
    matter = opened(cell)
    assert cell.refusal(worded(cell, matter, texts=[])) == ("talks.nothing_to_leave_out", "TX-2")
    worded(cell, matter)
    out = worded(cell, matter, member="IL", texts=[], why="Said in paragraph 2")
    assert cell.refusal(out) is None
    assert cell.refusal(consents(cell, matter, out, "SY")) is None


def test_a_text_is_given_up_by_who_opened_it() -> None:
    """After that nothing is said of it, and nothing is owed."""
    cell = Cell()
    matter = opened(cell)
    assert cell.refusal(says(cell, "SY", "text_given_up", matter, why="Why")) == ("talks.opener_only", "TX-9")
    says(cell, "US", "text_given_up", matter, why="The round is over")
    assert cell.refusal(worded(cell, matter)) == ("talks.text_is_given_up", "TX-9")
    assert state_of(cell, matter).name == "given_up"


@pytest.mark.parametrize("answer", ["consent", "reservation", "words"])
def test_consent_is_asked_within_hours(answer: str) -> None:
    """Each party but the author owes a word on a version from its first reading; any of three words meets it."""
    cell = Cell()
    matter = opened(cell)
    version = worded(cell, matter)
    for member in ("IL", "US"):
        cell.say(member, "shift_noted", audience=(member,))
    late_ms = cell.now_ms + 73 * HOUR_MS

    def owed() -> dict[str, str]:
        found = text_duties(state_of(cell, matter), charter=cell.charter, readings=cell, now_ms=late_ms)
        return {each.owed_by: each.state for each in found if each.entry == version.id}

    assert owed() == {"IL": "lapsed", "US": "lapsed"}
    if answer == "consent":
        consents(cell, matter, version, "IL")
    elif answer == "reservation":
        says(cell, "IL", "text_reserved", matter, paragraph="1", why="No word from home yet")
    else:
        worded(cell, matter, member="IL", texts=words(" by day."))
    found = owed()
    assert found.get("IL") == "done"
    assert found.get("US") == (None if answer == "words" else "lapsed")
    cited = {"duty": f"{version.id}:consent_text:US", "due_at_ms": cell.now_ms, "level": 1}
    assert cell.refusal(says(cell, "SY", "text_lapse_cited", matter, **cited)) is None
    assert cell.refusal(says(cell, "SY", "text_lapse_cited", matter, **cited)) == (
        "talks.text_lapse_cited_before", "TX-10"
    )  # fmt: skip


def test_every_refusal_has_a_verdict_that_is_a_value() -> None:
    """A stranger to the matter is refused as one."""
    cell = Cell()
    matter = opened(cell, parties=["SY", "US"], audience=("SY", "US"))
    narrow = says(cell, "SY", "text_reserved", matter, paragraph="1", why="Why", audience=("SY", "US"))
    verdict = cell.verdict(narrow)
    assert isinstance(verdict, Refusal) and (verdict.code, verdict.clause) == ("talks.paragraph_unknown", "TX-6")


PIECES = ["the", "road", "[SY:", "]", "الطريق", "הדרך", ".", "by  day", "\n\n"]
WORDINGS = st.lists(st.sampled_from(PIECES), max_size=30)


@given(WORDINGS, WORDINGS)
def test_a_redline_leaves_nothing_of_either_wording_out(one: list[str], other: list[str]) -> None:
    """What stands and what came are the later wording; what stands and what went the earlier, but for its blanks."""
    before, after = " ".join(one), " ".join(other)
    runs = redline(before, after)
    assert "".join(run.words for run in runs if run.sort != OUT) == after
    assert "".join("".join(run.words for run in runs if run.sort != IN).split()) == "".join(before.split())
    assert all(a.sort != b.sort and a.words for a, b in pairwise(runs))


def test_a_long_wording_is_compared_at_once() -> None:
    """Eight thousand signs of which all are alike, or none: what stands around what changed is not compared at all."""
    words = " ".join(["word"] * 1_590)
    assert redline(f"{words} by day {words}", f"{words} by night {words}")[1:3] == (Run(OUT, "day "), Run(IN, "night "))
    far = redline(words, " ".join(["other"] * 1_590))
    assert [run.sort for run in far] == [OUT, IN]
