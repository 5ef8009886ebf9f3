"""What follows in a case is what real nodes find: the same entries filed at three nodes give the same states."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.node import owed
from parley.node.cases.happening import Happened, happen
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters
from parley.node.cases.told import Case, Saying
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from parley.node.store import matters
from tests.charter.making import CHARTERS, PARIS
from tests.node.mechanism import Mechanism

# One of each track of the default charter, among them entries that must be void.
TRIED = {
    "hotline": "A place that is read back",
    "deconfliction": "What another member notified nobody else changes",
    "incidents": "An explanation is judged insufficient",
    "findings": "Fact, responsibility and compliance",
    "inspections": "A verification that is asked for",
    "disputes": "Evidence that was committed",
    "faults": "A step without a verifier",
}


def told(name: str) -> Case:
    """Return the case of a shipped file whose name begins so."""
    file = read_cases((CHARTERS / "cases" / f"{name}.yaml").read_bytes())
    return next(case for case in file.cases if case.name.startswith(TRIED[name]))


def renamed(value: Any, ids: dict[str, str]) -> Any:
    """Return a value of a case in which each entry has the id that it has at the nodes."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(re.sub(r'"([A-Z]+/[0-9]+)\b', lambda found: f'"{ids.get(found[1], found[1])}', text))


def filed(entry: Entry, saying: Saying, nodes: Mechanism, ids: dict[str, str]) -> None:
    """File what an entry of the case says at its author's node, at its hour; what must be void is refused there."""
    content = renamed({key: each for key, each in entry.content.items() if key != "role"}, ids)
    matter = None if entry.matter == entry.id else ids[entry.matter]
    nodes.clocks[entry.member].at_ms = entry.point.at_ms - 1
    to = tuple(code for code in entry.to if code != entry.member)
    draft = Draft(entry.kind, to, content, matter=matter, role=entry.content.get("role"))
    outcome = file(draft, node=nodes.nodes[entry.member])
    if saying.void is not None:
        assert isinstance(outcome, Refusal) and outcome.clause == saying.void.clause
        return
    assert isinstance(outcome, Filed), outcome
    ids[entry.id] = outcome.id
    nodes.carry_all()


def state_at(node: Node, matter: str) -> Any:
    """Return the state of a matter as a node tells it."""
    row = matters.matter(node.reader(), matter)
    assert row is not None
    return json.loads(json.dumps(owed.fold_now(node, matter, version=row.locked).state.as_json()))


def state_in(happened: Happened, matter: str, ids: dict[str, str]) -> Any:
    """Return the state of a matter as the case has it, under the ids that its entries have at the nodes."""
    return renamed(happened.folded(matter).state.as_json(), ids)


@pytest.mark.parametrize("name", TRIED)
def test_three_nodes_find_what_the_case_says(name: str, tmp_path: Path) -> None:
    """Filed one by one at three nodes, each is taken or refused by the same clause, and every node has the same state."""
    case = told(name)
    happened = happen(case.said, charter=Charters(PARIS).of(case.charter))
    nodes, ids = Mechanism(tmp_path, durable=False).make(), dict[str, str]()
    try:
        spoken = [saying for saying in case.said if saying.kind]
        for saying, entry in zip(spoken, happened.entries, strict=True):
            filed(entry, saying, nodes, ids)
        for matter in happened.matters():
            if happened.folded(matter).state is not None:
                expected = state_in(happened, matter, ids)
                assert [state_at(node, ids[matter]) for node in nodes.nodes.values()] == [expected] * 3
    finally:
        nodes.close_all()
