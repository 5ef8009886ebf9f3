"""A charter is read whole, or refused with every reason at once, each with its place."""

from __future__ import annotations

from datetime import date

import pytest

from parley.charter.problem import CharterError
from parley.charter.reading import read_charter, read_template
from tests.charter.making import CHARTERS, FIVE, PARIS, assembled, changed, charter_of
from tests.charter.told import all_are_told, problems_of
from tests.charter.wrong import KEYS, WRONG


@pytest.mark.parametrize("path", sorted(CHARTERS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_template_is_sound_and_holds_no_keys(path) -> None:  # type: ignore[no-untyped-def]
    """What the repository ships can be read, and every member waits for its key card."""
    charter = read_template(path.read_bytes())
    assert charter.unkeyed == charter.codes


def test_the_default_charter_is_the_paris_mechanism() -> None:
    """Two parties, one supervisor, three languages, four precedences, hourly and twice-daily line checks."""
    charter = charter_of(PARIS)
    assert [(m.code, m.kind) for m in charter.members] == [("SY", "party"), ("IL", "party"), ("US", "supervisor")]
    assert charter.languages == ("en", "ar", "he")
    assert [(p.code, p.handling_minutes, p.rank) for p in charter.precedences.values()] == [
        ("Z", 10, 1), ("O", 30, 2), ("P", 180, 3), ("R", 360, 4),
    ]  # fmt: skip
    assert {(s.every_minutes, s.answered_by) for s in charter.line_checks} == {(60, "node"), (1440, "officer")}
    assert not charter.mechanism.exercise


def test_what_the_paris_statement_did_not_fix_does_not_claim_it_as_its_source() -> None:
    """No figure of the default charter, and no role or ladder, names the statement of January 2026 as its source."""
    charter = charter_of(PARIS)
    figures = [*charter.precedences.values(), *charter.line_checks, *charter.ladders.values(), *charter.roles.values()]
    assert all(not value.provenance.source.startswith("Joint statement") for value in figures)
    assert all(value.provenance.since >= date(2026, 11, 23) for value in figures)


def test_nothing_is_tied_to_three_members() -> None:
    """Five parties, a chair and an observer in two languages are read as well, a country called NO among them."""
    charter = charter_of(FIVE)
    assert charter.codes == ("NO", "KA", "TE", "MI", "OS", "CHAIR", "OBS")
    assert charter.languages == ("en", "ar")
    assert {v.standing for v in charter.bases.values()} == {"agreed", "proposed", "asserted", "contested"}
    assert len(charter.line_checks) == 22


def test_a_disputed_place_has_each_members_own_label_and_no_other_name() -> None:
    """Where members name a place differently, each label stands under its member, and the base map's name gives way."""
    places = charter_of(PARIS).map.places.values()  # type: ignore[union-attr]
    disputed = [place for place in places if place.labels]
    assert len(disputed) > 3
    for place in disputed:
        assert tuple(place.labels) == ("SY", "IL", "US")
        assert place.names == {}
        assert place.instead_of
        assert not place.provenance.judges


def test_no_line_of_the_default_charter_is_shown_as_agreed() -> None:
    """The drawings of 1974 are working drawings: approximate, proposed, and by whom."""
    lines = charter_of(PARIS).map.lines.values()  # type: ignore[union-attr]
    assert {(line.drawing, line.provenance.standing, line.provenance.by) for line in lines if line.points} == {
        ("approximate", "proposed", ("US",))
    }


def test_the_exercise_shows_every_standing_on_its_map() -> None:
    """An agreed, a proposed, an asserted and a contested line, each with by whom."""
    lines = charter_of(FIVE).map.lines.values()  # type: ignore[union-attr]
    assert [line.provenance.standing for line in lines] == ["agreed", "proposed", "asserted", "contested"]
    assert all(line.provenance.by for line in lines if line.provenance.standing != "agreed")


def test_a_template_cannot_be_taken_for_a_charter() -> None:
    """Without keys there is nothing to sign: each member that waits is a problem at its line."""
    with pytest.raises(CharterError) as refused:
        read_charter(PARIS)
    lines = PARIS.decode().split("\n")
    assert [p.code for p in refused.value.problems] == ["charter.keys_to_come"] * 3
    assert all("keys: from_card" in lines[p.mark.line - 1] for p in refused.value.problems)


@pytest.mark.parametrize(("old", "new", "code", "where"), WRONG, ids=[f"{w[2]}-{n}" for n, w in enumerate(WRONG)])
def test_one_mistake_is_told_at_its_value(old: str, new: str, code: str, where: str) -> None:
    """Each mistake in the default charter is reported under its code at its path, in words; and soundness passes."""
    problems = problems_of(lambda: read_template(changed(PARIS, (old, new))))
    found = [(problem.code, problem.where) for problem in problems]
    assert (code, where) in found if code else found == []
    all_are_told(problems)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    """Five mistakes in five parts are five problems: none hides another."""
    raw = changed(
        PARIS,
        ("exercise: false", "exercise: maybe"),
        ("code: IL\n", "code: 1L\n"),
        ("roles: [analyst, chief, supervisor_staff]", "roles: [analyst, spy]"),
        ("handling_minutes: 30,", "handling_minutes: soon,"),
        ("after_minutes: 15", "after_minutes: 1"),
    )
    with pytest.raises(CharterError) as refused:
        read_template(raw)
    problems = refused.value.problems
    told = ["mechanism.exercise", "members.1.code", "tracks.information.roles.1"]
    told += ["precedences.immediate.handling_minutes", "ladders.hotline.levels.2.after_minutes"]
    assert [p.where for p in problems if p.where in told] == told
    assert list(problems) == sorted(problems, key=lambda p: p.mark)


def test_a_problem_names_the_line_of_its_value() -> None:
    """The mark of a problem leads an editor to the very value."""
    raw = changed(PARIS, ("handling_minutes: 180", "handling_minutes: soon"))
    with pytest.raises(CharterError) as refused:
        read_template(raw)
    (problem,) = refused.value.problems
    line = raw.decode().split("\n")[problem.mark.line - 1]
    assert line[problem.mark.column - 1 :].startswith("soon")


def test_a_kind_that_does_not_exist_is_told_only_to_who_knows_all_kinds() -> None:
    """With the known kinds a misspelt one is a problem; a node that lacks a newer kind still reads the charter."""
    charter = read_template(PARIS)
    kinds = {kind for track in charter.tracks.values() for kind in track.node_files} - {"line_check_answered"}
    kinds |= {*charter.releases, *charter.signatures, *(name for role in charter.roles.values() for name in role.may)}
    with pytest.raises(CharterError) as refused:
        read_template(PARIS, kinds=kinds)
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("charter.unknown_kind", "tracks.hotline.node_files.1")
    ]


def test_the_digest_is_that_of_the_very_bytes() -> None:
    """One more space in a comment is another charter."""
    raw = assembled(PARIS)
    assert read_charter(raw).digest != read_charter(raw + b"# \n").digest


@pytest.mark.parametrize(("old", "new", "code", "where"), KEYS, ids=[f"{k[2]}-{n}" for n, k in enumerate(KEYS)])
def test_a_wrong_key_or_address_is_told_at_its_value(old: str, new: str, code: str, where: str) -> None:
    """Each mistake in what the key cards brought is reported at its member, in words."""
    with pytest.raises(CharterError) as refused:
        read_charter(changed(assembled(PARIS), (old, new)))
    assert (code, where) in [(p.code, p.where) for p in refused.value.problems]
    all_are_told(refused.value.problems)


def test_garbage_instead_of_a_charter_is_refused_with_problems() -> None:
    """A list, a word and nothing at all are refused, not crashed on."""
    for raw in (b"[a]\n", b"word\n", b"", b"members: x\nroles: [1]\ntracks: {hotline: y}\n"):
        with pytest.raises(CharterError) as refused:
            read_charter(raw)
        assert refused.value.problems
