"""Ways out over real nodes: a node proposes, both accept, and the pair of changes follows by itself at both."""

from __future__ import annotations

from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.node import citing, projecting
from parley.node.filing import Filed
from parley.node.overlaps.held import HeldOverlaps
from parley.node.overlaps.proposing import change_draft, clear_here, closed_here, ledger_of
from parley.node.overlaps.telling import Teller
from parley.node.owed import fold_now
from parley.node.store import matters
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, in_force, notice, says, tell_all, tellings
from tests.tracks.deconfliction import test_proposals as menus
from tests.tracks.deconfliction.meetings import overlap, tells
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, plan, volume
from tests.tracks.deconfliction.sites import site
from tests.tracks.hotline.cell import Cell

SLACK = {"time_min": 600, "lateral_m": 3_000, "vertical_m": 0}


def standing(paris: Mechanism) -> tuple[tuple[str, str], dict[str, Any]]:
    """Let two notices meet, a node tell it, and propose the ways out; return their ids and the state of the overlap."""
    mine = notice(paris, "SY", slack=SLACK)
    theirs = notice(paris, "IL", begins_s=BEGINS_S + 2 * HOUR, slack=SLACK)
    paris.carry_all(1)
    for _ in range(2):
        assert len(tell_all(paris, "IL")) == 1
        paris.carry_all(1)
    pair = (theirs, mine)
    return pair, comparing.states(paris.nodes["SY"])[overlap_id(pair)]


def accepts(paris: Mechanism, member: str, state: dict[str, Any], digest: str) -> str:
    """Let an officer of a member accept."""
    content = {
        "notices": state["notices"], "of": state["finding"], "versions": [side["version"] for side in state["sides"]],
        "digest": digest,
    }  # fmt: skip
    return says(paris, member, "proposal_accepted", content)


def split_of(state: dict[str, Any]) -> dict[str, Any]:
    """Return the way out by which both move."""
    found: dict[str, Any] = next(each for each in state["menu"]["proposals"] if len(each["moves"]) == 2)
    return found


def test_both_changes_follow_when_both_have_accepted(paris: Mechanism) -> None:
    """Each node files its own, in the role in which its officer accepted; the two are clear and the ledger knows."""
    pair, state = standing(paris)
    split = split_of(state)
    assert clear_here(paris.nodes["US"], state)[split["digest"]] is True
    accepts(paris, "SY", state, split["digest"])
    paris.carry_all(1)
    assert tell_all(paris, "SY") == [] and len(HeldOverlaps(paris.nodes["US"]).all()) == 1
    accepts(paris, "IL", state, split["digest"])
    paris.carry_all(1)
    for member in ("IL", "SY"):
        (filed,) = Teller(paris.nodes[member]).tell()
        assert isinstance(filed[1].result(), Filed)
    paris.carry_all(1)
    assert HeldOverlaps(paris.nodes["US"]).all() == []
    states = comparing.states(paris.nodes["US"])
    for own_id in pair:
        move = next(each for each in split["moves"] if each["notice"] == own_id)
        assert states[own_id]["begins_s"] == (BEGINS_S if own_id == pair[1] else BEGINS_S + 2 * HOUR) + move["amount"]
    assert len(tell_all(paris, "IL")) == 1
    paris.carry_all(1)
    after = comparing.states(paris.nodes["US"])[overlap_id(pair)]
    assert (after["name"], after["clearing"]["how"]) == ("cleared", "moved")
    ledgers = [ledger_of(paris.nodes[member]) for member in ALL]
    assert ledgers[0] == ledgers[1] == ledgers[2]
    assert set(ledgers[0]) == {("IL", "convoy"), ("SY", "convoy")}
    comparing.assert_converged(list(paris.nodes.values()))
    comparing.assert_alike(list(paris.nodes.values()))


