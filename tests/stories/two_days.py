"""The two-day exercise: three nodes whose clocks are moved on together, what officers file, what each side shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from parley.demo.checking import differences, record_faults, sights_of
from parley.demo.playing import Stage, hold, sign_charter
from parley.demo.running import Running, stop, wait_ready
from parley.node.asking import ask
from parley.node.home import Home
from tests.stories.loaded import LOADS, LOADS_OF_DESK, Loaded
from tests.stories.nodes import environment, until

HOUR_S = 3_600
ALL = ("IL", "SY", "US")
SKEW = "PARLEY_CLOCK_SKEW_MS"
_LOADED = tuple(Loaded((*LOADS, *LOADS_OF_DESK)) for _ in ALL)


def _quietly(code: str, **data: Any) -> None:
    """Nobody watches."""


@dataclass
class TwoDays:
    """The stage, the nodes that run on it, and by how much their clocks stand ahead of this machine's."""

    stage: Stage
    ahead_s: int = 0
    running: dict[str, Running] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Start every node and sign the charter."""
        self._start()
        sign_charter(self.stage, tell=_quietly)

    def move_to(self, hours: float) -> None:
        """Stop every node and start it with a clock that stands so many hours after the beginning.

        Whatever lapsed meanwhile lapsed while nobody was there: it is told as of when it lapsed.
        """
        self.end()
        self.ahead_s = int(hours * HOUR_S)
        self._start()

    def _start(self) -> None:
        env = environment({SKEW: str(self.ahead_s * 1000)})
        for loaded, (code, post) in zip(_LOADED, self.stage.posts.items(), strict=True):
            words = ("run", "--home", str(post.home))
            self.running[code] = Running(post, loaded.start(*words, env=env, log=post.home / "run.log"))
        for node in self.running.values():
            wait_ready(node)

    def end(self) -> None:
        """Stop every node."""
        for node in self.running.values():
            stop(node)
        self.running = {}

    @property
    def now_s(self) -> int:
        """Return the second of the nodes' clocks."""
        return int(time.time()) + self.ahead_s

    def minute(self, hours: float = 0) -> int:
        """Return a full minute so many hours from now."""
        return (self.now_s + int(hours * HOUR_S)) // 60 * 60

    def say(
        self,
        by: str,
        kind: str,
        content: Mapping[str, Any],
        *,
        matter: str | None = None,
        role: str = "chief",
        **beside: Any,
    ) -> str:
        """Let an officer file a draft to all, once the node holds all that was said before; return the entry's id."""
        self.holds(by)
        draft = {"kind": kind, "to": list(ALL), "content": {**content, "role": role, **beside}, "role": role}
        answer = self.ask(by, {"op": "file", "draft": draft if matter is None else {**draft, "matter": matter}})
        assert answer["outcome"] == "filed", (kind, answer)
        self.said.append(answer["id"])
        return str(answer["id"])

    def ask(self, code: str, request: dict[str, Any]) -> dict[str, Any]:
        """Ask a node over its control socket."""
        return ask(Home(self.stage.posts[code].home).socket, request)

    def holds(self, code: str) -> None:
        """Wait until a node holds the last of what each member said."""
        for entry in {each.split("/")[0]: each for each in self.said}.values():
            hold(self.stage, self.stage.posts[code], entry=entry)

    def level(self) -> None:
        """Wait until every node holds the last of what each member said."""
        for code in ALL:
            self.holds(code)

    def told(self, code: str, matter: str) -> dict[str, Any]:
        """Return a matter as a node tells it: its state, its entries, its duties."""
        return self.ask(code, {"op": "matter", "id": matter})

    def state(self, matter: str) -> dict[str, Any]:
        """Return the state of a matter, which is the same at all three."""
        return dict(self._alike(matter, lambda told: told["matter"]["state"]))

    def duties(self, matter: str) -> dict[str, dict[str, Any]]:
        """Return the duties of a matter by their ids, once all three tell the same of them."""
        return dict(self._alike(matter, lambda told: {each["id"]: _facts(each) for each in told["duties"]}))

    def _alike(self, matter: str, part: Callable[[dict[str, Any]], Any]) -> Any:
        """Return a part of what is told of a matter, once all three tell the same."""
        self.level()
        found: list[Any] = []

        def are_alike() -> bool:
            found[:] = [part(self.told(code, matter)) for code in ALL]
            return bool(found[0] == found[1] == found[2])

        # Receipts still travel: of what was read, and from when a clock runs, one knows a moment before another.
        until(are_alike, what=f"what is told of {matter} is alike")
        return found[0]

    def faults(self) -> list[str]:
        """Return what is wrong once all is said: what two nodes show differently, and records that do not verify."""
        sights = sights_of(self.stage)
        return ["not level"] if sights is None else [*differences(sights), *record_faults(self.stage)]


def _facts(duty: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a duty is the same at every node at the same moment."""
    return {name: duty[name] for name in ("what", "owed_by", "due_at_ms", "clause", "state", "matter")}


@contextmanager
def two_days(stage: Stage) -> Iterator[TwoDays]:
    """Run the nodes of a stage; whatever happens, all of them are stopped."""
    exercise = TwoDays(stage)
    try:
        exercise.begin()
        yield exercise
    finally:
        exercise.end()
