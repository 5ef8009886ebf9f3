"""The receipt ladder of an entry: how far it got, who has it, who read it, and what they said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.desk.hotline.wordings import HOW_STEPS
from parley.node.reading import EntryView, MatterRow


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: its word, whether it is done, todo, bad or stopped, when, and by whom where that matters."""

    word: str
    shape: str
    at_ms: int | None = None
    who: str = ""


def ladder_of(entry: EntryView, *, row: MatterRow, names: Callable[[str], str]) -> tuple[Step, ...]:
    """Return the ladder of one of this member's own entries; what was said of it only for the opening words."""
    steps = _transport(entry, names=names)
    for member in (code for code in entry.to if code != entry.member):
        at_ms = entry.transport.opened.get(member, entry.transport.read.get(member))
        steps.append(Step(gettext("delivered"), "todo" if at_ms is None else "done", at_ms, names(member)))
    if entry.kind == "message_sent":
        steps += _said_of(row.state, to=entry.to, author=entry.member, names=names)
    return tuple(steps)


def _transport(entry: EntryView, *, names: Callable[[str], str]) -> list[Step]:
    mirrored, cosigned = entry.transport.mirrored_by, entry.transport.cosigned_by
    return [
        Step(gettext("sent"), "done", entry.at_ms),
        Step(gettext("mirrored"), "done" if mirrored else "todo", None, ", ".join(map(names, mirrored))),
        Step(gettext("cosigned"), "done" if cosigned else "todo", None, ", ".join(map(names, cosigned))),
    ]


def _said_of(state: Mapping[str, Any], *, to: tuple[str, ...], author: str, names: Callable[[str], str]) -> list[Step]:
    steps = []
    for member in (code for code in state.get("asked") or to if code != author):
        steps.append(_acknowledged(state.get("acknowledgements", {}).get(member), name=names(member)))
        if state.get("asks_read_back"):
            steps.append(_read_back(state.get("read_backs", {}).get(member), name=names(member)))
        if state.get("asks_answer"):
            answers = [each for each in state.get("answers", ()) if each["member"] == member]
            steps.append(_answered(answers, name=names(member)))
    return steps


def _acknowledged(said: Mapping[str, Any] | None, *, name: str) -> Step:
    if said is None:
        return Step(gettext("acknowledged"), "todo", None, name)
    if said["of_older_text"]:
        return Step(gettext("acknowledged the older words"), "over", said["at_ms"], name)
    return Step(HOW_STEPS[said["how"]](), "done", said["at_ms"], name)


def _answered(answers: Sequence[Mapping[str, Any]], *, name: str) -> Step:
    """Say whether the words in force were answered, by an answer that did not cross; else what was said instead."""
    found = next((each for each in answers if not each["of_older_text"] and not each["crossed"]), None)
    if found is not None:
        return Step(gettext("answered"), "done", found["at_ms"], name)
    if not answers:
        return Step(gettext("answered"), "todo", None, name)
    word = gettext("answered the older words") if answers[-1]["of_older_text"] else gettext("the answer crossed")
    return Step(word, "over", answers[-1]["at_ms"], name)


def _read_back(said: Mapping[str, Any] | None, *, name: str) -> Step:
    if said is None:
        return Step(gettext("read back"), "todo", None, name)
    word, shape = {
        "match": (gettext("read back, matches"), "soon"),
        "mismatch": (gettext("read back differs"), "bad"),
        "confirmed": (gettext("read back, confirmed"), "done"),
        "of_older_text": (gettext("read back of older words"), "over"),
    }[said["state"]]
    return Step(word, shape, said["at_ms"], name)
