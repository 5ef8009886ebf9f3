"""`parley overlaps`: plans tried before they are filed, by the verb that an officer's planner calls."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from parley.cli.main import main
from parley.texts import LANGUAGES, sentence
from tests.geo.test_geojson import ACTIVITY, ZONE, changed

Screen = pytest.CaptureFixture[str]


def written(folder: Path, *features: Any, name: str = "plan.geojson") -> str:
    """Write features as a collection and return the name of the file."""
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return str(file)


def other(**properties: Any) -> dict[str, Any]:
    """Return the other side's activity over the same ground."""
    made = copy.deepcopy(ACTIVITY)
    made["id"] = "IL-1"
    made["properties"] |= {"member": "IL", **properties}
    return made


def test_plans_that_collide_are_told_as_json(tmp_path: Path, capsys: Screen) -> None:
    """Who, how, how much ground, when and how high; the verb ends with 1."""
    assert main(["overlaps", written(tmp_path, ACTIVITY, other(), ZONE)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["checked"] == {"activities": 2, "zones": 1}
    assert [(each["first"], each["second"], each["kind"], each["standing"]) for each in told["overlaps"]] == [
        ("IL-1", "SY-1", "conflict", "agreed"), ("IL-1", "Z", "forbidden", "contested"),
        ("SY-1", "Z", "forbidden", "contested"),
    ]  # fmt: skip
    first = told["overlaps"][0]
    assert first["windows"] == [["2026-12-01T06:00:00Z", "2026-12-01T12:00:00Z"]]
    assert (first["lower_m"], first["upper_m"], first["heights"]) == (0, 100, "as written")
    assert 51e6 < first["area_m2"] < 52e6


def test_plans_that_keep_apart_end_with_0(tmp_path: Path, capsys: Screen) -> None:
    """Back to back in time they do not collide; with half an hour between them asked for they do."""
    later = other(windows=[["2026-12-01T12:00Z", "2026-12-01T13:00Z"]])
    file = written(tmp_path, ACTIVITY, later)
    assert main(["overlaps", file]) == 0
    assert json.loads(capsys.readouterr().out)["overlaps"] == []
    assert main(["overlaps", file, "--apart", "0,0,30"]) == 1
    assert [each["kind"] for each in json.loads(capsys.readouterr().out)["overlaps"]] == ["near"]


def test_several_files_are_held_against_each_other(tmp_path: Path, capsys: Screen) -> None:
    """Each file's features are known by its name, so that two may number theirs alike."""
    mine, theirs = written(tmp_path, ACTIVITY, name="a"), written(tmp_path, {**other(), "id": "SY-1"}, name="b")
    assert main(["overlaps", mine, theirs]) == 1
    told = json.loads(capsys.readouterr().out)["overlaps"]
    assert [(each["first"], each["second"]) for each in told] == [("a#SY-1", "b#SY-1")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_told_with_file_place_and_reason(tmp_path: Path, language: str, capsys: Screen) -> None:
    """In the language asked for; nothing else is printed, and the verb ends with 2."""
    file = written(tmp_path, ACTIVITY, changed(ACTIVITY, "properties/upper", "100 m"))
    assert main(["overlaps", file, "--language", language]) == 2
    told = sentence("geo.reference_missing", language=language, data={})
    out = capsys.readouterr()
    assert out.out == "" and out.err.strip() == f"{file}: features.1.properties.upper: {told}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("raw", "where"), [
    (b"{", ": line 1"), (b"\xff\xfe", ": line 1"), (b"[" * 100_000, ""), (b"[" + b"9" * 5_000 + b"]", ""),
    (b'{"type": "\\ud800"}', ""),
])  # fmt: skip
def test_a_file_that_is_no_json_is_told(
    tmp_path: Path, raw: bytes, where: str, language: str, capsys: Screen
) -> None:  # fmt: skip
    """Cut off, of another encoding, nested without end, with a figure or a sign that nobody writes."""
    file = tmp_path / "plan.geojson"
    file.write_bytes(raw)
    assert main(["overlaps", str(file), "--language", language]) == 2
    told = sentence("geo.json_wrong", language=language, data={})
    assert capsys.readouterr().err.strip() == f"{file}{where}: {told}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_that_stands_twice_is_told_at_its_place(tmp_path: Path, language: str, capsys: Screen) -> None:
    """One program takes the first and another the last: a plan that was tried is the plan that is meant."""
    whole = json.dumps({"type": "FeatureCollection", "features": [ACTIVITY]})
    file = tmp_path / "plan.geojson"
    file.write_text(whole.replace('"upper":', '"upper": "900 m AGL", "upper":'), encoding="utf-8")
    assert main(["overlaps", str(file), "--language", language]) == 2
    told = sentence("geo.said_twice", language=language, data={"name": "upper"})
    assert capsys.readouterr().err.strip() == f"{file}: features.0.properties: {told}"


@pytest.mark.parametrize("text", ["1,2", "a,b,c", "-1,0,0", "1,2,3,4", "٣,0,0"])
def test_a_separation_that_is_none_is_told(tmp_path: Path, text: str, capsys: Screen) -> None:
    """Three whole numbers, and nothing else."""
    assert main(["overlaps", written(tmp_path, ACTIVITY), f"--apart={text}"]) == 2
    assert "--apart" in capsys.readouterr().err


def test_no_way_out_leads_out_of_the_calendar(tmp_path: Path, capsys: Screen) -> None:
    """Two plans in the last hours that a date can name: neither is moved to a day that cannot be written."""
    last = [["9999-12-31T20:00Z", "9999-12-31T23:59:59Z"]]
    mine = changed(ACTIVITY, "properties/windows", last)
    assert main(["overlaps", written(tmp_path, mine, other(windows=last)), "--propose"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["proposals"]
    assert all(move["amount"] < 0 for each in found["menu"] for move in each["moves"] if move["how"] == "time")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Screen) -> None:
    """With its name."""
    assert main(["overlaps", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_ways_out_are_told_for_both_sides(tmp_path: Path, capsys: Screen) -> None:
    """Each says what it would make of the plan; of one that stays nothing is asked; the note says what it is not."""
    slack = {"slack": {"time_min": 600, "lateral_m": 2_000}}
    mine = copy.deepcopy(ACTIVITY)
    mine["properties"] |= slack
    late = [["2026-12-01T11:00Z", "2026-12-01T13:00Z"]]
    file = written(tmp_path, mine, other(windows=late, **slack))
    assert main(["overlaps", file, "--propose", "--at", "2026-11-20T00:00Z"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["note"] == sentence("overlaps.without_prejudice", language="en", data={})
    (found,) = told["proposals"]
    assert (found["first"], found["second"]) == ("IL-1", "SY-1")
    movers = [{move["notice"] for move in each["moves"]} for each in found["menu"]]
    assert {"IL-1"} in movers and {"SY-1"} in movers and {"IL-1", "SY-1"} in movers
    (split,) = (each for each in found["menu"] if len(each["moves"]) == 2)
    assert [move["becomes"][0]["windows"] for move in split["moves"]] == [
        [["2026-12-01T11:30:00Z", "2026-12-01T13:30:00Z"]], [["2026-12-01T05:30:00Z", "2026-12-01T11:30:00Z"]],
    ]  # fmt: skip
    assert main(["overlaps", written(tmp_path, mine, other(windows=late, stays=True)), "--propose"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["proposals"]
    assert "IL-1" not in [move["notice"] for each in found["menu"] for move in each["moves"]]
    assert main(["overlaps", file, "--propose", "--at", "tomorrow"]) == 2
