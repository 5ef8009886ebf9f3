"""Instruments for the tests of the desk: filed by the chiefs of the members, over real nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.cell import ALL, Cell


def chief_says(
    cell: Cell, member: str, kind: str, content: Mapping[str, Any], *, matter: str | None = None
) -> str:
    """Let the chief of a member file an entry to all, carry it everywhere, and return its id."""
    outcome = file(Draft(kind, ALL, dict(content), matter, role="chief"), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def obligation(name: str, **changes: Any) -> dict[str, Any]:
    """Return an obligation of SY to IL that US verifies."""
    return {"id": name, "what": f"EXERCISE {name}", "who": "SY", "to": ["IL"], "verifier": "US", **changes}


def agreement(cell: Cell, *obligations: Mapping[str, Any], sign: bool = True, **changes: Any) -> str:
    """Propose an agreement with these obligations and, unless told not to, let both parties sign it."""
    texts = [{"lang": "en", "text": "EXERCISE. Step by step."}]
    terms = {
        "subject": "EXERCISE withdrawal by steps", "sort": "agreement", "made": "here", "texts": texts,
        "signatories": ["IL", "SY"], "events": [], "obligations": list(obligations), **changes,
    }  # fmt: skip
    matter = chief_says(cell, "US", "commitment_proposed", terms)
    for member in ("SY", "IL") if sign else ():
        signs(cell, member, matter)
    return matter


def signs(cell: Cell, member: str, matter: str) -> str:
    """Let a member sign the instrument, released by a second officer."""
    row = reading.matter(cell.mechanism.nodes[member], matter)
    assert row is not None
    content = {"of": matter, "digest": row.state["main"]["digest"], "released_by": "chief"}
    return chief_says(cell, member, "commitment_signed", content, matter=matter)


def done(cell: Cell, matter: str, step: str, *, percent: int = 100) -> None:
    """Let SY report a step as done now, and US certify it."""
    at_s = cell.mechanism.nodes["SY"].clock.now_ms() // 1000
    content = {"step": step, "percent": percent, "done_s": at_s}
    chief_says(cell, "SY", "step_reported", content, matter=matter)
    chief_says(cell, "US", "step_certified", content, matter=matter)
