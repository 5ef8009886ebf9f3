"""A report within a notified site or movement opens its own case: found by its place and time, and it finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.incidents.hit_duties import hit_duties
from parley.tracks.incidents.hit_ground import touch_of
from parley.tracks.incidents.hits import gone_of
from parley.tracks.incidents.track import TRACK
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.hotline.cell import START_MS, Cell, said
from tests.tracks.incidents.hitting import SQUARE, finding, found, hit_id, protected
from tests.tracks.incidents.reports import AT_S, HERE, WHEN, account, reported


def answer(cell: Cell, member: str, hit: Any, how: str = "looks_into_it", **changes: Any) -> Any:
    """Let a member say something of a hit, which everybody reads."""
    content = {name: hit.content[name] for name in ("incident", "protected")}
    entry = cell.say(member, "hit_answered", **{**content, "of": hit.id, "how": how, "lang": "en", **changes})
    cell.reads()
    return entry


def test_a_report_within_a_site_opens_its_own_case() -> None:
    """It names both by their versions, says where the account lies, and asks every reader but the reporter."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    hit = found(cell, "SY", matter, site)
    assert cell.refusal(hit) is None and hit.matter == hit_id(matter.id, site.id)
    state = cell.folded_matter(hit.matter).state
    assert (state.name, state.sort, state.hits[0].where, state.hits[0].distance_m) == ("found", "site", "inside", 0)
    assert (state.owner, state.reporter, state.owing) == ("US", "SY", ("IL", "US"))
    assert not {"verdict", "responsible"} & set(state.as_json())
    answer(cell, "IL", hit)
    assert cell.folded_matter(hit.matter).state.name == "answered_by_some"
    answer(cell, "US", hit, how="needs_help", text="EXERCISE. Two persons are hurt.")
    state = cell.folded_matter(hit.matter).state
    assert state.name == "answered_by_all" and not TRACK.glance(state, charter=cell.charter).owing


def test_a_movement_is_protected_like_a_site() -> None:
    """A notified evacuation, and a notice of a class that keeps its right of way."""
    cell = Cell()
    moving, matter = protected(cell, category="evacuation"), reported(cell)
    hit = found(cell, "IL", matter, moving)
    assert cell.refusal(hit) is None and hit.content["sort"] == "movement"


@pytest.mark.parametrize(
    ("place", "time", "where"),
    [
        (HERE, WHEN, "inside"),
        ({**HERE, "lat_e7": 331_310_000}, WHEN, "may_be_inside"),
        ({**HERE, "lat_e7": 331_310_000, "radius_m": 50}, WHEN, None),
        (HERE, {**WHEN, "from_s": AT_S - 3 * DAY, "until_s": AT_S - 2 * DAY}, None),
        (HERE, {"from_s": AT_S - 2 * DAY, "until_s": AT_S - 2 * DAY, "precision": "week"}, "may_be_inside"),
        (None, WHEN, None),
    ],
)  # fmt: skip
def test_an_account_lies_within_by_its_place_and_its_time(place: Any, time: Any, where: str | None) -> None:
    """Its point within its radius, its time within what its precision leaves open; elsewhere there is no hit."""
    volume = {
        "area": SQUARE, "lower": {"value": 0, "unit": "m", "reference": "AGL"},
        "upper": {"value": 50, "unit": "m", "reference": "AGL"}, "windows": [[AT_S - DAY, AT_S + DAY]],
    }  # fmt: skip
    touch = touch_of(account(place=place, time=time), [volume])
    assert (touch.where if touch is not None else None) == where


def test_what_is_told_otherwise_than_it_lies_is_void() -> None:
    """Another distance, another subject, another sort, another incident, and what lies elsewhere."""
    cell = Cell()
    site, matter, other = protected(cell), reported(cell), reported(cell, "IL")
    for changes, code in (
        ({"distance_m": 7}, "hit_found_otherwise"), ({"where": "may_be_inside"}, "hit_found_otherwise"),
        ({"subject": "EXERCISE another"}, "hit_found_otherwise"), ({"sort": "movement"}, "hit_others"),
        ({"incident": other.id}, "hit_others"),
    ):  # fmt: skip
        wrong = cell.say("US", "hit_found", **{**finding(cell, matter, site), **changes})
        assert cell.refusal(wrong) == (f"incidents.{code}", "IH-3" if "otherwise" in code else "IH-1")
    narrow = cell.say("SY", "hit_found", audience=("SY", "US"), **finding(cell, matter, site))
    assert cell.refusal(narrow) == ("incidents.hit_readers", "IH-2")


