"""STIX bundles: written alike by every node, read with checks that validators lack; what is bad is told, not taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from parley.tracks.information.stix import raw
from parley.tracks.information.stix.fixed import (
    CONFIDENCE,
    GRADE_EXTENSION,
    RELEASE_EXTENSION,
    REQUEST_EXTENSION,
    TLP,
    TLP_EXTENSION,
    TRANSLATION_EXTENSION,
)
from parley.tracks.information.stix.intake import MOST_TOLD, Intake, read_bundle
from parley.tracks.information.stix.reading import reports_read
from parley.tracks.information.stix.writing import bundle_text
from tests.tracks.hotline.cell import ALL, Cell, charter
from tests.tracks.information.exchanged import SOME, WORDS, given, proposed, requested, retracted, said, signed

FLOOR_M = 1000


def played() -> tuple[Cell, list[dict[str, Any]]]:
    """Play reports with all that is said of them, a tear-line, a request, an assessment; return their states."""
    cell = Cell()
    narrow = given(cell, to=SOME, tlp="amber", releasable_to=list(ALL))
    tear = given(cell, seen=None, cover=None)
    said(cell, "SY", "tearline_noted", narrow, of=narrow.id, made=tear.id)
    said(cell, "IL", "report_checked", tear, of=tear.id, how="corroborated", **WORDS)
    said(cell, "US", "report_checked", tear, of=tear.id, how="looked_did_not_see")
    said(cell, "US", "report_checked", tear, of=tear.id, how="cannot_say")
    dispute = said(cell, "IL", "report_disputed", tear, of=tear.id, stands=True, **WORDS)
    said(cell, "SY", "report_dispute_replied", tear, of=dispute.id, **WORDS)
    asked = requested(cell)
    said(cell, "IL", "request_refused", asked, of=asked.id, reason="protects_source", **WORDS)
    view = proposed(cell, [tear.id])
    signed(cell, view, "US")
    said(cell, "IL", "assessment_dissented", view, of=view.id, why="EXERCISE. Unsure.", lang="en")
    retracted(cell, narrow)
    return cell, [cell.state(each).as_json() for each in (narrow, tear, asked, view)]


def written(states: list[dict[str, Any]]) -> str:
    """Return these states as a bundle."""
    return bundle_text(states, charter=charter())


def read(bundle: Any) -> Intake:
    """Read a bundle that is given as a value, or as bytes."""
    return read_bundle(bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode(), floor_m=FLOOR_M)


def of_type(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the objects of a type."""
    return [each for each in bundle["objects"] if each["type"] == kind]


def test_what_is_written_is_read_without_a_problem() -> None:
    """Every object that is written passes every check that is made on what comes."""
    found = read(written(played()[1]).encode())
    assert found.problems == ()


def test_who_left_the_mechanism_is_named_by_its_code() -> None:
    """What a member said before it left leads to its identity, and no reference leads out of the bundle."""
    cell, states = played()
    left = replace(cell.charter, members=tuple(each for each in cell.charter.members if each.code != "IL"))
    text = bundle_text(states, charter=left)
    assert "IL" in {each["name"] for each in of_type(json.loads(text), "identity")}
    assert read(text.encode()).problems == ()


def test_every_node_writes_the_same_bytes() -> None:
    """Ids, times and order follow from entries alone; the order of the states leaves no trace."""
    states = played()[1]
    assert written(states) == written(states[::-1]) == written(deepcopy(states))


def test_grades_markings_and_retraction_are_written_as_they_are() -> None:
    """Both axes in the extension, confidence from the number alone, one TLP 2.0 level, a retraction as `revoked`."""
    bundle = json.loads(written(played()[1]))
    reports = of_type(bundle, "report")
    revoked = [each for each in reports if each.get("revoked")]
    assert len(revoked) == 1 and len([each for each in reports if each["id"] == revoked[0]["id"]]) == 2
    grade = revoked[0]["extensions"][GRADE_EXTENSION]
    assert (grade["source_reliability"], grade["information_credibility"], revoked[0]["confidence"]) == ("B", "2", 70)
    assert revoked[0]["object_marking_refs"][0] == TLP["amber"][1]
    assert sorted(each["count"] for each in of_type(bundle, "sighting")) == [0, 1]
    assert {each["opinion"] for each in of_type(bundle, "opinion")} == {"agree", "disagree"}
    events = of_type(bundle, "incident")
    assert [each.get("revoked", False) for each in events] == [False, True] and events[0]["id"] == events[1]["id"]
    derived = of_type(bundle, "relationship")
    assert [each["relationship_type"] for each in derived] == ["derived-from"]


