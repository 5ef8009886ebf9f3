"""The form of each content, which text may be signed, and the messages of fixed phrases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record import strictjson
from parley.tracks.content.wording import line_faults, text_faults, word_count
from parley.tracks.hotline.entries import ATTACHMENT_LIMIT, KINDS
from parley.tracks.hotline.templates import TEMPLATES, Template
from tests.tracks.hotline.cell import CONTENTS, PLACE, TIME, Cell, message

HEIGHT = {"n": 3, "type": "height", "value": {"value": 1500, "unit": "ft", "reference": "AMSL"}}
NUMBER = {"n": 4, "type": "number", "value": {"value": "3", "unit": "persons"}}
LINE = {"n": 5, "type": "line", "value": {"key": None, "name": "Line A"}}
FILE = {"name": "map.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
ROLE = {"role": "duty_officer"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_content_has_no_fault(kind: str) -> None:
    """The example of every kind passes its check and can be written as strict JSON."""
    content = {**ROLE, **CONTENTS[kind]}
    assert KINDS[kind].check(content) == ()
    assert strictjson.parse(strictjson.encode(content), limit=10_000) == content


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_content_names_every_missing_field_at_once(kind: str) -> None:
    """All that is missing is told in one answer, each at its field."""
    needed = {
        name
        for name in {**ROLE, **CONTENTS[kind]}
        if KINDS[kind].check({k: v for k, v in {**ROLE, **CONTENTS[kind]}.items() if k != name})
    }
    faults = KINDS[kind].check({})
    assert {fault.code for fault in faults} == {"hotline.field_missing"}
    assert {fault.where for fault in faults} == needed


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_the_kind_does_not_have_is_refused(kind: str) -> None:
    """Nobody signs what the other's screen would not show."""
    faults = KINDS[kind].check({**ROLE, **CONTENTS[kind], "extra": 1})
    assert [(f.where, f.code) for f in faults] == [("extra", "hotline.field_unknown")]


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"precedence": "urgent"}, "precedence", "hotline.word_unknown"),
        ({"subject": "x" * 201}, "subject", "hotline.text_too_long"),
        ({"subject": "two\nlines"}, "subject", "hotline.text_of_one_line"),
        ({"text": "x" * 20_001}, "text", "hotline.text_too_long"),
        ({"text": "   "}, "text", "hotline.text_empty"),
        ({"text": 5}, "text", "hotline.text_asked"),
        ({"text": "a\n" * 501}, "text", "hotline.text_too_many_lines"),
        ({"asks_read_back": 1}, "asks_read_back", "hotline.yes_or_no_asked"),
        ({"items": []}, "items", "hotline.nothing_to_read_back"),
        ({"items": {}}, "items", "hotline.list_asked"),
        ({"items": [PLACE, PLACE]}, "items", "hotline.listed_twice"),
        ({"items": [{**PLACE, "n": n} for n in range(1, 52)]}, "items", "hotline.list_length"),
        ({"items": [{**PLACE, "n": True}]}, "items.0.n", "hotline.number_out_of_bounds"),
        ({"items": [{**PLACE, "type": "colour"}]}, "items.0.type", "hotline.word_unknown"),
        ({"items": [{**PLACE, "value": {"lat_e7": 0}}]}, "items.0.value.lon_e7", "geo.field_missing"),
        ({"items": [{**PLACE, "value": 7}]}, "items.0.value", "geo.not_an_object"),
        ({"items": [7]}, "items.0", "hotline.object_asked"),
        ({"reply_to": "SY-1042"}, "reply_to", "hotline.entry_id_asked"),
        ({"reply_to": "SY/007"}, "reply_to", "hotline.entry_id_asked"),
        ({"answer_by_s": 5}, "answer_by_s", "hotline.answer_not_asked"),
        ({"asked": []}, "asked", "hotline.list_length"),
        ({"attachments": [{**FILE, "sha256": "AB"}]}, "attachments.0.sha256", "hotline.digest_asked"),
        ({"attachments": [FILE, FILE]}, "attachments", "hotline.listed_twice"),
        (
            {"attachments": [{**FILE, "size": ATTACHMENT_LIMIT + 1}]},
            "attachments.0.size",
            "hotline.number_out_of_bounds",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_field(changes: dict[str, Any], where: str, code: str) -> None:
    """Each fault of a message names the path and the code."""
    assert [(f.where, f.code) for f in KINDS["message_sent"].check(message(**changes))] == [(where, code)]


def test_every_fault_is_told_at_once() -> None:
    """Three faults in three fields are three answers."""
    faults = KINDS["message_sent"].check(message(precedence="x", subject="", lang=3))
    assert [f.where for f in faults] == ["subject", "lang", "precedence"]


@pytest.mark.parametrize(
    ("kind", "changes", "where", "code"),
    [
        ("message_acknowledged", {"how": "agreed"}, "how", "hotline.word_unknown"),
        ("message_closed", {"reason": "bored"}, "reason", "hotline.word_unknown"),
        ("read_back", {"items": []}, "items", "hotline.list_length"),
        ("call_logged", {"ended_at_s": 1}, "ended_at_s", "hotline.ends_before_start"),
        ("call_logged", {"to": "SY"}, "to", "hotline.call_with_oneself"),
        ("line_check_sent", {"text_no": 0}, "text_no", "hotline.number_out_of_bounds"),
        ("line_check_sent", {"answered_by": "nobody"}, "answered_by", "hotline.word_unknown"),
        ("line_check_answered", {"text_no": 999}, "text_no", "hotline.number_out_of_bounds"),
        ("watch_handed_over", {"open_items": [""]}, "open_items.0", "hotline.text_empty"),
        ("lapse_cited", {"due_at_ms": -1}, "due_at_ms", "hotline.number_out_of_bounds"),
    ],
)
def test_the_other_kinds_have_their_faults_too(kind: str, changes: dict[str, Any], where: str, code: str) -> None:
    """One fault of each, at its field."""
    faults = KINDS[kind].check({**ROLE, **CONTENTS[kind], **changes})
    assert [(f.where, f.code) for f in faults] == [(where, code)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("stop\x00", "hotline.control_character"),
        ("stop\x1b[2J", "hotline.control_character"),
        ("stop\r\nnow", "hotline.control_character"),
        ("stop\x85now", "hotline.control_character"),
        ("stop\u2028now", "hotline.control_character"),
        ("stop\ud800", "hotline.half_a_character"),
        ("at \u202e0024\u202c", "hotline.direction_overridden"),
        ("at \u202d0024\u202c", "hotline.direction_overridden"),
        ("\u2067stop", "hotline.direction_not_closed"),
        ("stop\u2069", "hotline.direction_not_closed"),
        ("\u202astop\u2069", "hotline.direction_not_closed"),
        ("\u2067one\ntwo\u2069", "hotline.direction_not_closed"),
        ("stop\ufffe", "hotline.character_without_shape"),
        ("stop\U000e0041", "hotline.character_without_shape"),
    ],
)
def test_text_that_deceives_or_breaks_is_refused(text: str, code: str) -> None:
    """Controls, half characters, overrides, unclosed directions and invisible tags are never signed."""
    assert code in {fault.code for fault in text_faults(text, where="text", limit=100)}


