"""Whatever a member signs, the judge answers with a verdict: no content makes it stumble (property)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parley.charter.verdict import Permit, Refusal
from parley.matters import housekeeping
from parley.matters.entry import Entry, Point
from parley.matters.fold import EMPTY, extend
from parley.matters.instrument import CHARTER_MATTER, CharterTrack
from parley.matters.track import Track
from tests.tracks.deconfliction.encounters import to_say as what_is_met
from tests.tracks.deconfliction.encounters import zoned
from tests.tracks.deconfliction.meetings import both, to_say
from tests.tracks.deconfliction.plans import notified
from tests.tracks.hotline.cell import ALL, CONTENTS, Cell, charter, track_of

# What strict JSON can hold; texts of every plane, the words that rules look for, integers of any size.
_SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(["", "SY/0", "IL/99999999999999999", "en", "chief", "flash", "²", "a" * 64, "SY/0:x:IL"]),
)
_JSON = st.recursive(
    _SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["n", "type", "value", "sha256", "x"]), inner)
    ),
    max_leaves=6,
)
_HOUSEKEEPING = {
    "opened": {"entries": [["SY", 0, 3]]},
    "disclosure_asked": {"entry": "SY/0"},
    "disclosed": {"entry": "SY/0", "file_key": "00" * 16},
    "sealing_key_rotated": {"epoch": 1, "recipient": "age1pq1"},
    "fork_proven": {"evidence": "{}"},
    "charter_noted": {"charter": "0" * 64, "entries": [["SY/0", "0" * 32]]},
    "officer_key_announced": {"role": "chief", "until_ms": 1, "signature": {"key": "AA"}},
    "officer_key_revoked": {"entry": "SY/0"},
    "emergency_access_opened": {"role": "chief", "until_ms": 1},
    "emergency_access_ended": {"entry": "SY/0"},
    "emergency_access_named": {"entry": "SY/0", "officer": "a", "asked_by": "b", "confirmed_by": "c", "why": "d"},
}
_CHARTER = {
    "charter_proposed": {"text": "format: parley-charter-v1", "role": "chief"},
    "charter_signed": {"charter": "a" * 64, "role": "chief"},
}


@st.composite
def twisted(draw: st.DrawFn, sound: dict[str, Any]) -> dict[str, Any]:
    """Return a sound content with one or more of its values, at any depth, replaced by anything."""
    content = dict(sound)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*sound, "role", "of", "asked", "template", "slot_at_s", "attachments", "items"]))
        content[name] = draw(st.one_of(_JSON, st.just(content.get(name))))
        inner = content[name]
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            key = draw(st.sampled_from(sorted(inner[0]) or ["n"]))
            content[name] = [{**inner[0], key: draw(_JSON)}, *inner[1:]]
    return content


OPENINGS = ("message_sent", "call_logged", "call_challenged")


@given(data=st.data(), kind=st.sampled_from(sorted(CONTENTS)), opening=st.sampled_from(OPENINGS))
def test_no_content_of_the_hotline_stops_the_judge(data: Any, kind: str, opening: str) -> None:
    """Any content of any kind is allowed or refused, in a fresh matter and in one that stands, and never raises."""
    cell = Cell()
    first = cell.say("SY", opening, **({"from": "SY", "to": "IL"} if opening == "call_logged" else {}))
    cell.reads()
    content = data.draw(twisted(dict(CONTENTS[kind])))
    entry = cell.say("IL", kind, matter=data.draw(st.sampled_from([first.id, None, "SY/7"])))
    entry = Entry(entry.id, entry.member, entry.point, entry.to, entry.kind, entry.matter, content)
    folded = extend(EMPTY, first, track_of=track_of, charter_at=lambda _: cell.charter)
    found = extend(folded, entry, track_of=track_of, charter_at=lambda _: cell.charter)
    assert isinstance(found.verdicts[entry.id], Permit | Refusal)
    assert found.state is None or found.state.as_json()


def _keywords(content: dict[str, Any]) -> dict[str, Any]:
    """Return a content without what `Cell.say` takes as arguments of its own."""
    return {name: value for name, value in content.items() if name not in ("matter", "audience", "without")}


OVERLAP = ("overlap_found", "overlap_answered", "overlap_cleared")


@given(data=st.data(), kind=st.sampled_from(OVERLAP), is_found=st.booleans())
def test_no_content_of_an_overlap_stops_the_judge(data: Any, kind: str, is_found: bool) -> None:
    """Its matter and what it cites are read out of any content, and it is allowed or refused, and never raises."""
    cell = Cell()
    notices = both(cell)
    told = to_say(cell, notices)
    assert told is not None
    ids = [notice.id for notice in notices]
    sound = {
        "overlap_found": told[1],
        "overlap_answered": {"notices": ids, "of": "SY/1", "how": "keeps", "text": "No.", "lang": "en"},
        "overlap_cleared": {"notices": ids, "versions": ids, "how": "moved"},
    }
    if is_found:
        cell.say("SY", "overlap_found", **told[1])
        cell.reads()
    entry = cell.say("IL", kind, **_keywords(data.draw(twisted(sound[kind]))))
    folded = cell.folded_matter(entry.matter)
    assert isinstance(folded.verdicts[entry.id], Permit | Refusal)
    assert folded.state is None or folded.state.as_json()


ENCOUNTER = ("encounter_found", "encounter_answered", "encounter_cleared")


@given(data=st.data(), kind=st.sampled_from(ENCOUNTER), is_found=st.booleans())
def test_no_content_of_an_encounter_stops_the_judge(data: Any, kind: str, is_found: bool) -> None:
    """Its matter and what it cites are read out of any content, and it is allowed or refused, and never raises."""
    cell = Cell(charter=zoned())
    notice = notified(cell, "SY")
    told = what_is_met(cell, notice)
    assert told is not None
    named = {"notice": notice.id, "met": told[1]["met"]}
    sound: dict[str, Any] = {
        "encounter_found": told[1],
        "encounter_answered": {**named, "of": "SY/1", "how": "keeps", "text": "No.", "lang": "en"},
        "encounter_cleared": {**named, "versions": [notice.id], "how": "moved"},
    }
    if is_found:
        cell.say("SY", "encounter_found", **told[1])
        cell.reads()
    entry = cell.say("IL", kind, **_keywords(data.draw(twisted(sound[kind]))))
    folded = cell.folded_matter(entry.matter)
    assert isinstance(folded.verdicts[entry.id], Permit | Refusal)
    assert folded.state is None or folded.state.as_json()


@given(data=st.data(), kind=st.sampled_from(sorted(_CHARTER)))
def test_no_content_about_the_charter_stops_the_judge(data: Any, kind: str) -> None:
    """Any content that proposes or signs a charter is allowed or refused, and never raises."""
    track = CharterTrack(charter(), read=lambda raw: None)
    content = data.draw(twisted(dict(_CHARTER[kind])))
    point = Point(charter().member("SY").origin, 0, 0, 1, {})
    entry = Entry("SY/0", "SY", point, ALL, kind, CHARTER_MATTER, content)
    found = extend(EMPTY, entry, track_of=_charter_only(track), charter_at=lambda _: charter())
    assert isinstance(found.verdicts["SY/0"], Permit | Refusal)


@given(data=st.data(), kind=st.sampled_from(sorted(_HOUSEKEEPING)))
def test_no_content_of_housekeeping_stops_the_check(data: Any, kind: str) -> None:
    """Any content of what nodes say about the record is found sound or faulty, and never raises."""
    content = data.draw(twisted(dict(_HOUSEKEEPING[kind])))
    assert isinstance(housekeeping.check(kind, content), tuple)


def _charter_only(track: CharterTrack) -> Any:
    def find(kind: str) -> Track | None:
        return track if kind in track.kinds else None

    return find
