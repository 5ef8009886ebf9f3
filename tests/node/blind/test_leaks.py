"""What reaches the other side of a blind notice: what its node can open is the same whatever the notice says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parley.node.held import held_entries
from tests.node import comparing
from tests.node.blind.cast import gives, mechanism_with_clause, settle_down, tells
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import BEGINS_S, notice
from tests.tracks.deconfliction.plans import HOUR, height, volume

WORD = "Kestrel"
# Both meet the other side's square in its one cell and hour, and have nothing else in common.
CORNER = [[[[358020000, 331020000], [358030000, 331020000], [358030000, 331030000], [358020000, 331030000]]]]
WHOLE = [[[[357000000, 330000000], [359000000, 330000000], [359000000, 332000000], [357000000, 332000000]]]]
FORMS = ("notice", "overlap", "blind_overlap", "blind_looks")


def secret(mechanism: Mechanism, which: int) -> None:
    """Let SY give the one hidden plan, the other, or none."""
    if which == 0:
        gives(mechanism, "SY", area=CORNER, subject=WORD, contact=WORD)
    elif which == 1:
        gives(mechanism, "SY", area=WHOLE, begins_s=BEGINS_S - 5 * HOUR, hours=30, strength=900,
              contingency=[volume(begins_s=BEGINS_S, upper=height(900))], **{"class": "force_movement"})  # fmt: skip


def opened_by(mechanism: Mechanism, member: str) -> list[Any]:
    """Return who said what in all that a node could open on this track, as far as it does not bear a number or time."""
    node, found = mechanism.nodes[member], []
    for matter, state in sorted(comparing.states(node).items()):
        if state.get("form") in FORMS:
            for entry in held_entries(node.reader(), matter, box=node.box, track_of=node.ledger.track_of):
                found.append((entry.kind, entry.member, entry.to, dict(entry.content)))
    return found


def test_nothing_but_the_cell_and_the_hour_reaches_the_other_side(tmp_path: Path) -> None:
    """Whether the plan is small or large, early or late: what IL can open is alike, but for one answer."""
    seen = []
    for which in range(3):
        (folder := tmp_path / str(which)).mkdir()
        paris = mechanism_with_clause(folder)
        try:
            secret(paris, which)
            notice(paris, "IL")
            settle_down(paris)
            told = tells(paris)
            seen.append((opened_by(paris, "IL"), [(each["cell"], each["hour_s"]) for each in told]))
            kept = paris.nodes["IL"].reader().execute("SELECT count(*) FROM matter WHERE form = 'blind_looks'")
            assert kept.fetchone()[0] == 0
        finally:
            paris.close_all()
    (small, cell), (large, other), (none, nothing) = seen
    tick_s = {content["tick_s"] for _, _, _, content in small if "tick_s" in content}
    assert cell == other and len(cell) == 1 and nothing == [] and len(tick_s) == 1
    assert small == large and WORD not in repr(small)
    assert [each for each in small if each not in none] == [
        ("blind_overlap_told", "US", ("IL", "SY", "US"),
         {"parties": ["IL", "SY"], "cell": cell[0][0], "hour_s": cell[0][1], "tick_s": tick_s.pop()})
    ]  # fmt: skip
    assert [each for each in none if each not in small] == []