def test_what_is_written_again_after_more_was_said_is_a_new_version() -> None:
    """Bundles of each stage of all matters, put together, contradict each other nowhere: no stamp says two things."""
    cell = Cell()
    basis, asked = given(cell), requested(cell, asked=("IL", "US"))
    view = proposed(cell, [basis.id])
    objects: list[dict[str, Any]] = []

    def write() -> None:
        states = [cell.state(each).as_json() for each in (basis, asked, view)]
        objects.extend(each for each in json.loads(written(states))["objects"] if each not in objects)

    write()
    for member in ("IL", "US"):
        said(cell, member, "request_answered", asked, of=asked.id, how="nothing_held")
        write()
    for member in ("US", "SY"):
        signed(cell, view, member)
        write()
    said(cell, "IL", "assessment_dissented", view, of=view.id, why="EXERCISE. Unsure.", lang="en")
    write()
    gone = retracted(cell, basis)
    said(cell, "SY", "assessment_reviewed", view, of=gone.id, how="no_longer", text="EXERCISE. No.", lang="en")
    write()
    found = read({"type": "bundle", "objects": objects})
    assert [each.code for each in found.problems if each.refuses] == []
    opinions = {each["opinion"] for each in found.newest.values() if each["type"] == "opinion"}
    assert opinions == {"agree", "disagree"} and len(of_type({"objects": objects}, "report")) > 4


def test_a_tear_line_alone_tells_of_no_other_report() -> None:
    """In a bundle without the first report nothing names it: no id, no relation, no word."""
    _, (narrow, tear, *_) = played()
    whole, alone = json.loads(written([narrow, tear])), written([tear])
    first = next(each for each in of_type(whole, "report") if each.get("revoked"))
    assert first["id"] not in alone and "relationship" not in alone and narrow["id"] not in alone


def test_what_cannot_be_judged_has_no_confidence() -> None:
    """The number 6 leaves the property out; each other number reads back as itself."""
    for number in "123456":
        cell = Cell()
        state = cell.state(given(cell, credibility=number)).as_json()
        report = of_type(json.loads(written([state])), "report")[0]
        assert report.get("confidence") == (CONFIDENCE[number][0] if number != "6" else None)
        back = next(reports_read(read(written([state]).encode()), charter=charter()))
        assert back.content["credibility"] == number


def test_a_report_comes_back_as_the_content_of_a_draft() -> None:
    """All that a report says beside what only its node knows reads back alike; nothing is filed by reading."""
    cell = Cell()
    matter = given(cell)
    back = next(reports_read(read(written([cell.state(matter).as_json()]).encode()), charter=cell.charter))
    content = dict(matter.content)
    assert back.content == {name: content[name] for name in content if name not in ("role", "released_by")}


def _report(bundle: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in of_type(bundle, "report") if not each.get("revoked"))


def _set(name: str, value: Any, kind: str = "report") -> Callable[[dict[str, Any]], None]:
    def change(bundle: dict[str, Any]) -> None:
        item = _report(bundle) if kind == "report" else of_type(bundle, kind)[0]
        item[name] = value

    return change


