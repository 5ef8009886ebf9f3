"""Protected sites over real nodes: told to those alone who may read both, on lists with one digest, in no feed."""

from __future__ import annotations

from typing import Any

from parley.node import owed, reading
from parley.node.overlaps import protecting
from parley.node.overlaps.protecting import Protecting
from parley.tracks.deconfliction.site_state import list_digest
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, NOW_S, says, site_told
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume
from tests.tracks.deconfliction.sites import site


def test_what_changes_nothing_of_a_notice_is_not_looked_at_again(paris: Mechanism, monkeypatch: Any) -> None:
    """Each notice is held against the sites once, whatever else comes; all of them against a new site."""
    site_told(paris)
    first = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + DAY)))
    paris.carry_all(1)
    held, looked = Protecting(paris.nodes["US"]), list[str]()
    known = protecting.near

    def near(*args: Any, **said: Any) -> Any:
        looked.append(said["notice"])
        return known(*args, **said)

    monkeypatch.setattr(protecting, "near", near)
    assert [each.notice for each in held.near()] == [first] == looked
    second = says(paris, "IL", "activity_notified", plan(volume(begins_s=NOW_S + DAY)))
    paris.carry_all(1)
    assert {each.notice for each in held.near()} == {first, second} and looked == [first, second]
    site_told(paris)
    assert len(held.near()) == 4 and len(looked) == 2 + 4
    (oldest, _) = sorted(held.sites(), key=lambda site: site.opening.at_ms)
    count, digest = Protecting(paris.nodes["IL"]).held_list(by="IL", of="US", readers=ALL)
    content = {"of": oldest.opening.id, "how": "received", "list": {"count": count, "digest": digest}}
    says(paris, "IL", "site_received", content, matter=oldest.opening.id)
    paris.carry_all(1)
    assert len(held.near()) == 4 and len(looked) == 2 + 4, "a receipt moves nothing"


def test_who_may_read_both_finds_what_comes_to_it_and_nobody_else(paris: Mechanism) -> None:
    """A site told to one side alone: the other side's node knows of no site and finds nothing of it."""
    matter = site_told(paris, to=("SY", "US"))
    mine = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + DAY)))
    theirs = says(paris, "IL", "activity_notified", plan(volume(begins_s=NOW_S + DAY)))
    paris.carry_all(1)
    found = {member: {(each.notice, each.site) for each in Protecting(paris.nodes[member]).near()} for member in ALL}
    both = {(mine, matter), (theirs, matter)}
    assert found == {"US": both, "SY": both, "IL": set()}
    assert Protecting(paris.nodes["IL"]).sites() == [] and reading.matter(paris.nodes["IL"], matter) is None
    near = Protecting(paris.nodes["SY"]).near()
    assert {each.overlap.kind for each in near} == {"protected"}


def test_a_change_a_withdrawal_and_a_cancelled_notice_let_go(paris: Mechanism) -> None:
    """What is held follows the versions in force on both sides; a plan is tried against it before it is filed."""
    matter = site_told(paris)
    notice = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + DAY)))
    paris.carry_all(1)
    held = Protecting(paris.nodes["IL"])
    assert [each.notice for each in held.near()] == [notice]
    node = paris.nodes["IL"]
    terms = node.charter().activities
    assert terms is not None
    assert [each.site for each in held.of_plan(plan(volume(begins_s=NOW_S + DAY)), ground=terms.ground)] == [matter]
    assert held.of_plan(plan(volume(begins_s=NOW_S + 40 * DAY)), ground=terms.ground) == []
    says(paris, "US", "site_withdrawn", {"why": "Closed"}, matter=matter)
    paris.carry_all(1)
    assert held.near() == ()
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(paris.nodes["SY"])


def test_both_sides_find_one_digest_of_the_list_and_a_receipt_states_it(paris: Mechanism) -> None:
    """After the same entries author and recipient compute the same; before a change arrives they differ."""
    matter = site_told(paris)
    held = {member: Protecting(paris.nodes[member]) for member in ALL}
    assert len({held[member].held_list(by="IL", of="US", readers=ALL) for member in ALL}) == 1
    count, digest = held["IL"].held_list(by="IL", of="US", readers=ALL)
    content = {"of": matter, "how": "received", "list": {"count": count, "digest": digest}}
    says(paris, "IL", "site_received", content, matter=matter)
    again = {**site(volumes=[volume(begins_s=NOW_S, hours=99)]), "of": matter, "why": "Shorter"}
    says(paris, "US", "site_changed", again, matter=matter)
    assert held["US"].held_list(by="IL", of="US", readers=ALL) != held["IL"].held_list(by="IL", of="US", readers=ALL)
    paris.carry_all(1)
    (known,) = held["US"].sites()
    stated = known.receipt("IL", of=matter)
    assert stated is not None and (stated.count, stated.digest) == (1, digest)
    now = {held[member].held_list(by="IL", of="US", readers=ALL) for member in ("US", "IL")}
    assert len(now) == 1 and now != {(count, digest)}


def test_a_list_that_is_stated_to_all_counts_no_site_that_is_known_to_fewer(paris: Mechanism) -> None:
    """Of two sites one is told to SY alone: what SY states of the other before IL says one, and all find that alike."""
    site_told(paris, to=("SY", "US"))
    both = site_told(paris)
    held = {member: Protecting(paris.nodes[member]) for member in ALL}
    lists = {held[member].held_list(by="SY", of="US", readers=ALL) for member in ALL}
    assert lists == {list_digest([both])}
    for member in ("SY", "US"):
        assert held[member].held_list(by="SY", of="US", readers=("SY", "US"))[0] == 2


def test_receipt_and_passing_on_are_owed_at_every_node(paris: Mechanism) -> None:
    """Each recipient owes both, the author the check; what is done is done for all."""
    matter = site_told(paris)
    passed = {"of": matter, "to_whom": "Northern command", "level": "division", "passed_at_s": NOW_S + HOUR}
    says(paris, "IL", "site_passed_on", passed, matter=matter)
    paris.carry_all(1)
    node = paris.nodes["SY"]
    states = {(each.what, each.owed_by): each.state for each in owed.matter_duties(node, matter, now_ms=NOW_S * 1000)}
    assert states["pass_on_site", "IL"] == "done" and states["receive_site", "SY"] != "done"
    assert states["check_site", "US"] != "done"
