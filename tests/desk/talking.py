"""Rounds and files for the tests of the desk: filed by delegates, over real nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.talks import held
from tests.desk.cell import ALL, Cell
from tests.tracks.hotline.cell import RELEASED

HEAD = [{"role": "head_of_delegation", "number": 1}]
TEXTS = [{"lang": "en", "text": "EXERCISE words."}]


def says(cell: Cell, member: str, kind: str, content: Mapping[str, Any], *, matter: str | None = None) -> str:
    """Let the delegate of a member file an entry to all, carry it everywhere, and return its id."""
    released = {"released_by": "chief"} if kind in RELEASED else {}
    draft = Draft(kind, ALL, {**content, **released}, matter, role="delegate")
    outcome = file(draft, node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def now_s(cell: Cell) -> int:
    """Return the second of now."""
    return int(cell.mechanism.nodes["SY"].clock.now_ms()) // 1000


def proposed(cell: Cell, *, by: str = "US", **changes: Any) -> str:
    """Propose a round that begins in ten days."""
    begins = now_s(cell) + 10 * 86_400
    content = {
        "subject": "EXERCISE first round", "lang": "en", "place": "EXERCISE Larnaca", "from_s": begins,
        "until_s": begins + 2 * 86_400, "invited": ["IL", "SY", "US"], "package": False,
        "host_name": "EXERCISE host", **changes,
    }  # fmt: skip
    return says(cell, by, "round_proposed", content)


def opened(cell: Cell, *, by: str = "US", **changes: Any) -> str:
    """Open a file of both parties that the supervisor leads."""
    content = {"subject": "EXERCISE water", "lang": "en", "lead": "US", "parties": ["IL", "SY"], **changes}
    return says(cell, by, "file_opened", content)


def signs(cell: Cell, member: str, matter: str, of: str) -> str:
    """Let a member sign an agenda, a decision or a package."""
    state = held.round_named(cell.mechanism.nodes[member], matter)
    about = state.instrument(of) if state is not None else None
    assert about is not None
    return says(cell, member, "decision_signed", {"of": of, "digest": about.digest}, matter=matter)


def agenda(cell: Cell, matter: str, *files: str) -> str:
    """Let an agenda of these files be agreed by all who come."""
    points = [{"subject": f"EXERCISE item {n}", "file": each} for n, each in enumerate(files, start=1)]
    content = {"points": points, "signatories": ["IL", "SY", "US"], "lang": "en"}
    entry = says(cell, "US", "agenda_proposed", content, matter=matter)
    for member in ("SY", "IL", "US"):
        signs(cell, member, matter, entry)
    return entry


def sits(cell: Cell, matter: str, *files: str, **changes: Any) -> str:
    """Let a sitting be opened now."""
    present = [{"member": code, "roles": HEAD} for code in ALL]
    content = {"began_s": now_s(cell), "rule": "on_record", "present": present, "files": list(files), **changes}
    return says(cell, "US", "sitting_opened", content, matter=matter)
