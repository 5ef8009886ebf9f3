"""Instruments: signed by whom they bind, amended by all together, and each step told by whom it concerns."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.commitments.doing import gate_of
from parley.tracks.commitments.duties import commitment_duties
from parley.tracks.commitments.entries import KINDS
from parley.tracks.commitments.stepping import rows_at, timetable_json
from tests.tracks.arriving import folded_alike
from tests.tracks.commitments.instruments import (
    DAY,
    HOUR,
    OFFICER,
    START_S,
    TEXTS,
    amends,
    in_force,
    proposed,
    signs,
    step,
    tells,
    terms,
)
from tests.tracks.hotline.cell import Cell


def stands(cell: Cell, matter: Entry, name: str, *, days: int = 0) -> str:
    """Return the state of a step so many days after now."""
    rows = rows_at(cell.state(matter), now_s=cell.now_ms // 1000 + days * DAY)
    return next(row.standing.state for row in rows if row.step.id == name)


def later(cell: Cell, days: int) -> None:
    """Let so many days pass."""
    cell.now_ms += days * DAY * 1000


def test_it_is_in_force_once_all_whom_it_binds_have_signed() -> None:
    """Proposed by the supervisor, who is no signatory; before that its steps are pending and owe nothing."""
    cell = Cell()
    matter = proposed(cell)
    assert cell.state(matter).standing == "proposed" and stands(cell, matter, "phase1", days=90) == "pending"
    signs(cell, "SY", matter)
    assert cell.state(matter).from_s is None
    last = signs(cell, "IL", matter)
    state = cell.state(matter)
    assert (state.standing, state.from_s) == ("agreed", -(-last.point.at_ms // 1000))
    assert stands(cell, matter, "phase1") == "due" and stands(cell, matter, "phase1", days=90) == "missed"


def test_one_member_may_bind_itself_alone() -> None:
    """Its own signature suffices; whom it names reads it, and nobody is bound by what it did not sign."""
    cell = Cell()
    matter = in_force(cell, step("phase1", by="D+30"), by="SY", signatories=["SY"])
    assert cell.state(matter).standing == "agreed" and cell.state(matter).main.needed == ("SY",)
    other = cell.say("SY", "commitment_proposed", **terms(step("a", who="IL", to=["SY"]), signatories=["SY"]))
    assert cell.refusal(other) == ("commitments.bound_unsigned", "CO-1")


def test_what_was_made_elsewhere_is_asserted_until_all_sign() -> None:
    """One member asserts it; who declines contests it; signed by all it is agreed, since the day that they sign."""
    cell = Cell()
    matter = proposed(cell, by="SY", made="elsewhere", made_s=START_S - 40 * DAY)
    assert cell.state(matter).standing == "asserted"
    cell.say("IL", "commitment_declined", matter=matter, of=matter.id, why="We know of none", **OFFICER)
    cell.reads()
    assert (cell.state(matter).standing, cell.state(matter).contested_by) == ("contested", ("IL",))
    assert [d.what for d in duties(cell, matter)] == ["sign_commitment", "sign_commitment"]
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    assert (cell.state(matter).standing, cell.state(matter).from_s) == ("agreed", START_S - 40 * DAY)
    assert stands(cell, matter, "phase1") == "missed"


def duties(cell: Cell, matter: Entry, *, days: int = 0) -> Any:
    """Return what is owed so many days after now."""
    now_ms = cell.now_ms + days * DAY * 1000
    return commitment_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=now_ms)


def test_a_step_is_reported_and_certified() -> None:
    """By who owes it and by its verifier; a part is told in percent, and the whole opens a gate."""
    cell = Cell()
    matter = in_force(cell)
    assert cell.refusal(tells(cell, "IL", "step_reported", matter, "phase1")) == ("commitments.reported_by", "CO-6")
    assert cell.refusal(tells(cell, "IL", "step_certified", matter, "phase1")) == ("commitments.certified_by", "CO-6")
    tells(cell, "SY", "step_reported", matter, "phase1")
    assert stands(cell, matter, "phase1") == "reported" and not gate_of(cell.state(matter), "phase1").is_open
    tells(cell, "US", "step_certified", matter, "phase1", percent=60)
    assert stands(cell, matter, "phase1") == "partial" and stands(cell, matter, "phase1", days=60) == "missed"
    later(cell, 40)
    tells(cell, "US", "step_certified", matter, "phase1")
    assert stands(cell, matter, "phase1") == "met_late" and gate_of(cell.state(matter), "phase1").is_open
    ahead = tells(cell, "US", "step_certified", matter, "phase1", done_s=cell.now_ms // 1000 + DAY)
    assert cell.refusal(ahead) == ("commitments.done_ahead", "CO-7")
    nowhere = tells(cell, "US", "step_certified", matter, "phase9")
    assert cell.refusal(nowhere) == ("commitments.step_unknown", "CO-7")


def test_a_report_that_crossed_a_certificate_is_not_answered_by_it() -> None:
    """Whoever certified had not read it: it waits for another word, in every order of arrival."""
    cell = Cell()
    matter = in_force(cell)
    tells(cell, "US", "step_certified", matter, "phase1", percent=30)
    said: dict[str, Any] = {"step": "phase1", "percent": 100, "done_s": cell.now_ms // 1000, **OFFICER}
    cell.say("SY", "step_reported", matter=matter, **said)
    cell.say("US", "step_certified", matter=matter, **{**said, "percent": 40})
    cell.reads()
    assert folded_alike(cell, matter.id, rebuilt=49, live=49).state.certificates[-1].answers == ()
    assert stands(cell, matter, "phase1") == "reported"


def test_without_a_verifier_all_to_whom_it_is_owed_certify() -> None:
    """One of two is not enough, and the lower word counts; silence is no consent."""
    cell = Cell()
    matter = in_force(cell, step("a", by="D+30", to=["IL", "US"], verifier=None))
    tells(cell, "IL", "step_certified", matter, "a")
    later(cell, 60)
    assert stands(cell, matter, "a") == "missed"
    tells(cell, "US", "step_certified", matter, "a", percent=80, done_s=START_S + DAY)
    assert rows_at(cell.state(matter), now_s=cell.now_ms // 1000)[0].standing.percent == 80
    tells(cell, "US", "step_certified", matter, "a", done_s=START_S + DAY)
    assert stands(cell, matter, "a") == "met_early"


def test_a_step_is_waived_by_all_to_whom_it_is_owed() -> None:
    """Nobody else, each once, and not what is done."""
    cell = Cell()
    matter = in_force(cell, step("a", by="D+30", to=["IL", "US"]))
    waived: dict[str, Any] = {"step": "a", "why": "Overtaken", **OFFICER}
    mine = cell.say("SY", "step_waived", matter=matter, **waived)
    assert cell.refusal(mine) == ("commitments.waived_by", "CO-9")
    cell.say("IL", "step_waived", matter=matter, **waived)
    assert stands(cell, matter, "a", days=60) == "missed"
    again = cell.say("IL", "step_waived", matter=matter, **waived)
    assert cell.refusal(again) == ("commitments.waived_already", "CO-9")
    cell.say("US", "step_waived", matter=matter, **waived)
    assert stands(cell, matter, "a", days=60) == "waived"
    done = in_force(cell, subject="EXERCISE second")
    tells(cell, "US", "step_certified", done, "phase1")
    late = cell.say("IL", "step_waived", matter=done, **{**waived, "step": "phase1"})
    assert cell.refusal(late) == ("commitments.met_already", "CO-9")


def test_how_a_step_stands_is_disputed_until_who_disputes_it_ends_that() -> None:
    """By whom it concerns, and nobody ends another's dispute; the gate is shut meanwhile."""
    cell = Cell()
    matter = in_force(cell)
    tells(cell, "US", "step_certified", matter, "phase1")
    said: dict[str, Any] = {"step": "phase1", "stands": True, "why": "Two posts are still there", **OFFICER}
    cell.say("IL", "step_disputed", matter=matter, **said)
    cell.reads()
    (row,) = rows_at(cell.state(matter), now_s=cell.now_ms // 1000)
    assert (row.standing.state, row.standing.otherwise) == ("disputed", "met_early")
    assert not gate_of(cell.state(matter), "phase1").is_open
    again = cell.say("IL", "step_disputed", matter=matter, **said)
    assert cell.refusal(again) == ("commitments.disputed_already", "CO-10")
    other = cell.say("SY", "step_disputed", matter=matter, **{**said, "stands": False})
    assert cell.refusal(other) == ("commitments.not_disputed", "CO-10")
    cell.say("IL", "step_disputed", matter=matter, **{**said, "stands": False})
    assert gate_of(cell.state(matter), "phase1").is_open


def test_an_amendment_stands_in_place_of_what_was_missed_and_hides_nothing() -> None:
    """Signed by the same: the step is due by its new date, and its old one stays told as missed."""
    cell = Cell()
    matter = in_force(cell, step("phase1", by="D+5"), step("phase2", by="phase1+5d"))
    later(cell, 10)
    amendment = amends(cell, matter, step("phase1", by="2026-04-15"))
    assert stands(cell, matter, "phase1") == "missed"
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=amendment)
    state = cell.state(matter)
    row = rows_at(state, now_s=cell.now_ms // 1000)[0]
    assert row.standing.state == "due" and row.step.entry == amendment.id
    assert [(w.standing.state, w.standing.otherwise, w.by) for w in row.was] == [("amended", "missed", amendment.id)]
    assert timetable_json(state, now_s=cell.now_ms // 1000)[1]["depends_on"] == ["phase1"]
    told = sorted((d.state, d.entry) for d in duties(cell, matter) if d.what == "do_step")
    assert told == [("ceased", matter.id), ("running", amendment.id)]


def test_an_amendment_names_the_newest_terms_and_has_no_signed_rival() -> None:
    """A second signature on another amendment of the same terms is void, until the first is withdrawn."""
    cell = Cell()
    matter = in_force(cell)
    one = amends(cell, matter, step("phase1", by="D+40"))
    two = amends(cell, matter, step("phase1", by="D+50"), by="IL")
    signs(cell, "SY", matter, of=one)
    rival = signs(cell, "SY", matter, of=two)
    assert cell.refusal(rival) == ("commitments.rival_signed", "CO-8")
    cell.say("SY", "commitment_withdrawn", matter=matter, of=one.id, why="Take the other", **OFFICER)
    cell.reads()
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=two)
    assert cell.state(matter).newest.entry == two.id
    content: dict[str, Any] = {"of": matter.id, "texts": TEXTS, "obligations": [step("phase1", by="D+60")], **OFFICER}
    old = cell.say("SY", "amendment_proposed", matter=matter, **content)
    assert cell.refusal(old) == ("commitments.not_the_newest", "CO-8")


def test_two_amendments_that_crossed_give_one_plan() -> None:
    """Each had signed what the other had not read: the later signature stands, and both are marked as crossed."""
    cell = Cell()
    matter = in_force(cell)
    one = amends(cell, matter, step("phase1", by="D+40"))
    two = amends(cell, matter, step("phase1", by="D+50"), by="IL")
    signs(cell, "SY", matter, of=one)
    cell.say("SY", "commitment_withdrawn", matter=matter, of=one.id, why="Take the other", **OFFICER)
    signs(cell, "IL", matter, of=one, unread=True)
    cell.reads("IL", of="SY")
    gone = signs(cell, "IL", matter, of=two)
    assert cell.refusal(gone) == ("commitments.rival_signed", "CO-8")
    cell.reads()
    state = folded_alike(cell, matter.id, rebuilt=2999, live=2999).state
    assert state.newest.entry == one.id and len(state.crossed) == 1


def test_an_amendment_leaves_a_plan_that_holds_together() -> None:
    """No name that leads nowhere, no circle, nothing dropped that is not there, not everything dropped."""
    cell = Cell()
    matter = in_force(cell, step("a", by="D+5"), step("b", by="a+5d"))
    broken: list[tuple[dict[str, Any], str]] = [
        ({"dropped": ["a"]}, "commitments.plan_broken"),
        ({"obligations": [step("a", by="b+5d")]}, "commitments.plan_broken"),
        ({"dropped": ["c"]}, "commitments.step_unknown"),
        ({"dropped": ["a", "b"]}, "commitments.nothing_left"),
        ({"obligations": [step("c", who="US")]}, "commitments.bound_unsigned"),
    ]
    for changes, code in broken:
        content: dict[str, Any] = {"of": matter.id, "texts": TEXTS, "obligations": [], **OFFICER, **changes}
        entry = cell.say("SY", "amendment_proposed", matter=matter, **content)
        assert cell.refusal(entry) == (code, "CO-8")
    dropped = amends(cell, matter, dropped=["b"])
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=dropped)
    assert stands(cell, matter, "b") == "amended" and stands(cell, matter, "a") == "due"


