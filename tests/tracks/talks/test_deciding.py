"""Agendas, decisions and packages: who proposes, who signs, and since when what is agreed has effect."""

from __future__ import annotations

from tests.tracks.hotline.cell import Cell
from tests.tracks.talks.rounds import TEXTS, agenda, decides, opened, proposed, signs, sits, told


def test_an_agenda_is_agreed_when_all_who_come_have_consented() -> None:
    """It names each file once, in its order; a later one that all consented to takes its place (TA-6)."""
    cell = Cell()
    matter, one, two = proposed(cell), opened(cell), opened(cell)
    items = [{"subject": "EXERCISE", "file": each.id} for each in (two, one)]
    said = {"points": items, "lang": "en"}
    few = told(cell, "SY", "agenda_proposed", matter, **said, signatories=["SY", "US"])
    assert cell.refusal(few) == ("talks.parties_sign", "TA-6")
    twice = told(cell, "SY", "agenda_proposed", matter, lang="en", signatories=["IL", "SY", "US"], points=items * 2)
    assert cell.refusal(twice) == ("content_faulty", "M-3")
    no_file = told(cell, "SY", "agenda_proposed", matter, lang="en", signatories=["IL", "SY", "US"],
                   points=[{"subject": "EXERCISE", "file": matter.id}])  # fmt: skip
    assert cell.refusal(no_file) == ("talks.file_unknown", "TA-6")
    first = told(cell, "SY", "agenda_proposed", matter, **said, signatories=["IL", "SY", "US"])
    for code in ("SY", "US"):
        signs(cell, code, matter, first)
    assert cell.state(matter).agenda is None
    signs(cell, "IL", matter, first)
    assert cell.state(matter).files == (two.id, one.id)
    second = agenda(cell, matter, one)
    assert (cell.state(matter).agenda.entry, cell.state(matter).files) == (second.id, (one.id,))


def test_a_decision_is_signed_by_those_it_names() -> None:
    """Each once, over the same bytes; what all have signed is not withdrawn; no stranger signs (TA-10)."""
    cell = Cell()
    matter = proposed(cell)
    decision = decides(cell, matter, "SY")
    digest = cell.state(matter).instrument(decision.id).digest
    said = {"of": decision.id, "digest": digest}
    assert cell.refusal(told(cell, "SY", "decision_signed", matter, **said)) == ("talks.signed_already", "TA-10")
    assert cell.refusal(told(cell, "US", "decision_signed", matter, **said)) == ("talks.not_a_signer", "TA-10")
    other = told(cell, "IL", "decision_signed", matter, of=decision.id, digest="0" * 64)
    assert cell.refusal(other) == ("talks.other_bytes", "TA-10")
    against = {"of": decision.id, "why": "EXERCISE not yet"}
    told(cell, "IL", "decision_declined", matter, **against)
    assert cell.state(matter).stands(cell.state(matter).instrument(decision.id)) == "declined"
    assert cell.refusal(told(cell, "IL", "decision_declined", matter, **against)) == ("talks.declined_already", "TA-10")
    assert cell.refusal(told(cell, "SY", "decision_withdrawn", matter, **against)) == ("talks.proposer_only", "TA-10")
    told(cell, "IL", "decision_signed", matter, **said)
    state = cell.state(matter)
    assert state.stands(state.instrument(decision.id)) == "in_effect"
    assert state.as_json()["decisions"][0]["effective_s"] is not None
    assert cell.refusal(told(cell, "US", "decision_withdrawn", matter, **against)) == (
        "talks.all_have_signed", "TA-10"
    )  # fmt: skip


def test_a_withdrawn_decision_is_signed_by_nobody() -> None:
    """Its proposer withdraws it before all have signed."""
    cell = Cell()
    matter = proposed(cell)
    decision = decides(cell, matter, "SY")
    told(cell, "US", "decision_withdrawn", matter, of=decision.id, why="EXERCISE")
    digest = cell.state(matter).instrument(decision.id).digest
    late = told(cell, "IL", "decision_signed", matter, of=decision.id, digest=digest)
    assert cell.refusal(late) == ("talks.instrument_gone", "TA-10")


def test_the_parties_of_a_file_sign_what_is_decided_about_it() -> None:
    """Nothing is decided about a file behind one of its parties, nor about one that is on no agenda."""
    cell = Cell()
    matter, file = proposed(cell), opened(cell, parties=["IL", "SY"])
    assert cell.refusal(decides(cell, matter, file=file.id)) == ("talks.not_on_agenda", "TA-6")
    agenda(cell, matter, file)
    few = decides(cell, matter, file=file.id, signatories=["SY", "US"])
    assert cell.refusal(few) == ("talks.parties_sign", "TA-10")
    assert cell.refusal(decides(cell, matter, sitting=file.id)) == ("talks.sitting_unknown", "TA-10")
    assert cell.refusal(decides(cell, matter, file=file.id)) is None