def _grade(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda bundle: _report(bundle)["extensions"][GRADE_EXTENSION].update({name: value})


def _own(extension: str, kind: str, **fields: Any) -> Callable[[dict[str, Any]], None]:
    """Change fields of the first of our extensions of this sort, in objects of this type; None leaves one out."""

    def change(bundle: dict[str, Any]) -> None:
        told = next(each["extensions"][extension] for each in of_type(bundle, kind) if extension in
                    each.get("extensions", {}))  # fmt: skip
        told.update(fields)
        for name in [name for name, value in fields.items() if value is None]:
            del told[name]

    return change


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda bundle: _report(bundle).pop(name)


def _further(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def change(bundle: dict[str, Any]) -> None:
        item = next(each for each in of_type(bundle, "report") if each.get("revoked"))
        bundle["objects"].append({**item, "revoked": False, "modified": "2031-01-01T00:00:00.000Z", **changes})

    return change


def _same_stamp(bundle: dict[str, Any]) -> None:
    bundle["objects"].append({**_report(bundle), "name": "EXERCISE otherwise"})


def _same_instant(bundle: dict[str, Any]) -> None:
    item = _report(bundle)
    bundle["objects"].append({**item, "name": "EXERCISE otherwise", "modified": item["modified"].replace("Z", "000Z")})


def _bad_level(bundle: dict[str, Any]) -> None:
    level = next(each for each in of_type(bundle, "marking-definition") if TLP_EXTENSION in each.get("extensions", {}))
    level["extensions"][TLP_EXTENSION]["tlp_2_0"] = "purple"


def _two_levels(bundle: dict[str, Any]) -> None:
    _report(bundle)["object_marking_refs"].append(TLP["red"][1])


def _translated(**words: Any) -> Callable[[dict[str, Any]], None]:
    return lambda bundle: of_type(bundle, "language-content")[0]["contents"]["ar"].update(words)


def _incident(bundle: dict[str, Any]) -> None:
    told = {"extension_type": "property-extension", "determination": "maybe", "investigation_status": "open"}
    core = {"extension-definition--ef765651-680c-498d-9894-99799f2fa126": told}
    named = _report(bundle)["id"].replace("report", "incident")
    bundle["objects"].append({**_report(bundle), "type": "incident", "id": named, "extensions": core})
    for name in ("published", "report_types", "object_refs"):
        del bundle["objects"][-1][name]


BAD: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("stix.translates_no_version", _set("object_modified", "2020-01-01T00:00:00.000Z", "language-content")),
    ("stix.translates_no_property", _translated(summary="EXERCISE")),
    ("stix.translates_no_property", _translated(description=["EXERCISE"])),
    ("stix.level_unknown", _bad_level),
    ("stix.determination_unknown", _incident),
    ("stix.reliability_unknown", _grade("source_reliability", "Z")),
    ("stix.reliability_unknown", _grade("source_reliability", "g")),
    ("stix.credibility_unknown", _grade("information_credibility", "7")),
    ("stix.confidence_contradicts", _set("confidence", 50)),
    ("stix.confidence_contradicts", _grade("information_credibility", "6")),
    ("stix.confidence_no_figure", _set("confidence", 101)),
    ("stix.confidence_no_figure", _set("confidence", True)),
    ("stix.not_resolved", _set("object_refs", ["incident--4575b091-bfa1-4768-b246-969ff0133b88"])),
    ("stix.two_levels", _two_levels),
    ("stix.no_level", _set("object_marking_refs", [])),
    ("stix.version_after_revocation", _further()),
    ("stix.other_creator", _further(created_by_ref="identity--e46f12e4-b26c-4336-afe4-fddef18c1a49")),
    ("stix.one_stamp_two_contents", _same_stamp),
    ("stix.one_stamp_two_contents", _same_instant),
    ("stix.sighting_of_what", _set("sighting_of_ref", "identity--e46f12e4-b26c-4336-afe4-fddef18c1a49", "sighting")),
    ("stix.extension_unknown", _set("extensions", {"extension-definition--00000000-0000-4000-8000-000000000000": {}})),
    ("stix.modified_before_created", _set("created", "2031-01-01T00:00:00.000Z")),
    ("stix.property_unknown", _set("x_secret", "EXERCISE")),
    ("stix.place_too_fine", _set("precision", 20.0, "location")),
    ("stix.precision_asked", _set("precision", None, "location")),
    ("stix.no_place", _set("latitude", 91.0, "location")),
    ("stix.stamp_malformed", _set("modified", "yesterday")),
    ("stix.id_malformed", _set("id", "report--1")),
    ("stix.other_version", _set("spec_version", "2.0")),
    ("stix.text_too_long", _set("description", "x" * (raw.LONGEST_TEXT + 1))),
    ("stix.list_too_long", _set("object_refs", ["x"] * (raw.MOST_LISTED + 1))),
    ("stix.type_not_taken", _set("type", "indicator")),
    ("stix.other_version", _without("spec_version")),
    ("stix.stamp_malformed", _set("created", "2026-02-30T00:00:00.000Z")),
    ("stix.property_malformed", _set("object_refs", 7)),
    ("stix.property_malformed", _set("object_marking_refs", [{}])),
    ("stix.property_malformed", _set("name", ["EXERCISE"])),
    ("stix.property_malformed", _set("revoked", "true")),
    ("stix.precision_asked", _set("precision", 10**400, "location")),
    ("stix.extension_malformed", _own(GRADE_EXTENSION, "report", source_ref="identity--1")),
    ("stix.extension_malformed", _own(RELEASE_EXTENSION, "marking-definition", releasable_to=7)),
    ("stix.extension_malformed", _own(RELEASE_EXTENSION, "marking-definition", expires="soon")),
    ("stix.extension_malformed", _own(RELEASE_EXTENSION, "marking-definition", secret="EXERCISE")),
    ("stix.extension_malformed", _own(REQUEST_EXTENSION, "grouping", state="pending")),
    ("stix.extension_malformed", _own(REQUEST_EXTENSION, "grouping", needed_by=None)),
    ("stix.extension_malformed", _own(TRANSLATION_EXTENSION, "language-content", made="by heart")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), BAD, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BAD)])
