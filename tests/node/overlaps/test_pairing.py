"""What a node looks at: what was written since, and never less than all would have told."""

from __future__ import annotations

import sqlite3
from itertools import chain
from random import Random
from typing import Any

import pytest

from parley.node.filing import Filed
from parley.node.overlaps import proposing
from parley.node.overlaps.followed import Followed
from parley.node.overlaps.telling import TURN_MS, Teller
from parley.node.rebuilding import rebuild
from parley.node.store import matters
from parley.node.store.schema import create
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, NOW_S, encounter_tellings, in_force, notice, says, site_told, tellings
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume

# After the day from which the charter of the zone holds.
BEGINS_S = NOW_S + 340 * DAY


def looks(tellers: dict[str, Teller]) -> None:
    """Let each node tell, and hold what it found to tell against what a look at everything finds."""
    for teller in tellers.values():
        whole = {each.key for each in chain(tellings(teller.node), encounter_tellings(teller.node))}
        told = [waiting.result() for _, waiting in teller.tell()]
        # Whether there is a way out is found out by whose turn it is.
        more = set(teller.noticed) - whole
        assert whole <= set(teller.noticed) and {kind for kind, *_ in more} <= {"proposals_made"}, told


@pytest.mark.parametrize("seed", range(4))
def test_what_is_looked_at_tells_no_less_than_all_would(zoned: Mechanism, seed: int) -> None:
    """Notices that come, move and go, sites and standstills, in any order, with nodes that were away meanwhile."""
    chance, tellers = Random(seed), {code: Teller(zoned.nodes[code]) for code in ALL}
    held: dict[str, list[str]] = {code: [] for code in ("IL", "SY")}
    versions: dict[str, str] = {}

    def moves(member: str, matter: str) -> None:
        begins_s = BEGINS_S + chance.randrange(4) * 2 * HOUR
        changed = plan(volume(begins_s=begins_s, hours=3), of=versions.get(matter, matter), why="EXERCISE")
        versions[matter] = says(zoned, member, "activity_changed", changed, matter=matter)

    for step in range(14):
        member = chance.choice(("IL", "SY"))
        act = chance.choice(("notify", "notify", "move", "cancel", "wait"))
        if step == 5 and seed % 2:
            site_told(zoned)
        elif step == 9 and seed > 1:
            in_force(zoned, from_s=BEGINS_S - DAY, until_s=BEGINS_S + 5 * DAY)
        elif act == "notify" or not held[member]:
            begins_s = BEGINS_S + chance.randrange(4) * 2 * HOUR
            held[member].append(says(zoned, member, "activity_notified", plan(volume(begins_s=begins_s, hours=3))))
        elif act == "move":
            moves(member, chance.choice(held[member]))
        elif act == "cancel":
            matter = held[member].pop(chance.randrange(len(held[member])))
            says(zoned, member, "activity_cancelled", {"why": "EXERCISE"}, matter=matter)
        if chance.random() < 0.7:
            zoned.carry_all(1)
        for clock in zoned.clocks.values():
            clock.at_ms += 20_000
        looks(tellers)
    zoned.carry_all(2)
    looks(tellers)
    zoned.nodes["IL"].writer.call(rebuild).result()
    looks(tellers)


def test_ways_out_are_made_by_whose_turn_it_is(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others do not compute what they will find told; where nobody told it in time they do."""
    made: list[str] = []
    content = proposing.menu_content

    def noting(node: Any, *asked: Any) -> Any:
        made.append(node.member)
        return content(node, *asked)

    monkeypatch.setattr(proposing, "menu_content", noting)
    notice(paris, "SY")
    paris.carry_all(1)
    notice(paris, "IL")
    paris.carry_all(1)
    tellers = {code: Teller(paris.nodes[code]) for code in ALL}
    (found,) = tellers["IL"].tell()
    found[1].result()
    paris.carry_all(1)
    for code in ("US", "SY"):
        assert tellers[code].tell() == [] and tellers[code].noticed
    assert made == []
    paris.clocks["US"].at_ms += 3 * TURN_MS
    ((key, waiting),) = tellers["US"].tell()
    assert (key[0], made, type(waiting.result())) == ("proposals_made", ["US"], Filed)
    assert tellers["US"].tell() == [] and not tellers["US"].noticed


def test_a_further_notice_is_one_row_to_read(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many notices there are: what a node reads of them for one more is that one."""
    for number in range(12):
        notice(paris, "SY", begins_s=BEGINS_S + number * DAY)
    notice(paris, "IL")
    paris.carry_all(1)
    teller, read = Teller(paris.nodes["US"]), list[str]()
    teller.tell()
    written, of_form = matters.written_after, matters.of_form

    def noting(conn: sqlite3.Connection, row: int, **asked: Any) -> list[matters.MatterRow]:
        found = written(conn, row, **asked)
        read.extend(each.id for each in found)
        return found

    def none(*asked: Any, **more: Any) -> list[matters.MatterRow]:
        raise AssertionError("all rows of a form are read")

    monkeypatch.setattr(matters, "written_after", noting)
    monkeypatch.setattr(matters, "of_form", none)
    mine = notice(paris, "SY", begins_s=BEGINS_S + 99 * DAY)
    monkeypatch.setattr(matters, "of_form", of_form)
    paris.carry_all(1)
    monkeypatch.setattr(matters, "of_form", none)
    teller.tell()
    assert read and set(read) == {mine}


def row(name: str, form: str = "notice", *, locked: bytes = b"1") -> matters.MatterRow:
    """Return a row of a matter."""
    return matters.MatterRow(name, "deconfliction", form, "SY", 1, 1, 0, 0, locked)


def test_what_was_written_and_what_went_is_new_once() -> None:
    """A row written anew is new again; after one that went, or all, every row is, since numbers may be used again."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    create(conn)
    followed = Followed("notice")
    for name in ("a", "b", "c"):
        matters.save_matter(conn, row(name))
    matters.save_matter(conn, row("z", "message"))
    first = followed.news(conn)
    assert ([each.id for each in first.rows], first.is_whole) == (["a", "b", "c"], True)
    assert followed.news(conn).rows, "it was not looked at yet"
    followed.looked()
    assert not followed.news(conn)
    matters.save_matter(conn, row("a", locked=b"2"))
    assert [each.locked for each in followed.news(conn).rows] == [b"2"]
    followed.looked()
    matters.drop_matter(conn, "a")
    matters.save_matter(conn, row("d"))
    news = followed.news(conn)
    assert (news.gone, news.is_whole, {each.id for each in news.rows}) == ({"a"}, True, {"b", "c", "d"})
    followed.looked()
    matters.drop_matter(conn, "nobody")
    assert not followed.news(conn)
