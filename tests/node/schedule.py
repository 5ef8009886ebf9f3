"""A random course of a mechanism on real nodes: filings, cuts, bundles, restarts, rebuilds, amendments, forks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from parley.charter.verdict import Refusal
from parley.node import serving
from parley.node.bundle import Beside, write_bundle
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.rebuilding import rebuild
from parley.node.running import Node, take_in_fork
from parley.node.stick import import_bundle
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import tellings
from tests.node.speaking import TRACKS, speak
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.hotline.cell import BESIDE, CONTENTS, WRONG_ITEMS

MEMBERS = ("SY", "IL", "US")
# Three days after the hour of the test clock.
PLANNED_S = 1_767_700_000 + 3 * 86_400
OPENINGS = (*["message_sent"] * 3, "call_logged", "call_challenged", "line_check_sent", "watch_taken", "shift_noted")
CONTINUING = (
    "message_corrected",
    "message_acknowledged",
    "read_back",
    "read_back_confirmed",
    "message_answered",
    "message_closed",
    "translation_attached",
    "lapse_cited",
    "voice_authenticated",
    "voice_not_authenticated",
    "call_logged",
    "call_confirmed",
    "call_disputed",
    "line_check_answered",
    "watch_taken",
    "watch_handed_over",
)
FORGERIES = (
    "foreign_kind", "wrong_role", "widened", "unknown_matter", "garbage_leaf", "garbage_body", "seen_back",
    "bad_stanza",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """A charter to play on: who takes part, who can speak to whom, and what an amendment changes of its text.

    Each amendment is one of the version that it follows, and changes what is allowed.
    """

    template: str
    members: tuple[str, ...]
    audiences: tuple[tuple[str, ...], ...]
    amendments: tuple[tuple[str, str], ...]


PARIS = Cast(
    "paris-2026.yaml",
    MEMBERS,
    (("IL", "SY", "US"), ("IL", "SY", "US"), ("SY", "US"), ("IL", "US"), ("IL", "SY")),
    (
        ("word_limit: 200", "word_limit: 3"),
        ("audiences: [all, parties, syria_and_supervisor, israel_and_supervisor]\n    roles: [duty_officer, translator",
         "audiences: [all]\n    roles: [duty_officer, translator"),
        ("may: [hotline, deconfliction, incidents]", "may: [deconfliction, incidents]"),
    ),
)  # fmt: skip
SEVEN = Cast(
    "five-parties.yaml",
    ("NO", "KA", "TE", "MI", "OS", "CHAIR", "OBS"),
    (
        ("NO", "KA", "TE", "MI", "OS", "CHAIR", "OBS"), ("NO", "KA", "TE", "MI", "OS", "CHAIR"), ("NO", "KA"),
        ("KA", "TE", "CHAIR"), ("MI", "CHAIR"),
    ),
    (
        ("word_limit: 150", "word_limit: 3"),
        ("      - north\n      - coast\n", ""),
        ("may: [hotline, deconfliction, incidents]", "may: [deconfliction, incidents]"),
    ),
)  # fmt: skip
AMENDMENTS = PARIS.amendments
_number = st.integers(0, 30)
_ABOUT_MESSAGES = CONTINUING[:6]
# A bundle that is taken in may be old, may have been taken in before, and may begin after what the reader holds.
STICK = st.one_of(
    st.tuples(st.just("export"), _number, _number),
    st.tuples(st.just("import"), _number, _number),
    st.tuples(st.just("import"), _number, _number),
)


def step_on(cast: Cast) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return what draws one step of a course on this charter."""
    member = st.sampled_from(cast.members)
    about = st.tuples(st.just("continue"), member, st.sampled_from(_ABOUT_MESSAGES), st.just(0), _number)
    far = st.tuples(st.just("carry"), _number, _number, st.just(40))
    return st.one_of(
        st.tuples(st.just("open"), member, st.sampled_from(OPENINGS), st.sampled_from(cast.audiences), _number),
        st.tuples(st.just("continue"), member, st.sampled_from(CONTINUING), _number, _number),
        about,
        about,
        st.tuples(st.just("carry"), _number, _number, st.integers(1, 4)),
        far,
        far,
        STICK,
        STICK,
        st.tuples(st.just("amend"), member, st.integers(0, len(cast.amendments) - 1), st.sets(member, min_size=1)),
        st.tuples(st.just("sign"), member, _number),
        st.tuples(st.just("forge"), member, st.sampled_from(FORGERIES), _number),
        st.tuples(st.just("receipts"), member),
        st.tuples(st.just("plan"), member, st.integers(0, 4)),
        st.tuples(st.just("tell"), member),
        st.tuples(st.sampled_from(("restart", "rebuild")), _number),
        st.tuples(st.just("fork"), member),
    )


