"""Zones of other programs: what is mended is told, what cannot be taken is refused fast and at its field."""

from __future__ import annotations

import copy
import json
import math
import re
from typing import Any

import pytest

from parley.cli.zones import read_zones
from parley.geo.exchange.ed318 import write_ed318
from parley.geo.exchange.told import Told
from parley.geo.height import Height
from parley.geo.place import Place
from parley.texts import LANGUAGES, catalogue, sentence

SQUARE = [[35.8, 33.1], [35.9, 33.1], [35.9, 33.2], [35.8, 33.2], [35.8, 33.1]]
AUTHORITY = [{"name": [{"text": "Cell", "lang": "en"}], "purpose": "INFORMATION"}]
ED318 = {
    "type": "Feature",
    "geometry": {
        "type": "Polygon", "coordinates": [SQUARE],
        "layer": {"upper": 150, "upperReference": "AMSL", "lower": 0, "lowerReference": "AGL", "uom": "m"},
    },
    "properties": {
        "identifier": "SY-R001", "country": "SYR", "name": [{"text": "Range", "lang": "en-GB"}], "type": "PROHIBITED",
        "variant": "COMMON", "zoneAuthority": AUTHORITY,
    },
}  # fmt: skip
ED269: dict[str, Any] = {
    "identifier": "LEZG_TMA", "country": "ESP", "name": "Range", "type": "COMMON", "restriction": "PROHIBITED",
    "applicability": [{"permanent": "YES"}], "zoneAuthority": [{"name": "Cell", "purpose": "INFORMATION"}],
    "geometry": [{
        "uomDimensions": "M", "lowerLimit": 0, "lowerVerticalReference": "AGL", "upperLimit": 120,
        "upperVerticalReference": "AGL", "horizontalProjection": {"type": "Polygon", "coordinates": [SQUARE]},
    }],
}  # fmt: skip
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Range</name>%s
<Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark></Document></kml>"""


def read(value: Any, *, form: str = "", classes: tuple[str, ...] = ("flight_unmanned",)) -> Told:
    """Read a value as the file of a form."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_zones(raw, form=form, classes=classes)[1]


def changed(value: dict[str, Any], *changes: tuple[str, Any]) -> dict[str, Any]:
    """Return a copy with the value at each dotted path set, or taken out where it is None."""
    made = copy.deepcopy(value)
    for path, new in changes:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        at: Any = made
        for step in steps:
            at = at[step]
        at[last] = new
        if new is None:
            del at[last]
    return made


def ed318(*changes: tuple[str, Any]) -> Told:
    """Read one feature of ED-318 with changes."""
    return read({"type": "FeatureCollection", "features": [changed(ED318, *changes)]}, form="ed318")


def ed269(*changes: tuple[str, Any]) -> Told:
    """Read one zone of ED-269 with changes."""
    return read({"features": [changed(ED269, *changes)]}, form="ed269")


def codes(told: Told) -> list[str]:
    """Return the codes of what was mended or left out."""
    return [each.code for each in told.remarks]


def test_a_sound_zone_is_taken_as_it_is_written() -> None:
    """Heights keep figure, unit and reference; a prohibition is the rule "forbidden" for the classes named."""
    told = ed318()
    (zone,) = told.zones
    assert (zone.name, dict(zone.names)) == ("sy_r001", {"en": "Range"})
    assert (zone.lower, zone.upper) == (Height(0, "m", "AGL"), Height(150, "m", "AMSL"))
    assert zone.corners == tuple(Place(round(lat * 10**7), round(lon * 10**7)) for lon, lat in SQUARE[:-1])
    assert [(rule.rule, rule.classes) for rule in zone.rules] == [("forbidden", ("flight_unmanned",))]
    assert codes(told) == ["zones.fields_left_out"]
    assert told.remarks[0].data["fields"] == "country, zoneAuthority"


