"""`parley zones`: a charter's zones go out and come back the same; protected sites stay; a report tells the rest."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from parley.charter.amendment import changes_between
from parley.charter.model import Charter
from parley.charter.reading import read_charter, read_template
from parley.charter.zones import Zone
from parley.cli.main import main
from parley.geo.exchange.names import identifiers
from parley.texts import LANGUAGES
from tests.charter.making import PARIS, assembled, changed
from tests.charter.test_dated import BASES, LINES, ZONE

Screen = pytest.CaptureFixture[str]
HIGH = """zones:
  high:
    names: {en: High, ar: عالية, he: גבוה}
    corners: [33.00 N 35.90 E, 33.10 N 35.90 E, 33.10 N 36.00 E]
    lower: 500 ft AMSL
    upper: FL240
    drawing: exact
    rules:
      - {rule: only_inside, classes: [flight_manned], members: [IL], basis: this_charter}
    basis: this_charter
  shut:
    names: {en: Shut, ar: مغلقة, he: סגור}
    corners: [33.20 N 35.90 E, 33.30 N 35.90 E, 33.30 N 36.00 E]
    lower: 0 m AGL
    upper: 120 m W84
    drawing: exact
    rules:
      - {rule: forbidden, basis: this_charter}
    basis: this_charter
  hospital:
    names: {en: Hospital, ar: مستشفى, he: בית חולים}
    corners: [33.40 N 35.90 E, 33.50 N 35.90 E, 33.50 N 36.00 E]
    drawing: exact
    rules:
      - {rule: protected, until: 2027-01-01, basis: this_charter}
      - {rule: forbidden, classes: [exercise], basis: this_charter}
    basis: this_charter
