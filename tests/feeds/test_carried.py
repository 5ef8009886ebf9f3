"""What leaves and what never does: own notices, others' by a signed clause, nothing that the audience was not told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from parley.charter.zones import ZoneRule
from parley.node.feeds.meeting import is_protected
from tests.feeds.reading import Reader, reader
from tests.feeds.saying import ALL, NOW_S, day, notice, says
from tests.node.blind.cast import mechanism_with_clause
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import DAY, volume
from tests.tracks.deconfliction.sites import site

EVERYTHING = ("notices.geojson", "ogc", "ogc/collections/notices/items", "calendar.ics", "alerts")


def all_of(client: Reader) -> str:
    """Return all that a feed says anywhere, each alert too."""
    found = [client.get(f"/feeds/{path}").text for path in EVERYTHING]
    for part in found[-1].split('href="')[1:]:
        found.append(client.get(part.partition('"')[0]).text)
    return "\n".join(found)


def test_a_feed_carries_own_notices_only(paris: Mechanism) -> None:
    """The other side's notice over the same ground leaves in no format: no id, no subject, no other place or time."""
    begins_s = day()
    mine = notice(paris, "SY", subject="EXERCISE ours", begins_s=begins_s)
    theirs = notice(paris, "IL", subject="EXERCISE theirs", begins_s=begins_s + 3600)
    said = all_of(reader(paris.nodes["SY"]))
    assert mine in said and "EXERCISE ours" in said and "overlaps with another notice" in said
    assert theirs not in said and "EXERCISE theirs" not in said and "IL" not in said
    other = all_of(reader(paris.nodes["IL"]))
    assert theirs in other and mine not in other and "EXERCISE ours" not in other


def test_an_alert_tells_nothing_of_what_the_own_notice_meets(paris: Mechanism, client: Reader) -> None:
    """One overlap or three, wherever and whenever: the very same document under the very same id."""
    begins_s = day()
    notice(paris, "SY", begins_s=begins_s)
    notice(paris, "IL", begins_s=begins_s + 3600)
    before = all_of(client)
    notice(paris, "IL", begins_s=begins_s + 2 * 3600)
    notice(paris, "US", begins_s=begins_s + 2 * 3600)
    times = '"timeStamp"'
    assert times in before
    cut = [[line for line in text.splitlines() if times not in line] for text in (before, all_of(client))]
    assert cut[0] == cut[1]


def test_a_signed_clause_lets_others_notices_leave_in_its_formats(signed: Mechanism) -> None:
    """Where the feed was added for it; one that was not still carries own ones only."""
    begins_s = day()
    mine = notice(signed, "SY", begins_s=begins_s)
    theirs = notice(signed, "IL", subject="EXERCISE theirs", begins_s=begins_s)
    node = signed.nodes["SY"]
    said = all_of(reader(node, carries="others"))
    assert mine in said and theirs in said and "EXERCISE theirs" in said
    assert f"overlaps with {mine}" in said or f"overlaps with {theirs}" in said
    assert theirs not in all_of(reader(node))