def test_a_node_that_was_away_carries_out_what_was_agreed_though_the_overlap_is_cleared(paris: Mechanism) -> None:
    """Cut off after both accepted: the others clear it by the half they see, the other half follows."""
    pair, state = standing(paris)
    split = split_of(state)
    accepts(paris, "SY", state, split["digest"])
    accepts(paris, "IL", state, split["digest"])
    paris.carry_all(1)
    (filed,) = Teller(paris.nodes["IL"]).tell()
    assert isinstance(filed[1].result(), Filed)
    paris.carry_all(1)
    told = tell_all(paris, "US")
    assert len(told) <= 1
    paris.carry_all(1)
    (late,) = Teller(paris.nodes["SY"]).tell()
    assert isinstance(late[1].result(), Filed)
    paris.carry_all(1)
    assert comparing.states(paris.nodes["US"])[pair[1]]["begins_s"] != BEGINS_S


def test_who_moves_alone_needs_nobody_else(paris: Mechanism) -> None:
    """One acceptance, one change."""
    pair, state = standing(paris)
    alone = next(each for each in state["menu"]["proposals"] if [m["member"] for m in each["moves"]] == ["SY"])
    accepts(paris, "SY", state, alone["digest"])
    (filed,) = Teller(paris.nodes["SY"]).tell()
    assert isinstance(filed[1].result(), Filed)
    paris.carry_all(1)
    assert HeldOverlaps(paris.nodes["IL"]).all() == []


def test_what_was_agreed_of_a_notice_that_was_sealed_wrongly_counts_once_it_is_disclosed(paris: Mechanism) -> None:
    """The change cites the overlap and the overlap the notice: a node that opens the notice late judges both again."""
    content = {**plan(volume(begins_s=BEGINS_S)), "slack": SLACK, "role": "duty_officer"}
    mine = forging.say(paris.nodes["SY"], "activity_notified", content, unreadable_for=("IL",))
    theirs = notice(paris, "IL", begins_s=BEGINS_S + 2 * HOUR, slack=SLACK)
    paris.carry_all(1)
    for _ in range(2):
        assert len(tell_all(paris, "US")) == 1
        paris.carry_all(1)
    state = comparing.states(paris.nodes["SY"])[overlap_id((theirs, mine))]
    alone = next(each for each in state["menu"]["proposals"] if [m["member"] for m in each["moves"]] == ["SY"])
    accepts(paris, "SY", state, alone["digest"])
    (filed,) = Teller(paris.nodes["SY"]).tell()
    changed = filed[1].result()
    assert isinstance(changed, Filed)
    for _ in range(3):
        paris.carry_all(1)
        for member in ALL:
            paris.receipts(member)
    paris.carry_all(1)
    key = (paris.nodes["SY"].ledger.origin, int(changed.id.partition("/")[2]))
    assert [comparing.verdicts(paris.nodes[member])[key] for member in ALL] == [None, None, None]
    comparing.assert_alike(list(paris.nodes.values()))


@pytest.mark.parametrize("is_fresh", [False, True])
def test_what_was_opened_late_is_followed_through_an_overlap_to_the_other_notice(
    paris: Mechanism, is_fresh: bool
) -> None:
    """US opens the one notice late, even after a new start: overlap and change of the other stand from then on."""
    content = {**plan(volume(begins_s=BEGINS_S)), "slack": SLACK, "role": "duty_officer"}
    mine = forging.say(paris.nodes["SY"], "activity_notified", content, unreadable_for=("US",))
    theirs = notice(paris, "IL", begins_s=BEGINS_S + 2 * HOUR, slack=SLACK)
    paris.carry_all(1)
    for _ in range(2):
        assert len(tell_all(paris, "IL")) == 1
        paris.carry_all(1)
    state = comparing.states(paris.nodes["SY"])[overlap_id((theirs, mine))]
    alone = next(each for each in state["menu"]["proposals"] if [m["member"] for m in each["moves"]] == ["IL"])
    accepts(paris, "IL", state, alone["digest"])
    (filed,) = Teller(paris.nodes["IL"]).tell()
    changed = filed[1].result()
    assert isinstance(changed, Filed)
    key = (paris.nodes["IL"].ledger.origin, int(changed.id.partition("/")[2]))
    paris.carry_all(1)
    assert comparing.verdicts(paris.nodes["US"])[key] is not None
    for _ in range(3):
        if is_fresh:
            paris.nodes["US"].writer.call(lambda ledger: ledger._folds.clear()).result()
        paris.carry_all(1)
        for member in ALL:
            paris.receipts(member)
    paris.carry_all(1)
    assert [comparing.verdicts(paris.nodes[member])[key] for member in ALL] == [None, None, None]
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(paris.nodes["US"])


