"""Challenging a voice at the desk: one step to the words, each reader's own, what both ends sign, what then stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from parley.node import reading
from parley.tracks.hotline.spoken_words import spoken_word
from tests.desk.cell import Cell
from tests.desk.test_hotline_forms import matter_of, state_of
from tests.desk.visitor import Visitor

ENDS = ("IL", "SY")
WORDS = {"far": {"words": [1, 2, 3], "figure": 42}, "near": {"words": [4, 5, 6], "figure": 17}}
CALL = {
    "other": "IL", "who_called": "they", "started_at": "2026-03-01 10:42Z", "ended_at": "2026-03-01 10:50Z",
    "summary": "They will call again at noon.", "lang": "en",
}  # fmt: skip


def challenged(cell: Cell, visitor: Visitor) -> str:
    """Challenge IL's voice from the desk and carry it everywhere."""
    matter = matter_of(visitor.post("/hotline/challenge", {"other": "IL"}))
    cell.carry()
    return matter


def signs(cell: Cell, member: str, kind: str, matter: str, **content: Any) -> str:
    """Let an end sign what it heard."""
    return cell.says(member, kind, content, matter=matter, to=ENDS)


def test_one_step_from_the_row_of_the_other_member_files_a_challenge(cell: Cell, visitor: Visitor) -> None:
    """The row holds the form; what it files goes to both ends alone, with fresh words of six different kinds."""
    row = re.search(r'<form class="second".*?</form>', visitor.get("/hotline").text, re.DOTALL)
    assert row is not None and 'action="/hotline/challenge"' in row[0]
    one, other = (state_of(cell, challenged(cell, visitor)) for _ in range(2))
    assert (one["form"], one["name"], set(one["to"])) == ("call", "challenged", {"SY", "IL"})  # type: ignore[call-overload]
    words = [{*one["voice"]["far"]["words"], *one["voice"]["near"]["words"]}, one["voice"]["far"]["figure"]]  # type: ignore[index]
    assert len(words[0]) == 6 and one["voice"] != other["voice"]


def test_the_supervisor_reads_along_where_the_officer_wishes_so(cell: Cell, visitor: Visitor) -> None:
    """The page of the key V offers it, and says what it costs."""
    page = visitor.get("/hotline/challenge").text
    assert page.count('name="tell" value="supervisor"') == 1 and "Whoever reads the words can say them." in page
    matter = matter_of(visitor.post("/hotline/challenge", {"other": "IL", "tell": "supervisor"}))
    assert set(state_of(cell, matter)["to"]) == {"SY", "IL", "US"}  # type: ignore[call-overload]


def test_nobody_challenges_his_own_desk(visitor: Visitor) -> None:
    """The refusal is told with its clause on the page of the challenge."""
    answer = visitor.post("/hotline/challenge", {"other": "SY"})
    assert answer.status == 422 and "H-19" in answer.text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("near", ["SY", "IL"])
def test_each_end_sees_its_own_words_first_in_its_language(
    cell: Cell, visitor: Visitor, language: str, near: str
) -> None:
    """Who challenged hears the first group and reads the second; the other way round at the far end."""
    matter = cell.says(near, "call_challenged", {"to": "IL" if near == "SY" else "SY", **WORDS}, to=ENDS)
    visitor.speak(language)
    page = visitor.get(f"/hotline/{matter}").text
    groups = re.findall(r'<ol class="spoken">(.*?)</ol>', page, re.DOTALL)
    shown = [re.findall(r'<b dir="auto">([^<]+)</b>', group) for group in groups]
    assert shown == [[spoken_word(n, language=language) for n in WORDS[end]["words"]] for end in ("far", "near")]  # type: ignore[attr-defined]
    others = [each for each in ("en", "ar", "he") if each != language]
    assert all(f'<span lang="{each}" dir="auto">{spoken_word(1, language=each)}</span>' in groups[0] for each in others)
    if language == "en":
        first = "First you must hear exactly this" if near == "SY" else "First read this out"
        assert page.index(first) < page.index(groups[0])