def test_what_is_agreed_no_more_lets_nothing_leave(signed: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked anew at each use (C-0): without its standing, or without the clause, own notices alone are left."""
    mine, theirs = notice(signed, "SY"), notice(signed, "IL")
    node = signed.nodes["SY"]
    client, charter = reader(node, carries="others"), node.charter()
    assert theirs in all_of(client) and charter.feeds is not None
    weak = dataclasses.replace(charter.feeds.provenance, standing="proposed", by=("SY",))
    for feeds in (dataclasses.replace(charter.feeds, provenance=weak), None):
        monkeypatch.setattr(type(node), "charter", lambda self, feeds=feeds: dataclasses.replace(charter, feeds=feeds))
        said = all_of(client)
        assert mine in said and theirs not in said


def test_an_audience_is_told_only_what_all_of_it_was_told(paris: Mechanism) -> None:
    """A notice to the other party alone stays out of a feed for everybody, and is in the member's own."""
    narrow = notice(paris, "SY", to=("IL", "SY"), subject="EXERCISE narrow")
    wide = notice(paris, "SY", subject="EXERCISE wide")
    node = paris.nodes["SY"]
    everybody = next(name for name, each in node.charter().audiences.items() if set(each.members) == set(ALL))
    for_all, for_us = all_of(reader(node, audience=everybody)), all_of(reader(node))
    assert wide in for_all and narrow not in for_all and "EXERCISE narrow" not in for_all
    assert wide in for_us and narrow in for_us


def test_no_blind_notice_leaves_and_no_alert_tells_of_one(tmp_path: Path) -> None:
    """Neither in the own feed of its author or the supervisor, nor by an alert of what it meets."""
    paris = mechanism_with_clause(tmp_path)
    try:
        begins_s = day()
        hidden = notice(paris, "SY", to=("SY", "US"), subject="EXERCISE hidden", begins_s=begins_s)
        wide = notice(paris, "US", subject="EXERCISE wide", begins_s=begins_s)
        for member in ("SY", "US"):
            said = all_of(reader(paris.nodes[member]))
            assert hidden not in said and "EXERCISE hidden" not in said and "overlaps with" not in said
        assert wide in said
    finally:
        paris.close_all()


def test_nothing_of_the_hotline_leaves(paris: Mechanism, client: Reader) -> None:
    """Whatever was said there, a feed of every format is silent about it."""
    said = {"subject": "Words of the line", "text": "Nothing of this leaves.", "lang": "en", "items": [],
            "precedence": "flash", "asks_read_back": False}  # fmt: skip
    message = says(paris, "SY", "message_sent", said)
    told = all_of(client)
    assert message not in told and "Words of the line" not in told


ELSEWHERE = [[[[368000000, 333000000], [368100000, 333000000], [368100000, 333100000], [368000000, 333100000]]]]


def test_no_protected_site_leaves_not_even_its_author_s_own(signed: Mechanism) -> None:
    """Neither its words, nor its place, nor that a notice meets it; also where others' notices may leave."""
    begins_s = day()
    told = site(subject="EXERCISE clinic", volumes=[volume(begins_s=begins_s, area=ELSEWHERE)])
    matter = says(signed, "US", "site_notified", told)
    mine = notice(signed, "US", begins_s=begins_s)
    notice(signed, "IL", begins_s=begins_s, volumes=(volume(begins_s=begins_s, area=ELSEWHERE),))
    for carry in ("own", "others"):
        said = all_of(reader(signed.nodes["US"], carries=carry))
        assert mine in said and matter not in said and "EXERCISE clinic" not in said
    assert "36.8" not in all_of(reader(signed.nodes["US"])) and "meets the zone" not in said


def test_what_is_over_leaves_the_map_and_is_told_a_month_to_calendars(signed: Mechanism) -> None:
    """A follower learns that it was cancelled; later nothing of it is left."""
    mine = notice(signed, "SY")
    client = reader(signed.nodes["SY"])
    says(signed, "SY", "activity_cancelled", {"why": "Rain"}, matter=mine)
    assert mine not in client.get("/feeds/notices.geojson").text
    told = client.get("/feeds/calendar.ics").text
    assert "STATUS:CANCELLED" in told and mine in told
    before, clock = signed.clocks["SY"].at_ms, signed.clocks["SY"]
    clock.at_ms = (NOW_S + 200 * DAY) * 1000
    assert mine not in client.get("/feeds/calendar.ics").text
    clock.at_ms = before


def test_before_the_charter_is_in_force_nothing_leaves(
    paris: Mechanism, client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node that says nothing feeds nothing."""
    notice(paris, "SY")
    node = paris.nodes["SY"]
    monkeypatch.setattr(type(node), "in_force", lambda self: False)
    assert client.get("/feeds/notices.geojson").json["features"] == []


def test_an_own_notice_that_meets_a_zone_is_told_with_how_the_zone_stands(paris: Mechanism, client: Reader) -> None:
    """With the zone's name, unless it is a protected site: then nothing of it is told."""
    from tests.node.overlaps.saying import WITHIN

    inside = volume(area=WITHIN, begins_s=NOW_S + 340 * DAY)
    notice(paris, "SY", volumes=(inside,), **{"class": "force_movement"})
    node = paris.nodes["SY"]
    said = all_of(client)
    assert "meets the zone Area of separation" in said and "judges nothing" in said and "<certainty>Possible<" in said
    zone = next(iter(node.charter().zones.values()))
    rule = ZoneRule("protected", (), (), None, zone.provenance)
    assert is_protected(dataclasses.replace(zone, rules=(*zone.rules, rule))) and not is_protected(zone)


def test_a_protected_site_is_never_told_of(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in any format: neither its name nor that the own notice meets it."""
    from parley.node.feeds import meeting
    from tests.node.overlaps.saying import WITHIN

    notice(paris, "SY", volumes=(volume(area=WITHIN, begins_s=NOW_S + 340 * DAY),), **{"class": "force_movement"})
    monkeypatch.setattr(meeting, "is_protected", lambda zone: True)
    assert "Area of separation" not in all_of(reader(paris.nodes["SY"]))


def test_a_notice_that_is_filed_is_read_at_once(paris: Mechanism, client: Reader) -> None:
    """The next answer has it; nothing is kept between."""
    before = client.get("/feeds/notices.geojson").json["features"]
    mine = notice(paris, "SY")
    after = client.get("/feeds/notices.geojson").json["features"]
    assert len(after) == len(before) + 1 and after[-1]["properties"]["notice"] == mine