REPAIRS = [
    (("geometry.coordinates.0", SQUARE[:-1]), "zones.closed"),
    (("geometry.coordinates.0", SQUARE[::-1]), "zones.turned"),
    (("geometry.coordinates.0", [SQUARE[0], *SQUARE]), "zones.twice"),
    (("geometry.coordinates.0", [[f"{lon}", f"{lat}"] for lon, lat in SQUARE]), "zones.numbers_as_text"),
    (("geometry.coordinates.0.2", [35.900000001234, 33.2]), "zones.rounded"),
    (("geometry.coordinates.0", [[*corner, 500] for corner in SQUARE]), "zones.corner_heights"),
    (("geometry.layer.uom", None), "zones.metres_taken"),
    (("geometry.layer.upper", 99999), "zones.unlimited"),
    (("geometry.layer.upper", "150"), "zones.numbers_as_text"),
    (("geometry.layer.upper", 149.4), "zones.height_rounded"),
    (("properties.type", "CONDITIONAL"), "zones.no_such_rule"),
    (("properties.name", [{"text": "a\u202eb", "lang": "en"}]), "zones.text_cleaned"),
    (("properties.name", [{"text": "Zone", "lang": "fr-FR"}]), "zones.other_language"),
    (("properties.variant", "CUSTOMIZED"), "zones.fields_left_out"),
]


@pytest.mark.parametrize(("change", "code"), REPAIRS, ids=[f"{each[1]}-{n}" for n, each in enumerate(REPAIRS)])
def test_what_is_mended_is_told(change: tuple[str, Any], code: str) -> None:
    """The zone is taken, and the report names what stands otherwise; the ground is the same."""
    told = ed318(change)
    assert told.faults == [] and len(told.zones) == 1
    assert code in codes(told)
    assert {(each.lat_e7, each.lon_e7) for each in told.zones[0].corners} == {
        (331000000, 358000000), (331000000, 359000000), (332000000, 359000000), (332000000, 358000000)}  # fmt: skip


BOW_TIE = [[35.8, 33.1], [35.9, 33.2], [35.9, 33.1], [35.8, 33.25], [35.8, 33.1]]
REFUSALS = [
    (("geometry.coordinates.0", BOW_TIE), "geo.area_crosses_itself", "geometry.coordinates.0"),
    (("geometry.coordinates.0", [[35.8, 33.1]] * 4), "geo.area_too_few_corners", "geometry.coordinates.0"),
    (("geometry.coordinates.0", [[35.8, 33.1], [35.9, 33.1], [36.0, 33.1], [35.8, 33.1]]), "geo.area_no_extent",
     "geometry.coordinates.0"),
    (("geometry.coordinates.0.1", [math.nan, 33.1]), "geo.corner_asked", "geometry.coordinates.0.1"),
    (("geometry.coordinates.0.1", [math.inf, 33.1]), "geo.corner_asked", "geometry.coordinates.0.1"),
    (("geometry.coordinates.0.1", ["1e999", 33.1]), "geo.corner_asked", "geometry.coordinates.0.1"),
    (("geometry.coordinates.0.1", [True, 33.1]), "geo.corner_asked", "geometry.coordinates.0.1"),
    (("geometry.coordinates.0.1", [358000000, 331000000]), "geo.area_out_of_range", "geometry.coordinates.0.1"),
    (("geometry.coordinates.0", [[35.8, 33.1]] * 100_000), "geo.area_too_many_corners", "geometry.coordinates"),
    (("geometry.coordinates.0", [[179.9, 1], [-179.9, 1], [-179.9, 2], [179.9, 2], [179.9, 1]]),
     "geo.area_over_meridian", "geometry.coordinates.0"),
    (("geometry.coordinates.0", [[35, 84], [36, 84], [36, 89], [35, 84]]), "geo.area_near_pole",
     "geometry.coordinates.0"),
    (("geometry.coordinates", [SQUARE, SQUARE]), "zones.hole", "geometry.coordinates.1"),
    (("geometry.coordinates", "POLYGON"), "geo.geometry_asked", "geometry.coordinates"),
    (("geometry.type", "MultiLineString"), "geo.geometry_asked", "geometry.type"),
    (("geometry.extent", {"subType": "Circle", "radius": 5}), "geo.circle_and_outline", "geometry.extent"),
    (("geometry.layer.upperReference", "STD"), "geo.reference_unknown", "geometry.layer.upper"),
    (("geometry.layer.upperReference", None), "geo.reference_missing", "geometry.layer.upper"),
    (("geometry.layer.uom", "fathom"), "geo.unit_unknown", "geometry.layer.uom"),
    (("geometry.layer.upper", math.nan), "geo.height_not_understood", "geometry.layer.upper"),
    (("geometry.layer.upper", 1e300), "geo.height_out_of_range", "geometry.layer.upper"),
    (("geometry.layer", {"upper": 10, "upperReference": "AGL", "lower": 20, "lowerReference": "AGL", "uom": "m"}),
     "geo.band_upside_down", "geometry.layer.upper"),
    (("properties.type", "TARGET"), "geo.word_unknown", "properties.type"),
    (("properties.limitedApplicability", [{"startDateTime": "2026-03-01T06:00:00"}]), "geo.zone_missing",
     "properties.limitedApplicability.0.startDateTime"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "field"), REFUSALS, ids=[f"{r[1]}-{n}" for n, r in enumerate(REFUSALS)])
