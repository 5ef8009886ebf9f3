"""Why a matter stands as it does: its entries in canonical order, and what each made of its state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from parley.matters.entry import Entry
from parley.matters.fold import Folded, fold_matter
from parley.matters.verdict import Refusal
from parley.node.held import held_entries
from parley.node.owed import charter_for, fold_of_entry
from parley.node.projecting import verdict_text
from parley.node.running import Node
from parley.node.store import officer_keys
from parley.node.why.step import Step

MOST_ENTRIES = 120


def why_state(node: Node, matter: str) -> tuple[Step, ...]:
    """Return what each entry of a matter did to its state; empty where this node has no such matter.

    The fold is made anew for each beginning of the matter, so nothing is told that the fold does not say.
    """
    entries = held_entries(node.reader(), matter, box=node.box, track_of=node.ledger.track_of)
    whole = _folded(node, entries)
    # The charter's matter has versions and no state of one name: `parley charter status` tells how each stands.
    if whole.state is None or not _name(whole):
        return ()
    steps = list(_steps(node, whole))
    if len(whole.entries) > MOST_ENTRIES:
        steps.append(Step("why.state.more", {"count": len(whole.entries) - MOST_ENTRIES}))
    return (*steps, Step("why.state.now", {"after": _name(whole)}))


def _folded(node: Node, entries: list[Entry]) -> Folded:
    key_at = partial(officer_keys.key_at, node.reader())
    return fold_matter(
        entries, track_of=node.ledger.track_of, charter_at=lambda entry: charter_for(node, entry), key_at=key_at,
        fold_of=partial(fold_of_entry, node),
    )


def _steps(node: Node, whole: Folded) -> Iterator[Step]:
    before = ""
    for count, entry in enumerate(whole.entries[:MOST_ENTRIES], start=1):
        verdict = whole.verdicts[entry.id]
        figures: dict[str, Any] = {
            "entry": entry.id, "kind": entry.kind, "member": entry.member, "at_ms": entry.point.at_ms
        }  # fmt: skip
        if isinstance(verdict, Refusal):
            refusal = json.loads(verdict_text(verdict))
            yield Step("why.state.void", {**figures, "refusal": refusal}, entry=entry.id, clause=verdict.clause)
            continue
        after = _name(_folded(node, list(whole.entries[:count])))
        code = "opened" if not before else "kept" if after == before else "moved"
        told = {"opened": {"after": after}, "kept": {}, "moved": {"before": before, "after": after}}[code]
        yield Step(f"why.state.{code}", {**figures, **told}, entry=entry.id, clause=verdict.clause)
        before = after


def _name(folded: Folded) -> str:
    told = folded.state.as_json() if folded.state is not None else {}
    return str(told.get("name") or told.get("form") or "")