SPEAK = st.tuples(st.just("speak"), st.sampled_from(MEMBERS), st.sampled_from(sorted(TRACKS)), _number)
STEPS = st.lists(st.one_of(step_on(PARIS), SPEAK, SPEAK), min_size=25, max_size=45)
STEPS_OF_SEVEN = st.lists(step_on(SEVEN), min_size=15, max_size=30)


@dataclass
class Course:
    """A mechanism under way; `played` tells what was done, for whoever reads a failure."""

    mechanism: Mechanism
    cast: Cast = PARIS
    forked: str | None = None
    bundles: list[Path] = field(default_factory=list)
    before: dict[str, tuple[Any, dict[comparing.Key, str | None]]] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Return the names of the open nodes, always in one order."""
        return sorted(self.mechanism.nodes)

    def node(self, number: int) -> Node:
        """Return a node by a drawn number."""
        return self.mechanism.nodes[self.names()[number % len(self.mechanism.nodes)]]

    def one_of(self, member: str, number: int) -> Node:
        """Return the member's node, or the second one where it has two and the number is odd."""
        second = f"{member}-2"
        return self.mechanism.nodes[second if second in self.mechanism.nodes and number % 2 else member]

    def play(self, step: tuple[Any, ...]) -> None:
        """Play one step, and see that it flipped no verdict."""
        what, *rest = step
        getattr(self, f"_{what}")(*rest)
        for name in self.names():
            self._see_no_flip(name)

    def _see_no_flip(self, name: str) -> None:
        node = self.mechanism.nodes[name]
        proofs = int(node.reader().execute("SELECT count(*) FROM evidence").fetchone()[0])
        opened = comparing.points(node)
        now = {key: verdict for key, (kind, _, verdict) in opened.items() if kind is not None}
        disclosed = int(node.reader().execute("SELECT count(*) FROM point WHERE kind = 'disclosed'").fetchone()[0])
        # A proof, a key or a succession may change what counts; nothing else may.
        may_flip = (proofs, disclosed, dict(node.ledger.closed or {}))
        may_flip_before, before = self.before.get(name, (may_flip, {}))
        if may_flip == may_flip_before:
            flipped = {key for key, verdict in before.items() if now.get(key, "gone") != verdict}
            assert not flipped, f"verdicts flipped at {name}: {flipped}"
        self.before[name] = (may_flip, now)

    def _open(self, member: str, kind: str, to: tuple[str, ...], number: int) -> None:
        node = self.one_of(member, number)
        to = (member,) if kind == "shift_noted" else to
        content = {**CONTENTS[kind], **BESIDE.get(kind, {})}
        others = sorted(set(to) - {member}) or [member]
        if kind == "call_logged":
            content |= {"from": member, "to": others[0]}
        elif kind in ("line_check_sent", "call_challenged"):
            content |= {"to": others[0]}
        file(Draft(kind, to, content, role=_role(kind)), node=node)

    def _continue(self, member: str, kind: str, which: int, number: int) -> None:
        node = self.one_of(member, number)
        rows = node.reader().execute("SELECT id FROM matter WHERE track = 'hotline' ORDER BY at_ms").fetchall()
        if not rows:
            return
        matter = rows[which % len(rows)][0]
        to = comparing.states(node)[matter]["to"]
        file(Draft(kind, tuple(to), self._content(node, kind, matter, number), matter, role=_role(kind)), node=node)

    def _content(self, node: Node, kind: str, matter: str, number: int) -> dict[str, Any]:
        content = {**CONTENTS[kind], **BESIDE.get(kind, {})}
        if kind == "read_back" and number % 3 == 0:
            content["items"] = WRONG_ITEMS
        elif kind == "read_back_confirmed":
            reads = [p for p in comparing.points(node).items() if p[1][0] == "read_back" and p[1][1] == matter]
            codes = {member.origin: member.code for member in node.founding.members}
            content["of"] = f"{codes[reads[-1][0][0]]}/{reads[-1][0][1]}" if reads else "IL/0"
        elif kind == "call_logged":
            state = comparing.states(node)[matter]
            content |= {"challenge": matter, "from": state["opened_by"], "to": state.get("other_end", "IL")}
        elif kind in ("message_answered", "message_corrected"):
            content["text"] = f"Words {number}."
        elif kind == "message_acknowledged":
            content["how"] = ("received", "under_protest", "referred_upward")[number % 3]
        elif kind == "translation_attached":
            content["of"] = matter
        elif kind == "watch_taken":
            content["call_back"] = f"line {number}"
        return content

    def _carry(self, source: int, target: int, most: int) -> None:
        names = self.names()
        here, there = names[source % len(names)], names[target % len(names)]
        if here != there:
            self.mechanism.carry(here, there, most=most, batches=1)

    def _export(self, source: int, reader: int) -> None:
        """Write a bundle, whole or from what another node holds now; it stays lying about."""
        node, other = self.node(source), self.node(reader)
        held = {origin: head.size for origin, head in serving.heads(other.reader()).items()}
        path = self.mechanism.folder / f"{len(self.bundles)}.tar"
        beside = Beside(node.member, node.home.charter.read_bytes(), node.founding.digest, b"read me\n", lambda _: [])
        with path.open("wb") as out:
            write_bundle(out, conn=node.reader(), since=held if reader % 2 else {}, beside=beside, bound=node.bound)
        self.bundles.append(path)

    def _import(self, target: int, which: int) -> None:
        """Take in any bundle that was written so far, by whomever, however often."""
        if self.bundles:
            import_bundle(self.bundles[which % len(self.bundles)], node=self.node(target))

    def _amend(self, member: str, which: int, signers: set[str]) -> None:
        """Propose an amendment, and let some read of it and sign it at once."""
        node = self.mechanism.nodes[member]
        now = node.charter()
        raw = node.home.charter.read_bytes()
        if now.digest != node.founding.digest:
            raw = node.reader().execute("SELECT raw FROM charter_text WHERE digest = ?", (now.digest,)).fetchone()[0]
        old, new = self.cast.amendments[which]
        text = amended(raw.decode(), now.digest, old, new)
        file(Draft("charter_proposed", self.cast.members, {"text": text}, role="chief"), node=node)
        for signer in sorted(signers):
            if signer != member:
                self.mechanism.carry(member, signer)
            digest = sha256(text.encode()).hexdigest()
            draft = Draft("charter_signed", self.cast.members, {"charter": digest}, role="chief")
            file(draft, node=self.mechanism.nodes[signer])

    def _sign(self, member: str, number: int) -> None:
        node = self.one_of(member, number)
        state = comparing.states(node).get("charter")
        waiting = [v["charter"] for v in state["versions"] if member in v["missing"]] if state else []
        if waiting:
            chosen = {"charter": waiting[number % len(waiting)]}
            file(Draft("charter_signed", self.cast.members, chosen, role="chief"), node=node)

    def _forge(self, member: str, what: str, number: int) -> None:
        node = self.one_of(member, number)
        if comparing.frozen(node).get(node.ledger.origin) is not None:
            return
        others = tuple(code for code in self.cast.members if code != member)
        say = partial(forging.say, node, to=self.cast.members)
        match what:
            case "foreign_kind":
                say("target_nominated", {"role": "chief"})
            case "wrong_role":
                say("message_sent", {**CONTENTS["message_sent"], "role": "translator"})
            case "widened":
                for matter, state in comparing.states(node).items():
                    if len(state.get("to", self.cast.members)) == 2:
                        say("message_answered", _said("message_answered"), matter=matter)
            case "unknown_matter":
                say("message_acknowledged", _said("message_acknowledged"), matter=f"{others[0]}/{number}")
            case "garbage_leaf":
                forging.sign_raw(node, b"{garbage")
            case "garbage_body":
                say("message_sent", {}, payload=b"no payload")
            case "bad_stanza":
                victim = others[number % 2]
                say("message_sent", _said("message_sent"), unreadable_for=(victim,))
            case "seen_back":
                say("message_sent", {}, change=_unseen)

    def _plan(self, member: str, hours: int) -> None:
        """Let a member notify an activity over the ground of the tests, or change the one that it notified first."""
        node = self.mechanism.nodes[member]
        content = plan(volume(begins_s=PLANNED_S + hours * 3_600))
        own = [m for m, state in comparing.states(node).items()
               if state.get("form") == "notice" and state["opened_by"] == member]  # fmt: skip
        if not own:
            file(Draft("activity_notified", self.cast.members, content, role="duty_officer"), node=node)
            return
        of = comparing.states(node)[own[0]]["version"]
        changed = {**content, "of": of, "why": "Rain"}
        file(Draft("activity_changed", self.cast.members, changed, own[0], role="duty_officer"), node=node)

    def _tell(self, member: str) -> None:
        """Let a node tell the overlaps that it finds, whoever's turn it is."""
        node = self.mechanism.nodes[member]
        for telling in tellings(node):
            file(telling.draft, node=node)

    def _speak(self, member: str, track: str, number: int) -> None:
        speak(self.one_of(member, number), track, number)

    def _receipts(self, member: str) -> None:
        self.mechanism.receipts(member)

    def _restart(self, number: int) -> None:
        name = self.names()[number % len(self.mechanism.nodes)]
        self.mechanism.close(name)
        self.mechanism.open(name)

    def _rebuild(self, number: int) -> None:
        self.node(number).writer.call(rebuild).result()

    def _fork(self, member: str) -> None:
        if self.forked is None:
            self.forked = member
            forging.clone(self.mechanism, member)

    def finish(self) -> None:
        """Carry everything everywhere, and show forks to one honest node, until nothing new comes."""
        for _ in range(8):
            before = self._held()
            self.mechanism.carry_all(rounds=1)
            self._show_forks()
            for member in self.cast.members:
                self._receipts(member)
            if self._held() == before:
                return
        raise AssertionError("the mechanism never comes to rest")

    def _held(self) -> list[Any]:
        tables = ("leaf", "evidence")
        return [
            node.reader().execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for node in self.mechanism.nodes.values()
            for table in tables
        ]

    def _show_forks(self) -> None:
        if self.forked is None:
            return
        origin = self.mechanism.nodes[self.forked].founding.member(self.forked).origin
        nodes = [self.mechanism.nodes[name] for name in self.names()]
        # One that has a word: the old node of a member that goes on under a new log tells nobody anything.
        honest = max((node for node in nodes if node.member != self.forked), key=lambda node: node.in_force())
        for index, one in enumerate(nodes):
            for other in nodes[index + 1 :]:
                evidence = forging.evidence_of(one, other, origin)
                if evidence is not None:
                    assert not isinstance(take_in_fork(evidence, node=honest).result(), Refusal)


