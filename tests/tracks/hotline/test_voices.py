"""A voice on the telephone: challenged with words, authenticated by both ends or not, then the call is logged."""

from __future__ import annotations

from itertools import combinations
from math import log2, perm
from typing import Any

import pytest

from parley.matters.duty import Duty
from parley.matters.entry import Entry
from parley.tracks.hotline.duties import duties
from parley.tracks.hotline.entries import KINDS
from parley.tracks.hotline.spoken_words import LANGUAGES, SPOKEN_WORDS, WORD_COUNT, spoken_word
from parley.tracks.hotline.track import TRACK, headline
from parley.tracks.hotline.voice import CHALLENGE_MS, GROUP_WORDS, HIGHEST_FIGURE, LOWEST_FIGURE, challenge_audience
from tests.tracks.hotline.cell import CONTENTS, Cell, charter, said

FIVE = charter("five-parties.yaml")


def challenged(cell: Cell, **changes: Any) -> Entry:
    """Let SY challenge a voice that says it is IL's; everybody reads it."""
    entry = cell.say("SY", "call_challenged", **changes)
    cell.reads()
    return entry


def owed(cell: Cell, opening: Entry, *, after_ms: int = 0) -> dict[tuple[str, str], Duty]:
    """Return the duties by what is owed and by whom, some time from now."""
    found = duties(cell.state(opening), charter=cell.charter, readings=cell, now_ms=cell.now_ms + after_ms)
    return {(duty.what, duty.owed_by): duty for duty in found}


def test_both_ends_authenticate_a_voice() -> None:
    """One yes leaves the voice challenged; the second authenticates it, and the JSON says who signed what."""
    cell = Cell()
    call = challenged(cell)
    said(cell, "SY", "voice_authenticated", call)
    assert cell.state(call).name == "challenged"
    second = said(cell, "IL", "voice_authenticated", call)
    state = cell.state(call).as_json()
    assert (state["form"], state["name"], state["voice"]["state"]) == ("call", "authenticated", "authenticated")
    assert state["voice"]["said"]["IL"]["entry"] == second.id
    assert state["voice"]["far"] == CONTENTS["call_challenged"]["far"]
    assert (state["call"], state["logged"], state["other_end"]) == (None, None, "IL")


@pytest.mark.parametrize("member", ["SY", "IL"])
def test_a_no_of_one_end_outweighs_the_yes_of_the_other(member: str) -> None:
    """However the other end heard it, a voice that one end did not authenticate is not authenticated."""
    cell = Cell()
    call = challenged(cell)
    for end in ("SY", "IL"):
        cell.say(end, "voice_not_authenticated" if end == member else "voice_authenticated", matter=call)
    state = cell.state(call).as_json()
    assert (state["name"], state["voice"]["said"][member]["reason"]) == ("not_authenticated", "wrong_words")


def test_a_challenged_call_is_logged_and_its_summary_confirmed() -> None:
    """The log names its challenge in the same matter, and the other end confirms the summary."""
    cell = Cell()
    call = challenged(cell)
    for end in ("SY", "IL"):
        said(cell, end, "voice_authenticated", call)
    logged = said(cell, "SY", "call_logged", call, challenge=call.id)
    assert (cell.refusal(logged), cell.state(call).name) == (None, "sent")
    assert cell.state(call).as_json()["call"]["challenge"] == call.id
    confirmed = said(cell, "IL", "call_confirmed", call)
    assert (cell.refusal(confirmed), cell.state(call).name) == (None, "confirmed")


def test_a_call_logged_without_a_challenge_has_no_voice() -> None:
    """Where nobody challenged, the state says so by nothing."""
    cell = Cell()
    assert cell.state(cell.say("SY", "call_logged")).as_json()["voice"] is None


