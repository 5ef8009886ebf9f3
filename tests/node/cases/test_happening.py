"""What happens in a case is a record as nodes write it: logs, what each author had read, roles, receipts, series."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.reading import read_template
from parley.matters.track import Series
from parley.node.cases.happening import Happened, happen
from parley.node.cases.reading import read_cases
from parley.node.store import series
from tests.charter.making import PARIS
from tests.node.cases.telling import SOUND, changed, fallen_short


def happened(text: str = SOUND) -> Happened:
    """Return what happens in the first case of a file, by the default charter."""
    return happen(read_cases(text.encode()).cases[0].said, charter=read_template(PARIS))


def test_everybody_has_read_all_that_was_said_before() -> None:
    """The receipt is an entry of its own in the log of who received; the answer has read both, and lies deeper."""
    told = happened()
    sent, received = told.entries
    assert (sent.id, received.id) == ("SY/0", "IL/1")
    assert received.point.covers(sent.point) and received.point.depth == sent.point.depth + 2
    reading = told.first_reading("SY/0", "IL")
    assert reading is not None and (reading.by, reading.at_ms) == ("IL/0", received.point.at_ms - 180_000)


def test_who_gives_no_sign_has_received_nothing() -> None:
    """The supervisor said nothing: nobody can prove that it received anything."""
    assert happened().first_reading("SY/0", "US") is None
    assert happened().first_reading("SY/7", "US") is None


def test_a_member_of_whom_nothing_new_had_come_is_named_by_its_code() -> None:
    """Over a cut link the author has read of that member what it had read before, and no more."""
    text = changed(("as: receipt, in: call", "as: receipt, unread: [SY], in: call"))
    _, received = happened(text).entries
    assert received.point.seen == {read_template(PARIS).member("SY").origin: 1}


def test_the_role_is_the_first_that_may_file_it_and_needs_no_passkey() -> None:
    """A duty officer speaks; a delegate would need a passkey. What a case names is taken; `none` leaves it out."""
    assert happened().entries[0].content["role"] == "duty_officer"
    named = happened(changed(("as: call\n", "as: call\n        role: chief\n")))
    assert named.entries[0].content["role"] == "chief"
    without = happened(changed(("as: call\n", "as: call\n        role: none\n")))
    assert "role" not in without.entries[0].content


def test_what_a_second_officer_releases_is_released() -> None:
    """By the first role that the charter asks for; `none` leaves it out, and then a node would not take it (C-11)."""
    call = (
        "      - {at: 2027-01-10T06:06Z, by: SY, kind: call_logged, as: log, content: "
        "{started_at_s: 2027-01-10T06:00Z, ended_at_s: 2027-01-10T06:05Z, from: SY, to: IL, summary: Hold, lang: en}}\n"
        "      - {at: 2027-01-10T06:07Z, by: IL, kind: call_disputed, in: log, content: {text: Not so.}}\n    then:\n"
    )
    looks = [f"- at: 2027-01-10T06:{at}Z\n        " for at in ("03", "05")]
    text = changed(("    then:\n", call), *((f"{look}state", f"{look}of: call\n        state") for look in looks))
    assert happened(text).entries[-1].content["released_by"] == "duty_officer"
    without = text.replace("kind: call_disputed, in", "kind: call_disputed, released_by: none, in")
    (found,) = fallen_short(without)
    assert (found.code, found.data["clause"]) == ("cases.void", "C-11")


def test_to_whom_it_goes_is_an_audience_or_a_list_and_within_a_matter_those_of_its_opening() -> None:
    """Named as one word it is an audience of the charter; the author is always among a list."""
    parties = happened(changed(("as: call\n", "as: call\n        to: parties\n")))
    assert [entry.to for entry in parties.entries] == [("IL", "SY"), ("IL", "SY")]
    listed = happened(changed(("as: call\n", "as: call\n        to: [US]\n")))
    assert listed.entries[0].to == ("SY", "US")


def test_by_an_earlier_instant_less_has_happened() -> None:
    """What was said up to an instant counts, itself included; receipts too."""
    told = happened()
    begun_s = told.entries[0].point.at_ms // 1000
    assert [len(told.until(begun_s + more).entries) for more in (-1, 0, 299, 300)] == [0, 1, 1, 2]
    assert told.until(begun_s + 60).first_reading("SY/0", "IL") is None


ROW = st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.booleans(), st.one_of(st.none(), st.integers(0, 50)))


class Told(Happened):
    """What happened, of which only the series are told."""

    def matters(self) -> tuple[str, ...]:
        """Return the ids of all matters."""
        return tuple(self.rows)  # type: ignore[attr-defined]

    def _series(self, matter: str) -> tuple[Series, int] | None:
        return self.rows[matter]  # type: ignore[attr-defined,no-any-return]


@given(st.lists(ROW, max_size=8))
def test_what_ended_a_series_is_what_the_table_of_a_node_says(rows: list[tuple[str, str, bool, int | None]]) -> None:
    """A later one that is met or of another part; where a part owes once, its first alone: as a node's table says."""
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE TABLE in_series (matter, name, part, owes_once, place, opened_ms, met_ms)")
    told = Told(read_template(PARIS))
    told.rows = {}  # type: ignore[attr-defined]
    for place, (name, part, owes_once, met_ms) in enumerate(rows):
        matter, opened_ms = f"SY/{place}", 1000 + place
        conn.execute("INSERT INTO in_series VALUES (?, ?, ?, ?, ?, ?, ?)",
                     (matter, name, part, int(owes_once), place, opened_ms, met_ms))
        told.rows[matter] = (Series(name, part, met_ms, owes_once), opened_ms)  # type: ignore[attr-defined]
    for matter in told.matters():
        assert told.ended_ms(matter) == series.ended_ms(conn, matter)


@pytest.mark.parametrize("kind", ["message_sent", "line_check_sent"])
def test_the_tracks_are_those_of_the_program(kind: str) -> None:
    """A case knows every kind that a node knows, by the same tracks."""
    from parley.node.cases.happening import BY_KIND
    from parley.node.tracked import TRACKS

    assert any(kind in track.kinds for track in TRACKS) and BY_KIND[kind] in TRACKS
    assert set(BY_KIND) == {name for track in TRACKS for name in track.kinds}
