"""Who is on duty opposite, the handover signed by both, and the shift log that stays at home."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.hotline.duties import duties
from tests.tracks.hotline.cell import Cell


def taken(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member take its watch, and everybody read it."""
    entry = cell.say(member, "watch_taken", **changes)
    cell.reads()
    return entry


def test_a_watch_shows_role_authority_and_call_back() -> None:
    """The other side sees who is on duty, what he may decide, and where to call back."""
    cell = Cell()
    holder = cell.state(taken(cell, name="Major A.")).as_json()["holder"]
    assert (holder["role"], holder["name"]) == ("duty_officer", "Major A.")
    assert holder["authority"] == "May stop movements"
    assert holder["call_back"] == "line 2, ask for the cell"


def test_a_handover_is_signed_by_both() -> None:
    """Offered by the outgoing, taken by the incoming: only then the holder changes."""
    cell = Cell()
    watch = taken(cell)
    offered = cell.say("SY", "watch_handed_over", matter=watch)
    assert (cell.state(watch).name, cell.state(watch).holder.role) == ("offered", "duty_officer")
    took = cell.say("SY", "watch_taken", matter=watch, role="chief")
    state = cell.state(watch).as_json()
    assert (state["name"], state["holder"]["role"]) == ("held", "chief")
    (handover,) = state["handovers"]
    assert (handover["offered"], handover["taken"]) == (offered.id, took.id)
    assert handover["open_items"] == ["SY/0 waits for its answer"]


OPEN = {"name": "Major A.", "silent": ["US"], "promises": ["Call back at 09:00Z"], "text": "EXERCISE quiet night"}


def test_a_handover_names_both_officers_and_all_that_is_open() -> None:
    """Both names and roles stand in it, with what is owed, whose links are silent, and what was promised."""
    cell = Cell()
    watch = taken(cell, name="Major A.")
    offered = cell.say("SY", "watch_handed_over", matter=watch, **OPEN)
    signed = {"role": "chief", "name": "Captain B.", "after": offered.id, "from_role": "duty_officer"}
    took = cell.say("SY", "watch_taken", matter=watch, from_name="Major A.", **signed)
    assert cell.refusal(took) is None
    (handover,) = cell.state(watch).as_json()["handovers"]
    assert handover == {
        "offered": offered.id,
        "taken": took.id,
        "from_role": "duty_officer",
        "from_name": "Major A.",
        "to_role": "chief",
        "to_name": "Captain B.",
        "open_items": ["SY/0 waits for its answer"],
        "silent": ["US"],
        "promises": ["Call back at 09:00Z"],
    }


def test_a_list_that_changed_must_be_read_again() -> None:
    """Who confirms an offer that another has replaced is refused: he signed what is open no longer (H-15)."""
    cell = Cell()
    watch = taken(cell, name="Major A.")
    first = cell.say("SY", "watch_handed_over", matter=watch, **OPEN)
    second = cell.say("SY", "watch_handed_over", matter=watch, **{**OPEN, "promises": []})
    stale = cell.say("SY", "watch_taken", matter=watch, role="chief", after=first.id)
    assert cell.refusal(stale) == ("hotline.watch_offer_other", "H-15")
    assert cell.refusal(cell.say("SY", "watch_taken", matter=watch, role="chief", after=second.id)) is None
    gone = cell.say("SY", "watch_taken", matter=watch, role="chief", after=second.id, until_s=1_772_400_000)
    assert cell.refusal(gone) == ("hotline.watch_offer_other", "H-15")


def test_a_handover_from_somebody_else_is_refused() -> None:
    """The entry that takes the watch cannot name another officer than the one who handed it over (H-15)."""
    cell = Cell()
    watch = taken(cell, name="Major A.")
    offered = cell.say("SY", "watch_handed_over", matter=watch, **OPEN)
    for wrong in ({"from_name": "Major Z."}, {"from_role": "delegate"}):
        entry = cell.say("SY", "watch_taken", matter=watch, role="chief", after=offered.id, **wrong)
        assert cell.refusal(entry) == ("hotline.watch_from_other", "H-15")


def test_an_officer_who_takes_his_own_offer_back_hands_nothing_over() -> None:
    """The offer is gone, the watch stays with its officer, and no handover is recorded."""
    cell = Cell()
    watch = taken(cell, name="Major A.")
    offered = cell.say("SY", "watch_handed_over", matter=watch, **OPEN)
    back = cell.say("SY", "watch_taken", matter=watch, name="Major A.", after=offered.id)
    state = cell.state(watch).as_json()
    assert cell.refusal(back) is None
    assert (state["name"], state["holder"]["name"], state["handovers"]) == ("held", "Major A.", [])


