"""A whole mechanism for a story: homes made as operators make them, `parley run` processes, lines that can be cut."""

from __future__ import annotations

import io
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import parley
from parley.charter.model import Charter
from parley.charter.reading import read_charter, read_template
from parley.cli.main import main
from parley.node.asking import NodeAway, ask
from tests.stories.lines import Lines
from tests.stories.loaded import Child, Loaded

CHARTERS = Path(__file__).parents[2] / "charters"
PATIENCE_S = 60.0
LOOK_EVERY_S = 0.05
LATE_S = 15
ASKED_S = 3
MARK_OF_A_CLONE = "mark-kept-elsewhere.json"
_LOADED = (Loaded(), Loaded(), Loaded())


def until(fact: Callable[[], Any], *, what: str, within_s: float = PATIENCE_S) -> Any:
    """Wait until `fact` returns something true, and return it; AssertionError where that does not come in time."""
    end = time.monotonic() + within_s
    while not (found := fact()):
        assert time.monotonic() < end, f"not within {within_s} s: {what}"
        time.sleep(LOOK_EVERY_S)
    return found


def free_port() -> int:
    """Return a port that nobody uses now, below those that the system gives to whoever dials."""
    while True:
        port = secrets.randbelow(12_000) + 20_000
        with socket.socket() as held, suppress(OSError):
            held.bind(("127.0.0.1", port))
            return port


def command(*words: str) -> list[str]:
    """Return the words that start a verb with this Python."""
    return [sys.executable, "-m", "parley.cli.main", *words]


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a node: this one's, the package under test, and what the story adds."""
    return {**os.environ, "PYTHONPATH": str(Path(parley.__file__).parents[1]), **more}


@dataclass
class Post:
    """One node: its member's code, its home folder, the port on which it listens, its process while it runs."""

    name: str
    code: str
    home: Path
    port: int
    process: subprocess.Popen[bytes] | Child | None = None


