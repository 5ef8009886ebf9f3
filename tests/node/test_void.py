"""Validly signed and forbidden: the entry stays in its log, and is void with the same clause on every node."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from parley.record.leaf import Leaf, Seen
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.schedule import amended
from tests.tracks.hotline.cell import CONTENTS
from tests.tracks.supervision.said import DAY, TEXTS

ALL = ("IL", "SY", "US")
PARTIES = ("IL", "SY")
Forge = Callable[[Mechanism], str]


def content(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a sound content of a kind, in an officer's role."""
    return {**CONTENTS[kind], "role": "duty_officer", **changes}


def filed(node: Node, kind: str, *, to: tuple[str, ...] = ALL, matter: str | None = None, **changes: Any) -> str:
    """File what is allowed, and return its id."""
    done = file(Draft(kind, to, content(kind, **changes), matter), node=node)
    assert isinstance(done, Filed), done
    return done.id


def leaf_of_kind(change: forging.Change) -> Forge:
    """Return a forgery that seals a sound message under an altered leaf."""
    return lambda m: forging.say(m.nodes["SY"], "message_sent", content("message_sent"), change=change)


def saying(kind: str, *, to: tuple[str, ...] = ALL, matter: str | None = None, **changes: Any) -> Forge:
    """Return a forgery that says this."""
    return lambda m: forging.say(m.nodes["SY"], kind, content(kind, **changes), to=to, matter=matter)


def _not_closed(m: Mechanism) -> str:
    """IL has read what US said; SY claims to have read IL and not US."""
    filed(m.nodes["US"], "message_sent")
    m.carry("US", "IL")
    filed(m.nodes["IL"], "message_sent")
    m.carry("US", "SY")
    m.carry("IL", "SY")
    old = Seen("", 1, b"")

    def act(leaf: Leaf) -> Leaf:
        nonlocal old
        il, us = leaf.seen
        old = replace(us, size=1, root=m.nodes["SY"].ledger.root_at(m.nodes["SY"].ledger.log_id(us.log), 1))
        return replace(leaf, seen=(il, old))

    return forging.say(m.nodes["SY"], "message_sent", content("message_sent"), change=act)


def _payload(**changes: Any) -> Forge:
    def forge(m: Mechanism) -> str:
        node = m.nodes["SY"]
        sound = forging.payload_of(node, "message_sent", content("message_sent"), to=ALL, matter=None)
        return forging.say(node, "message_sent", {}, payload=forging.altered(sound, **changes))

    return forge


def _before_the_charter(m: Mechanism) -> str:
    return forging.say(
        m.nodes["SY"], "message_sent", content("message_sent"), change=lambda leaf: replace(leaf, seen=())
    )


def _other_track(m: Mechanism) -> str:
    opening = filed(m.nodes["SY"], "message_sent")
    return forging.say(m.nodes["SY"], "call_confirmed", content("call_confirmed"), matter=opening)


def _widened(m: Mechanism) -> str:
    opening = filed(m.nodes["SY"], "message_sent", to=PARTIES)
    return forging.say(
        m.nodes["SY"], "message_corrected", content("message_corrected"), to=ALL, matter=opening
    )