def test_what_cannot_be_taken_is_refused_at_its_field(change: tuple[str, Any], code: str, field: str) -> None:
    """Nothing of the zone is taken; the fault has its sentence in three languages."""
    told = ed318(change)
    assert told.zones == []
    assert (code, f"features.0.{field}") in [(fault.code, fault.field) for fault in told.faults]
    for fault in told.faults:
        assert all("%(" not in sentence(fault.code, language=each, data=fault.data) for each in LANGUAGES)
        assert fault.code in catalogue()


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """A wrong outline, a wrong height and a wrong time hide nothing of each other."""
    told = ed318(
        ("geometry.coordinates.0", BOW_TIE), ("geometry.layer.upper", "high"),
        ("properties.limitedApplicability", [{"endDateTime": "soon"}]), ("properties.type", "MAYBE"),
    )  # fmt: skip
    assert len(told.faults) == 4 and told.zones == []


def test_a_circle_becomes_an_outline_around_it() -> None:
    """Never smaller, and the report says so; its radius in ED-269 is in the unit of the volume."""
    circle = {"type": "Point", "coordinates": [35.8, 33.1], "extent": {"subType": "Circle", "radius": 300.5}}
    told = ed318(("geometry", circle))
    (remark,) = [each for each in told.remarks if each.code == "zones.circle"]
    assert (remark.data["metres"], remark.data["corners"]) == (301, len(told.zones[0].corners))
    feet = {"type": "Circle", "center": [35.8, 33.1], "radius": "1000"}
    found = ed269(("geometry.0.uomDimensions", "FT"), ("geometry.0.horizontalProjection", feet))
    assert {"zones.radius_in_feet", "zones.circle"} <= set(codes(found))
    assert [each.data["metres"] for each in found.remarks if each.code == "zones.circle"] == [305]
    assert found.zones[0].upper == Height(120, "ft", "AGL")


def test_layers_become_as_many_zones() -> None:
    """Two geometries of one feature are two zones whose names can be told apart."""
    upper = {**ED318["geometry"], "layer": {"upper": 50, "upperReference": "AGL", "uom": "m"}}  # type: ignore[dict-item]
    told = ed318(("geometry", {"type": "GeometryCollection", "geometries": [ED318["geometry"], upper]}))
    assert [(zone.name, zone.names["en"]) for zone in told.zones] == [
        ("sy_r001", "Range (1)"), ("sy_r001_2", "Range (2)")]  # fmt: skip
    assert "zones.layers" in codes(told)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda zone: {"features": [zone]},
        lambda zone: {"UASZoneList": [zone]},
        lambda zone: {"features": [{"UASZone": zone}]},
        lambda zone: {"datasetMetadata": {}, "features": [{"type": "Feature", "properties": zone}]},
    ],
)
def test_ed269_is_read_in_every_wrapper_that_authorities_use(wrap: Any) -> None:
    """Bare, in a list of zones, nested, in GeoJSON's dress; an identifier of eight characters is no fault."""
    told = read(wrap(ED269))
    assert [(zone.name, zone.rules[0].rule) for zone in told.zones] == [("lezg_tma", "forbidden")]
    assert told.faults == []


