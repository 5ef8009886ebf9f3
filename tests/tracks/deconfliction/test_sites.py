"""Protected sites and movements: received and passed on with consent, checked by a second person, confirmed again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.tracks.deconfliction.site_duties import site_duties
from parley.tracks.deconfliction.site_entries import SITE_KINDS
from parley.tracks.deconfliction.site_state import list_digest
from parley.tracks.deconfliction.track import TRACK
from tests.tracks.arriving import arrived, folded_alike
from tests.tracks.deconfliction.plans import DAY, START_S, notified, volume
from tests.tracks.deconfliction.sites import CONSENT, LIST, receives, site, told
from tests.tracks.hotline.cell import ALL, Cell, said

FAR = [[[[378000000, 331000000], [378100000, 331000000], [378100000, 331100000]]]]


def test_it_is_received_and_passed_on_by_each_for_itself() -> None:
    """Each receipt names the version and the list held; who has consent says to whom, on which level and when."""
    cell = Cell()
    matter = told(cell)
    receives(cell, "SY", matter, how="under_protest")
    passed = said(
        cell, "IL", "site_passed_on", matter, of=matter.id, to_whom="Northern command", level="division",
        passed_at_s=START_S,
    )  # fmt: skip
    state = cell.state(matter)
    assert state.receipt("SY", of=matter.id).how == "under_protest" and state.receipt("IL") is None
    assert (state.passing("IL").entry, state.passing("IL").to_whom) == (passed.id, "Northern command")
    alone = cell.say(
        "SY", "site_passed_on", matter=matter, of=matter.id, to_whom="x", level="x", passed_at_s=START_S
    )
    assert cell.refusal(alone) == ("deconfliction.no_consent_to_pass_on", "SI-6")
    said(cell, "SY", "site_commented", matter, of=matter.id, text="The gate is on the west side.", lang="en")
    assert len(cell.state(matter).comments) == 1


def test_a_second_person_checks_it_on_the_map() -> None:
    """Another than the one who wrote it, whatever the spelling; the distance to the last known point is told."""
    cell = Cell()
    matter = told(cell)
    own = cell.say(
        "US", "site_checked", matter=matter, of=matter.id, name=" a.  writer", finding="agrees", distance_m=0
    )
    assert cell.refusal(own) == ("deconfliction.checked_by_writer", "SI-5")
    said(cell, "US", "site_checked", matter, of=matter.id, name="B. Second", finding="differs", distance_m=320)
    check = cell.state(matter).check(of=matter.id)
    assert (check.name, check.finding, check.distance_m) == ("B. Second", "differs", 320)
    other = cell.say("IL", "site_checked", matter=matter, of=matter.id, name="C", finding="agrees", distance_m=0)
    assert cell.refusal(other) == ("deconfliction.site_author_only", "SI-3")


def test_a_change_is_received_anew_and_consent_may_be_taken_back() -> None:
    """A new version is owed anew; with consent to receive alone it is passed on no more."""
    cell = Cell()
    matter = told(cell)
    receives(cell, "IL", matter)
    fewer = [{"member": "IL", "use": "receive"}, {"member": "SY", "use": "receive"}]
    change = said(cell, "US", "site_changed", matter, **site(consent=fewer), of=matter.id, why="Moved")
    state = cell.state(matter)
    assert state.version.entry == change.id and state.receipt("IL", of=change.id) is None
    late = cell.say("IL", "site_passed_on", matter=matter, of=matter.id, to_whom="x", level="x", passed_at_s=1)
    assert cell.refusal(late) == ("deconfliction.no_consent_to_pass_on", "SI-6")
    stale = cell.say("US", "site_confirmed", matter=matter, of=matter.id)
    assert cell.refusal(stale) == ("deconfliction.older_version", "SI-4")


def test_what_is_withdrawn_is_received_still_and_not_taken_up_again() -> None:
    """A receipt of it may come late; the author opens a new notice."""
    cell = Cell()
    matter = told(cell)
    said(cell, "US", "site_withdrawn", matter, why="Closed")
    assert cell.state(matter).name == "withdrawn"
    assert cell.refusal(receives(cell, "SY", matter)) is None
    again = cell.say("US", "site_confirmed", matter=matter, of=matter.id)
    assert cell.refusal(again) == ("deconfliction.site_withdrawn", "SI-4")


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"lang": "fr"}, "deconfliction.language_not_agreed", "SI-2"),
    ({"volumes": [volume(begins_s=START_S - 9 * DAY)]}, "deconfliction.times_over", "SI-2"),
    ({"volumes": [volume(area=FAR)]}, "deconfliction.outside_the_box", "SI-2"),
    ({"consent": CONSENT[:1]}, "deconfliction.consent_for_each", "SI-6"),
]


@pytest.mark.parametrize(("changes", "code", "clause"), REFUSED)
def test_a_notice_that_the_charter_does_not_allow_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """With the clause."""
    cell = Cell()
    assert cell.refusal(cell.say("US", "site_notified", **site(**changes))) == (code, clause)


def test_nobody_says_more_than_is_theirs_to_say() -> None:
    """The author receives nothing, a recipient changes nothing, nothing is said twice or in another matter."""
    cell = Cell()
    matter, notice = told(cell), notified(cell)
    assert cell.refusal(receives(cell, "US", matter)) == ("deconfliction.own_site", "SI-3")
    change = cell.say("IL", "site_changed", matter=matter, **site(), of=matter.id, why="x")
    assert cell.refusal(change) == ("deconfliction.site_author_only", "SI-3")
    receives(cell, "IL", matter)
    assert cell.refusal(receives(cell, "IL", matter)) == ("deconfliction.already_acknowledged", "SI-4")
    assert cell.refusal(receives(cell, "IL", matter, of="IL/7")) == ("deconfliction.version_unknown", "SI-4")
    strange = cell.say("SY", "site_withdrawn", matter=notice, why="x")
    assert cell.refusal(strange) == ("deconfliction.other_matter", "SI-3")
    alone = cell.say("US", "site_notified", audience=("US",), **site())
    assert cell.refusal(alone) == ("deconfliction.nobody_addressed", "SI-1")


def test_no_kind_and_no_word_of_it_permits_or_forbids() -> None:
    """A site is received, passed on and commented: no content has a field by which anybody would decide over it."""
    assert not any(word in kind for kind in SITE_KINDS for word in ("approv", "den", "permit", "grant", "refus"))
    for how in ("approved", "denied", "granted"):
        found = TRACK.kinds["site_received"].check({"of": "US/1", "how": how, "list": LIST, "role": "duty_officer"})
        assert [fault.code for fault in found] == ["hotline.word_unknown"]


def test_the_list_has_one_digest_for_those_who_hold_the_same() -> None:
    """Whatever the order; another version is another list."""
    assert list_digest(["US/2", "IL/1"]) == list_digest(["IL/1", "US/2"]) != list_digest(["IL/1", "US/3"])
    # A vector: what other implementations must find for the empty list.
    assert list_digest([]) == (0, "2037a0a3cfbace3925c0556c793e1f5adfeb9cb4f74a4d99630a16cb1a31f5fe")


def test_receipt_passing_on_check_and_confirmation_are_owed() -> None:
    """By each recipient from its first reading, by the author from its filing and from the last confirmation."""
    cell = Cell()
    matter = told(cell)
    cell.say("IL", "shift_noted", audience=("IL",))

    def owed() -> dict[tuple[str, str], tuple[str, str]]:
        found = site_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms)
        return {(each.what, each.owed_by): (each.clause, each.state) for each in found}

    assert owed() == {
        ("receive_site", "IL"): ("SD-1", "running"), ("receive_site", "SY"): ("SD-1", "waiting_for_receipt"),
        ("pass_on_site", "IL"): ("SD-2", "running"), ("check_site", "US"): ("SD-4", "running"),
        ("confirm_site", "US"): ("SD-3", "running"),
    }  # fmt: skip
    receives(cell, "IL", matter)
    said(cell, "IL", "site_passed_on", matter, of=matter.id, to_whom="x", level="x", passed_at_s=START_S)
    said(cell, "US", "site_checked", matter, of=matter.id, name="B", finding="agrees", distance_m=0)
    done = owed()
    assert {done[key][1] for key in (("receive_site", "IL"), ("pass_on_site", "IL"), ("check_site", "US"))} == {"done"}
    cell.now_ms = (START_S + 8 * DAY) * 1000
    assert owed()["confirm_site", "US"] == ("SD-3", "lapsed")
    said(cell, "US", "site_confirmed", matter, of=matter.id)
    assert owed()["confirm_site", "US"] == ("SD-3", "running")


KINDS = tuple(kind for kind in SITE_KINDS if kind != "site_notified")
STEP = st.tuples(
    st.sampled_from(ALL), st.sampled_from(("reads", "say", "say")), st.sampled_from(KINDS), st.integers(0, 3)
)


@settings(max_examples=120, deadline=None)
@given(steps=st.lists(STEP, min_size=3, max_size=18), data=st.data())
def test_every_order_of_arrival_gives_one_state(steps: list[tuple[str, str, str, int]], data: Any) -> None:
    """Changed, received, passed on, checked, confirmed and withdrawn beside each other."""
    cell = Cell()
    matter = told(cell)
    for member, what, kind, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
            continue
        versions = [e.id for e in cell.entries if e.kind in ("site_notified", "site_changed")]
        of = {"of": versions[-1 - number % len(versions)]}
        content: dict[str, dict[str, Any]] = {
            "site_changed": {**site(subject=f"EXERCISE {number}"), **of, "why": "x"},
            "site_checked": {**of, "name": f"B{number}", "finding": "agrees", "distance_m": number},
            "site_received": {**of, "how": ("received", "under_protest")[number % 2], "list": LIST},
            "site_passed_on": {**of, "to_whom": "x", "level": "x", "passed_at_s": number},
            "site_commented": {**of, "text": "x", "lang": "en"},
            "site_withdrawn": {"why": "x"},
        }
        cell.say(member, kind, matter=matter, **content.get(kind, of))
    whole = cell.folded(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter.id)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)


def test_receipts_that_cross_a_change_commute() -> None:
    """In every order."""
    cell = Cell()
    matter = told(cell)
    cell.say("IL", "site_received", matter=matter, of=matter.id, how="received", list=LIST)
    cell.say("SY", "site_received", matter=matter, of=matter.id, how="referred_upward", list=LIST)
    cell.say("US", "site_changed", matter=matter, **site(subject="EXERCISE moved"), of=matter.id, why="x")
    assert folded_alike(cell, matter.id).state.as_json()["receipts"].keys() == {"IL", "SY"}