def test_nothing_is_agreed_until_all_is_agreed() -> None:
    """A decision that all have signed has no effect before the package of all of them is signed (TA-11)."""
    cell = Cell()
    matter, file, apart = proposed(cell, package=True), opened(cell), opened(cell)
    agenda(cell, matter, file, apart)
    one = decides(cell, matter, "SY", "IL", file=file.id)
    two = decides(cell, matter, "SY")
    state = cell.state(matter)
    assert state.stands(state.instrument(one.id)) == "agreed_so_far"
    parts = [{"of": one.id, "digest": state.instrument(one.id).digest}]
    both = [*parts, {"of": two.id, "digest": state.instrument(two.id).digest}]
    who = {"signatories": ["IL", "SY"]}

    def refused(decisions: list[dict[str, str]], **more: object) -> object:
        return cell.refusal(told(cell, "US", "package_proposed", matter, decisions=decisions, **{**who, **more}))

    assert refused(both) == ("talks.not_signed_by_all", "TA-11")
    assert refused(parts) == ("talks.not_all_agreed", "TA-11")
    signs(cell, "IL", matter, two)
    assert refused(parts) == ("talks.left_out_decision", "TA-11")
    assert refused(both) == ("talks.file_undecided", "TA-11")
    assert refused(both, left_out=[apart.id], signatories=["SY", "US"]) == ("talks.parties_sign", "TA-11")
    wrong = [both[0], {**both[1], "digest": "0" * 64}]
    assert refused(wrong, left_out=[apart.id]) == ("talks.other_bytes", "TA-11")
    package = told(cell, "US", "package_proposed", matter, decisions=both, left_out=[apart.id], **who)
    signs(cell, "SY", matter, package)
    state = cell.state(matter)
    assert [state.stands(state.instrument(each.id)) for each in (one, two)] == ["agreed_so_far"] * 2
    signs(cell, "IL", matter, package)
    state = cell.state(matter)
    assert [state.stands(state.instrument(each.id)) for each in (one, two)] == ["in_effect"] * 2
    assert state.effective_s(state.instrument(one.id)) == state.instrument(package.id).signed_s


def test_a_round_without_a_package_has_none() -> None:
    """There each decision takes effect by itself."""
    cell = Cell()
    matter = proposed(cell)
    one = decides(cell, matter, "SY", "IL")
    parts = [{"of": one.id, "digest": cell.state(matter).instrument(one.id).digest}]
    found = told(cell, "US", "package_proposed", matter, decisions=parts, signatories=["IL", "SY"])
    assert cell.refusal(found) == ("talks.no_package", "TA-11")


def test_a_decision_that_was_signed_beside_the_package_waits_for_the_next() -> None:
    """Neither author knew of the other: the package closes over what it names."""
    cell = Cell()
    matter = proposed(cell, package=True)
    agenda(cell, matter)
    one = decides(cell, matter, "SY", "IL")
    parts = [{"of": one.id, "digest": cell.state(matter).instrument(one.id).digest}]
    package = cell.say(
        "US", "package_proposed", matter=matter, decisions=parts, signatories=["IL", "SY"], role="delegate"
    )
    beside = cell.say(
        "SY", "decision_proposed", matter=matter, subject="EXERCISE", texts=TEXTS, signatories=["IL", "SY"],
        role="delegate",
    )  # fmt: skip
    cell.reads()
    for code in ("SY", "IL"):
        signs(cell, code, matter, beside)
        signs(cell, code, matter, package)
    state = cell.state(matter)
    assert state.stands(state.instrument(one.id)) == "in_effect"
    assert state.stands(state.instrument(beside.id)) == "agreed_so_far"


def test_a_member_reserves_its_position_beside_a_decision() -> None:
    """It stands beside it until its author lifts it; nobody lifts another's (TA-12)."""
    cell = Cell()
    matter = proposed(cell)
    decision = decides(cell, matter, "SY", "IL")
    words = {"text": "EXERCISE without prejudice", "lang": "en"}
    nothing = told(cell, "SY", "reservation_lifted", matter, of=decision.id)
    assert cell.refusal(nothing) == ("talks.no_reservation", "TA-12")
    told(cell, "SY", "decision_reserved", matter, of=decision.id, **words)
    shown = cell.state(matter).as_json()["decisions"][0]
    assert (shown["stands"], shown["reservations"][0]["member"]) == ("in_effect", "SY")
    others = told(cell, "IL", "reservation_lifted", matter, of=decision.id)
    assert cell.refusal(others) == ("talks.no_reservation", "TA-12")
    told(cell, "SY", "reservation_lifted", matter, of=decision.id)
    assert cell.state(matter).reservations_on(decision.id) == ()
    sitting = sits(cell, matter)
    about = told(cell, "SY", "decision_reserved", matter, of=sitting.id, **words)
    assert cell.refusal(about) == ("talks.decision_unknown", "TA-12")


def test_an_agenda_names_sixteen_files_and_no_more() -> None:
    """An entry cites sixteen others at most: whatever is opened late finds all that builds on it."""
    cell = Cell()
    matter = proposed(cell)
    files = [opened(cell) for _ in range(17)]
    said = {"lang": "en", "signatories": ["IL", "SY", "US"]}
    points = [{"subject": "EXERCISE", "file": each.id} for each in files]
    assert cell.refusal(told(cell, "US", "agenda_proposed", matter, points=points, **said)) == ("content_faulty", "M-3")
    assert cell.refusal(told(cell, "US", "agenda_proposed", matter, points=points[1:], **said)) is None