def test_ed318_is_read_as_an_authority_wraps_it() -> None:
    """The zone within UASZone, its layer beside it with UOM, and fields that are there and say nothing."""
    layer = {"upper": 150, "upperReference": "AMSL", "lower": 0, "lowerReference": "AGL", "UOM": ""}
    silent = {"startTime": "", "startEvent": "", "endTime": "", "endEvent": "", "day": "ANY"}
    period = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z", "schedule": [silent]}
    feature = {
        "type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        "properties": {"UASZone": {**ED318["properties"], "region": "0"}, "verticalLayer": layer,
                       "limitedApplicability": [period], "SHAPE_Area": "5"},
    }  # fmt: skip
    told = read({"type": "FeatureCollection", "features": [feature]}, form="ed318")
    (zone,) = told.zones
    assert (told.faults, zone.lower, zone.upper) == ([], Height(0, "m", "AGL"), Height(150, "m", "AMSL"))
    assert zone.windows == ((1772323200, 1772496000),)
    assert {"zones.metres_taken", "zones.whole_day", "zones.fields_left_out"} == set(codes(told))
    open_ended = {"startDateTime": "", "endDateTime": "", "schedule": ""}
    feature["properties"]["limitedApplicability"] = [open_ended]
    told = read({"type": "FeatureCollection", "features": [feature]}, form="ed318")
    assert [(zone.from_s, zone.until_s, zone.windows) for zone in told.zones] == [(None, None, None)]


def test_ed318_texts_name_language_and_region() -> None:
    """Its schema asks for five characters, as en-GB; the region is the one that names no country."""
    told = Told(zones=read({"type": "FeatureCollection", "features": [ED318]}, form="ed318").zones)
    text = json.dumps(write_ed318(told, authority={"en": "Cell", "ar": "الخلية"}))
    tags = set(re.findall(r'"lang": "([^"]*)"', text))
    assert tags == {"en-ZZ", "ar-ZZ"}


def test_without_classes_the_report_says_that_the_rule_is_wider() -> None:
    """A prohibition for unmanned aircraft would forbid everything here: whoever proposes it is told."""
    told = read({"features": [ED269]}, classes=())
    assert told.zones[0].rules[0].classes == () and "zones.rule_widened" in codes(told)


def test_both_spellings_of_an_authorization_are_known() -> None:
    """REQ_AUTHORISATION and REQ_AUTHORIZATION are one: a charter has no rule for them, and that is told."""
    for word in ("REQ_AUTHORISATION", "REQ_AUTHORIZATION"):
        told = ed269(("restriction", word))
        assert told.zones[0].rules == () and "zones.no_such_rule" in codes(told)


def test_plain_geojson_is_read_as_for_overlaps() -> None:
    """The form of docs/overlaps.md, lines beside zones; a drawing without a rule is drawn without one."""
    zone = {"kind": "zone", "rule": "limit", "limit": 20, "lower": "0 m AGL", "upper": "FL100", "members": ["SY"],
            "windows": [["2026-03-01T06:00Z", "2026-03-01T08:00Z"]]}  # fmt: skip
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    line = {"type": "LineString", "coordinates": SQUARE[:3]}
    point = {"type": "Point", "coordinates": SQUARE[0]}
    told = read({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "Z 1", "geometry": polygon, "properties": zone},
        {"type": "Feature", "geometry": polygon, "properties": {"name": "سوق", "colour": "red"}},
        {"type": "Feature", "geometry": line, "properties": {"name": "Line"}},
        {"type": "Feature", "geometry": point, "properties": None},
    ]})  # fmt: skip
    assert told.faults == []
    first, second = told.zones
    assert (first.name, first.rules[0].limit, first.upper, first.windows) == (
        "z_1", 20, Height(100, "FL", "FL"), ((1772344800, 1772352000),))  # fmt: skip
    assert (second.name, second.rules) == ("zone", ())
    assert [(line.name, len(line.points)) for line in told.lines] == [("line", 3)]
    assert {"zones.without_rule", "zones.fields_left_out", "zones.point_left_out"} == set(codes(told))


