"""Incidents are linked, never merged: each stays with its own accounts, and each side says how they belong together."""

from __future__ import annotations

from parley.matters.entry import Entry
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import Cell, said, sent
from tests.tracks.incidents.reports import account, reported


def test_two_reports_of_one_event_are_linked_and_stay_two() -> None:
    """Both sides reported at once: the link stands in the one, and the other's state is untouched."""
    cell = Cell()
    ours = cell.say("SY", "incident_reported", **account())
    theirs = cell.say("IL", "incident_reported", **account())
    cell.reads()
    untouched = cell.state(theirs)
    link = said(cell, "IL", "incidents_linked", ours, other=theirs.id, how="same_event", text="EXERCISE", lang="en")
    assert cell.refusal(link) is None and cell.state(theirs) == untouched
    assert cell.state(ours).linked[("IL", theirs.id)].how == "same_event"
    again = cell.say("IL", "incidents_linked", matter=ours, other=theirs.id, how="same_event")
    assert cell.refusal(again) == ("incidents.linked_already", "IN-10")
    said(cell, "SY", "incidents_linked", ours, other=theirs.id, how="distinct")
    found = folded_alike(cell, ours.id).state
    assert {key[0]: link.how for key, link in found.linked.items()} == {"IL": "same_event", "SY": "distinct"}


def test_a_link_names_another_incident_that_its_author_had_read() -> None:
    """Not itself, not a message, not what was not read, not a piece of the other one."""
    cell = Cell()
    ours, message = reported(cell), sent(cell)
    assert cell.refusal(_linked(cell, ours, ours.id)) is not None
    assert cell.refusal(_linked(cell, ours, message.id)) == ("cited_unknown", "M-7")
    theirs = cell.say("IL", "incident_reported", **account())
    assert cell.refusal(_linked(cell, ours, theirs.id)) == ("cited_unknown", "M-7")
    cell.reads()
    withdrawal = said(cell, "IL", "incident_withdrawn", theirs, of=theirs.id, why="x")
    assert cell.refusal(_linked(cell, ours, withdrawal.id)) == ("incidents.no_incident", "IN-10")
    assert cell.refusal(_linked(cell, ours, theirs.id)) is None


def _linked(cell: Cell, matter: Entry, other: str) -> Entry:
    return cell.say("SY", "incidents_linked", matter=matter, other=other, how="related")