@pytest.mark.parametrize(
    "text",
    [
        "قافلة إسعاف عند \u206633.1256 N\u2069.",
        "שיירה\u200f (3)",
        "می\u200cرود",
        "tab\tand\nline",
        "\u2067a \u2066b\u2069\u2069",
    ],
)
def test_honest_text_in_any_script_is_kept(text: str) -> None:
    """Direction marks, closed isolates, joiners, tabs and line feeds may be signed."""
    assert text_faults(text, where="text", limit=100) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    """Whatever the text, the check answers, and counts words without falling over."""
    line_faults(text, where="x", limit=50)
    assert word_count(text) <= len(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(kind=st.sampled_from(sorted(KINDS)), field=st.integers(0, 20), value=JSON)
def test_no_content_breaks_a_check(kind: str, field: int, value: Any) -> None:
    """A hostile value in any field is a fault or fine, never an exception."""
    content = {**ROLE, **CONTENTS[kind]}
    content[sorted(content)[field % len(content)]] = value
    KINDS[kind].check(content)


@given(value=JSON, item_type=st.sampled_from(("place", "time", "height", "number", "line")))
def test_no_item_breaks_the_check(value: Any, item_type: str) -> None:
    """A hostile value of an item, whole or in its fields, never raises."""
    for hostile in (value, dict.fromkeys(("lat_e7", "lon_e7", "at_s", "precision"), value)):
        KINDS["message_sent"].check(message(items=[{"n": 1, "type": item_type, "value": hostile}]))
    for name, keys in {
        "height": ("value", "unit", "reference"),
        "number": ("value", "unit"),
        "line": ("key", "name"),
    }.items():
        item = {"n": 1, "type": name, "value": dict.fromkeys(keys, value)}
        KINDS["message_sent"].check(message(items=[item]))


def templated(template: Template, *, lang: str = "en") -> dict[str, Any]:
    """Return a sound message of fixed phrases."""
    samples = {"place": PLACE, "time": TIME, "height": HEIGHT, "number": NUMBER, "line": LINE}
    return message(
        template=template.name,
        precedence=template.precedence,
        text=template.phrases[lang],
        lang=lang,
        items=[samples[item_type] for item_type in template.items],
    )


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_fixed_phrase_can_be_sent_in_each_language(name: str, lang: str) -> None:
    """All eight are sound, permitted, and short enough for their precedence."""
    cell = Cell()
    content = templated(TEMPLATES[name], lang=lang)
    assert KINDS["message_sent"].check(content) == ()
    assert cell.refusal(cell.say("SY", "message_sent", **content)) is None
    assert set(TEMPLATES[name].phrases) == set(TEMPLATES[name].titles) == {"en", "ar", "he"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_fixed_phrase_keeps_its_words_and_items(name: str) -> None:
    """Another word, a missing item, no read-back: each is told, all at once (H-10)."""
    content = templated(TEMPLATES[name]) | {"text": "Fire at will.", "items": [LINE], "asks_read_back": False}
    codes = [f.code for f in KINDS["message_sent"].check(content)]
    missing = len(set(TEMPLATES[name].items))
    assert codes == [
        "hotline.template_phrase_changed",
        *["hotline.template_item_missing"] * missing,
        "hotline.template_asks_read_back",
    ]


def test_free_words_may_follow_a_fixed_phrase() -> None:
    """On a new line, and nowhere else."""
    content = templated(TEMPLATES["hold_fire"])
    check = KINDS["message_sent"].check
    assert check(content | {"text": content["text"] + "\nAn ambulance is there."}) == ()
    assert check(content | {"text": content["text"] + " Not yet."}) != ()


def test_a_fixed_phrase_is_never_sent_below_its_precedence() -> None:
    """Lower is refused (H-10)."""
    cell = Cell()
    lowered = templated(TEMPLATES["hold_fire"]) | {"precedence": "immediate"}
    assert cell.refusal(cell.say("SY", "message_sent", **lowered)) == ("hotline.precedence_lowered", "H-10")


def test_a_fixed_phrase_is_raised_with_a_reason_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above its own precedence a template says why (H-10)."""
    lower = replace(TEMPLATES["stop"], precedence="immediate")
    monkeypatch.setitem(cast(dict[str, Template], TEMPLATES), "stop", lower)
    cell, raised = Cell(), templated(TEMPLATES["stop"]) | {"precedence": "flash"}
    expected = ("hotline.precedence_raised_without_reason", "H-10")
    assert cell.refusal(cell.say("SY", "message_sent", **raised)) == expected
    reasoned = raised | {"precedence_reason": "One is gravely wounded."}
    assert cell.refusal(cell.say("SY", "message_sent", **reasoned)) is None


def test_every_fixed_phrase_is_one_key_to_a_flash_and_one_may_be_lowered() -> None:
    """Each template begins as FLASH with its place; a return of persons or remains may go out as IMMEDIATE (H-10)."""
    assert all(each.precedence == "flash" and "place" in each.items for each in TEMPLATES.values())
    cell = Cell()
    for precedence, refused in (
        ("flash", None), ("immediate", None), ("priority", ("hotline.precedence_lowered", "H-10")),
    ):  # fmt: skip
        content = templated(TEMPLATES["return_of_persons_or_remains"]) | {"precedence": precedence}
        assert cell.refusal(cell.say("SY", "message_sent", **content)) == refused, precedence


def test_a_fixed_phrase_exists_in_the_languages_it_was_written_in() -> None:
    """In a further language of a charter a template is refused, not guessed."""
    content = templated(TEMPLATES["stop"]) | {"lang": "fr"}
    assert [f.code for f in KINDS["message_sent"].check(content)] == ["hotline.template_not_in_language"]