def test_what_is_not_in_force_is_not_found() -> None:
    """An account that was corrected or withdrawn, and a site that was withdrawn."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    old = finding(cell, matter, site)
    said(cell, "SY", "incident_corrected", matter, **account(of=matter.id, why="The hour"))
    assert cell.refusal(cell.say("SY", "hit_found", **old)) == ("incidents.hit_older", "IH-1")
    said(cell, "US", "site_withdrawn", site, why="Closed")
    assert cell.refusal(cell.say("SY", "hit_found", **old)) == ("incidents.hit_others", "IH-1")


def test_two_nodes_that_find_it_at_once_speak_in_one_case() -> None:
    """Neither had read the other: one finding with two entries, in whatever order they come; told again it is void."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    one = found(cell, "SY", matter, site, unread=True)
    two = found(cell, "IL", matter, site, unread=True)
    cell.reads()
    answer(cell, "US", one, how="received")
    folded = folded_alike(cell, one.matter)
    assert len(folded.state.hits) == 1 and set(folded.state.hits[0].entries) == {one.id, two.id}
    again = found(cell, "US", matter, site)
    assert cell.refusal(again) == ("incidents.hit_known", "IH-4")


def test_every_reader_but_the_reporter_says_what_is_known() -> None:
    """Within the handling time from its first reading; whoever read nothing has no clock."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    hit = found(cell, "SY", matter, site)
    answer(cell, "IL", hit)
    state = cell.folded_matter(hit.matter).state
    found_ = hit_duties(state, charter=cell.charter, readings=cell, now_ms=cell.now_ms + 3_600_000)
    assert {each.owed_by: each.state for each in found_} == {"IL": "done", "US": "waiting_for_receipt"}
    mute = cell.say("US", "hit_answered", **{**_both(hit), "of": hit.id, "how": "contests", "lang": "en"})
    assert cell.refusal(mute) == ("content_faulty", "M-3")
    twice = answer(cell, "IL", hit)
    assert cell.refusal(twice) == ("incidents.hit_answered_so", "IH-4")
    odd = cell.say("US", "hit_answered", **{**_both(hit), "of": matter.id, "how": "received", "lang": "en"})
    assert cell.refusal(odd) == ("incidents.hit_unknown", "IH-4")


def test_what_is_not_there_any_more_is_derived_and_no_entry_clears_it() -> None:
    """A correction, a withdrawal, a change of the site: the case stays as it was told, and what is gone follows."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    hit = found(cell, "SY", matter, site)

    def gone() -> tuple[str, ...]:
        told = cell.folded_matter(hit.matter).state.as_json()["hits"][0]
        return gone_of(told, incident=cell.state(matter).as_json(), protected=cell.state(site).as_json())

    assert gone() == ()
    corrected = said(cell, "SY", "incident_corrected", matter, **account(of=matter.id, why="The hour"))
    assert gone() == ("account",)
    # The corrected account lies within as well: it is found anew in the same case, and that one is there.
    anew = cell.say("SY", "hit_found", **finding(cell, matter, site, named=corrected))
    cell.reads()
    assert cell.refusal(anew) is None and anew.matter == hit.matter
    said(cell, "SY", "incident_withdrawn", matter, of=corrected.id, why="Mistaken")
    said(cell, "US", "site_withdrawn", site, why="Closed")
    assert gone() == ("account", "protected")
    state = cell.folded_matter(hit.matter).state
    assert len(state.hits) == 2 and state.name == "found" and gone_of(state.as_json()["hits"][1], incident=None,
                                                                      protected=None) == ()  # fmt: skip


def test_a_lapse_of_a_hit_is_cited_in_it() -> None:
    """It names the duty that was due, and is cited once."""
    cell = Cell()
    site, matter = protected(cell), reported(cell)
    hit = found(cell, "SY", matter, site)
    duty = f"{hit.id}:answer_hit:US"
    cited = cell.say("SY", "hit_lapse_cited", **{**_both(hit), "duty": duty, "due_at_ms": START_MS, "level": 1})
    assert cell.refusal(cited) is None
    again = cell.say("SY", "hit_lapse_cited", **{**_both(hit), "duty": duty, "due_at_ms": START_MS, "level": 1})
    assert cell.refusal(again) == ("incidents.lapse_cited_before", "IH-5")
    odd = cell.say("SY", "hit_lapse_cited", **{**_both(hit), "duty": "x:y:z", "due_at_ms": START_MS, "level": 1})
    assert cell.refusal(odd) == ("incidents.lapse_duty_unknown", "IH-5")


def _both(hit: Any) -> dict[str, str]:
    return {name: hit.content[name] for name in ("incident", "protected")}
