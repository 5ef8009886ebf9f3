"""Standstills: signed by the parties over the same bytes, in force from one second on, ended by nobody alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.matters.signing import digest_of as digest_of_terms
from parley.tracks.deconfliction.standstill_duties import standstill_duties
from parley.tracks.deconfliction.track import TRACK
from tests.tracks.arriving import arrived, folded_alike
from tests.tracks.deconfliction.plans import DAY, HOUR, SQUARE, START_S, height, notified
from tests.tracks.deconfliction.standstills import (
    TEXTS,
    digest_of,
    in_force,
    proposed,
    signs,
    standstill,
    variance,
)
from tests.tracks.hotline.cell import ALL, Cell, said

FAR = [[[[378000000, 331000000], [378100000, 331000000], [378100000, 331100000]]]]


def test_it_is_in_force_once_every_party_has_signed() -> None:
    """Proposed by the supervisor, who does not sign; one signature is none; its second is its own `from`."""
    cell = Cell()
    matter = proposed(cell, "US")
    assert cell.state(matter).name == "proposed" and cell.state(matter).main.needed == ("IL", "SY")
    signs(cell, "SY", matter)
    assert cell.state(matter).from_s is None and not cell.state(matter).holds_at(START_S + 2 * DAY)
    signs(cell, "IL", matter)
    state = cell.state(matter)
    assert state.name == "signed" and (state.from_s, state.until_s) == (START_S + DAY, START_S + 5 * DAY)
    assert [state.holds_at(at) for at in (START_S + DAY - 1, START_S + DAY, START_S + 5 * DAY)] == [False, True, False]
    refused = cell.say("US", "instrument_signed", matter=matter, of=matter.id, digest=state.main.digest)
    assert cell.refusal(refused) == ("deconfliction.not_bound", "ST-6")


def test_it_is_never_in_force_before_its_last_signature() -> None:
    """Signed late, it holds from the first whole second after the later of the two signatures, whoever was later."""
    cell = Cell()
    matter = proposed(cell, "SY", from_s=START_S)
    cell.now_ms += 2_000
    signs(cell, "SY", matter)
    cell.now_ms += 7_500
    last = signs(cell, "IL", matter)
    assert last.point.at_ms % 1000 != 0
    assert cell.state(matter).from_s == last.point.at_ms // 1000 + 1


def test_signatures_over_a_cut_line_give_one_second() -> None:
    """Each signs without having read the other: every order of arrival gives the same second and the same state."""
    cell = Cell()
    matter = proposed(cell, "US", from_s=START_S)
    mine = signs(cell, "SY", matter, unread=True)
    cell.now_ms += 60_000
    theirs = signs(cell, "IL", matter, unread=True)
    assert not theirs.point.covers(mine.point) and not mine.point.covers(theirs.point)
    assert folded_alike(cell, matter.id).state.from_s == -(-theirs.point.at_ms // 1000)


def test_only_the_same_bytes_are_signed() -> None:
    """The digest is that of kind, terms and signers, the same for every program; another one is refused."""
    cell = Cell()
    matter = proposed(cell)
    terms = {name: value for name, value in standstill().items() if name != "role"}
    expected = digest_of_terms("standstill_proposed", terms, needed=("IL", "SY"), about="")
    assert digest_of(cell, matter, matter) == expected
    # A vector: what other implementations must find for the same terms.
    assert expected == "706f07d92bf84fadb211e5286a0a40d3f810edb447960276b9d4aab963607188"
    wrong = cell.say("SY", "instrument_signed", matter=matter, of=matter.id, digest="0" * 64)
    assert cell.refusal(wrong) == ("deconfliction.other_bytes", "ST-6")
    signs(cell, "SY", matter)
    again = cell.say("SY", "instrument_signed", matter=matter, of=matter.id, digest=expected)
    assert cell.refusal(again) == ("deconfliction.signed_already", "ST-6")
    back = cell.say("SY", "instrument_declined", matter=matter, of=matter.id, why="Changed our mind")
    assert cell.refusal(back) == ("deconfliction.signed_already", "ST-6")
    unknown = cell.say("IL", "instrument_signed", matter=matter, of="IL/9", digest=expected)
    assert cell.refusal(unknown) == ("deconfliction.instrument_unknown", "ST-6")


def test_who_declined_may_still_sign() -> None:
    """A no is said once, is shown, and does not bar a later yes."""
    cell = Cell()
    matter = proposed(cell)
    said(cell, "IL", "instrument_declined", matter, of=matter.id, why="Not in harvest time")
    assert cell.state(matter).name == "declined" and not cell.state(matter).may_hold
    again = cell.say("IL", "instrument_declined", matter=matter, of=matter.id, why="Still not")
    assert cell.refusal(again) == ("deconfliction.declined_already", "ST-6")
    for member in ("IL", "SY"):
        signs(cell, member, matter)
    assert cell.state(matter).name == "signed"


def test_whoever_proposed_withdraws_before_all_have_signed() -> None:
    """Nobody else, not afterwards, and what is withdrawn is not signed."""
    cell = Cell()
    matter = proposed(cell, "US")
    other = cell.say("SY", "instrument_withdrawn", matter=matter, of=matter.id, why="x")
    assert cell.refusal(other) == ("deconfliction.proposer_only", "ST-7")
    signs(cell, "SY", matter)
    said(cell, "US", "instrument_withdrawn", matter, of=matter.id, why="Overtaken")
    assert cell.state(matter).name == "withdrawn" and cell.state(matter).from_s is None
    late = signs(cell, "IL", matter)
    assert cell.refusal(late) == ("deconfliction.instrument_gone", "ST-7")
    whole = in_force(cell, subject="EXERCISE second")
    too_late = cell.say("US", "instrument_withdrawn", matter=whole, of=whole.id, why="x")
    assert cell.refusal(too_late) == ("deconfliction.all_have_signed", "ST-7")


def test_a_withdrawal_that_crosses_the_last_signature_is_without_effect() -> None:
    """Whoever signed had not read it, whoever withdrew had not read the signature: all have signed, and it holds."""
    cell = Cell()
    matter = proposed(cell, "SY")
    signs(cell, "SY", matter)
    withdrawn = cell.say("SY", "instrument_withdrawn", matter=matter, of=matter.id, why="Second thoughts")
    signs(cell, "IL", matter, unread=True)
    cell.reads()
    state = cell.state(matter)
    assert state.name == "signed" and state.from_s == START_S + DAY
    assert state.as_json()["crossed_withdrawals"] == [withdrawn.id]


def test_it_ends_by_time_or_by_all_together() -> None:
    """An ending needs the same signatures, cuts the time and never lengthens it; one side alone ends nothing."""
    cell = Cell()
    matter = in_force(cell)
    ending = said(cell, "SY", "ending_proposed", matter, of=matter.id, texts=TEXTS, ends_s=START_S + 2 * DAY)
    signs(cell, "SY", matter, of=ending)
    assert cell.state(matter).until_s == START_S + 5 * DAY and cell.state(matter).name == "signed"
    signs(cell, "IL", matter, of=ending)
    state = cell.state(matter)
    assert state.until_s == START_S + 2 * DAY and state.name == "ending" and state.holds_at(START_S + DAY)
    longer = cell.say("SY", "ending_proposed", matter=matter, of=matter.id, texts=TEXTS, ends_s=START_S + 9 * DAY)
    assert cell.refusal(longer) == ("deconfliction.ending_later", "ST-8")


def test_an_ending_never_reaches_back_before_its_last_signature() -> None:
    """Named for an hour that is past when the last one signs, it ends with that signature."""
    cell = Cell()
    matter = in_force(cell, from_s=START_S)
    ending = said(cell, "IL", "ending_proposed", matter, of=matter.id, texts=TEXTS, ends_s=START_S)
    for member in ("IL", "SY"):
        last = signs(cell, member, matter, of=ending)
    assert cell.state(matter).until_s == -(-last.point.at_ms // 1000) > START_S


def test_a_variance_is_signed_like_the_standstill() -> None:
    """Named by the version of a notice or by area and class; in effect once all have signed, from then on."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    entry = said(cell, "SY", "variance_proposed", matter, **variance(matter, notice=notice.id))
    assert list(cell.state(matter).variances_signed()) == []
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=entry)
    (found,) = cell.state(matter).variances_signed()
    assert found[0].terms["notice"] == notice.id and found[1] == (START_S + DAY, START_S + 5 * DAY)
    area = variance(matter, notice=None, areas=[{"area": SQUARE}], classes=["convoy"], parties=["SY"])
    assert cell.refusal(said(cell, "IL", "variance_proposed", matter, **area)) is None


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"parties": ["SY"]}, "deconfliction.parties_asked", "ST-1"),
    ({"parties": ["SY", "US"]}, "deconfliction.parties_asked", "ST-1"),
    ({"classes": ["targeting"]}, "deconfliction.class_unknown", "ST-2"),
    ({"excepted": ["targeting"]}, "deconfliction.class_unknown", "ST-2"),
    ({"texts": [{"lang": "fr", "text": "x"}]}, "deconfliction.language_not_agreed", "ST-2"),
    ({"from_s": START_S - 2 * DAY, "until_s": START_S - DAY}, "deconfliction.times_over", "ST-3"),
    ({"until_s": START_S + 400 * DAY}, "deconfliction.times_too_long", "ST-3"),
    ({"areas": [{"area": FAR}]}, "deconfliction.outside_the_box", "ST-4"),
    ({"areas": [{"area": SQUARE, "lower": height(50), "upper": height(50)}]}, "deconfliction.band_upside_down", "ST-4"),
]


