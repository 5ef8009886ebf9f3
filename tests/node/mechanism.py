"""A whole mechanism of real nodes without sockets: what one serves is handed to another as a link would."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard
from parley.charter.reading import read_template
from parley.charter.verdict import Refusal
from parley.node import receipting, serving
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.home import Home, make_folder
from parley.node.intake import PeerBatch, Taken
from parley.node.keys import make_keys, open_keys
from parley.node.running import Node, close_node, cosign, open_node, take_in, take_in_note
from parley.node.settings import Settings

TEMPLATES = Path(__file__).parents[2] / "charters"
# By template, what was made once and closed; its homes go with this process.
_KEPT = TemporaryDirectory(prefix="parley-made-")
_MADE: dict[bytes, Mechanism] = {}


@dataclass
class TestClock:
    """A clock that each call moves on by a millisecond."""

    __test__ = False
    at_ms: int = 1_767_700_000_000

    def now_ms(self) -> int:
        """Return the next millisecond."""
        self.at_ms += 1
        return self.at_ms


@dataclass
class Mechanism:
    """Nodes by their member's code."""

    folder: Path
    template: str = "paris-2026.yaml"
    durable: bool = True
    old_sealing_keys_days: int = 0
    # By member, where its index of overlaps lies in PostgreSQL.
    database_urls: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    clocks: dict[str, TestClock] = field(default_factory=dict)
    # By target and log: the node, and the notes that it took. A link tells a note once, so nothing is judged twice.
    told: dict[tuple[str, str], tuple[Node, set[bytes]]] = field(default_factory=dict)
    address: Callable[[int], str] = lambda number: f"127.0.0.1:{7443 + number}"

    def make(self) -> Mechanism:
        """Be a mechanism whose founding charter all members have signed, every node of it open.

        What was made before in this process is copied: it has the keys that the other one has. Who copies homes
        makes them anew: the mark of a copy tells which file it is, that of a copy of it need not.
        """
        if self.clocks or self.database_urls or self.address is not Mechanism.address:
            return self.make_anew()
        template = (TEMPLATES / self.template).read_bytes()
        if template not in _MADE:
            made = Mechanism(Path(_KEPT.name) / str(len(_MADE)), self.template, durable=False).make_anew()
            made.close_all()
            _MADE[template] = made
        made = _MADE[template]
        for code, clock in made.clocks.items():
            shutil.copytree(made.home(code).path, self.home(code).path)
            self.clocks[code] = TestClock(clock.at_ms)
            self.open(code)
        for (target, origin), (_, notes) in made.told.items():
            self.told[target, origin] = (self.nodes[target], set(notes))
        return self

    def make_anew(self) -> Mechanism:
        """Make keys and charter, open every node, and let every member sign the founding charter."""
        template = (TEMPLATES / self.template).read_bytes()
        charter = read_template(template)
        cards = []
        for number, member in enumerate(charter.members):
            home = self.home(member.code)
            make_folder(home.path)
            keys = make_keys(home, origin=member.origin, passphrase=None)
            cards.append(KeyCard(charter.mechanism.id, member.code, member.origin, self.address(number), keys))
        assembled = assemble(template, cards=cards)
        for member in charter.members:
            self.home(member.code).charter.write_bytes(assembled)
            self.open(member.code)
        for code, node in self.nodes.items():
            to = tuple(c for c in self.nodes if c != code)
            draft = Draft("charter_signed", to, {"charter": node.founding.digest}, role="chief")
            assert isinstance(file(draft, node=node), Filed)
        self.carry_all()
        return self

    def home(self, code: str) -> Home:
        """Return the home folder of a member's node."""
        return Home(self.folder / code)

    def open(self, code: str, *, signing: bool = True) -> Node:
        """Open (or open again) the node of a member; "SY-2" and "SY+2" are others of SY in homes of their own."""
        home = self.home(code)
        clock = self.clocks.setdefault(code, TestClock())
        member = code.partition("-")[0].partition("+")[0]
        settings = Settings(
            member=member, old_sealing_keys_days=self.old_sealing_keys_days,
            database_url=self.database_urls.get(member, ""),
        )  # fmt: skip
        node = open_node(home, settings=settings, keys=open_keys(home, passphrase=None), clock=clock)
        if not self.durable:
            node.ledger.conn.execute("PRAGMA synchronous=OFF")
        if signing:
            node.writer.may_sign.set()
        node.writer.start()
        self.nodes[code] = node
        # As the recovery does: the mark follows before anything is signed, also where the home was copied.
        node.writer.call(lambda ledger: None).result()
        return node

    def close(self, code: str) -> None:
        """Stop the node of a member."""
        node = self.nodes.pop(code)
        close_node(node)

    def close_all(self) -> None:
        """Stop every node."""
        for code in list(self.nodes):
            self.close(code)

    def carry(
        self, source: str, target: str, *, most: int = 1000, batches: int = 1000
    ) -> list[Taken | Refusal]:
        """Hand what `source` holds and `target` lacks to `target`, `batches` of `most` entries a log, and the notes."""
        here, there = self.nodes[source], self.nodes[target]
        held = {origin: head.size for origin, head in serving.heads(there.reader()).items()}
        found = []
        for origin in sorted(serving.heads(here.reader())):
            start = held.get(origin, 0)
            left = batches
            while left and (run := serving.entries(here.reader(), origin, start, most, 8 << 20)):
                left -= 1
                found.append(take_in(self.batch(source, origin, start, run), node=there).result())
                if isinstance(found[-1], Refusal):
                    break
                start += len(run)
            self._tell_notes(source, target, origin)
        return found

    def _tell_notes(self, source: str, target: str, origin: str) -> None:
        there = self.nodes[target]
        node, known = self.told.get((target, origin), (None, set()))
        if node is not there:
            known = set()
        for note in serving.cosigned_notes(self.nodes[source].reader(), origin):
            if note not in known and isinstance(take_in_note(origin, note, node=there).result(), Taken):
                known.add(note)
        self.told[target, origin] = (there, known)

    def batch(self, source: str, origin: str, start: int, run: list[tuple[bytes, bytes | None]]) -> PeerBatch:
        """Return what a link would make of a run of entries."""
        conn = self.nodes[source].reader()
        note = serving.checkpoint(conn, origin)
        assert note is not None
        size = serving.heads(conn)[origin].checkpoint_size
        end = start + len(run)
        proof = serving.consistency(conn, origin, end, size) if end < size else []
        leaves, bodies = [r[0] for r in run], [r[1] for r in run]
        return PeerBatch(source, "direct", origin, start, leaves, bodies, note, proof)

    def carry_all(self, rounds: int = 3) -> None:
        """Carry everything everywhere, with receipts and cosignatures, until nothing new comes."""
        for _ in range(rounds):
            for source in self.nodes:
                for target in self.nodes:
                    if source != target:
                        self.carry(source, target)
            for node in self.nodes.values():
                for member in node.founding.members:
                    cosign(member.origin, node=node).result()

    def receipts(self, code: str) -> None:
        """Let a node give its receipts, ask for keys and disclose those that it is asked for now."""
        node = self.nodes[code]
        node.writer.call(lambda ledger: receipting.give_receipts(ledger, at_ms=node.clock.now_ms())).result()
        node.writer.call(lambda ledger: receipting.ask_and_answer(ledger, at_ms=node.clock.now_ms())).result()