def test_a_watch_that_is_held_is_not_taken_without_a_handover() -> None:
    """Another role cannot take what was not offered to it (H-15)."""
    cell = Cell()
    watch = taken(cell)
    assert cell.refusal(cell.say("SY", "watch_taken", matter=watch, role="chief")) == ("hotline.watch_held", "H-15")
    cell.say("SY", "watch_handed_over", matter=watch, to_role="chief")
    entry = cell.say("SY", "watch_taken", matter=watch, role="delegate")
    assert cell.refusal(entry) == ("hotline.watch_offered_to_other", "H-15")


def test_a_watch_whose_time_is_over_may_be_taken() -> None:
    """When the officer on watch cannot sign any more, his watch does not block the desk for ever."""
    cell = Cell()
    watch = taken(cell, until_s=1)
    assert cell.refusal(cell.say("SY", "watch_taken", matter=watch, role="chief")) is None


def test_a_watch_is_renewed_but_not_said_twice() -> None:
    """The holder may change its end; the same again is refused (H-18)."""
    cell = Cell()
    watch = taken(cell)
    assert cell.refusal(cell.say("SY", "watch_taken", matter=watch)) == ("hotline.watch_already_taken", "H-18")
    assert cell.refusal(cell.say("SY", "watch_taken", matter=watch, until_s=1_772_400_000)) is None


def test_only_the_holder_offers_and_not_twice() -> None:
    """A role that holds nothing hands nothing over (H-15), and one offer is made once (H-18)."""
    cell = Cell()
    watch = taken(cell)
    assert cell.refusal(cell.say("SY", "watch_handed_over", matter=watch, role="chief")) == (
        "hotline.watch_held",
        "H-15",
    )
    cell.say("SY", "watch_handed_over", matter=watch)
    repeated = cell.say("SY", "watch_handed_over", matter=watch)
    assert cell.refusal(repeated) == ("hotline.watch_already_offered", "H-18")


def test_no_member_takes_the_watch_of_another() -> None:
    """A watch belongs to the member that opened it (H-15)."""
    cell = Cell()
    watch = taken(cell)
    for kind in ("watch_taken", "watch_handed_over"):
        assert cell.refusal(cell.say("IL", kind, matter=watch)) == ("hotline.watch_of_other_member", "H-15")


def test_a_watch_is_told_to_somebody() -> None:
    """A watch that nobody else can read is none (H-1)."""
    cell = Cell()
    assert cell.refusal(taken(cell, audience=("SY",))) == ("hotline.nobody_addressed", "H-1")


def test_a_watch_that_runs_out_is_owed_its_renewal() -> None:
    """After the end that the watch named, the desk of that member is shown as unmanned (D-10)."""
    cell = Cell()
    watch = taken(cell)
    until_ms = 1_772_390_000_000
    for now_ms, expected in ((until_ms, "running"), (until_ms + 1, "lapsed")):
        (duty,) = duties(cell.state(watch), charter=cell.charter, readings=cell, now_ms=now_ms)
        assert (duty.what, duty.owed_by, duty.state) == ("renew_watch", "SY", expected)


def test_the_lapse_of_a_watch_is_cited_by_another_member() -> None:
    """It moves nothing in the watch; a duty of another matter, or one not yet due, is refused (H-17)."""
    cell = Cell()
    watch = taken(cell)
    cell.reads()
    cell.now_ms = 1_772_390_000_000
    duty = {"duty": f"{watch.id}:renew_watch:SY", "due_at_ms": cell.now_ms}
    cited = cell.say("IL", "lapse_cited", matter=watch, **duty)
    again = cell.say("IL", "lapse_cited", matter=watch, **duty)
    other = cell.say("IL", "lapse_cited", matter=watch, **{**duty, "duty": "SY/9:renew_watch:SY"})
    early = cell.say("US", "lapse_cited", matter=watch, **{**duty, "due_at_ms": cell.now_ms + 60_000})
    assert [cell.refusal(each) for each in (cited, again, other, early)] == [
        None, ("hotline.lapse_already_cited", "H-18"), ("hotline.duty_unknown", "H-17"),
        ("hotline.not_lapsed_yet", "H-17"),
    ]  # fmt: skip
    state = cell.state(watch)
    assert (state.name, [lapse.member for lapse in state.lapses]) == ("held", ["IL"])
    assert state.as_json()["lapses"][0]["entry"] == cited.id


def test_a_shift_note_stays_at_home() -> None:
    """A note is addressed to one's own member alone; with any other addressee it is refused (H-16)."""
    cell = Cell()
    note = cell.say("SY", "shift_noted", audience=("SY",), about="IL/3")
    assert cell.refusal(note) is None
    assert cell.state(note).as_json()["about"] == "IL/3"
    assert cell.refusal(cell.say("SY", "shift_noted")) == ("hotline.shift_note_leaves_home", "H-16")
    assert cell.refusal(cell.say("SY", "message_answered", matter=note, audience=("SY",))) == (
        "hotline.other_matter",
        "H-1",
    )