@pytest.mark.parametrize(("changes", "code", "clause"), REFUSED)
def test_a_proposal_that_the_charter_does_not_allow_is_refused(
    changes: dict[str, Any], code: str, clause: str
) -> None:
    """With the clause."""
    cell = Cell()
    assert cell.refusal(cell.say("SY", "standstill_proposed", **standstill(**changes))) == (code, clause)


def test_a_party_that_does_not_read_it_is_not_bound() -> None:
    """Whom it binds it is addressed to."""
    cell = Cell()
    entry = cell.say("SY", "standstill_proposed", audience=("SY", "US"), **standstill())
    assert cell.refusal(entry) == ("deconfliction.party_not_addressed", "ST-1")


FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"until_s": START_S}, "until_s", "geo.window_ends_first"),
    ({"areas": []}, "areas", "hotline.list_length"),
    ({"texts": []}, "texts", "hotline.list_length"),
    ({"texts": [*TEXTS, *TEXTS]}, "texts", "hotline.listed_twice"),
    ({"classes": ["convoy"], "excepted": ["medical_evacuation"]}, "excepted", "deconfliction.classes_or_all"),
    ({"target": "x"}, "target", "hotline.field_unknown"),
    ({"areas": [{"area": [[[[n, n] for n in range(4)]]]}]}, "areas.0.area", "geo.area_too_narrow"),
]


