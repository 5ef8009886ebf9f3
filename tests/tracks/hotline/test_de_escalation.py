"""De-escalation requests: fixed replies in three languages, who owes the word that it is done, any order of arrival."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.charter.model import Charter
from parley.matters.duty import Duty
from parley.matters.entry import Entry
from parley.matters.fold import fold_matter
from parley.tracks.hotline.duties import duties
from parley.tracks.hotline.entries import KINDS
from parley.tracks.hotline.replies import CANNOT, DONE, ORDERED, REASONS, REPLIES, reply_text
from parley.tracks.hotline.templates import DE_ESCALATING, TEMPLATES
from parley.tracks.hotline.track import TRACK
from tests.tracks.arriving import arrived
from tests.tracks.hotline.cell import ALL, PLACE, TIME, Cell, charter, message, track_of

MINUTE_MS = 60_000
NUMBER = {"n": 3, "type": "number", "value": {"value": "2", "unit": "persons"}}
FIELDS = {ORDERED: {}, DONE: {"done_at_s": 1_772_361_720}, CANNOT: {"cannot_because": "no_contact"}}


def request(name: str = "hold_fire", **changes: Any) -> dict[str, Any]:
    """Return the content of a de-escalation request to Israel."""
    return message(
        template=name, text=TEMPLATES[name].phrases["en"], items=[PLACE, TIME, NUMBER], asks_answer=True, asked=["IL"],
        **changes,
    )  # fmt: skip


def reply(name: str, *, lang: str = "en", **changes: Any) -> dict[str, Any]:
    """Return the content of a fixed reply."""
    fields = {**FIELDS[name], **changes}
    text = reply_text(name, because=fields.get("cannot_because", ""), language=lang)
    return {"reply": name, "lang": lang, "text": text, **fields}


def asked(cell: Cell, name: str = "hold_fire") -> Entry:
    """Let SY send a request that everybody reads."""
    opening = cell.say("SY", "message_sent", **request(name))
    cell.reads()
    return opening


def owed(cell: Cell, opening: Entry, *, after_minutes: float = 0) -> list[Duty]:
    """Return what is owed of the word that it is done, some minutes from now."""
    now_ms = cell.now_ms + int(after_minutes * MINUTE_MS)
    found = duties(cell.state(opening), charter=cell.charter, readings=cell, now_ms=now_ms)
    return [each for each in found if each.clause == "D-14"]


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
@pytest.mark.parametrize("name", REPLIES)
def test_a_fixed_reply_can_be_given_in_each_language_to_each_request(name: str, lang: str) -> None:
    """Sound and permitted, with its words to the letter."""
    check = KINDS["message_answered"].check
    assert check({"role": "chief", **reply(name, lang=lang)}) == ()
    for template in DE_ESCALATING:
        cell = Cell()
        opening = asked(cell, template)
        assert cell.refusal(cell.say("IL", "message_answered", matter=opening, **reply(name, lang=lang))) is None
    for phrase in (REPLIES[name], *REASONS.values()):
        assert set(phrase.titles) == set(phrase.phrases) == {"en", "ar", "he"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (reply(ORDERED) | {"text": "Yes."}, [("text", "hotline.template_phrase_changed")]),
        (reply(CANNOT) | {"text": REPLIES[CANNOT].phrases["en"]}, [("text", "hotline.template_phrase_changed")]),
        (reply(ORDERED) | {"lang": "fr"}, [("lang", "hotline.template_not_in_language")]),
        (reply(ORDERED) | {"done_at_s": 1}, [("done_at_s", "hotline.reply_field_unasked")]),
        ({"text": "Words", "lang": "en", "cannot_because": "not_ours"},
         [("cannot_because", "hotline.reply_field_unasked")]),
        ({"text": REPLIES[DONE].phrases["en"], "lang": "en", "reply": DONE},
         [("done_at_s", "hotline.reply_field_missing")]),
        ({"text": REPLIES[CANNOT].phrases["en"], "lang": "en", "reply": CANNOT, "done_at_s": 1},
         [("done_at_s", "hotline.reply_field_unasked"), ("cannot_because", "hotline.reply_field_missing")]),
    ],
)  # fmt: skip
def test_a_fixed_reply_keeps_its_words_its_time_and_its_reason(
    content: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """What departs from it is told at its field (H-20)."""
    faults = KINDS["message_answered"].check({"role": "chief", **content})
    assert [(fault.where, fault.code) for fault in faults] == expected


def test_free_words_may_follow_a_fixed_reply() -> None:
    """On a new line."""
    content = reply(CANNOT)
    assert KINDS["message_answered"].check({"role": "chief", **content, "text": content["text"] + "\nTwo tried."}) == ()


def test_a_fixed_reply_answers_a_request_alone() -> None:
    """An ordinary message, and one that only tells of fire, is answered in words (H-20)."""
    cell = Cell()
    plain = cell.say("SY", "message_sent", **message())
    told = cell.say("SY", "message_sent", **request("fire_near_the_line"))
    cell.reads()
    for opening in (plain, told):
        refused = cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
        assert cell.refusal(refused) == ("hotline.reply_to_other", "H-20")


def test_nothing_is_done_before_it_is_done() -> None:
    """A time to come is refused; a second "done" with another time stands, the same once more does not (H-18, H-20)."""
    cell = Cell()
    opening = asked(cell)
    ahead = cell.say("IL", "message_answered", matter=opening, **reply(DONE, done_at_s=cell.now_ms // 1000 + 60))
    assert cell.refusal(ahead) == ("hotline.done_to_come", "H-20")
    first = cell.say("IL", "message_answered", matter=opening, **reply(DONE))
    again = cell.say("IL", "message_answered", matter=opening, **reply(DONE))
    later = cell.say("IL", "message_answered", matter=opening, **reply(DONE, done_at_s=1_772_361_721))
    refusals = [cell.refusal(each) for each in (first, again, later)]
    assert refusals == [None, ("hotline.already_answered", "H-18"), None]


def test_what_is_ordered_is_told_to_be_done_within_the_charters_minutes() -> None:
    """From that reply on, by its author's clock; a second "ordered" does not put it off (D-14)."""
    cell = Cell()
    opening = asked(cell)
    ordered = cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
    cell.say("IL", "message_answered", matter=opening, **reply(ORDERED) | {"text": f"{reply(ORDERED)['text']}\nYes."})
    [duty] = owed(cell, opening)
    assert (duty.state, duty.entry, duty.owed_by) == ("running", ordered.id, "IL")
    assert duty.due_at_ms == ordered.point.at_ms + 20 * MINUTE_MS
    [late] = owed(cell, opening, after_minutes=25)
    assert (late.state, late.level) == ("lapsed", 2)
    assert TRACK.glance(cell.state(opening), charter=cell.charter).owing


