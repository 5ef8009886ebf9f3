"""The form in which a track gives its kinds, its rules and its folds to the kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from parley.charter.model import Charter
from parley.matters.entry import Entry
from parley.matters.verdict import Fault, Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: its name, whether it opens a matter, and the check of its content.

    `check` returns every fault of the content at once, and an empty tuple where it is sound.
    `shared` is the id of the one matter that all entries of this kind form together (the charter).

    `keyed` returns, from any content, the id of the matter to which it belongs, the same for whoever says it: two who
    say it at once, neither knowing of the other, speak in one matter. None where the content names none. Such an id
    holds a sign that no entry's id does.

    `continues` lets a kind that opens a matter be said within one, too: a watch is taken over as it was taken.

    `cites` returns, from any content, the ids of entries of other matters of this track on which it builds. They are
    handed to the judge with the state of their matter, each as the citing author had read it. `across` names the other
    tracks whose entries it may cite beside those of its own: of their states the judge reads `as_json` alone.
    """

    name: str
    opens: bool
    check: Callable[[Mapping[str, Any]], tuple[Fault, ...]]
    shared: str | None = None
    keyed: Callable[[Mapping[str, Any]], str | None] | None = None
    cites: Callable[[Mapping[str, Any]], tuple[str, ...]] | None = None
    across: frozenset[str] = frozenset()
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited entry of another matter: itself, and the state of its matter as the citing author had read it."""

    entry: Entry
    state: Any


@dataclass(frozen=True, slots=True)
class Series:
    """The series to which a matter belongs: later ones of the same `name` take over what was owed in earlier ones.

    Those of one `part` do not end each other, but for one that is met: it ends the earlier ones too. Where a part
    `owes_once` they are tries at one thing, and the first of them alone owes. `met_ms` is when what the matter asks for
    was done, None before.
    """

    name: str
    part: str
    met_ms: int | None = None
    owes_once: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """What lists need of a matter without opening its state: is anything owed, and how urgent (1 is most).

    Where it is one of a series, something is owed only until a later one took over.
    """

    owing: bool
    rank: int
    series: Series | None = None


class State(Protocol):
    """What a fold yields: a frozen dataclass that can say itself as plain JSON values."""

    def as_json(self) -> dict[str, Any]:
        """Return the state in plain dicts, lists, strings, integers, booleans and None."""


class Track(Protocol):
    """A track, as the kernel sees it. All of it is pure; `None` stands for a matter not yet open."""

    name: str
    kinds: Mapping[str, Kind]

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read: `state` folds exactly that.

        `cited` holds by id the entries that its kind cites; empty for a kind that cites none.
        """

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`. `beside` holds the ids of those entries that `state` folds already and that
        the author of `entry` had not read; where it contradicts one of them, both become crossed.

        What is folded later and had not read `entry` finds it in its own `beside`, and is in nobody's before.
        """

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether anything may be owed in this state, and its rank among matters."""