def test_two_notices_that_were_sealed_wrongly_are_asked_for_one_after_the_other(paris: Mechanism) -> None:
    """An overlap of both is void where neither opens; the first that is opened leads to the second."""
    for member, begins_s in (("SY", BEGINS_S), ("IL", BEGINS_S + 2 * HOUR)):
        content = {**plan(volume(begins_s=begins_s)), "slack": SLACK, "role": "duty_officer"}
        forging.say(paris.nodes[member], "activity_notified", content, unreadable_for=("US",))
    paris.carry_all(1)
    assert len(tell_all(paris, "IL")) == 1
    for _ in range(5):
        paris.carry_all(1)
        for member in ALL:
            # A node asks for a key every two seconds at most.
            paris.clocks[member].at_ms += 5_000
            paris.receipts(member)
    paris.carry_all(1)
    comparing.assert_alike(list(paris.nodes.values()))
    assert [each.kind for each in HeldOverlaps(paris.nodes["US"]).all()] == ["conflict"]


def test_a_finding_that_was_sealed_wrongly_is_asked_for_by_who_reads_its_answer(paris: Mechanism) -> None:
    """The matter between two notices has no entry of its id: the answer names the finding, whose key is asked for."""
    notice(paris, "SY")
    notice(paris, "IL")
    paris.carry_all(1)
    (telling,) = tellings(paris.nodes["IL"])
    found = forging.say(paris.nodes["IL"], telling.draft.kind, dict(telling.draft.content), unreadable_for=("US",))
    paris.carry_all(1)
    told = {"notices": telling.draft.content["notices"], "of": found, "how": "keeps", "text": "EXERCISE", "lang": "en"}
    says(paris, "SY", "overlap_answered", told)
    for _ in range(3):
        paris.carry_all(1)
        for member in ALL:
            paris.receipts(member)
    paris.carry_all(1)
    comparing.assert_alike(list(paris.nodes.values()))
    (state,) = (each for each in comparing.states(paris.nodes["US"]).values() if each.get("form") == "overlap")
    assert state["finding"] == found and state["name"] == "answered_by_one"


def test_a_way_out_leads_into_no_site_that_all_its_readers_know(paris: Mechanism) -> None:
    """A hospital over the hours before: nothing is offered that begins in them."""
    hospital(paris, to=ALL)
    pair, state = standing(paris)
    begins = {pair[0]: BEGINS_S + 2 * HOUR, pair[1]: BEGINS_S}
    moves = [move for each in state["menu"]["proposals"] for move in each["moves"] if move["how"] == "time"]
    assert moves and all(begins[move["notice"]] + move["amount"] >= BEGINS_S for move in moves)


def test_a_site_that_one_side_may_not_read_is_told_by_no_way_out_and_by_the_own_page_alone(paris: Mechanism) -> None:
    """What is offered is the same with and without it; whoever may read it is told that a way would come to it."""
    hospital(paris, to=("SY", "US"))
    _, state = standing(paris)
    earlier = [
        each["digest"] for each in state["menu"]["proposals"]
        if each["moves"][0]["how"] == "time" and any(move["amount"] < 0 for move in each["moves"])
    ]  # fmt: skip
    assert earlier
    for member, is_clear in (("IL", True), ("SY", False)):
        here = clear_here(paris.nodes[member], state)
        assert [here[digest] for digest in earlier] == [is_clear] * len(earlier)


