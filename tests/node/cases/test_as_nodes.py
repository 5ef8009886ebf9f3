"""What follows in a case is what real nodes find: the same entries filed at three nodes give the same states."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.matters.duty import Duty
from parley.matters.entry import Entry
from parley.node import owed
from parley.node.cases.happening import Happened, happen
from parley.node.cases.owing import duties_at
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters
from parley.node.cases.told import Case, Saying
from parley.node.drafts import Draft
from parley.node.filing import Filed, file, write_position
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
    "commerce": "A project is approved by its other party",
    "talks": "Who is invited answers",
}


def told(name: str) -> Case:
    """Return the case of a shipped file whose name begins so."""
    file = read_cases((CHARTERS / "cases" / f"{name}.yaml").read_bytes())
    return next(case for case in file.cases if case.name.startswith(TRIED[name]))


def renamed(value: Any, ids: dict[str, str]) -> Any:
    """Return a value of a case in which each entry has the id that it has at the nodes."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(re.sub(r'"([A-Z]+/[0-9]+)\b', lambda found: f'"{ids.get(found[1], found[1])}', text))


def happens(case: Case, happened: Happened, nodes: Mechanism, ids: dict[str, str]) -> None:
    """Let all that the case tells happen at the nodes; who only received something files a position."""
    entries = iter(happened.entries)
    for saying in case.said:
        if saying.kind:
            filed(next(entries), saying, nodes, ids)
        for code in nodes.nodes if saying.received == ("all",) else saying.received:
            shows_what_it_read(code, nodes, at_ms=saying.at_s * 1000)


def shows_what_it_read(code: str, nodes: Mechanism, *, at_ms: int) -> None:
    """Let a node say how far it has read, and carry that to the others."""
    nodes.nodes[code].writer.call(lambda ledger: write_position(ledger, at_ms=at_ms)).result()
    nodes.carry_all()


def filed(entry: Entry, saying: Saying, nodes: Mechanism, ids: dict[str, str]) -> None:
    """File what an entry of the case says at its author's node, at its hour; what must be void is refused there.

    In the case it stands in its author's log all the same, as one that other software filed: here a position stands
    for it, by which its author too shows what it had read.
    """
    content = renamed({key: each for key, each in entry.content.items() if key != "role"}, ids)
    matter = None if entry.matter == entry.id else ids[entry.matter]
    nodes.clocks[entry.member].at_ms = entry.point.at_ms - 1
    to = tuple(code for code in entry.to if code != entry.member)
    draft = Draft(entry.kind, to, content, matter=matter, role=entry.content.get("role"))
    outcome = file(draft, node=nodes.nodes[entry.member])
    if saying.void is not None:
        assert isinstance(outcome, Refusal) and outcome.clause == saying.void.clause
        shows_what_it_read(entry.member, nodes, at_ms=entry.point.at_ms)
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


def later_s(happened: Happened) -> int:
    """Return an instant two days after the last entry, by which some clocks have run out."""
    return max(entry.point.at_ms for entry in happened.entries) // 1000 + 2 * 86_400


def duties_of(node: Node, matter: str, happened: Happened) -> list[tuple[Any, ...]]:
    """Return what is owed in a matter as a node finds it."""
    return sorted(map(gist, owed.matter_duties(node, matter, now_ms=later_s(happened) * 1000)))


def duties_in(happened: Happened, matter: str, ids: dict[str, str]) -> list[tuple[Any, ...]]:
    """Return what is owed in a matter as the case has it, under the ids of the nodes."""
    return sorted(gist(replace(duty, entry=ids[duty.entry])) for duty in duties_at(happened, matter, later_s(happened)))


def gist(duty: Duty) -> tuple[Any, ...]:
    """Return what a duty says: from what, what, by whom, how it stands, by when, how far it rose."""
    return duty.entry, duty.what, duty.owed_by, duty.state, duty.due_at_ms or 0, duty.level, duty.clause


@pytest.mark.parametrize("name", TRIED)
def test_three_nodes_find_what_the_case_says(name: str, tmp_path: Path) -> None:
    """Filed one by one, each is taken or refused by the same clause; every node has the same state and duties."""
    case = told(name)
    happened = happen(case.said, charter=Charters(PARIS).of(case.charter))
    nodes, ids = Mechanism(tmp_path, durable=False).make(), dict[str, str]()
    try:
        happens(case, happened, nodes, ids)
        for matter in happened.matters():
            if happened.folded(matter).state is not None:
                expected = state_in(happened, matter, ids)
                assert [state_at(node, ids[matter]) for node in nodes.nodes.values()] == [expected] * 3
                due = duties_in(happened, matter, ids)
                assert [duties_of(node, ids[matter], happened) for node in nodes.nodes.values()] == [due] * 3
    finally:
        nodes.close_all()