def test_an_instrument_takes_the_place_of_another() -> None:
    """It names it, all of its signatories sign, and a word in the old matter, which cites the new, ends it there."""
    cell = Cell()
    old = in_force(cell, sort="understanding")
    without = cell.say("SY", "commitment_proposed", **terms(supersedes=old.id, signatories=["SY"]))
    assert cell.refusal(without) == ("commitments.superseded_without", "CO-11")
    new = proposed(cell, supersedes=old.id, subject="EXERCISE new")
    early = cell.say("US", "commitment_superseded", matter=old, by=new.id, from_s=0, **OFFICER)
    assert cell.refusal(early) == ("commitments.not_signed_by_all", "CO-11")
    for member in ("SY", "IL"):
        signs(cell, member, new)
    from_s = cell.state(new).from_s
    wrong = cell.say("US", "commitment_superseded", matter=old, by=new.id, from_s=from_s + 1, **OFFICER)
    assert cell.refusal(wrong) == ("commitments.other_second", "CO-11")
    said = cell.say("US", "commitment_superseded", matter=old, by=new.id, from_s=from_s, **OFFICER)
    assert cell.refusal(said) is None
    cell.reads()
    folded_alike(cell, old.id, rebuilt=499, live=499)
    assert cell.state(old).name == "superseded" and stands(cell, old, "phase1", days=90) == "superseded"
    later_word = tells(cell, "US", "step_certified", old, "phase1")
    assert cell.refusal(later_word) == ("commitments.is_superseded", "CO-7")
    stranger = cell.say("US", "commitment_superseded", matter=new, by=old.id, from_s=0, **OFFICER)
    assert cell.refusal(stranger) == ("commitments.names_another", "CO-11")