def _opened_again(m: Mechanism) -> str:
    content = {"becomes": "ended", "texts": TEXTS, "from_s": m.clocks["SY"].at_ms // 1000 + DAY}
    done = file(Draft("mechanism_change_proposed", ALL, content, role="chief"), node=m.nodes["SY"])
    assert isinstance(done, Filed)
    return forging.say(m.nodes["SY"], "mechanism_change_proposed", {**content, "role": "chief"}, matter=done.id)


def _proposal(*, text: Callable[[Node], str], to: tuple[str, ...] = ALL, role: str = "chief") -> Forge:
    def forge(m: Mechanism) -> str:
        node = m.nodes["SY"]
        return forging.say(node, "charter_proposed", {"text": text(node), "role": role}, to=to)

    return forge


def _amendment(node: Node, old: str = "word_limit: 200", new: str = "word_limit: 100") -> str:
    return amended(node.home.charter.read_bytes().decode(), node.founding.digest, old, new)


def _second_signature(m: Mechanism) -> str:
    node = m.nodes["SY"]
    for new in ("word_limit: 100", "word_limit: 50"):
        done = file(Draft("charter_proposed", ALL, {"text": _amendment(node, new=new)}, role="chief"), node=node)
        assert isinstance(done, Filed)
    first, second = [v for v in node.ledger.history.versions if v != node.founding.digest]
    assert isinstance(file(Draft("charter_signed", ALL, {"charter": first}, role="chief"), node=node), Filed)
    return forging.say(node, "charter_signed", {"charter": second, "role": "chief"})


CASES: dict[str, tuple[str, str, Forge]] = {
    "garbage for a leaf": ("L-1", "leaf_unreadable", lambda m: forging.sign_raw(m.nodes["SY"], b"{garbage")),
    "a leaf of another number": ("L-2", "leaf_elsewhere", leaf_of_kind(lambda leaf: replace(leaf, number=99))),
    "a leaf of another log": ("L-2", "leaf_elsewhere", leaf_of_kind(lambda leaf: replace(leaf, log="other.example/x"))),
    "a leaf of a time beyond the calendar": ("L-7", "leaf_beyond_calendar", leaf_of_kind(
        lambda leaf: replace(leaf, at_ms=2**53 - 1))),
    "less read than before": ("L-3", "seen_went_back", lambda m: (
        filed(m.nodes["SY"], "message_sent"), leaf_of_kind(lambda leaf: replace(leaf, seen=()))(m))[1]),
    "a stranger's log read": ("L-4", "seen_of_stranger", leaf_of_kind(
        lambda leaf: replace(leaf, seen=(*leaf.seen, Seen("zz.example/x", 1, bytes(32)))))),
    "another root read": ("L-5", "seen_of_other_history", leaf_of_kind(
        lambda leaf: forging.with_seen(leaf, root=bytes(32)))),
    "another root than before, of the same size": ("L-5", "seen_of_other_history", lambda m: (
        filed(m.nodes["SY"], "message_sent"),
        leaf_of_kind(lambda leaf: forging.with_seen(leaf, root=bytes(32)))(m))[1]),
    "read without the past of it": ("L-6", "seen_not_closed", _not_closed),
    "a body copied from elsewhere": ("B-2", "body_unreadable", _payload(n=0)),
    "a body in another's name": ("B-2", "body_unreadable", _payload(author="US")),
    "a body that is no payload": ("B-2", "body_unreadable", lambda m: forging.say(
        m.nodes["SY"], "message_sent", {}, payload=b"\xff")),
    "a kind nobody knows": ("M-1", "kind_unknown", lambda m: forging.say(
        m.nodes["SY"], "target_nominated", {"role": "chief"})),
    "said before any charter was read": ("M-2", "no_charter_in_force", _before_the_charter),
    "a faulty content": ("M-3", "content_faulty", saying("message_sent", precedence="often")),
    "a faulty word about the record": ("M-3", "content_faulty", lambda m: forging.say(
        m.nodes["SY"], "sealing_key_rotated", {"epoch": 1, "recipient": "age1pqgarbage"})),
    "opened by a kind that opens nothing": ("M-4", "matter_not_opened", saying("message_answered")),
    "opened once more within its matter": ("M-4", "matter_opened_already", _opened_again),
    "of a matter nobody opened": ("M-5", "matter_unknown", saying("message_answered", matter="US/77")),
    "to more than its matter was opened to": ("M-5", "matter_unknown", _widened),
    "of another form than its matter": ("H-1", "hotline.other_matter", _other_track),
    "a line check at the end of the calendar": ("H-14", "hotline.no_such_slot", lambda m: forging.say(
        m.nodes["SY"], "line_check_sent", {"to": "IL", "text_no": 1, "routes": ["direct"], "attempt": 1,
                                           "answered_by": "node", "slot_at_s": 253_402_300_799})),
    "in a role that may not": ("C-4", "charter.kind_not_for_role", saying("message_sent", role="translator")),
    "in no role of the charter": ("C-3", "charter.role_unknown", lambda m: forging.say(
        m.nodes["SY"], "call_logged", {**CONTENTS["call_logged"], "role": "nobody"})),
    "to a stranger": ("C-5", "charter.addressee_unknown", saying("message_sent", to=(*ALL, "ZZ"))),
    "a charter to some": ("I-1", "charter_to_all", _proposal(text=_amendment, to=PARTIES)),
    "a charter that is none": ("I-2", "charter_unreadable", _proposal(text=lambda node: "nonsense")),
    "a charter that follows nothing": ("I-3", "charter_follows_unknown", _proposal(
        text=lambda node: amended(node.home.charter.read_bytes().decode(), "ab" * 32, "x", "x"))),
    "a charter that makes an exercise of it": ("A-2", "amendment.other_mechanism", _proposal(
        text=lambda node: _amendment(node, "exercise: false", "exercise: true"))),
    "a signature on nothing": ("I-4", "charter_unknown", lambda m: forging.say(
        m.nodes["SY"], "charter_signed", {"charter": "ab" * 32, "role": "chief"})),
    "a second signature": ("I-6", "charter_signed_already", _second_signature),
    "a charter signed in a role that may not": ("C-3", "charter.role_not_on_track", lambda m: forging.say(
        m.nodes["SY"], "charter_proposed", {"text": _amendment(m.nodes["SY"]), "role": "duty_officer"})),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_forbidden_is_void_alike_on_every_node(paris: Mechanism, case: str) -> None:
    """What breaks a rule is void by its clause on each node that judges it, and stops nobody."""
    clause, code, forge = CASES[case]
    entry = forge(paris)
    paris.carry_all()
    key = (paris.nodes["SY"].ledger.origin, int(entry.partition("/")[2]))
    for node in paris.nodes.values():
        kind, _, verdict = comparing.points(node)[key]
        if verdict is None and kind is None:
            # Sealed to others than this member: nothing to judge but the leaf, and that is sound.
            assert case == "to more than its matter was opened to" or node.member == "US"
            continue
        assert verdict is not None, f"{case} stands at {node.member}"
        found = json.loads(verdict)
        assert (found["clause"], found["code"]) == (clause, code), node.member
    _goes_on(paris)


def _goes_on(paris: Mechanism) -> None:
    """Assert that all speak on, are read by all, and that a rebuild finds the same."""
    for code in ALL:
        done = filed(paris.nodes[code], "message_sent", subject=f"After it {code}")
        paris.carry_all(rounds=2)
        assert all(done in comparing.states(node) for node in paris.nodes.values()), code
    comparing.assert_converged(list(paris.nodes.values()))


def test_an_entry_sealed_to_others_is_judged_by_leaf_rules_alone(paris: Mechanism) -> None:
    """Who is not addressed finds a sound leaf, and neither kind, matter nor verdict."""
    entry = forging.say(paris.nodes["SY"], "target_nominated", {"role": "chief"}, to=("US",))
    paris.carry_all()
    key = (paris.nodes["SY"].ledger.origin, int(entry.partition("/")[2]))
    assert comparing.points(paris.nodes["IL"])[key] == (None, None, None)
    assert comparing.points(paris.nodes["US"])[key][2] == comparing.points(paris.nodes["SY"])[key][2] is not None
