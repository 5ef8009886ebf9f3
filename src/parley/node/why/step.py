"""One step of an explanation, as a code with its figures; a door puts it into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from parley.charter.model import Provenance
from parley.charter.rules import standing_in
from parley.texts import catalogue, sentence


@dataclass(frozen=True, slots=True)
class Step:
    """`code` has its sentence in texts/why.json. `data` are its figures: times in milliseconds end with `_ms`.

    `entry` is the entry that shows it, `clause` the rule, `value` the value of the charter, as its page names it.
    """

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    entry: str = ""
    clause: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the step in plain values."""
        return {
            "code": self.code, "data": dict(self.data), "entry": self.entry, "clause": self.clause, "value": self.value
        }  # fmt: skip


Say = Callable[[str, Any], Any]


def told(step: Mapping[str, Any], *, language: str, say: Say) -> str:
    """Return a step, given in plain values, as a sentence; `say` puts a figure into words by its name.

    What refers to a refusal is said with that refusal's own sentence.
    """
    data = {}
    for name, value in step["data"].items():
        if name.endswith("_ms"):
            data[name.removesuffix("_ms")] = say("time", instant_text(value))
        elif name == "refusal":
            data[name] = say(name, sentence(value["code"], language=language, data=value["data"]))
        else:
            data[name] = say(name, value)
    return sentence(step["code"], language=language, data=data)


def instant_text(at_ms: int) -> str:
    """Return an instant to the second, with its day."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def value_step(provenance: Provenance, *, value: str, in_force: bool) -> Step:
    """Return where a value of the charter comes from and how it stands."""
    standing = standing_in(provenance, in_force=in_force)
    figures = {"source": provenance.source, "standing": standing, "since": provenance.since.isoformat()}
    return Step("why.value", figures, clause="" if standing == "agreed" else "C-0", value=value)


def clause_text(clause: str, *, language: str) -> tuple[str, str] | None:
    """Return what a clause says and what to do about it; None for one that nobody knows."""
    known = f"clause.{clause}"
    if known not in catalogue():
        return None
    # A clause may have its own word of what to do; most share that of their group.
    own, of_group = f"clause_do.{clause}", f"clause_do.{clause.partition('-')[0]}"
    what_to_do = own if own in catalogue() else of_group
    return sentence(known, language=language, data={}), sentence(what_to_do, language=language, data={})
