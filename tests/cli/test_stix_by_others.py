"""STIX bundles and the tools of others: theirs take ours, ours takes theirs, and the schemas say what is checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import stix2
from jsonschema import Draft202012Validator
from stix2validator import ValidationOptions, validate_string

from parley.cli.main import main
from parley.tracks.information.stix import extending, shapes
from parley.tracks.information.stix.fixed import GRADE_EXTENSION, OWN_EXTENSIONS, TLP
from parley.tracks.information.stix.intake import read_bundle
from tests.tracks.hotline.cell import CHARTERS, Cell
from tests.tracks.information.exchanged import given
from tests.tracks.information.test_stix import played, written

SCHEMAS = Path(extending.__file__).parent / "schemas"
FLOOR_M = 1000
STAMP, IDENTITY = "2026-03-04T05:20:00.000Z", "identity--e46f12e4-b26c-4336-afe4-fddef18c1a49"
# What the validator warns of, and why it stays: ids follow from entries, so that every node writes the same (103); the
# profile's own word for what a grouping is (225).
WARNED = ("{103}", "{225}")


@pytest.mark.parametrize("strict", [False, True])
def test_the_oasis_validator_takes_every_object_that_is_written(strict: bool) -> None:
    """With references followed, and strictly but for open vocabularies: valid, and no warning but the known two."""
    disabled = ["all-vocabs", "relationship-types", "uuid-check"] if strict else []
    options = ValidationOptions(version="2.1", enforce_refs=True, strict=strict, disabled=disabled)
    found = validate_string(written(played()[1]), options)
    assert found.is_valid and not found.errors
    assert [each for each in found.warnings or [] if not any(known in str(each) for known in WARNED)] == []


def test_the_library_of_others_parses_every_object() -> None:
    """stix2 takes the bundle without leave for anything custom, and finds as many objects."""
    text = written(played()[1])
    assert len(stix2.parse(text, allow_custom=False).objects) == len(json.loads(text)["objects"])


def theirs(**changes: Any) -> str:
    """Return a bundle made by the library of others: a report, with our grade in words that they carry for us."""
    place = stix2.Location(latitude=33.125, longitude=35.825, precision=1500.0, object_marking_refs=[TLP["amber"][1]])
    grade = {"extension_type": "property-extension", "source_reliability": "B", "information_credibility": "3"}
    told = {
        "name": "EXERCISE smoke over the ridge", "description": "EXERCISE. Seen from two posts.", "lang": "en",
        "published": STAMP, "report_types": ["observed-data"], "confidence": 50, "created_by_ref": IDENTITY,
        "object_refs": [place.id], "object_marking_refs": [TLP["amber"][1]], "extensions": {GRADE_EXTENSION: grade},
        **changes,
    }  # fmt: skip
    return str(stix2.Bundle(place, stix2.Report(**told)).serialize())


def test_a_bundle_of_another_library_becomes_a_draft_that_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`parley stix import` prints its draft; with what a bundle never says, addressees and purpose, it is permitted."""
    file = tmp_path / "theirs.json"
    file.write_text(theirs())
    assert main(["stix", "import", str(file), "--charter", str(CHARTERS / "paris-2026.yaml")]) == 0
    draft = json.loads(capsys.readouterr().out)
    assert (draft["content"]["source"], draft["content"]["credibility"], draft["content"]["tlp"]) == ("B", "3", "amber")
    cell = Cell()
    matter = given(cell, seen=None, cover=None, **draft["content"])
    assert cell.refusal(matter) is None
    assert cell.state(matter).terms["place"] == {"lat_e7": 331_250_000, "lon_e7": 358_250_000, "radius_m": 1500}


def test_what_their_library_lets_through_is_told_here() -> None:
    """The same library writes a confidence that contradicts the number, and no level: neither is taken."""
    for changes, code in (({"confidence": 90}, "confidence_contradicts"), ({"object_marking_refs": []}, "no_level")):
        text = theirs(**changes)
        found = read_bundle(text.encode(), floor_m=FLOOR_M)
        assert f"stix.{code}" in {each.code for each in found.problems}


def test_each_extension_has_a_schema_and_the_schema_says_what_is_checked() -> None:
    """Field by field, missing, malformed, unknown: the JSON Schema and the check of the program say the same."""
    names = {path.stem for path in SCHEMAS.glob("*.json")}
    assert names == {"profile", *(name for name, _ in OWN_EXTENSIONS.values())}
    fine: dict[str, dict[str, Any]] = {
        "admiralty-grade": {"information_credibility": "3", "source_reliability": "B", "source_ref": IDENTITY,
                            "from": STAMP, "until": STAMP},
        "releasability": {"releasable_to": [IDENTITY], "purpose": "hazards", "expires": STAMP,
                          "originator_control": True, "onward_release": "ask-originator"},
        "request-for-information": {"to_refs": [IDENTITY], "needed_by": STAMP, "state": "open", "priority": "high"},
        "translation": {"made": "human"},
    }  # fmt: skip
    weird: tuple[Any, ...] = (
        None, 7, True, "", "Z", "x" * 65, [], [IDENTITY] * 65, ["x"], {}, STAMP, "2026-03-04", IDENTITY, "open",
    )  # fmt: skip
    for extension, (name, _) in OWN_EXTENSIONS.items():
        schema = json.loads((SCHEMAS / f"{name}.json").read_text())
        validator, sound = Draft202012Validator(schema), {"extension_type": "property-extension", **fine[name]}
        assert schema["$id"] == f"urn:parley:{name}:1.0.0"
        told = [sound, *({**sound, field: value} for field in (*sound, "beside") for value in weird)]
        told += [{key: value for key, value in sound.items() if key != field} for field in sound]
        for each in told:
            assert validator.is_valid(each) is not any(extending.own_problems({extension: each}, "x")), each
        assert validator.is_valid(sound)


def test_the_profile_has_a_schema_and_the_schema_says_what_is_checked() -> None:
    """Of every object that is written, with each property left out, odd or unknown: schema and program say the same."""
    schema = json.loads((SCHEMAS / "profile.json").read_text())
    assert schema == shapes.profile_schema()
    validator = Draft202012Validator(schema)
    told = [*json.loads(written(played()[1]))["objects"], {"type": "indicator", "id": "indicator--1"}]
    found = {each["type"]: each for each in told}
    for each in found.values():
        odd = [{**each, name: value} for name in (*each, "beside") for value in (None, 7, "x", ["x"], [7], {}, True)]
        less = [{key: value for key, value in each.items() if key != name} for name in each if name != "type"]
        for one in (each, *odd, *less):
            assert validator.is_valid(one) is not any(shapes.shape_problems(one)), one
    assert len(found) > 9