"""


def charter_file(tmp_path: Path) -> Path:
    """Write the default charter with zones of every sort and return its file."""
    zones = ZONE.replace("zones:\n", HIGH)
    raw = changed(PARIS, ("bases:\n", BASES), ("  lines:\n", LINES), ("\nzones:\n", f"\n{zones}"))
    file = tmp_path / "charter.yaml"
    file.write_bytes(raw)
    return file


def rules(zone: Zone) -> Any:
    """Return what a zone says, its corners as a set: only their order may differ."""
    return (
        dict(zone.names), frozenset(zone.corners), zone.lower, zone.upper, zone.drawing, zone.rules, zone.limits,
        zone.provenance, zone.span, zone.windows,
    )  # fmt: skip


def back(tmp_path: Path, screen: Screen, form: str, *words: str) -> tuple[Charter, Charter, str, str]:
    """Export and import; return the charter before, that of the sections, the file and the report of the import."""
    file = charter_file(tmp_path)
    assert main(["zones", "export", str(file), "--format", form, *words]) == 0
    text = screen.readouterr().out
    out = tmp_path / f"zones.{form}"
    out.write_text(text, encoding="utf-8")
    amendment = tmp_path / "amendment.yaml"
    assert main(["zones", "import", str(out), "--charter", str(file), "--amend", str(amendment)]) == 0
    told = screen.readouterr()
    assert told.out == "" and "parley charter propose" in told.err
    return read_template(file.read_bytes()), read_template(amendment.read_bytes()), text, told.err


@pytest.mark.parametrize("form", ["ed318", "geojson", "kml"])
def test_what_goes_out_comes_back_with_the_same_rules(tmp_path: Path, capsys: Screen, form: str) -> None:
    """Names, heights as written, rules, limits, dates, windows, and bases by their own names; sites stay at home."""
    before, after, text, told = back(tmp_path, capsys, form)
    assert {name: rules(zone) for name, zone in after.zones.items()} == {
        name: rules(zone) for name, zone in before.zones.items()}  # fmt: skip
    assert after.map == before.map and set(after.bases) == set(before.bases)
    assert "hospital" not in text.lower() and "مستشفى" not in text
    assert "Refused" not in told


def test_protected_sites_never_leave_in_bulk(tmp_path: Path, capsys: Screen) -> None:
    """Not even after their rule has ended; how many were left out is said in three languages."""
    file = charter_file(tmp_path)
    for language, words in zip(LANGUAGES, ("left out: 1", "تُركت: 1", "שהושמטו: 1"), strict=True):
        for form in ("ed318", "geojson", "kml"):
            date = ["--as-of", "2027-06-01"]
            assert main(["zones", "export", str(file), "--format", form, *date, "--language", language]) == 0
            told = capsys.readouterr()
            assert words in told.err and "ospital" not in told.out


def test_only_what_is_agreed_is_prohibited_to_foreign_readers(tmp_path: Path, capsys: Screen) -> None:
    """The form has no standing: an agreed prohibition is one, a proposed drawing is conditional, no country claimed."""
    assert main(["zones", "export", str(charter_file(tmp_path)), "--format", "ed318"]) == 0
    told = capsys.readouterr()
    made = {each["id"]: each["properties"] for each in json.loads(told.out)["features"]}
    kinds = {name: each["type"] for name, each in made.items()}
    assert (kinds["shut"], kinds["high"], kinds["area_of_separation"]) == ("PROHIBITED", "CONDITIONAL", "CONDITIONAL")
    short = identifiers(made)
    assert {name: each["identifier"] for name, each in made.items()} == short
    assert all(len(each) == 7 for each in short.values()) and len(set(short.values())) == len(short)
    assert all(f"  {word}  {name}" in told.err for name, word in short.items())
    assert {each["country"] for each in made.values()} == {"XAA"}
    for each in made.values():
        assert set(each) <= {
            "identifier", "country", "name", "type", "variant", "restrictionConditions", "reason", "otherReasonInfo",
            "zoneAuthority", "limitedApplicability", "extendedProperties",
        }  # fmt: skip
        assert all(len(text["text"]) <= 200 for text in (*each["name"], *each["otherReasonInfo"]))


def test_layers_say_their_heights_in_the_forms_own_words(tmp_path: Path, capsys: Screen) -> None:
    """W84 is WGS84 there; a flight level has no word and is left open, which is told."""
    assert main(["zones", "export", str(charter_file(tmp_path)), "--format", "ed318"]) == 0
    told = capsys.readouterr()
    layers = {each["id"]: each["geometry"].get("layer") for each in json.loads(told.out)["features"]}
    assert layers["high"] == {"lower": 500, "lowerReference": "AMSL", "uom": "ft"}
    assert layers["shut"] == {
        "lower": 0, "lowerReference": "AGL", "upper": 120, "upperReference": "WGS84", "uom": "m"}  # fmt: skip
    assert "high.upper: The form knows no flight levels" in told.err


def test_an_export_as_of_a_day_holds_what_held_then(tmp_path: Path, capsys: Screen) -> None:
    """The market on a market day alone, the withdrawal line between its dates."""
    file = str(charter_file(tmp_path))

    def ids(day: str) -> set[str]:
        assert main(["zones", "export", file, "--format", "geojson", "--as-of", day]) == 0
        return {each["id"].partition("#")[0] for each in json.loads(capsys.readouterr().out)["features"]}

    assert {"market", "withdrawal_1", "line_a"} <= ids("2027-01-04")
    assert ids("2027-01-05") & {"market", "withdrawal_1"} == {"withdrawal_1"}
    assert ids("1973-01-01") == set()


def test_what_was_changed_beside_the_carried_rules_is_refused(tmp_path: Path, capsys: Screen) -> None:
    """Another program moved the ceiling, or made it a prohibition: nobody guesses which of the two holds."""
    file = charter_file(tmp_path)
    main(["zones", "export", str(file), "--format", "ed318"])
    made = json.loads(capsys.readouterr().out)
    for change in ({"upper": 500}, {}):
        other = json.loads(json.dumps(made))
        zone = next(each for each in other["features"] if each["id"] == ("shut" if change else "high"))
        zone["geometry"]["layer"] |= change
        zone["properties"]["type"] = "PROHIBITED"
        out = tmp_path / "other.json"
        out.write_text(json.dumps(other), encoding="utf-8")
        assert main(["zones", "import", str(out), "--charter", str(file)]) == 1
        told = capsys.readouterr()
        assert "differs from what is drawn" in told.err and told.out == ""


def foreign(tmp_path: Path, **changes: Any) -> str:
    """Write a plain drawing and return its file."""
    ring = [[35.8, 33.1], [35.9, 33.1], [35.9, 33.2], [35.8, 33.1]]
    told = {"kind": "zone", "rule": "forbidden", "name": "Range", **changes.pop("properties", {})}
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": told, **changes}
    out = tmp_path / "plan.geojson"
    out.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return str(out)


def test_a_foreign_drawing_is_that_of_whoever_proposes_it(tmp_path: Path, capsys: Screen) -> None:
    """Without --by it is refused; with it, it is proposed by that member, from that very file; names are to come."""
    file = foreign(tmp_path)
    assert main(["zones", "import", file]) == 1
    assert "--by" in capsys.readouterr().err
    assert main(["zones", "import", file, "--by", "SY", "--since", "2026-11-20"]) == 0
    told = capsys.readouterr()
    assert "standing: proposed\n    by: [SY]" in told.out and "SHA-256" in told.out and "since: 2026-11-20" in told.out
    assert "Translate it before it is proposed." in told.err


def test_an_amendment_names_what_it_follows_and_leaves_all_else_as_it_was_written(
    tmp_path: Path, capsys: Screen
) -> None:
    """A keyed charter's digest; one zone and its basis are all that `parley charter diff` finds; no file is lost."""
    file, out = tmp_path / "charter.yaml", tmp_path / "amendment.yaml"
    file.write_bytes(assembled(PARIS))
    words = ["zones", "import", foreign(tmp_path), "--by", "SY", "--charter", str(file), "--amend", str(out)]
    assert main(words) == 0
    before, after = read_charter(file.read_bytes()), read_charter(out.read_bytes())
    assert after.predecessor == before.digest
    changes = {change.where for change in changes_between(before, after)}
    assert {where for where in changes if not where.startswith(("zones.range", "bases.imported_1"))} == {
        "zones", "bases"}  # fmt: skip
    rows = [each.read_text(encoding="utf-8").split("\n") for each in (file, out)]
    assert {kind for kind, *_ in SequenceMatcher(None, *rows, autojunk=False).get_opcodes()} == {"equal", "insert"}
    assert main(words) == 1 and "exists" in capsys.readouterr().err
    assert main(["zones", "import", foreign(tmp_path), "--by", "SY", "--amend", str(out)]) == 2