def test_a_no_shows_until_the_other_end_has_said_its_word_on_the_summary() -> None:
    """A log beside the no of the other end does not hide it; the confirmed summary settles it."""
    cell = Cell()
    call = challenged(cell)
    cell.say("SY", "voice_authenticated", matter=call)
    logged = cell.say("SY", "call_logged", matter=call, challenge=call.id)
    cell.say("IL", "voice_not_authenticated", matter=call)
    assert (cell.refusal(logged), cell.state(call).name) == (None, "not_authenticated")
    cell.reads()
    said(cell, "IL", "call_confirmed", call, text="Nobody of ours was on this line.")
    state = cell.state(call).as_json()
    assert (state["name"], state["voice"]["state"]) == ("confirmed", "not_authenticated")


def heard_before(cell: Cell, call: Entry, *kinds: tuple[str, str]) -> None:
    """Let members say things that everybody reads."""
    for member, kind in kinds:
        said(cell, member, kind, call, **({"challenge": call.id} if kind == "call_logged" else {}))


YES, NO = "voice_authenticated", "voice_not_authenticated"


@pytest.mark.parametrize(
    ("before", "member", "kind", "changes", "expected"),
    [
        ((), "US", YES, {}, ("hotline.not_on_the_line", "H-19")),
        ((), "US", NO, {}, ("hotline.not_on_the_line", "H-19")),
        ((("IL", YES),), "IL", YES, {}, ("hotline.voice_already_said", "H-18")),
        ((("IL", NO),), "IL", NO, {}, ("hotline.voice_already_said", "H-18")),
        ((("IL", NO),), "IL", YES, {}, ("hotline.voice_refused_stands", "H-19")),
        ((("IL", YES),), "IL", NO, {}, None),
        ((), "SY", "call_logged", {"challenge": "SY/0"}, ("hotline.voice_not_said", "H-19")),
        ((("SY", YES),), "SY", "call_logged", {}, ("hotline.challenge_not_named", "H-19")),
        ((("SY", YES),), "SY", "call_logged", {"challenge": "SY/9"}, ("hotline.challenge_not_named", "H-19")),
        ((("SY", NO),), "SY", "call_logged", {"challenge": "SY/0"}, None),
        ((("SY", YES),), "SY", "call_logged", {"challenge": "SY/0", "to": "US"}, ("hotline.other_ends", "H-19")),
        ((("SY", YES),), "SY", "call_logged", {"challenge": "SY/0", "lang": "fr"},
         ("hotline.language_not_agreed", "H-12")),
        ((("SY", YES),), "IL", "call_logged", {"challenge": "SY/0"}, ("hotline.challenger_logs", "H-19")),
        ((("SY", YES), ("SY", "call_logged")), "SY", "call_logged", {"challenge": "SY/0"},
         ("hotline.call_already_logged", "H-18")),
        ((("SY", YES),), "IL", "call_confirmed", {}, ("hotline.call_not_logged", "H-13")),
        ((), "IL", "call_challenged", {"to": "SY"}, ("matter_opened_already", "M-4")),
        ((), "IL", "read_back", {}, ("hotline.other_matter", "H-1")),
        ((), "IL", YES, {"audience": ("IL", "SY")}, ("hotline.audience_changed", "H-2")),
    ],
)  # fmt: skip
def test_who_may_say_what_of_a_challenged_call(
    before: tuple[tuple[str, str], ...], member: str, kind: str, changes: Any, expected: Any
) -> None:
    """Only the ends sign, each once, a no stands; the challenger logs once, after its own word, by name."""
    cell = Cell()
    call = challenged(cell)
    heard_before(cell, call, *before)
    assert cell.refusal(cell.say(member, kind, matter=call, **changes)) == expected


