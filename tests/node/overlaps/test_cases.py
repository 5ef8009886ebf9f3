"""The cases beside the default charter, which a lawyer can read, hold for the charter that is shipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from parley.charter.as_of import drawn_at
from parley.charter.model import Charter, Provenance
from parley.charter.reading import read_template
from parley.geo.area import Area
from parley.geo.detect import outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.geo.height import Height, parse_height
from parley.geo.moment import Moment, parse_moment
from parley.geo.outline import circle
from parley.geo.place import Place, parse_place
from parley.geo.volume import Volume
from parley.tracks.deconfliction.encounters.touching import zones_drawn
from tests.charter.making import CHARTERS, PARIS

FILE = CHARTERS / "cases" / "paris-2026.yaml"
# Every value as the text that is written, as a charter is read.
CASES = yaml.load(Path(FILE).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["cases"]


def read(parse: Any, text: str, kind: type) -> Any:
    """Return what a text says; a case that cannot be read fails."""
    found = parse(text)
    assert isinstance(found, kind), text
    return found


def planned(plan: dict[str, str]) -> Drawn:
    """Return the activity of a case."""
    area = circle(read(parse_place, plan["at"], Place), radius_m=int(plan["radius_m"]))
    assert isinstance(area, Area)
    lower, upper = (read(parse_height, plan[name], Height) for name in ("lower", "upper"))
    start, end = (read(parse_moment, plan[name], Moment).at_s for name in ("from", "until"))
    strength = int(plan["strength"]) if "strength" in plan else None
    volume = Volume(area, lower, upper, ((start, end),))
    return Drawn("plan", False, volume, (plan["class"],), (plan["member"],), strength=strength)


def charter_with(agreed_too: list[str]) -> Charter:
    """Return the default charter in which the members have agreed to these bases too."""
    charter = read_template(PARIS)
    now = {charter.bases[name] for name in agreed_too}

    def stands(basis: Provenance) -> Provenance:
        return replace(basis, standing="agreed", by=()) if basis in now else basis

    zones = {
        zone.name: replace(
            zone, provenance=stands(zone.provenance),
            rules=tuple(replace(rule, provenance=stands(rule.provenance)) for rule in zone.rules),
        )
        for zone in charter.zones.values()
    }  # fmt: skip
    return replace(charter, zones=zones)


@pytest.mark.parametrize("case", [case for case in CASES if "plan" in case], ids=lambda case: case["name"])
def test_what_meets_a_zone_follows(case: dict[str, Any]) -> None:
    """How the plan meets zones, and how that stands, is what the case says, and nothing more."""
    charter, plan = charter_with(case.get("agreed_too", [])), planned(case["plan"])
    assert charter.activities is not None and plan.classes[0] in charter.activities.classes
    zones, ground = list(zones_drawn(charter)), charter.activities.ground
    met = [found for zone in zones if (found := with_zone(plan, zone, ground=ground))]
    outside = outside_all(plan, zones, ground=ground)
    assert [
        {"zone": each.second.removeprefix("zone:"), "kind": each.kind, "standing": each.standing}
        for each in [*met, *([outside] if outside else [])]
    ] == case["meets"]


@pytest.mark.parametrize("case", [case for case in CASES if "day" in case], ids=lambda case: case["name"])
def test_the_line_as_of_a_day_follows(case: dict[str, Any]) -> None:
    """The lines and zones that are drawn on a day are those that the case names."""
    day = date.fromisoformat(case["day"])
    found = drawn_at(read_template(PARIS), int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))
    assert [line.name for line in found.lines] == case["lines"]
    assert [zone.name for zone in found.zones] == case["zones"]