def test_both_ends_sign_and_the_log_names_the_challenge(cell: Cell, visitor: Visitor) -> None:
    """A yes of each end authenticates; the call is then logged in the same matter, and its summary confirmed."""
    matter = challenged(cell, visitor)
    assert "The desk of Israel has the words since" in visitor.get(f"/hotline/{matter}").text
    assert matter_of(visitor.post(f"/hotline/{matter}/hear", {"heard": "authenticated", "to": "IL,SY"})) == matter
    cell.carry()
    signs(cell, "IL", "voice_authenticated", matter)
    page = visitor.get(f"/hotline/{matter}").text
    assert "Voice authenticated by both ends" in page and 'class="spoken"' not in page
    form = visitor.get(f"/hotline/call?challenge={matter}").text
    assert f'name="challenge" value="{matter}"' in form and 'name="tell_all"' not in form
    assert matter_of(visitor.post("/hotline/call", {**CALL, "challenge": matter})) == matter
    cell.carry()
    signs(cell, "IL", "call_confirmed", matter)
    state = state_of(cell, matter)
    assert (state["name"], state["call"]["challenge"]) == ("confirmed", matter)  # type: ignore[index]


def test_the_same_word_twice_is_told_with_its_clause(cell: Cell, visitor: Visitor) -> None:
    """A double click files nothing."""
    matter = challenged(cell, visitor)
    visitor.post(f"/hotline/{matter}/hear", {"heard": "authenticated", "to": "IL,SY"})
    again = visitor.post(f"/hotline/{matter}/hear", {"heard": "authenticated", "to": "IL,SY"})
    assert again.status == 422 and "H-18" in again.text


def test_a_no_alarms_on_every_page_with_the_number_to_call_back(cell: Cell, visitor: Visitor) -> None:
    """The bar stands over every page of both desks until the summary of the call was confirmed or disputed."""
    watch = {"name": "Captain B.", "authority": "May stop.", "call_back": "line 9, ask for the cell"}
    cell.says("IL", "watch_taken", {**watch, "until_s": 2_000_000_000})
    matter = challenged(cell, visitor)
    bar = f'data-call="{matter}"'
    assert bar in visitor.get("/shift").text and "read the words out" in visitor.get("/shift").text
    no = {"heard": "wrong_words", "text": "Other fruit.", "lang": "en", "to": "IL,SY"}
    visitor.post(f"/hotline/{matter}/hear", no)  # type: ignore[arg-type]
    cell.carry()
    said = state_of(cell, matter)["voice"]["said"]["SY"]  # type: ignore[index]
    assert (said["reason"], said["text"], said["lang"]) == ("wrong_words", "Other fruit.", "en")
    page = visitor.get("/shift").text
    assert bar in page and "hang up and call back" in page and "line 9, ask for the cell" in page
    assert "Other words were read out" in visitor.get(f"/hotline/{matter}").text
    visitor.post("/hotline/call", {**CALL, "challenge": matter})
    cell.carry()
    assert bar in visitor.get("/shift").text
    signs(cell, "IL", "call_confirmed", matter)
    assert bar not in visitor.get("/shift").text


def test_a_call_logged_without_a_challenge_says_so_calmly(cell: Cell, visitor: Visitor) -> None:
    """The page of a plain call says that the voice was not authenticated, and raises no alarm."""
    matter = matter_of(visitor.post("/hotline/call", CALL))
    page = visitor.get(f"/hotline/{matter}").text
    assert "Voice not authenticated: this call was logged without a challenge." in page
    assert f'data-call="{matter}"' not in page and '<section class="voice' not in page


def test_a_challenge_that_does_not_arrive_says_so_and_offers_the_number(cell: Cell, visitor: Visitor) -> None:
    """As long as nothing proves that the other desk has the words the page says so, with the number of its watch."""
    matter = matter_of(visitor.post("/hotline/challenge", {"other": "IL"}))  # carried nowhere
    page = visitor.get(f"/hotline/{matter}").text
    assert "Not proven yet that the words have reached the desk of Israel." in page
    assert "Number in the signed watch" in page or "The other end has signed no watch" in page
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None and "IL" not in view.entries[0].transport.opened
