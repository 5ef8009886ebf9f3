"""A whole mechanism for a benchmark: homes with keys of their own, one signed charter, nodes as installed processes."""

from __future__ import annotations

import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.talking import NodeSilent, ask
from parley.charter.assembly import assemble
from parley.charter.reading import read_template
from parley.charter.verdict import Refusal
from parley.demo.homes import exercise_template
from parley.node.enrolling import Enrolment, make_home, take_charter
from parley.node.settings import Settings

PARLEY = str(Path(sys.executable).with_name("parley"))
TEMPLATE = Path(__file__).parents[1] / "charters" / "paris-2026.yaml"
PATIENCE_S = 120
# Four seconds after a link stands, each peer is told once which logs come directly, over a stream that is opened anew.
STEADY_S = 6.0
OFFICER = "bench"
# Below the range from which the system takes ports for outgoing connections.
PORTS = range(20_000, 30_000)


@dataclass
class Cell:
    """One member's node: where it lives, where it answers, and its process while it runs."""

    code: str
    home: Path
    desk_port: int
    peer_port: int
    origin: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return the id of the running process."""
        assert self.process is not None
        return self.process.pid

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of the node to one request on its control socket; NodeSilent where none comes."""
        return ask(self.home, request)

    def judged(self) -> dict[str, int]:
        """Return by member how many entries of each log this node has judged and projected, as it says itself."""
        return {log["member"]: log["judged"] for log in self.ask({"op": "status"})["logs"]}


@dataclass
class Mechanism:
    """The cells by member code, and the password of the one officer at each desk."""

    cells: dict[str, Cell]
    codes: tuple[str, ...]
    steady_s: float = STEADY_S
    started_at: float = 0.0
    password: str = field(default_factory=lambda: "-".join(secrets.token_hex(4) for _ in range(3)))

    def start(self, *codes: str) -> None:
        """Start nodes (all of them where none is named) and wait until each answers."""
        self.launch(*codes)
        for code in codes or self.codes:
            wait_until(lambda cell=self.cells[code]: is_ready(cell), what=f"{code} does not answer")  # type: ignore[misc]

    def launch(self, *codes: str) -> None:
        """Start nodes and wait for nothing."""
        self.started_at = time.monotonic()
        for code in codes or self.codes:
            self.cells[code].process = _started(self.cells[code])

    def stop(self, *codes: str) -> None:
        """End nodes (all of them where none is named) as an operator does, and wait for it."""
        running = [self.cells[code] for code in codes or self.codes if self.cells[code].process is not None]
        for cell in running:
            assert cell.process is not None
            cell.process.send_signal(signal.SIGTERM)
        for cell in running:
            assert cell.process is not None
            try:
                cell.process.wait(30)
            except subprocess.TimeoutExpired:
                cell.process.kill()
                cell.process.wait()
            cell.process = None

    def sign_charter(self) -> None:
        """Have every member sign, and wait until the charter is in force at each node."""
        for cell in self.cells.values():
            signed = cell.ask({"op": "charter_sign", "role": "chief"})
            # Queued: the node is asking the others first, as it does at every start, and files it by itself.
            if signed["outcome"] not in ("filed", "queued"):
                raise RuntimeError(f"{cell.code} does not sign the charter: {signed}")
        for cell in self.cells.values():
            wait_until(
                lambda cell=cell: cell.ask({"op": "status"})["charter_in_force"],  # type: ignore[misc]
                what=f"the charter does not come into force at {cell.code}",
            )

    def settle(self) -> None:
        """Wait until the links are steady, all nodes have judged the same, and nothing more is on its way."""
        time.sleep(max(0.0, self.started_at + self.steady_s - time.monotonic()))
        wait_until(self._is_quiet, what="the nodes do not come to rest")

    def _is_quiet(self) -> bool:
        before = [cell.judged() for cell in self.cells.values() if cell.process is not None]
        time.sleep(0.4)
        after = [cell.judged() for cell in self.cells.values() if cell.process is not None]
        return before == after and all(one == after[0] for one in after)


def make_mechanism(folder: Path) -> Mechanism:
    """Make the homes of an exercise by the Paris charter, as `parley init` and `parley charter assemble` do."""
    template = exercise_template(TEMPLATE.read_bytes())
    codes = read_template(template).codes
    ports = _free_ports(2 * len(codes))
    cells = {code: Cell(code, folder / code.lower(), ports.pop(), ports.pop()) for code in codes}
    assembled = assemble(template, cards=[_card(cell, template) for cell in cells.values()])
    for cell in cells.values():
        taken = take_charter(cell.home, raw=assembled, code=cell.code)
        if isinstance(taken, Refusal):
            raise RuntimeError(taken)
        cell.origin = read_template(assembled).member(cell.code).origin
    made = Mechanism(cells, codes)
    for cell in cells.values():
        _add_officer(cell, password=made.password)
    return made


def is_ready(cell: Cell) -> bool:
    """Return whether a node answers on its control socket and at its desk; RuntimeError where it has ended."""
    if cell.process is None or cell.process.poll() is not None:
        raise RuntimeError(f"The node of {cell.code} has ended.\n{(cell.home / 'run.log').read_text()[-3000:]}")
    try:
        cell.ask({"op": "status"})
        socket.create_connection(("127.0.0.1", cell.desk_port), timeout=1).close()
    except (NodeSilent, OSError):
        return False
    return True


def wait_until(holds: Callable[[], bool], *, what: str, every_s: float = 0.05, patience_s: float = PATIENCE_S) -> None:
    """Wait for something; RuntimeError where it does not come."""
    until = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError(f"{what} within {patience_s:.0f} s")
        time.sleep(every_s)


def verify(cell: Cell) -> bool:
    """Return whether `parley verify` finds the record of a node sound."""
    done = subprocess.run([PARLEY, "verify", "--quiet", str(cell.home)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"parley verify {cell.code}: {done.stdout}{done.stderr}", file=sys.stderr)
    return done.returncode == 0


def _started(cell: Cell) -> subprocess.Popen[bytes]:
    with (cell.home / "run.log").open("ab") as written:
        return subprocess.Popen(
            [PARLEY, "run", "--home", str(cell.home)], stdin=subprocess.DEVNULL, stdout=written, stderr=written,
            start_new_session=True,
        )


def _card(cell: Cell, template: bytes) -> Any:
    settings = Settings(
        member=cell.code, desk_port=cell.desk_port, desk_second_factor="exercise", peer_host="127.0.0.1",
        peer_port=cell.peer_port,
    )  # fmt: skip
    made = make_home(
        cell.home, template=template, enrolment=Enrolment(cell.code, f"127.0.0.1:{cell.peer_port}", settings)
    )
    if isinstance(made, Refusal):
        raise RuntimeError(made)
    return made


def _add_officer(cell: Cell, *, password: str) -> None:
    subprocess.run(
        [PARLEY, "officer", "add", OFFICER, "--home", str(cell.home), "--role", "duty_officer", "--password-stdin"],
        input=password + "\n", text=True, check=True, capture_output=True,
    )


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
    return found