@pytest.mark.parametrize(
    ("name", "minutes", "state"), [(DONE, 5, "done"), (CANNOT, 5, "done"), (DONE, 30, "done_late")]
)
def test_done_or_cannot_ends_it(name: str, minutes: int, state: str) -> None:
    """In time or late; what is ordered anew is owed anew (D-14)."""
    cell = Cell()
    opening = asked(cell)
    cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
    cell.now_ms += minutes * MINUTE_MS
    told = cell.say("IL", "message_answered", matter=opening, **reply(name))
    [duty] = owed(cell, opening)
    assert (duty.state, duty.course and duty.course.done_by) == (state, told.id)
    cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
    assert [each.state for each in owed(cell, opening)] == [state, "running"]


def test_other_words_or_a_closing_end_what_was_ordered() -> None:
    """Who no longer asks is owed nothing more (D-14)."""
    for kind, changes in (("message_closed", {}), ("message_corrected", request())):
        cell = Cell()
        opening = asked(cell)
        cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
        cell.reads()
        words = {name: changes[name] for name in ("subject", "text", "lang", "items") if name in changes}
        cell.say("SY", kind, matter=opening, **words)
        assert owed(cell, opening) == []


def without(whole: Charter, **changes: Any) -> Charter:
    """Return a charter of which the section on de-escalation differs."""
    assert whole.de_escalation is not None
    return replace(whole, de_escalation=replace(whole.de_escalation, **changes))


def test_only_what_is_agreed_makes_late() -> None:
    """Proposed, asserted or not there at all: the replies stand, and nobody owes the word that it is done (C-0)."""
    whole = charter()
    assert whole.de_escalation is not None and whole.de_escalation.provenance.judges
    proposed = replace(whole.de_escalation.provenance, standing="proposed", by=("US",))
    for changed in (replace(whole, de_escalation=None), without(whole, provenance=proposed)):
        cell = Cell(charter=changed)
        opening = asked(cell)
        ordered = cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
        assert cell.refusal(ordered) is None and owed(cell, opening) == []


STEP = st.tuples(
    st.sampled_from(ALL),
    st.sampled_from(("reads", ORDERED, DONE, CANNOT, "message_corrected", "message_closed", "message_acknowledged")),
    st.integers(0, 5),
)


@settings(max_examples=60)
@given(steps=st.lists(STEP, min_size=3, max_size=20), data=st.data())
def test_replies_fold_alike_in_every_order_of_arrival(steps: list[tuple[str, str, int]], data: Any) -> None:
    """Whoever ordered, did and could not, and who corrected or closed at once: one state and one list of duties."""
    cell = Cell()
    opening = asked(cell)
    for member, what, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
        elif what in REPLIES:
            times = {"done_at_s": 1_772_361_700 + number} if what == DONE else {}
            cell.say(member, "message_answered", matter=opening, **reply(what, **times))
        else:
            words = {name: request()[name] for name in ("subject", "text", "lang", "items")}
            cell.say(member, what, matter=opening, **words if what == "message_corrected" else {})
    live = arrived(cell, data.draw(st.permutations(cell.entries)), opening.id)
    rebuilt = fold_matter(cell.entries, track_of=track_of, charter_at=lambda _: cell.charter)
    assert live.verdicts == rebuilt.verdicts and live.state == rebuilt.state
    found = duties(live.state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert found == duties(rebuilt.state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    running = {each.owed_by for each in found if each.clause == "D-14" and each.state == "running"}
    assert not running or TRACK.glance(live.state, charter=cell.charter).owing


def test_the_lapse_of_what_was_ordered_is_cited() -> None:
    """Once it has lapsed, and not before (H-17)."""
    cell = Cell()
    opening = asked(cell)
    ordered = cell.say("IL", "message_answered", matter=opening, **reply(ORDERED))
    cell.reads()
    due_at_ms = ordered.point.at_ms + 20 * MINUTE_MS
    cited = {"duty": f"{ordered.id}:tell_done:IL", "due_at_ms": due_at_ms, "level": 1}
    early = cell.say("SY", "lapse_cited", matter=opening, **cited)
    assert cell.refusal(early) == ("hotline.not_lapsed_yet", "H-17")
    cell.now_ms = due_at_ms
    assert cell.refusal(cell.say("SY", "lapse_cited", matter=opening, **cited)) is None