@pytest.mark.parametrize(("changes", "where", "code"), FORMS)
def test_a_content_that_is_none_is_told_field_by_field(changes: dict[str, Any], where: str, code: str) -> None:
    """Every fault with its place."""
    found = TRACK.kinds["standstill_proposed"].check(standstill(**changes))
    assert where in {fault.where for fault in found}, found
    assert code in {fault.code for fault in found} or code.startswith("geo.area"), found


def test_a_variance_names_one_thing_and_reaches_no_further() -> None:
    """A notice or an area, within the standstill's times and parties, of a standstill that is signed and not over."""
    cell = Cell()
    both = TRACK.kinds["variance_proposed"].check(variance("SY/0", areas=[{"area": SQUARE}]))
    assert [fault.code for fault in both] == ["deconfliction.notice_or_area"]
    waiting = proposed(cell)
    early = cell.say("SY", "variance_proposed", matter=waiting, **variance(waiting))
    assert cell.refusal(early) == ("deconfliction.not_signed_by_all", "ST-8")
    matter = in_force(cell, subject="EXERCISE second")
    longer = cell.say("SY", "variance_proposed", matter=matter, **variance(matter, until_s=START_S + 6 * DAY))
    assert cell.refusal(longer) == ("deconfliction.variance_reaches_further", "ST-8")
    strange = cell.say("SY", "variance_proposed", matter=matter, **variance(matter, parties=["US"]))
    assert cell.refusal(strange) == ("deconfliction.not_bound", "ST-8")
    cell.now_ms = (START_S + 6 * DAY) * 1000
    late = cell.say("SY", "variance_proposed", matter=matter, **variance(matter))
    assert cell.refusal(late) == ("deconfliction.standstill_is_over", "ST-8")


def test_it_is_not_signed_when_its_time_is_over() -> None:
    """What comes too late binds nobody."""
    cell = Cell()
    matter = proposed(cell)
    cell.now_ms = (START_S + 5 * DAY) * 1000
    assert cell.refusal(signs(cell, "SY", matter)) == ("deconfliction.standstill_is_over", "ST-3")