def test_another_reference_system_is_refused() -> None:
    """Coordinates of a national grid would be placed in the sea."""
    value = {"type": "FeatureCollection", "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::2039"}}, "features": []}
    assert [fault.code for fault in read(value).faults] == ["zones.crs"]


def kml(corners: list[list[float]] = SQUARE, more: str = "") -> Told:
    """Read a placemark."""
    text = " ".join(",".join(map(str, corner)) for corner in corners)
    return read((KML % (more, text)).encode())


def test_a_placemark_is_a_zone_without_a_rule() -> None:
    """Its times are taken, its style and description are not, and that is told."""
    times = "<TimeSpan><begin>2026-03-01T00:00:00Z</begin><end>2026-04-01T00:00:00Z</end></TimeSpan>"
    told = kml(more=f"{times}<styleUrl>#red</styleUrl>")
    (zone,) = told.zones
    assert (zone.name, zone.rules, zone.from_s, zone.until_s) == ("range", (), 1772323200, 1775001600)
    assert {"zones.without_rule", "zones.fields_left_out"} == set(codes(told))


LAUGHS = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><kml><Placemark><name>&c;</name></Placemark></kml>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>"""


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (LAUGHS.encode(), "zones.xml_type"),
        (OUTSIDE.encode(), "zones.xml_type"),
        (b"<kml>&a;</kml>", "zones.no_xml"),
        (b"<kml>" + b"<Folder>" * 100, "zones.xml_too_much"),
        (b"<kml>" + b"<a/>" * 200_001 + b"</kml>", "zones.xml_too_much"),
        (b"<gpx/>", "zones.no_kml"),
        (b"<kml>", "zones.no_xml"),
        (b"PK\x03\x04kmz", "zones.kmz"),
        *((f'<?xml version="1.0" encoding="{name}"?><kml/>'.encode(), "zones.xml_encoding")
          for name in ("shift_jis", "utf-7", "zlib", "idna", "nonsense")),
        (b'{"type": "FeatureCollection", "features": [], "features": []}', "geo.said_twice"),
        (b"<kml><Placemark><name>a</name><name>b</name></Placemark></kml>", "geo.said_twice"),
        (b"<kml><Placemark><LineString><coordinates>1,1 1,2</coordinates><coordinates>1,1 1,3</coordinates>"
         b"</LineString></Placemark></kml>", "geo.said_twice"),
        (b"{]", "zones.no_json"),
        (b"[" * 200_000, "zones.no_json"),
        (b"\xff\xfe\x00", "zones.no_json"),
        (b"[]", "geo.collection_asked"),
        (b'{"features": 5}', "geo.collection_asked"),
    ],
)
def test_hostile_files_are_refused(raw: bytes, code: str) -> None:
    """A document type, entities, depth without end, and what is none of the forms."""
    told = read(raw)
    assert [fault.code for fault in told.faults] == [code] and told.zones == []


def test_kml_with_wrong_numbers_names_its_line() -> None:
    """NaN, words and heights of a drawing: refused or told where they stand."""
    told = kml([[35.8, 33.1], [35.9, float("nan")], [35.9, 33.2], [35.8, 33.1]])
    assert [(fault.code, fault.field) for fault in told.faults] == [("geo.corner_asked", "line 3.0.1")]
    hole = KML.replace("</outerBoundaryIs>", "</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>"
                       "%s</coordinates></LinearRing></innerBoundaryIs>") % ("", "", "")  # fmt: skip
    assert [fault.code for fault in read(hole.encode()).faults] == ["zones.hole"]


@pytest.mark.parametrize("figure", ["3_5.8", "٣٥", "0x23", "1e999", "infinity"])
def test_a_figure_is_read_as_it_is_written_and_never_as_python_would(figure: str) -> None:
    """Underscores, digits of other scripts and words are no figure of a file, in KML and in JSON."""
    line = f"<LineString><coordinates>{figure},33.1 35.9,33.1</coordinates></LineString>"
    raw = f"<kml><Placemark>{line}</Placemark></kml>".encode()
    assert [fault.code for fault in read(raw).faults] == ["geo.corner_asked"]
    value = changed(ED318, ("geometry.coordinates.0.0.0", figure))
    told = read({"type": "FeatureCollection", "features": [value]}, form="ed318")
    assert [fault.code for fault in told.faults] == ["geo.corner_asked"]


def test_what_kml_draws_or_says_elsewhere_is_not_dropped_in_silence() -> None:
    """A ring that stands alone is a line; the times of a folder and a placemark without a drawing are told."""
    ring = "<LinearRing><coordinates>35.8,33.1 35.9,33.1 35.9,33.2 35.8,33.1</coordinates></LinearRing>"
    span = "<TimeSpan><begin>2026-03-01T00:00:00Z</begin></TimeSpan>"
    placemarks = f"<Placemark><name>Ring</name>{ring}</Placemark><Placemark><name>Office</name></Placemark>"
    told = read(f"<kml><Folder>{span}{placemarks}</Folder></kml>".encode())
    assert ([(line.name, len(line.points)) for line in told.lines], told.zones, told.faults) == ([("ring", 4)], [], [])
    lost = [(remark.code, dict(remark.data)) for remark in told.remarks]
    assert lost == [("zones.fields_left_out", {"fields": "TimeSpan"}), ("zones.nothing_drawn", {})]


def test_more_features_than_anybody_proposes_are_refused_unread() -> None:
    """A thousand zones at most."""
    told = read({"type": "FeatureCollection", "features": [ED318] * 1_001}, form="ed318")
    assert [fault.code for fault in told.faults] == ["zones.too_many"]


def test_pieces_count_as_zones() -> None:
    """A thousand in all, however they are nested: layers, parts, polygons of one placemark."""
    piece = changed(ED318, ("geometry.layer", None))["geometry"]
    layers = {"type": "GeometryCollection", "geometries": [piece] * 600}
    told = read({"type": "FeatureCollection", "features": [{**ED318, "geometry": layers}] * 2}, form="ed318")
    assert [(fault.code, fault.field) for fault in told.faults] == [("zones.too_many", "features.1")]
    parts = {"type": "MultiPolygon", "coordinates": [[SQUARE]] * 600}
    plain = {"type": "Feature", "geometry": parts, "properties": {}}
    told = read({"type": "FeatureCollection", "features": [plain] * 2}, form="geojson")
    assert [fault.code for fault in told.faults] == ["zones.too_many"]


def test_a_placemark_within_another_is_not_read_twice() -> None:
    """What is no KML is passed over with what holds it: sixty levels are one placemark, not sixty."""
    text = " ".join(f"{lon},{lat}" for lon, lat in SQUARE)
    inner = KML.partition("<Document>")[2].partition("</Document>")[0] % ("", text)
    nested = "<kml>" + "<Placemark>" * 40 + inner + "</Placemark>" * 40 + "</kml>"
    assert len(read(nested.encode()).zones) == 1


def test_a_file_of_nothing_but_faults_is_read_until_there_are_enough() -> None:
    """A thousand are told, then where the reading ended: nobody mends a million."""
    layers = {"type": "GeometryCollection", "geometries": [{"type": "X"}] * 900}
    told = read({"type": "FeatureCollection", "features": [{**ED318, "geometry": layers}] * 900}, form="ed318")
    assert len(told.faults) < 3_000
    assert (told.faults[-1].code, told.faults[-1].field) == ("zones.rest_unread", "features.2")
