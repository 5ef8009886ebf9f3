"""What members say in the tests of overlaps, over real nodes: filed at one, and carried when the test says so."""

from __future__ import annotations

from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.overlaps.encountering import ToTell
from parley.node.overlaps.held import HeldOverlaps
from parley.node.overlaps.telling import Teller
from parley.node.running import Node
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import DAY, plan, volume
from tests.tracks.deconfliction.sites import site
from tests.tracks.deconfliction.standstills import standstill

ALL = ("IL", "SY", "US")
# The day of the nodes' test clock.
NOW_S = 1_767_700_000
BEGINS_S = NOW_S + 3 * DAY
WITHIN = [[[[358540000, 330890000], [358600000, 330890000], [358600000, 330950000], [358540000, 330950000]]]]


def says(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None,
         to: tuple[str, ...] = ALL) -> str:  # fmt: skip
    """Let a member file an entry; nothing is carried yet."""
    done = file(Draft(kind, to, content, matter, role="duty_officer"), node=paris.nodes[member])
    assert isinstance(done, Filed), done
    return done.id


def notice(
    paris: Mechanism, member: str, *, to: tuple[str, ...] = ALL, begins_s: int = BEGINS_S, **changes: Any
) -> str:
    """Let a member notify an activity over the square of the tests."""
    return says(paris, member, "activity_notified", plan(volume(begins_s=begins_s), **changes), to=to)


def tell(paris: Mechanism, member: str, *, after_ms: int = 0) -> list[str]:
    """Let a node tell what it is its turn to tell, `after_ms` after it noticed; return the entries."""
    teller = Teller(paris.nodes[member])
    asked = teller.tell()
    if after_ms:
        assert asked == []
        paris.clocks[member].at_ms += after_ms
        asked = teller.tell()
    outcomes = [waiting.result() for _, waiting in asked]
    assert all(isinstance(outcome, Filed) for outcome in outcomes), outcomes
    return [outcome.id for outcome in outcomes if isinstance(outcome, Filed)]


def tellings(node: Node) -> list[ToTell]:
    """Return what a node has to tell of overlaps, whoever's turn it is: found by a look at everything."""
    return [each for each in _found(node) if not each.draft.kind.startswith("encounter_")]


def encounter_tellings(node: Node) -> list[ToTell]:
    """Return what a node has to tell of encounters, whoever's turn it is: found by a look at everything."""
    return [each for each in _found(node) if each.draft.kind.startswith("encounter_")]


def _found(node: Node) -> list[ToTell]:
    found = Teller(node).look(is_ripe=lambda key, turn: True)
    return [each for each in found if isinstance(each, ToTell)]


def tell_all(paris: Mechanism, member: str) -> list[str]:
    """Let a node tell what it is its turn to tell, now and a little later; return the entries."""
    teller = Teller(paris.nodes[member])
    told = [waiting.result() for _, waiting in teller.tell()]
    paris.clocks[member].at_ms += 120_000
    told += [waiting.result() for _, waiting in teller.tell()]
    assert all(isinstance(each, Filed) for each in told), told
    return [each.id for each in told if isinstance(each, Filed)]


def found(paris: Mechanism, member: str) -> list[tuple[tuple[str, str], str, str]]:
    """Return who meets whom at a node, how, and whether it was known."""
    return [(each.matters, each.kind, each.knew) for each in HeldOverlaps(paris.nodes[member]).all()]


def site_told(paris: Mechanism, *, to: tuple[str, ...] = ALL, hours: int = 24 * 30) -> str:
    """Let the supervisor notify a hospital; it is carried to all."""
    consent = [{"member": code, "use": "pass_on"} for code in to if code != "US"]
    content = site(consent=consent, volumes=[volume(begins_s=NOW_S, hours=hours)])
    matter = says(paris, "US", "site_notified", content, to=to)
    paris.carry_all(1)
    return matter


def proposed(paris: Mechanism, **changes: Any) -> str:
    """Let the supervisor propose a standstill from now on; it is carried to all."""
    content = standstill(**{"from_s": NOW_S, "until_s": NOW_S + 5 * DAY, **changes})
    matter = says(paris, "US", "standstill_proposed", content)
    paris.carry_all(1)
    return matter


def signs(paris: Mechanism, member: str, matter: str, *, of: str = "") -> str:
    """Let a member sign what its own node holds; nothing is carried yet."""
    row = reading.matter(paris.nodes[member], matter)
    assert row is not None
    about = of or matter
    every = [row.state["main"], *row.state["variances"], *row.state["endings"]]
    digest = next(each["digest"] for each in every if each["entry"] == about)
    content = {"of": about, "digest": digest, "released_by": "chief"}
    return says(paris, member, "instrument_signed", content, matter=matter)


def in_force(paris: Mechanism, **changes: Any) -> str:
    """Return a standstill that both have signed, each before it had read the other."""
    matter = proposed(paris, **changes)
    for member in ("SY", "IL"):
        signs(paris, member, matter)
    paris.carry_all(1)
    return matter
