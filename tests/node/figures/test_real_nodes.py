"""Figures of real nodes: the same everywhere, the same after a rebuild, each folded once, and of the span alone."""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.node import owed, reading
from parley.node.drafts import Draft
from parley.node.figures import gathering
from parley.node.figures.asked import COMMON, DAY_MS, HELD, Asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Sheet
from parley.node.figures.told import as_json
from parley.node.filing import Filed, file
from parley.node.rebuilding import rebuild
from tests.node.mechanism import Mechanism

ALL = ("SY", "IL", "US")
MINUTE_MS, HOUR_MS = 60_000, 3_600_000
PLAIN = {"subject": "Road works", "text": "At kilometre 14.", "lang": "en", "items": [], "asks_read_back": False}


def says(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None,
         to: tuple[str, ...] = ALL) -> str:  # fmt: skip
    """Let a member file an entry and carry it everywhere, with receipts."""
    outcome = file(Draft(kind, to, content, matter, role="duty_officer"), node=paris.nodes[member])
    assert isinstance(outcome, Filed), outcome
    paris.carry_all(1)
    for code in paris.nodes:
        paris.receipts(code)
    paris.carry_all(1)
    return outcome.id


def later(paris: Mechanism, *, by_ms: int) -> None:
    """Move every clock on."""
    for clock in paris.clocks.values():
        clock.at_ms += by_ms


def a_day(paris: Mechanism) -> Asked:
    """Let there be a FLASH answered late, one answered by nobody, and a routine message to one side; ask for it."""
    since = owed.in_force_since(paris.nodes["SY"])
    assert since is not None
    first = says(paris, "SY", "message_sent", {**PLAIN, "precedence": "flash"})
    says(paris, "SY", "message_sent", {**PLAIN, "precedence": "routine"}, to=("SY", "US"))
    later(paris, by_ms=25 * MINUTE_MS)
    says(paris, "IL", "message_acknowledged", {"how": "received"}, matter=first)
    says(paris, "SY", "message_sent", {**PLAIN, "precedence": "flash"})
    later(paris, by_ms=HOUR_MS)
    now_ms = max(clock.at_ms for clock in paris.clocks.values()) + 1
    return Asked(since // DAY_MS * DAY_MS, (now_ms // DAY_MS + 1) * DAY_MS, now_ms, COMMON)


def sheet_of(paris: Mechanism, code: str, asked: Asked) -> Sheet:
    """Return what a node counts."""
    found = figures(paris.nodes[code], asked)
    assert isinstance(found, Sheet)
    return found


def cell(found: Sheet, name: str, member: str) -> tuple[int | None, int]:
    """Return a figure of a member and out of how many it is."""
    row = found.row(name)
    assert row is not None, name
    return row.cells[member].count, row.cells[member].of


def test_every_node_that_holds_the_same_entries_counts_the_same(paris: Mechanism) -> None:
    """What all were told is counted alike by each party and by the supervisor, entry by entry."""
    asked = a_day(paris)
    told = {code: as_json(sheet_of(paris, code, asked)) for code in paris.nodes}
    assert told["SY"] == told["IL"] == told["US"]
    assert cell(sheet_of(paris, "US", asked), "lapsed.D-1", "IL") == (2, 2)
    assert cell(sheet_of(paris, "US", asked), "flash_share", "SY") == (2, 2)


def test_who_was_not_told_counts_less_where_all_that_is_held_is_asked_for(paris: Mechanism) -> None:
    """The message to the supervisor alone is counted where it is read, and nowhere else."""
    asked = a_day(paris)
    held = Asked(asked.from_ms, asked.until_ms, asked.now_ms, HELD)
    assert cell(sheet_of(paris, "SY", held), "flash_share", "SY") == (2, 3)
    assert cell(sheet_of(paris, "IL", held), "flash_share", "SY") == (2, 2)


def test_a_rebuild_and_what_was_kept_change_no_figure(paris: Mechanism) -> None:
    """The first question, one from what was kept, and one after all was judged anew give the same."""
    asked, node = a_day(paris), paris.nodes["SY"]
    live = as_json(sheet_of(paris, "SY", asked))
    assert node.reader().execute("SELECT count(*) FROM reckoned").fetchone()[0] > 0
    assert as_json(sheet_of(paris, "SY", asked)) == live
    node.writer.call(rebuild).result()
    assert node.reader().execute("SELECT count(*) FROM reckoned").fetchone()[0] == 0
    assert as_json(sheet_of(paris, "SY", asked)) == live


def test_a_matter_in_which_nothing_is_owed_is_folded_once(paris: Mechanism, monkeypatch: Any) -> None:
    """What was kept is not folded again; what came since is."""
    asked, node = a_day(paris), paris.nodes["SY"]
    sheet_of(paris, "SY", asked)
    asked_for: list[str] = []
    plain = owed.duties_in
    monkeypatch.setattr(
        owed, "duties_in",
        lambda node, rows, now_ms: asked_for.extend(r.id for r in rows) or plain(node, rows, now_ms=now_ms),
    )  # fmt: skip
    sheet_of(paris, "SY", asked)
    rows = {row.id: row for row in reading.conversations(node, limit=100)}
    assert asked_for
    assert all(rows[each].owing for each in asked_for if each in rows)


def test_another_span_holds_nothing_of_this_one(paris: Mechanism) -> None:
    """A day before the charter was in force has no figure at all."""
    asked = a_day(paris)
    before = Asked(asked.from_ms - 3 * DAY_MS, asked.from_ms - 2 * DAY_MS, asked.now_ms)
    assert all(row.is_none for row in sheet_of(paris, "SY", before).rows)


def test_a_slot_in_which_nothing_was_sent_is_a_missed_check(paris: Mechanism) -> None:
    """No node looked at its schedule here: each slot between the two sides was missed by whose turn it was."""
    a_day(paris)
    later(paris, by_ms=6 * HOUR_MS)
    now_ms = max(clock.at_ms for clock in paris.clocks.values())
    asked = Asked(now_ms // DAY_MS * DAY_MS - DAY_MS, (now_ms // DAY_MS + 1) * DAY_MS, now_ms)
    found = sheet_of(paris, "US", asked)
    counts = [cell(found, "checks_sent.unmet", code) for code in ("SY", "IL")]
    assert all(missed == of and of >= 3 for missed, of in counts)


def test_too_many_matters_are_refused_and_not_cut(paris: Mechanism, monkeypatch: Any) -> None:
    """A span with more than may be looked at is refused with its clause."""
    asked = a_day(paris)
    monkeypatch.setattr(gathering, "MOST_MATTERS", 2)
    refusal = figures(paris.nodes["SY"], asked)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.clause) == ("figures_many", "FIG-1")


def test_what_was_never_counted_is_folded_a_part_at_a_time(paris: Mechanism, monkeypatch: Any) -> None:
    """With two matters a question the answer says how many are left, and asking again comes to the same figures."""
    asked, node = a_day(paris), paris.nodes["SY"]
    whole = as_json(sheet_of(paris, "IL", asked))
    monkeypatch.setattr(gathering, "MOST_FOLDED", 1)
    answers = [figures(node, asked) for _ in range(6)]
    left = [each.data["left"] for each in answers if isinstance(each, Refusal)]
    assert left
    assert left == sorted(left, reverse=True)
    assert isinstance(answers[-1], Sheet)
    assert as_json(answers[-1]) == whole