def test_it_is_no_notice_and_is_not_opened_twice() -> None:
    """What belongs to a notice is refused in it, and the other way round; what continues it goes to all."""
    cell = Cell()
    notice, matter = notified(cell), proposed(cell)
    strange = cell.say("SY", "activity_ended", matter=matter)
    assert cell.refusal(strange) == ("deconfliction.other_matter", "N-5")
    other = cell.say("SY", "instrument_signed", matter=notice, of=notice.id, digest="0" * 64)
    assert cell.refusal(other) == ("deconfliction.other_matter", "ST-5")
    few = cell.say("SY", "instrument_declined", matter=matter, audience=("IL", "SY"), of=matter.id, why="x")
    assert cell.refusal(few) == ("deconfliction.audience_changed", "ST-5")


def test_each_party_signs_or_declines_within_the_handling_time() -> None:
    """From the first reading, by the precedence proposed; a no is an answer, and so is a withdrawal the end of it."""
    cell = Cell()
    matter = proposed(cell)
    cell.say("IL", "shift_noted", audience=("IL",))

    def states(now_ms: int) -> dict[str, tuple[str, int | None]]:
        found = standstill_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=now_ms)
        assert {each.clause for each in found} <= {"STD-1"} and {each.what for each in found} <= {"sign_instrument"}
        return {each.owed_by: (each.state, each.due_at_ms) for each in found}

    now_ms = cell.now_ms
    assert states(now_ms) == {"IL": ("running", now_ms + 30 * 60_000), "SY": ("waiting_for_receipt", None)}
    assert states(now_ms + 31 * 60_000)["IL"][0] == "lapsed"
    said(cell, "IL", "instrument_declined", matter, of=matter.id, why="No")
    signs(cell, "SY", matter)
    assert {state for state, _ in states(cell.now_ms).values()} == {"done"}


KINDS = ("instrument_signed", "instrument_declined", "instrument_withdrawn", "variance_proposed", "ending_proposed")
STEP = st.tuples(
    st.sampled_from(ALL), st.sampled_from(("reads", "reads", "say", "say", "say")), st.sampled_from(KINDS),
    st.integers(0, 5),
)  # fmt: skip


def played(steps: list[tuple[str, str, str, int]]) -> tuple[Cell, Entry]:
    """Return a standstill and what three members say of it, each knowing only what it happened to read."""
    cell = Cell()
    matter = proposed(cell, "SY", from_s=START_S)
    for member, what, kind, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
            continue
        cell.now_ms += number * HOUR * 1000
        known = [each for each in cell.entries if each.kind.endswith("_proposed")]
        about = known[number % len(known)] if number else matter
        found = cell.state(matter).instrument(about.id)
        content: dict[str, Any] = {"of": about.id, "why": "x", "digest": found.digest if found else "0" * 64}
        if kind == "variance_proposed":
            content = variance(matter, from_s=START_S + number)
        elif kind == "ending_proposed":
            content = {"of": matter.id, "texts": TEXTS, "ends_s": START_S + number * HOUR}
        else:
            content.pop("why" if kind == "instrument_signed" else "digest")
        cell.say(member, kind, matter=matter, **content)
    return cell, matter


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEP, min_size=4, max_size=24), data=st.data())
def test_every_order_of_arrival_gives_one_state(steps: list[tuple[str, str, str, int]], data: Any) -> None:
    """Signed, declined, withdrawn, excepted and ended beside each other: state and verdicts do not depend on order."""
    cell, matter = played(steps)
    whole = cell.folded(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter.id)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    assert live.state.as_json() == whole.state.as_json()


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEP, min_size=4, max_size=24))
def test_what_holds_was_signed_by_all_before(steps: list[tuple[str, str, str, int]]) -> None:
    """Whatever crosses: in force needs every signature, none later than its second, and only all end it early."""
    cell, matter = played(steps)
    state = cell.state(matter)
    for each in state.instruments:
        assert (each.signed_s is not None) == ({given.member for given in each.signatures} == {"IL", "SY"})
    if state.from_s is not None:
        assert all(given.at_ms <= state.from_s * 1000 for given in state.main.signatures)
    if state.until_s < START_S + 5 * DAY:
        assert any(each.name == "signed" and each.signed_s <= state.until_s for each in state.endings)