@dataclass
class Mechanism:
    """The nodes of one charter, by the name of their member; a clone has a name of its own."""

    folder: Path
    lines: Lines = field(default_factory=Lines)
    posts: dict[str, Post] = field(default_factory=dict)
    # The ports of those that run with a desk, by name.
    desks: dict[str, int] = field(default_factory=dict)

    def make(self, template: str = "paris-2026.yaml") -> Mechanism:
        """Make a home for every member and assemble the charter, with the operators' own commands."""
        file = CHARTERS / template
        cards = []
        for member in read_template(file.read_bytes()).members:
            post = Post(member.code, member.code, self.folder / member.code, free_port())
            door = self.lines.door(member.code, port=post.port)
            self.posts[member.code] = post
            _well(
                *("init", "--home", str(post.home), "--code", post.code, "--template", str(file)),
                *("--address", f"127.0.0.1:{door}", "--peer-host", "127.0.0.1", "--peer-port", str(post.port)),
            )
            cards.append(str(post.home / f"{post.code}.card.yaml"))
        _well("charter", "assemble", str(file), *cards, "-o", str(self.charter_file))
        for post in self.posts.values():
            _well("init", "--home", str(post.home), "--code", post.code, "--charter", str(self.charter_file))
        return self

    @property
    def charter_file(self) -> Path:
        """Return the charter that all members took."""
        return self.folder / "charter.yaml"

    @cached_property
    def charter(self) -> Charter:
        """Return the same, read."""
        return read_charter(self.charter_file.read_bytes())

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all members."""
        return self.charter.codes

    def origin(self, code: str) -> str:
        """Return the origin of a member's log."""
        return self.charter.member(code).origin

    # ---- processes

    def start(self, *names: str, env: Mapping[str, str] | None = None) -> None:
        """Start these nodes, or all, at once; return when each answers and has had time to ask the others."""
        chosen = names or tuple(self.posts)
        for name in chosen:
            self._launch(self.posts[name], env or {})
        until(lambda: all(self._answers(name) for name in chosen), what=f"{chosen} answer", within_s=90)
        end = time.monotonic() + ASKED_S
        while time.monotonic() < end and not all(self.status(name)["may_sign"] for name in chosen):
            time.sleep(LOOK_EVERY_S)

    def _launch(self, post: Post, env: Mapping[str, str]) -> None:
        words = ["run", "--home", str(post.home), "--verbose"]
        if post.name in self.desks:
            env = {**env, "PARLEY_DESK_PORT": str(self.desks[post.name])}
        else:
            words.append("--no-desk")
        # A clone has the settings of the node whose home was copied.
        env = {**env, "PARLEY_PEER_PORT": str(post.port)}
        if post.name != post.code:
            env["PARLEY_HIGHWATER_FILE"] = str(post.home / MARK_OF_A_CLONE)
        post.process = self._started(post, words, environment(env))
        self.lines.runs(post.name, pid=post.process.pid)

    def _started(self, post: Post, words: list[str], env: Mapping[str, str]) -> subprocess.Popen[bytes] | Child:
        log = post.home / "run.log"
        if "PARLEY_KILL_AT" not in env:
            return _LOADED[list(self.posts).index(post.name) % len(_LOADED)].start(*words, env=env, log=log)
        # Where it is to be killed is read while it loads.
        with log.open("ab") as written:
            return subprocess.Popen(
                command(*words), stdin=subprocess.DEVNULL, stdout=written, stderr=written, env=env,
                start_new_session=True,
            )

    def _answers(self, name: str) -> bool:
        process = self.posts[name].process
        assert process is not None and process.poll() is None, f"{name} ended: {self.said(name)[-2000:]}"
        try:
            return bool(self.status(name))
        except NodeAway:
            return False

    def stop(self, name: str) -> int:
        """Stop a node as an operator does; return its exit code."""
        return self._end(name, signal.SIGTERM)

    def kill(self, name: str) -> None:
        """End a node as a power cut would."""
        self._end(name, signal.SIGKILL)

    def _end(self, name: str, number: signal.Signals) -> int:
        process = self.posts[name].process
        assert process is not None
        process.send_signal(number)
        self.posts[name].process = None
        return process.wait(LATE_S)

    def close(self) -> None:
        """End every node that still runs, and the lines."""
        for post in self.posts.values():
            if post.process is not None:
                post.process.kill()
                post.process.wait(LATE_S)
        self.lines.close()

    def said(self, name: str) -> str:
        """Return what a node wrote to its log."""
        return (self.posts[name].home / "run.log").read_text(encoding="utf-8", errors="replace")

    def clone(self, name: str, *, of: str) -> Post:
        """Copy the home of a node that is stopped, for a second one with the same keys on a port of its own."""
        home = self.folder / name
        shutil.copytree(self.posts[of].home, home, ignore=shutil.ignore_patterns("run"))
        # A mark in the home folder knows its own file, and a copied one vouches for nothing; one kept elsewhere does.
        shutil.copy(home / "highwater.json", home / MARK_OF_A_CLONE)
        self.posts[name] = Post(name, self.posts[of].code, home, free_port())
        return self.posts[name]

    # ---- talk

    def ask(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        """Ask a running node over its control socket."""
        return ask(self.posts[name].home / "run" / "parley.sock", request)

    def status(self, name: str) -> dict[str, Any]:
        """Return what `parley status --json` prints."""
        return self.ask(name, {"op": "status"})

    def verb(self, *words: str, name: str | None = None, code: int = 0) -> str:
        """Run a verb as an operator would, and return what it printed on both streams; it must end with `code`."""
        home = ["--home", str(self.posts[name].home)] if name else []
        told = io.StringIO()
        with redirect_stdout(told), redirect_stderr(told):
            found = main([*words, *home])
        assert found == code, (words, found, told.getvalue())
        return told.getvalue()

    def sign(self, *names: str) -> None:
        """Have the chief of these members, or of all, sign the founding charter."""
        for name in names or self.codes:
            answer = self.ask(name, {"op": "charter_sign", "role": "chief"})
            assert answer["outcome"] == "filed", answer

    def begin(self, *, env: Mapping[str, Mapping[str, str]] | None = None) -> Mechanism:
        """Start every node, sign the charter everywhere, and wait until it is in force at each."""
        for name in self.posts:
            self._launch(self.posts[name], (env or {}).get(name, {}))
        until(lambda: all(self._answers(name) for name in self.posts), what="all answer", within_s=90)
        until(lambda: all(self.status(name)["may_sign"] for name in self.posts), what="all may sign")
        self.sign()
        until(lambda: all(self.status(n)["charter_in_force"] for n in self.posts), what="the charter in force")
        return self

    def draft(self, name: str, draft: dict[str, Any]) -> dict[str, Any]:
        """File a draft and return the outcome as it came."""
        return self.ask(name, {"op": "file", "draft": draft})

    def say(self, name: str, text: str, *, to: tuple[str, ...] | None = None) -> str:
        """Have the duty officer of a node send a message; return the id of its entry."""
        answer = self.draft(name, message(text, to=to or self.codes))
        assert answer["outcome"] == "filed", answer
        return str(answer["id"])

    def opened(self, name: str, entry: str) -> dict[str, Any]:
        """Return what `explain` tells of an entry at a node."""
        return self.ask(name, {"op": "explain", "id": entry})

    def reads(self, name: str, entry: str, *, within_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait until a node has opened an entry."""
        found: dict[str, Any] = until(
            lambda: (told := self.opened(name, entry)).get("opened_here") and told,
            what=f"{name} reads {entry}", within_s=within_s,
        )
        return found

    def holds(self, name: str, entry: str, *, within_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait until a node has judged an entry, readable or not."""
        found: dict[str, Any] = until(
            lambda: "outcome" not in (told := self.opened(name, entry)) and told,
            what=f"{name} holds {entry}", within_s=within_s,
        )
        return found

    # ---- comparing

    def agree(self, *names: str, within_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait for a moment at which these nodes hold the same; return what they show, by name, and check it is alike.

        Nodes say things by themselves (receipts, positions, line checks), so they are compared at a moment when
        every log is equally long at all of them, before and after the states were read.
        """
        chosen = names or tuple(self.posts)
        return until(lambda: self._alike(chosen), what=f"{chosen} hold the same", within_s=within_s)  # type: ignore[no-any-return]

    def level(self, *names: str, within_s: float = PATIENCE_S) -> None:
        """Wait until every log is equally long, with one root, at all of these nodes."""
        chosen = names or tuple(self.posts)

        def is_level() -> bool:
            found = [self.roots(name) for name in chosen]
            return all(each == found[0] for each in found)

        until(is_level, what=f"{chosen} hold the same", within_s=within_s)

    def _alike(self, names: tuple[str, ...]) -> dict[str, Any] | None:
        before = {name: self.roots(name) for name in names}
        states = {name: self.states(name) for name in names}
        after = {name: self.roots(name) for name in names}
        if before != after or any(before[name] != before[names[0]] for name in names):
            return None
        for one in names:
            for other in names:
                shared = states[one].keys() & states[other].keys()
                assert {m: states[one][m] for m in shared} == {m: states[other][m] for m in shared}, (one, other)
        return states

    def roots(self, name: str) -> dict[str, tuple[int, str, int | None]]:
        """Return by name how far each log is judged, its root there, and from where it is frozen."""
        return {
            log["name"]: (log["judged"], log["root"], log["frozen_at"]) for log in self.status(name)["logs"]
        }

    def states(self, name: str) -> dict[str, Any]:
        """Return by id the state and the verdicts of every matter that a node shows."""
        found = {}
        for row in self.ask(name, {"op": "matters", "limit": 1000})["matters"]:
            view = self.ask(name, {"op": "matter", "id": row["id"]})
            found[row["id"]] = (row["state"], [(e["id"], e["refusal"]) for e in view["entries"]])
        return found


def message(text: str, *, to: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """Return the draft of a message of the duty officer."""
    content = {"precedence": "routine", "subject": "Story", "text": text, "lang": "en"}
    content |= {"items": [], "asks_read_back": False, **changes}
    return {"kind": "message_sent", "to": list(to), "content": content, "role": "duty_officer"}


def acknowledgement(of: str, *, to: tuple[str, ...]) -> dict[str, Any]:
    """Return the draft of an acknowledgement."""
    return {
        "kind": "message_acknowledged", "to": list(to), "matter": of, "content": {"how": "received"},
        "role": "duty_officer",
    }


def _well(*words: str) -> None:
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        assert main(list(words)) == 0, told.getvalue()


def as_json(text: str) -> dict[str, Any]:
    """Return what a verb printed as JSON."""
    found: dict[str, Any] = json.loads(text)
    return found
