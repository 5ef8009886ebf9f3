"""What members say in the tests of feeds."""

from __future__ import annotations

from itertools import count
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import DAY, plan, volume

ALL = ("IL", "SY", "US")
# The day of the nodes' test clock.
NOW_S = 1_767_700_000
_DAYS = count(3)


def day() -> int:
    """Return the beginning of a day that no other test uses: a mechanism serves many."""
    return NOW_S + next(_DAYS) * DAY


def says(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None,
         to: tuple[str, ...] = ALL, role: str = "duty_officer") -> str:  # fmt: skip
    """Let a member file an entry and carry it everywhere; return its id."""
    content = {name: value for name, value in content.items() if name != "role"}
    done = file(Draft(kind, to, content, matter, role=role), node=paris.nodes[member])
    assert isinstance(done, Filed), done
    paris.carry_all(1)
    return done.id


def notice(paris: Mechanism, member: str, *, to: tuple[str, ...] = ALL, volumes: tuple[dict[str, Any], ...] = (),
           begins_s: int = 0, **changes: Any) -> str:  # fmt: skip
    """Let a member notify an activity over the square of the tests."""
    told = volumes or (volume(begins_s=begins_s or day()),)
    return says(paris, member, "activity_notified", plan(*told, **changes), to=to)


def sign(mechanism: Mechanism, matter: str, of: str, *, to: tuple[str, ...] = ALL) -> None:
    """Let both parties sign what was proposed."""
    for member in ("SY", "IL"):
        row = reading.matter(mechanism.nodes[member], matter)
        assert row is not None
        every = [row.state["main"], *row.state["variances"], *row.state["endings"]]
        digest = next(each["digest"] for each in every if each["entry"] == of)
        content = {"of": of, "digest": digest, "released_by": "chief"}
        says(mechanism, member, "instrument_signed", content, matter=matter, to=to)