def amended(raw: str, digest: str, old: str, new: str) -> str:
    """Return a charter's text as an amendment of the version with this digest."""
    lines = [line for line in raw.split("\n") if not line.startswith("predecessor:")]
    at = lines.index("format: parley-charter-v1")
    return "\n".join([*lines[: at + 1], f"predecessor: {digest}", *lines[at + 1 :]]).replace(old, new)


def _said(kind: str) -> dict[str, Any]:
    return {**CONTENTS[kind], "role": "duty_officer"}


def _unseen(leaf: Any) -> Any:
    return replace(leaf, seen=())


def _role(kind: str) -> str | None:
    return None if kind.startswith("line_check") else "duty_officer"


def begin(template: Path, folder: Path, cast: Cast = PARIS) -> Mechanism:
    """Copy a made mechanism, open its nodes, and let the first member send a message that all have read."""
    shutil.copytree(template, folder)
    mechanism = Mechanism(folder, template=cast.template, durable=False)
    for member in cast.members:
        mechanism.open(member)
    draft = Draft("message_sent", cast.members, CONTENTS["message_sent"], role="duty_officer")
    first, *others = cast.members
    assert isinstance(file(draft, node=mechanism.nodes[first]), Filed)
    for member in others:
        mechanism.carry(first, member)
    return mechanism


__all__ = ["PARIS", "SEVEN", "STEPS", "STEPS_OF_SEVEN", "Cast", "Course", "Filed", "amended", "begin"]