def test_what_validators_let_through_is_told_and_not_taken(code: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Each fault is told by its code at its object, which is left out; what only is not resolved is taken and told."""
    bundle = json.loads(written(played()[1]))
    change(bundle)
    found = read(bundle)
    told = [each for each in found.problems if each.code == code]
    assert told, found.problems
    assert all((each.id in found.newest) is not each.refuses for each in told)


def test_the_whole_is_refused_where_its_bytes_are() -> None:
    """Not JSON, a key twice, too deep, too long, too many, no bundle: nothing of it is read, and the reason is told."""
    many = {"type": "bundle", "objects": [{}] * (raw.MOST_OBJECTS + 1)}
    for told, code in (
        (b"\xff", "no_json"), (b'{"type": NaN}', "no_json"), (b'{"a": 1, "a": 2}', "key_twice"),
        (b"[" * 100_000, "too_deep"), (b" " * (raw.MOST_BYTES + 1), "too_long"), (b"[]", "no_bundle"),
        (json.dumps(many).encode(), "too_many"), (b'{"type": "bundle", "objects": [1]}', "no_object"),
        (b'{"type": "bundle", "objects": [], "id": "\\ud800"}', "half_character"),
        (b'{"type": "bundle", "objects": [{"type": "\\udfff"}]}', "half_character"),
        (b'{"type": "bundle", "spec_version": "2.0", "objects": []}', "other_version"),
        (b'{"type": "bundle", "objects": [], "n": ' + b"9" * 5_000 + b"}", "no_json"),
    ):  # fmt: skip
        found = read(told)
        assert [each.code for each in found.problems] == [f"stix.{code}"] and not found.newest


def test_where_very_much_is_wrong_nothing_is_taken_and_no_more_is_told() -> None:
    """One object of a hundred thousand unknown properties, or many of few: the list ends, and says so."""
    sound = json.loads(written(played()[1]))["objects"]
    wide = {**sound[0], **{f"x{n}": 1 for n in range(100_000)}}
    many = [{**sound[0], **{f"x{n}": 1 for n in range(40)}} for _ in range(100)]
    for objects in ([*sound, wide], [*sound, *many]):
        found = read({"type": "bundle", "objects": objects})
        assert len(found.problems) == MOST_TOLD + 1 and not found.newest
        assert found.problems[-1].code == "stix.too_much_wrong"


def test_a_signal_deep_in_a_text_is_no_depth() -> None:
    """Brackets and escaped quotes within words count for nothing."""
    told = {"type": "bundle", "objects": [], "id": "[{" * 100 + '\\"' + "[" * 40}
    assert read(told).problems == ()


def test_what_is_marked_more_strictly_in_a_part_is_read_as_strict() -> None:
    """A part of a report that is marked RED makes the draft RED; a looser part changes nothing."""
    bundle = json.loads(written(played()[1]))
    for level, found in (("green", "amber_strict"), ("red", "red")):
        _report(bundle)["granular_markings"] = [{"marking_ref": TLP[level][1], "selectors": ["name"]}]
        named = _report(bundle)["id"]
        back = next(each for each in reports_read(read(bundle), charter=charter()) if each.id == named)
        assert back.content["tlp"] == found


def test_a_place_is_read_no_finer_than_it_came() -> None:
    """Fractions of metres are rounded up, and what is wider than any report may be is not made narrower."""
    cell = Cell()
    bundle = json.loads(written([cell.state(given(cell)).as_json()]))
    for came, found in ((1500.2, 1501), (600_000.0, 600_000)):
        of_type(bundle, "location")[0]["precision"] = came
        assert next(reports_read(read(bundle), charter=charter())).content["place"]["radius_m"] == found


WEIRD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.just("2026-03-04T05:20:00Z"),
    st.lists(st.none() | st.text(max_size=2) | st.just({}), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none() | st.just({}), max_size=2),
)  # fmt: skip


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Return every place of a bundle at which something stands: what holds it, and under which key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in ((value, key), *places_in(value[key]))]


def test_whatever_stands_wherever_is_told_and_never_breaks_the_reader() -> None:
    """Any values put into any places of a bundle: it is read to its end, and what is taken makes drafts."""
    text = written(played()[1])

    @settings(max_examples=150, deadline=None)
    @given_any(st.lists(st.tuples(st.integers(0, 10_000), WEIRD), min_size=1, max_size=4))
    def holds(changes: list[tuple[int, Any]]) -> None:
        bundle = json.loads(text)
        for which, value in changes:
            places = places_in(bundle["objects"])
            held, key = places[which % len(places)]
            held[key] = value
        found = read(bundle)
        assert len(list(reports_read(found, charter=charter()))) <= len(found.newest)

    holds()
