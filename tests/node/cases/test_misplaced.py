"""Whatever kind is said in whatever matter of its track, it is judged: no state makes a rule stumble over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal
from parley.matters.entry import Entry, Point
from parley.matters.fold import fold_matter
from parley.node.cases.happening import BY_KIND, Happened, happen
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters
from parley.node.tracked import duties_of
from tests.node.cases.test_shipped import FILES

# What a charter may be without, and an amendment may take out of one while matters stand.
SECTIONS = (
    "activities", "blind_notices", "inspections", "findings", "early_warning", "de_escalation", "incidents",
    "commitments", "supervision", "talks", "information", "disputes", "commerce",
)  # fmt: skip
UNKEYED = {name: track for name, track in BY_KIND.items() if not track.kinds[name].keyed}


@cache
def happened() -> tuple[Happened, ...]:
    """Return all that happens in the shipped cases."""
    found = []
    for path in FILES:
        file = read_cases(path.read_bytes())
        charters = Charters((path.parent / file.charter).read_bytes())
        found += [happen(each.said, charter=charters.of(each.charter)) for each in file.cases if each.said]
    return tuple(found)


def sound() -> dict[str, Entry]:
    """Return an entry of each kind that stands in some case."""
    found: dict[str, Entry] = {}
    for each in happened():
        for matter in each.matters():
            folded = each.folded(matter)
            found |= {e.kind: e for e in folded.entries if isinstance(folded.verdicts[e.id], Permit)}
    return {kind: entry for kind, entry in found.items() if kind in UNKEYED}


def matters() -> Iterator[tuple[Happened, str]]:
    """Yield a matter of each form in each of its states, by how it ends in some case."""
    seen = set()
    for each in happened():
        for matter in each.matters():
            state = each.folded(matter).state
            told = state.as_json() if state is not None else {}
            key = (told.get("form"), told.get("name"))
            if told and key not in seen:
                seen.add(key)
                yield each, matter


def said_by(member: str, within: Happened, matter: str, *, like: Entry) -> Entry:
    """Return an entry as another one, said in this matter by a member that has read everything."""
    charter, every = within.charter, within.points
    logs = {code: charter.member(code).origin for code in charter.codes}
    seen = {log: len(every[log]) for code, log in logs.items() if code != member and every.get(log)}
    last = [point for points in every.values() for point in points]
    number = len(every.get(logs[member], ()))
    point = Point(
        logs[member], number, 1 + max(p.at_ms for p in last), 1 + max(p.depth for p in last), seen
    )  # fmt: skip
    opening = within.folded(matter).entries[0]
    return replace(like, id=f"{member}/{number}", member=member, point=point, to=opening.to, matter=matter)


def test_no_state_stumbles_over_a_kind_of_its_track() -> None:
    """Each gets its verdict in each of them; what opens a matter of its own is void there (M-4)."""
    examples, tried = sound(), 0
    for within, matter in matters():
        folded = within.folded(matter)
        for kind, entry in examples.items():
            if UNKEYED[kind] is not folded.track or folded.entries[0].member not in within.charter.codes:
                continue
            said = said_by(folded.entries[0].member, within, matter, like=entry)
            beside = replace(within, entries=[*within.entries, said], folds={})
            verdict = beside.folded(matter).verdicts[said.id]
            tried += 1
            rule = UNKEYED[kind].kinds[kind]
            if rule.opens and not rule.continues:
                assert isinstance(verdict, Refusal) and verdict.clause != "", (kind, matter)
    assert tried > 500


def without(charter: Charter) -> Iterator[Charter]:
    """Yield a charter without each of its sections, as an amendment may leave it."""
    for name in SECTIONS:
        if getattr(charter, name) is not None:
            gone: dict[str, Any] = {name: None}
            yield replace(charter, **gone)


def test_no_matter_stumbles_over_an_amendment_that_takes_a_section_out() -> None:
    """From whichever of its entries on the section is gone: each is judged, and the state tells what is owed."""
    tried = 0
    for within, matter in matters():
        entries = [entry for entry in within.entries if entry.matter == matter]
        for after in without(within.charter):
            for cut in range(len(entries)):
                late = {entry.id for entry in entries[cut:]}

                def charter_at(
                    entry: Entry, *, late: set[str] = late, old: Charter = within.charter, new: Charter = after
                ) -> Charter:
                    return new if entry.id in late else old

                state = fold_matter(
                    entries, track_of=BY_KIND.get, charter_at=charter_at, fold_of=within.entries_beside
                ).state
                duties_of(state, charter=after, readings=within, now_ms=entries[-1].point.at_ms)
                tried += 1
    assert tried > 500