@pytest.mark.parametrize(
    ("late_ms", "kind", "expected"),
    [
        (0, YES, None),
        (1, YES, ("hotline.challenge_expired", "H-19")),
        (3_600_000, NO, None),
    ],
)
def test_a_challenge_is_good_for_five_minutes(late_ms: int, kind: str, expected: Any) -> None:
    """A yes counts up to the last millisecond, a no at any time: who missed the words must be able to say so."""
    cell = Cell()
    call = challenged(cell)
    cell.now_ms = call.point.at_ms + CHALLENGE_MS + late_ms - 1000  # the next entry is a second later
    assert cell.refusal(cell.say("IL", kind, matter=call)) == expected


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("call_challenged", {"to": "SY"}, ("hotline.other_end_not_addressed", "H-19")),
        ("call_challenged", {"audience": ("SY", "US")}, ("hotline.other_end_not_addressed", "H-19")),
        ("call_challenged", {"audience": ("SY",)}, ("hotline.nobody_addressed", "H-1")),
        ("call_challenged", {"role": "translator"}, ("charter.kind_not_for_role", "C-4")),
        ("call_logged", {"challenge": "IL/7"}, ("hotline.challenge_elsewhere", "H-19")),
    ],
)
def test_a_challenge_goes_to_the_other_end_and_serves_one_call(kind: str, changes: Any, expected: Any) -> None:
    """Nobody challenges himself or in secret, and no call borrows the challenge of another matter."""
    cell = Cell()
    assert cell.refusal(cell.say("SY", kind, **changes)) == expected


def test_a_voice_is_not_signed_in_a_call_without_a_challenge() -> None:
    """There were no words, so there is nothing to have heard (H-19)."""
    cell = Cell()
    call = cell.say("SY", "call_logged")
    cell.reads()
    assert cell.refusal(cell.say("IL", YES, matter=call)) == ("hotline.not_challenged", "H-19")


@pytest.mark.parametrize(
    "group",
    [
        {"words": [1, 2], "figure": 42},
        {"words": [1, 2, 2], "figure": 42},
        {"words": [0, 1, 2], "figure": 42},
        {"words": [1, 2, WORD_COUNT + 1], "figure": 42},
        {"words": [1, 2, 3], "figure": 9},
        {"words": [1, 2, 3], "figure": 100},
        {"words": [1, 2, 3]},
        {"words": ["apple", "lemon", "fig"], "figure": 42},
        [1, 2, 3],
    ],
)
def test_a_group_is_three_different_words_and_a_figure(group: Any) -> None:
    """Anything else is faulty, on every node alike."""
    content = {**CONTENTS["call_challenged"], "role": "duty_officer"}
    assert KINDS["call_challenged"].check(content) == ()
    assert KINDS["call_challenged"].check({**content, "far": group}) != ()


def test_each_group_is_worth_more_than_twenty_bits() -> None:
    """Whoever guesses a group is right once in more than a million times."""
    figures = HIGHEST_FIGURE - LOWEST_FIGURE + 1
    assert log2(perm(WORD_COUNT - GROUP_WORDS, GROUP_WORDS) * figures) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_of_a_language_are_one_letter_apart(language: str) -> None:
    """128 words in each language, of three letters or more, none of which a lost letter turns into another."""
    words = [spoken_word(number, language=language) for number in range(1, WORD_COUNT + 1)]
    assert len(words) == len(SPOKEN_WORDS) == 128 and all(len(word) >= 3 for word in words)
    assert [pair for pair in combinations(words, 2) if distance(*pair) < 2] == []
    assert spoken_word(1, language="fr") == spoken_word(1, language="en")


