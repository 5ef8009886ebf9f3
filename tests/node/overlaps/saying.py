"""What members say in the tests of overlaps, over real nodes: filed at one, and carried when the test says so."""

from __future__ import annotations

from typing import Any

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.overlaps.telling import Teller
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import DAY, plan, volume

ALL = ("IL", "SY", "US")
# The day of the nodes' test clock.
NOW_S = 1_767_700_000
BEGINS_S = NOW_S + 3 * DAY


def says(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None,
         to: tuple[str, ...] = ALL) -> str:  # fmt: skip
    """Let a member file an entry; nothing is carried yet."""
    done = file(Draft(kind, to, content, matter, role="duty_officer"), node=paris.nodes[member])
    assert isinstance(done, Filed), done
    return done.id


def notice(
    paris: Mechanism, member: str, *, to: tuple[str, ...] = ALL, begins_s: int = BEGINS_S, **changes: Any
) -> str:
    """Let a member notify an activity over the square of the tests."""
    return says(paris, member, "activity_notified", plan(volume(begins_s=begins_s), **changes), to=to)


def tell(paris: Mechanism, member: str, *, after_ms: int = 0) -> list[str]:
    """Let a node tell what it is its turn to tell, `after_ms` after it noticed; return the entries."""
    teller = Teller(paris.nodes[member])
    asked = teller.tell()
    if after_ms:
        assert asked == []
        paris.clocks[member].at_ms += after_ms
        asked = teller.tell()
    outcomes = [waiting.result() for _, waiting in asked]
    assert all(isinstance(outcome, Filed) for outcome in outcomes), outcomes
    return [outcome.id for outcome in outcomes if isinstance(outcome, Filed)]