def hospital(paris: Mechanism, *, to: tuple[str, ...]) -> None:
    """Let the supervisor notify a hospital on the same ground, for the day before the notices."""
    consent = [{"member": code, "use": "receive"} for code in to if code != "US"]
    said = site(consent=consent, volumes=[volume(begins_s=BEGINS_S - DAY, hours=24)])
    says(paris, "US", "site_notified", said, to=to)
    paris.carry_all(1)


def test_whoever_reads_a_notice_and_not_the_overlap_learns_nothing_of_the_other_notice() -> None:
    """A change that was agreed goes to all who may read its notice: it names neither the overlap nor the other one."""
    cell, pair = Cell(), ("IL", "SY")
    mine = cell.say("IL", "activity_notified", **plan(volume(begins_s=START_S + 4 * DAY), slack=SLACK))
    theirs = cell.say("SY", "activity_notified", audience=pair, **plan(volume(begins_s=START_S + 4 * DAY), slack=SLACK))
    cell.reads()
    notices = [mine, theirs]
    assert cell.refusal(tells(cell, "SY", notices, audience=pair)) is None
    cell.reads()
    state = overlap(cell, notices)
    assert state is not None
    found = menus.proposals(cell, notices)
    menu = cell.say("IL", "proposals_made", audience=pair, **menus.content(notices, state, found))
    assert cell.refusal(menu) is None
    cell.reads()
    alone = next(each for each in found if [move.member for move in each.moves] == ["IL"])
    accepted = menus.accepts(cell, "IL", notices, alone, audience=pair)
    assert cell.refusal(accepted) is None
    state = overlap(cell, notices)
    assert state is not None
    draft = change_draft(state, cell.state(mine))
    assert draft is not None and draft.to == ALL
    told = str(draft.content)
    assert theirs.id not in told and state.opening.id not in told and "agreed" not in draft.content


def test_a_void_entry_that_names_thousands_is_looked_up_in_none(paris: Mechanism, monkeypatch: Any) -> None:
    """Judging again what cites an entry that was opened late costs what sound entries cite, and no more."""
    pair, _ = standing(paris)
    hostile = {"notices": list(pair), "versions": [f"SY/{number}" for number in range(5_000)], "how": "moved"}
    forging.say(paris.nodes["SY"], "overlap_cleared", hostile)
    node, asked = paris.nodes["SY"], list[str]()
    known = projecting.locate

    def locate(ledger: Any, entry_id: str) -> Any:
        asked.append(entry_id)
        return known(ledger, entry_id)

    for module in (projecting, citing):
        monkeypatch.setattr(module, "locate", locate, raising=False)
    late = fold_of_notice(node, pair[1])
    node.writer.call(lambda ledger: citing.judge_citing_again(ledger, late)).result()
    assert asked and len(asked) < 50


def fold_of_notice(node: Any, matter: str) -> Entry:
    """Return the entry that opened a notice."""
    row = matters.matter(node.reader(), matter)
    assert row is not None
    return fold_now(node, matter, version=row.locked).entries[0]


def test_no_way_out_leads_into_a_standstill(paris: Mechanism) -> None:
    """Both sides' hours before and after the overlap stand still: nothing is offered that begins or ends there."""
    signed = in_force(paris, classes=["convoy"], from_s=BEGINS_S - DAY, until_s=BEGINS_S)
    for code in ("SY", "IL"):
        assert [zone.id for zone in closed_here(paris.nodes[code])] == [signed]
    pair, state = standing(paris)
    begins = {pair[0]: BEGINS_S + 2 * HOUR, pair[1]: BEGINS_S}
    moves = [move for each in state["menu"]["proposals"] for move in each["moves"] if move["how"] == "time"]
    assert moves and all(begins[move["notice"]] + move["amount"] >= BEGINS_S for move in moves)