def distance(one: str, other: str) -> int:
    """Return by how many letters two words differ."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, start=1):
        above, row = row, [n]
        for m, against in enumerate(other):
            row.append(min(above[m + 1] + 1, row[-1] + 1, above[m] + (letter != against)))
    return row[-1]


def test_both_ends_owe_their_word_while_the_words_are_good() -> None:
    """D-11: each end says what it heard by the end of the challenge; the lapse rises to the chief."""
    cell = Cell()
    call = challenged(cell)
    cell.say("IL", "message_sent")  # shows that IL has read the challenge
    expires_ms = call.point.at_ms + CHALLENGE_MS
    found = owed(cell, call)
    assert {who: (d.state, d.due_at_ms, d.clause) for (what, who), d in found.items() if what == "say_voice"} == {
        "SY": ("running", expires_ms, "D-11"),
        "IL": ("running", expires_ms, "D-11"),
    }
    late = owed(cell, call, after_ms=CHALLENGE_MS + 6 * 60_000)["say_voice", "IL"]
    assert (late.state, late.level, late.told and late.told.role) == ("lapsed", 2, "chief")
    said(cell, "IL", YES, call)
    assert owed(cell, call)["say_voice", "IL"].state == "done"


def test_who_read_the_challenge_too_late_was_never_asked() -> None:
    """Before it is read no clock runs at the far end; once it has expired unread there is nothing left to owe."""
    cell = Cell()
    call = cell.say("SY", "call_challenged")
    assert owed(cell, call)["say_voice", "IL"].state == "waiting_for_receipt"
    cell.now_ms += CHALLENGE_MS + 1
    assert ("say_voice", "IL") not in owed(cell, call)
    cell.reads()
    cell.say("IL", "message_sent")
    assert ("say_voice", "IL") not in owed(cell, call)
    assert owed(cell, call)["say_voice", "SY"].state == "lapsed"


@pytest.mark.parametrize(("kind", "minutes"), [(YES, 360), (NO, 30)])
def test_the_challenger_owes_the_log_of_the_call(kind: str, minutes: int) -> None:
    """D-12: as a routine message, or as an immediate one where it did not authenticate the voice; then D-7 runs."""
    cell = Cell()
    call = challenged(cell)
    own = said(cell, "SY", kind, call)
    duty = owed(cell, call)["log_call", "SY"]
    assert (duty.state, duty.due_at_ms, duty.clause) == ("running", own.point.at_ms + minutes * 60_000, "D-12")
    assert ("confirm_call", "IL") not in owed(cell, call)
    logged = said(cell, "SY", "call_logged", call, challenge=call.id)
    found = owed(cell, call)
    assert (found["log_call", "SY"].state, found["confirm_call", "IL"].entry) == ("done", logged.id)
    said(cell, "IL", "call_confirmed", call)
    assert not TRACK.glance(cell.state(call), charter=cell.charter).owing


def test_a_call_with_words_in_the_air_stands_first() -> None:
    """While an end has not spoken the matter ranks with FLASH; afterwards with the log that is owed."""
    cell = Cell()
    call = challenged(cell)
    assert TRACK.glance(cell.state(call), charter=cell.charter).rank == 1
    for end in ("SY", "IL"):
        said(cell, end, YES, call)
    assert TRACK.glance(cell.state(call), charter=cell.charter).rank > 1
    assert headline(cell.state(call))["form"] == "call"


def test_the_lapse_of_a_challenge_can_be_cited() -> None:
    """Whoever acts on the silence of the other end names the duty (H-17)."""
    cell = Cell()
    call = challenged(cell)
    due_at_ms = call.point.at_ms + CHALLENGE_MS
    cell.now_ms = due_at_ms
    cited = cell.say("SY", "lapse_cited", matter=call, duty=f"{call.id}:say_voice:IL", due_at_ms=due_at_ms)
    assert cell.refusal(cited) is None
    assert cell.state(call).as_json()["lapses"][0]["duty"] == f"{call.id}:say_voice:IL"


@pytest.mark.parametrize(
    ("terms", "a", "b", "expected"),
    [
        (charter(), "SY", "IL", {"SY", "IL"}),
        (charter(), "IL", "US", {"IL", "US"}),
        (FIVE, "NO", "KA", {"NO", "KA"}),
        (FIVE, "NO", "TE", {"NO", "KA", "TE", "MI", "OS", "CHAIR"}),
    ],
)
def test_a_challenge_goes_to_as_few_as_the_charter_allows(terms: Any, a: str, b: str, expected: set[str]) -> None:
    """Whoever reads the words can say them."""
    assert set(challenge_audience(terms, a, b)) == expected