def test_what_recurs_is_told_turn_by_turn() -> None:
    """Each turn is due, done and missed by itself; one that there is not is refused."""
    cell = Cell()
    every: dict[str, Any] = {"every": "15d", "from": "D", "until": "D+60d"}
    matter = in_force(cell, step("watch", recurring=every))
    bare = tells(cell, "US", "step_certified", matter, "watch")
    assert cell.refusal(bare) == ("commitments.turn_asked", "CO-7")
    beyond = tells(cell, "US", "step_certified", matter, "watch", occurrence=5)
    assert cell.refusal(beyond) == ("commitments.turn_asked", "CO-7")
    tells(cell, "US", "step_certified", matter, "watch", occurrence=1)
    (row,) = rows_at(cell.state(matter), now_s=cell.now_ms // 1000 + 40 * DAY)
    assert [turn.standing.state for turn in row.turns] == ["met_early", "missed", "due", "pending"]
    assert row.standing.state == "due" and {"code": "turns_missed", "numbers": [2]} in row.standing.why
    for days, owed in ((0, (1, 2)), (40, (1, 2, 3)), (99, (1, 2, 3, 4))):
        ids = {duty.id for duty in duties(cell, matter, days=days) if duty.what == "do_step"}
        assert ids == {f"{matter.id}:do_step.watch.{n}:SY" for n in owed}


def test_an_event_comes_when_its_verifier_says_so() -> None:
    """Within five days of it: the clock runs from the certificate, and no other member may give it."""
    cell = Cell()
    events = [{"id": "plan", "what": "The plan is ready", "verifier": "US"}]
    matter = in_force(cell, step("a", by="plan+5d"), events=events)
    assert stands(cell, matter, "a", days=99) == "pending"
    other = tells(cell, "SY", "step_certified", matter, "plan")
    assert cell.refusal(other) == ("commitments.certified_by", "CO-6")
    tells(cell, "US", "step_certified", matter, "plan")
    assert stands(cell, matter, "a") == "due" and stands(cell, matter, "a", days=7) == "missed"


def test_who_owes_what_by_when() -> None:
    """Sign within the charter's hours from reading; do each step by its instant; certify within 48 hours."""
    cell = Cell()
    matter = proposed(cell, by="SY")
    cell.say("IL", "shift_noted", audience=("IL",))
    (il, sy) = (d for d in duties(cell, matter))
    assert (il.state, il.due_at_ms) == ("running", cell.now_ms + 168 * HOUR * 1000) and sy.owed_by == "SY"
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    found = {d.what: d for d in duties(cell, matter, days=60)}
    assert (found["do_step"].state, found["do_step"].owed_by, found["do_step"].owed_to) == ("lapsed", "SY", ("IL",))
    tells(cell, "SY", "step_reported", matter, "phase1")
    found = {d.what: d for d in duties(cell, matter, days=60)}
    assert found["do_step"].state == "done" and found["certify_step"].owed_by == "US"
    cell.say("US", "shift_noted", audience=("US",))
    assert {d.what: d.state for d in duties(cell, matter, days=3)}["certify_step"] == "lapsed"
    tells(cell, "US", "step_certified", matter, "phase1", percent=50)
    found = {d.what: d.state for d in duties(cell, matter, days=60)}
    assert (found["do_step"], found["certify_step"]) == ("lapsed", "done")


def test_a_lapse_is_cited_once_for_each_level() -> None:
    """One that names a duty of the instrument, after it was due."""
    cell = Cell()
    matter = in_force(cell)
    said: dict[str, Any] = {"duty": f"{matter.id}:do_step.phase1:SY", "due_at_ms": cell.now_ms, "level": 1, **OFFICER}
    entry = cell.say("IL", "commitment_lapse_cited", matter=matter, **said)
    assert cell.refusal(entry) is None and cell.state(matter).lapses[0].duty == said["duty"]
    again = cell.say("IL", "commitment_lapse_cited", matter=matter, **said)
    assert cell.refusal(again) == ("commitments.lapse_cited_before", "CO-14")
    strange = cell.say("IL", "commitment_lapse_cited", matter=matter, **{**said, "duty": f"{matter.id}:hurry:SY"})
    assert cell.refusal(strange) == ("commitments.lapse_duty_unknown", "CO-14")
    early = cell.say("IL", "commitment_lapse_cited", matter=matter, **{**said, "due_at_ms": cell.now_ms + 9_999_999})
    assert cell.refusal(early) == ("commitments.lapse_not_yet", "CO-14")


def test_a_file_is_evidence_by_its_digest_or_refused() -> None:
    """The file of a report has the digest of one of its pieces; one that no piece tells of is void on every node."""
    file = {"name": "plan.pdf", "media_type": "application/pdf", "size": 12, "sha256": "a" * 64}
    said = {"step": "one", "percent": 100, "done_s": START_S, "role": "delegate"}
    pieces = [{"what": "plan", "digest": "b" * 64}]
    check = KINDS["step_reported"].check
    assert check({**said, "evidence": pieces, "attachments": [{**file, "plain_sha256": "b" * 64}]}) == ()
    (fault,) = check({**said, "evidence": pieces, "attachments": [{**file, "plain_sha256": "c" * 64}]})
    assert (fault.where, fault.code) == ("attachments.0", "commitments.file_no_evidence")
    assert check({**said, "attachments": [file]})[0].data == {"name": "plan.pdf"}
