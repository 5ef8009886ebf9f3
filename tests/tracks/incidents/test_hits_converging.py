"""Hits and words on warnings under random courses: whatever came first, and whoever had read what, all end alike."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.matters.verdict import Permit
from parley.tracks.incidents.entries import KINDS
from parley.tracks.incidents.hit_duties import hit_duties
from parley.tracks.incidents.hit_entries import HIT_KINDS, HOW_ANSWERED, hit_id
from parley.tracks.incidents.hit_ground import touch_of
from parley.tracks.incidents.hit_state import HitState
from parley.tracks.incidents.warning_entries import HOW_NOTED, WARNING_KINDS
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.incidents.hitting import found, protected
from tests.tracks.incidents.reports import HERE, account, reported
from tests.tracks.incidents.test_converging import OF_INCIDENTS, OF_INSPECTIONS, assert_alike
from tests.tracks.incidents.test_warnings import SEEN, note

_member = st.sampled_from(ALL)
STEPS = st.lists(st.tuples(st.integers(0, 13), _member, st.integers(0, 400)), min_size=5, max_size=20)


def _finds(cell: Cell, member: str, incident: Entry, site: Entry, more: int) -> None:
    known = known_by(cell, member)
    state, told = known.state(incident), known.state(site)
    volumes = told.as_json()["volumes"]
    for each in state.standing:
        touch = touch_of(each.terms, volumes)
        if touch is not None:
            content = {
                "incident": incident.id, "protected": site.id, "account": each.entry,
                "version": told.as_json()["version"], "sort": "site", "where": touch.where,
                "distance_m": touch.distance_m, "subject": each.terms["subject"],
            }  # fmt: skip
            cell.say(member, "hit_found", **content)


def _answers(cell: Cell, member: str, incident: Entry, site: Entry, more: int) -> None:
    state = _as_read(cell, member, incident, site)
    of = sorted(state.entry_ids) if isinstance(state, HitState) else ["IL/0"]
    cell.say(
        member, "hit_answered", incident=incident.id, protected=site.id, of=of[more % len(of)],
        how=HOW_ANSWERED[more % len(HOW_ANSWERED)], text="EXERCISE.", lang="en",
    )  # fmt: skip


def _cites(cell: Cell, member: str, incident: Entry, site: Entry, more: int) -> None:
    state = _as_read(cell, member, incident, site)
    of = state.hits[0].entry if isinstance(state, HitState) else "IL/0"
    cell.say(
        member, "hit_lapse_cited", incident=incident.id, protected=site.id, duty=f"{of}:answer_hit:{ALL[more % 3]}",
        due_at_ms=cell.now_ms - more, level=more % 2,
    )  # fmt: skip


def _as_read(cell: Cell, member: str, incident: Entry, site: Entry) -> Any:
    return known_by(cell, member).folded_matter(hit_id(incident.id, site.id)).state


def _reports(cell: Cell, member: str, incident: Entry, site: Entry, more: int) -> None:
    """Give an account, or correct the own one: within the site, or elsewhere."""
    own = known_by(cell, member).state(incident).account(member)
    place = {**HERE, "lat_e7": 331_256_000 + more % 3 * 40_000}
    if own is None:
        cell.say(member, "incident_countered", matter=incident, **account(of=incident.id, place=place))
    else:
        cell.say(member, "incident_corrected", matter=incident, **account(of=own.entry, place=place, why="EXERCISE."))


def _takes_back(cell: Cell, member: str, incident: Entry, site: Entry, more: int) -> None:
    own = known_by(cell, member).state(incident).account(member)
    if own is not None and more % 2:
        cell.say(member, "incident_withdrawn", matter=incident, of=own.entry, why="EXERCISE.")
    elif member == "US" and more % 5 == 0:
        cell.say("US", "site_withdrawn", matter=site, why="EXERCISE.")


OF_HITS = {"hit_found": _finds, "hit_answered": _answers, "hit_lapse_cited": _cites}
DOINGS = (*OF_HITS.values(), _finds, _reports, _takes_back)


def played(steps: list[tuple[int, str, int]]) -> tuple[Cell, Entry, Entry]:
    """Play a course in which every member acts by what it has read; some of what it says is void."""
    cell = Cell()
    site, incident = protected(cell), reported(cell)
    for what, member, more in steps:
        if what >= len(DOINGS):
            cell.reads(member, of=ALL[more % 3])
            continue
        DOINGS[what](cell, member, incident, site, more)
        if more % 2:
            cell.reads()
    return cell, incident, site


def test_every_kind_of_the_track_is_said_in_some_course() -> None:
    """Of incidents, findings, inspections, hits and warnings: what is added to the track is played too."""
    assert set(OF_HITS) == set(HIT_KINDS) and set(WARNING_KINDS) == {"warning_noted"}
    opens = {"incident_reported", "verification_requested"}
    assert {*OF_INCIDENTS, *OF_INSPECTIONS, *OF_HITS, *WARNING_KINDS} | opens == set(KINDS)


@settings(max_examples=50, deadline=None)
@given(steps=STEPS, data=st.data())
def test_a_hit_does_not_depend_on_the_order_of_arrival(steps: list[tuple[int, str, int]], data: Any) -> None:
    """Found by several at once, answered and cited while accounts are corrected and withdrawn beside it."""
    cell, incident, site = played(steps)
    matter = hit_id(incident.id, site.id)
    whole = cell.folded_matter(matter)
    own = [entry for entry in cell.entries if entry.matter == matter]
    for _ in range(3):
        live = arrived(cell, data.draw(st.permutations(own)), matter)
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    for entry in whole.entries:
        known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
        assert Cell(charter=cell.charter, entries=known).verdict(entry) == whole.verdicts[entry.id]
    if whole.state is not None:
        later_ms = cell.now_ms + 3_600_000
        duties = hit_duties(whole.state, charter=cell.charter, readings=cell, now_ms=later_ms)
        assert len({duty.id for duty in duties}) == len(duties) <= 2


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_what_an_honest_node_finds_is_never_void(steps: list[tuple[int, str, int]]) -> None:
    """It tells what it reads: only what it had read to be told already is refused, as a repetition."""
    cell, incident, site = played(steps)
    folded = cell.folded_matter(hit_id(incident.id, site.id))
    for entry in (each for each in folded.entries if each.kind == "hit_found"):
        verdict = folded.verdicts[entry.id]
        told = known_by_author(cell, entry).state(site).as_json()["name"]
        over = told in ("withdrawn", "ended", "cancelled")
        assert isinstance(verdict, Permit) or verdict.code == "incidents.hit_known" or over


def known_by_author(cell: Cell, entry: Entry) -> Cell:
    """Return the cell as the author of an entry had read it."""
    known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
    return Cell(charter=cell.charter, entries=known)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS, data=st.data())
def test_words_on_a_warning_do_not_depend_on_the_order_of_arrival(
    steps: list[tuple[int, str, int]], data: Any
) -> None:  # fmt: skip
    """Whoever notes a raised sector at once, and whoever had read whom: one matter, one state."""
    cell, first = Cell(), None
    for what, member, more in steps:
        if what > 9 and first is not None:
            cell.reads(member, of=ALL[more % 3])
            continue
        seen = {**SEEN, "counted": more}
        # A language that is none of the mechanism's, now and then: it is void at every node.
        lang = "fr" if more % 7 == 0 else "en"
        if first is None:
            lang = "en"
        entry = cell.say(member, "warning_noted", **note(how=HOW_NOTED[more % 3], seen=seen, lang=lang))
        first = first or entry
    assert first is not None
    state = assert_alike(cell, first, data)
    said = [entry for entry in cell.entries if entry.content["lang"] == "en"]
    # None is lost, whoever came first; what is void is told by nobody.
    assert sorted(each.entry for each in state.notes if state is not None) == sorted(each.id for each in said)


def test_two_who_find_it_at_once_are_in_the_courses() -> None:
    """The course can do what it is for: two finders beside each other make one finding with two entries."""
    cell = Cell()
    site, incident = protected(cell), reported(cell)
    found(cell, "SY", incident, site, unread=True)
    _finds(cell, "IL", incident, site, 0)
    (hit,) = cell.folded_matter(hit_id(incident.id, site.id)).state.hits
    assert len(hit.entries) == 2