def test_a_line_that_comes_in_takes_the_place_of_the_one_of_its_name(tmp_path: Path, capsys: Screen) -> None:
    """The other lines and places of the map stay; a charter without zones gets the section."""
    # Without zones, and so without the inspections that name them.
    raw = re.sub(r"^inspections:\n(?:[ #].*\n)+", "", PARIS.decode(), flags=re.MULTILINE)
    raw = raw.partition("\n# Zones and what holds")[0]
    file, out, plan = tmp_path / "charter.yaml", tmp_path / "amendment.yaml", tmp_path / "plan.geojson"
    file.write_text(raw, encoding="utf-8")
    line = {"type": "LineString", "coordinates": [[35.9, 33.0], [35.9, 33.2]]}
    ring = [[35.8, 33.1], [35.9, 33.1], [35.9, 33.2], [35.8, 33.1]]
    features = [
        {"type": "Feature", "id": "line_a", "geometry": line, "properties": {}},
        {"type": "Feature", "id": "new", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}},
    ]
    plan.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert main(["zones", "import", str(plan), "--by", "IL", "--charter", str(file), "--amend", str(out)]) == 0
    assert "line_a: The charter has this name already" in capsys.readouterr().err
    before, after = read_template(file.read_bytes()), read_template(out.read_bytes())
    assert before.map is not None and after.map is not None
    assert (len(after.map.lines["line_a"].points), after.map.lines["line_a"].provenance.by) == (2, ("IL",))
    assert {name: each for name, each in after.map.lines.items() if name != "line_a"} == {
        name: each for name, each in before.map.lines.items() if name != "line_a"}  # fmt: skip
    assert after.map.places == before.map.places and list(after.zones) == ["new"]


def test_what_the_charter_would_refuse_is_told_before(tmp_path: Path, capsys: Screen) -> None:
    """An unknown class, a place outside of the box, an unknown member: each at its field, and nothing is printed."""
    charter = ["--charter", str(charter_file(tmp_path)), "--by", "SY"]
    assert main(["zones", "import", foreign(tmp_path, properties={"classes": ["war"]}), *charter]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "zones.range.rules.0.classes.0" in told.err
    far = {"geometry": {"type": "Polygon", "coordinates": [[[33.1, 35.8], [33.1, 35.9], [33.2, 35.9], [33.1, 35.8]]]}}
    assert main(["zones", "import", foreign(tmp_path, **far), *charter]) == 1
    assert "lies outside of the mechanism's area" in capsys.readouterr().err


def test_an_exported_file_is_tried_by_overlaps(tmp_path: Path, capsys: Screen) -> None:
    """The plain form is the one that `parley overlaps` reads: what is only drawn is passed over."""
    assert main(["zones", "export", str(charter_file(tmp_path)), "--format", "geojson"]) == 0
    out = tmp_path / "zones.geojson"
    out.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["overlaps", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["checked"] == {"activities": 0, "zones": 5}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_none_is_told_in_the_readers_language(tmp_path: Path, capsys: Screen, language: str) -> None:
    """One that is missing, one that is too large to be one: a sentence each, and 2."""
    assert main(["zones", "import", str(tmp_path / "none.kml"), "--language", language]) == 2
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate((16 << 20) + 1)
    assert main(["zones", "import", str(large), "--language", language]) == 2
    assert "zones." not in capsys.readouterr().err
