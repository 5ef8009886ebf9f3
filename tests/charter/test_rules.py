"""Who may file what to whom: every clause allowed and refused, and what is not agreed refuses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from parley.charter.model import Charter, Provenance
from parley.charter.rules import (
    NODE_KINDS,
    due_at,
    escalation_levels,
    handling_minutes,
    level_at,
    may_file,
    precedence_of,
    refuse_unreleased,
    roles_on,
    standing_in,
    tracks_of_role,
)
from parley.charter.verdict import Permit, Refusal
from parley.matters.housekeeping import KINDS as HOUSEKEEPING
from tests.charter.making import FIVE, PARIS, charter_of
from tests.tracks.hotline.cell import track_of

ALL = ("IL", "SY", "US")
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ASSERTED = Provenance("somebody's word", date(2026, 1, 1), "asserted", ("SY",))


def outcome(charter: Charter, **changes: object) -> tuple[str, str]:
    """Return clause and code ("" for a permit) of a draft that is allowed but for the changes."""
    draft = {"member": "SY", "role": "duty_officer", "kind": "message_sent", "track": "hotline", "to": ALL, **changes}
    verdict = may_file(charter, **draft)  # type: ignore[arg-type]
    return (verdict.clause, "") if isinstance(verdict, Permit) else (verdict.clause, verdict.code)


CASES = [
    ({}, "C-4", ""),
    ({"to": ("IL", "SY")}, "C-4", ""),
    ({"to": ("SY", "US")}, "C-4", ""),
    ({"role": "chief"}, "C-4", ""),
    ({"role": "translator", "kind": "translation_attached"}, "C-4", ""),
    ({"member": "US", "role": "supervisor_staff"}, "C-4", ""),
    ({"role": None, "kind": "line_check_sent"}, "C-7", ""),
    ({"role": None, "kind": "opened", "track": "mechanism", "to": ("IL", "SY")}, "C-7", ""),
    ({"member": "XX"}, "C-1", "charter.not_a_member"),
    ({"track": "espionage"}, "C-2", "charter.track_closed"),
    ({"role": None}, "C-3", "charter.role_missing"),
    ({"role": ["chief"]}, "C-3", "charter.role_missing"),
    ({"role": "king"}, "C-3", "charter.role_unknown"),
    ({"role": "analyst"}, "C-3", "charter.role_not_on_track"),
    ({"role": "supervisor_staff"}, "C-3", "charter.role_not_of_member"),
    ({"role": "translator"}, "C-4", "charter.kind_not_for_role"),
    ({"to": ("SY", "XX")}, "C-5", "charter.addressee_unknown"),
    ({"to": ("IL", "US")}, "C-5", "charter.author_not_addressed"),
    ({"to": ("SY", "SY", "US")}, "C-5", "charter.addressee_twice"),
    ({"track": "commitments", "role": "chief", "to": ("IL", "SY")}, "C-6", "charter.no_such_audience"),
    ({"track": "talks", "role": "delegate", "to": ("SY",)}, "C-4", ""),
    ({"track": "disputes", "role": "chief", "to": ("IL", "SY")}, "C-6", "charter.no_such_audience"),
]


@pytest.mark.parametrize(
    ("changes", "clause", "code"), CASES, ids=[f"{c[1]}-{c[2] or 'permit'}-{n}" for n, c in enumerate(CASES)]
)
def test_a_draft_is_permitted_or_refused_by_its_clause(changes: dict[str, object], clause: str, code: str) -> None:
    """Each clause of the table allows what it should and refuses what it should."""
    assert outcome(charter_of(PARIS), **changes) == (clause, code)


def test_the_order_of_the_addressees_changes_nothing() -> None:
    """An audience is a set."""
    assert outcome(charter_of(PARIS), to=("US", "SY", "IL")) == ("C-4", "")


@pytest.mark.parametrize("kind", sorted(NODE_KINDS))
def test_no_charter_can_forbid_what_nodes_say_about_the_record(kind: str) -> None:
    """Every node kind passes without a role, on no track at all, to any members."""
    silent = replace(charter_of(PARIS), tracks={}, roles={}, audiences={})
    assert outcome(silent, role=None, kind=kind, track="mechanism", to=("IL", "SY")) == ("C-7", "")


def test_every_housekeeping_kind_is_a_node_kind() -> None:
    """The kinds that nodes file about the record are those that the charter lets pass."""
    assert set(HOUSEKEEPING) <= NODE_KINDS


def with_standing(charter: Charter, section: str, name: str) -> Charter:
    """Return the charter with one value that is only asserted."""
    values = getattr(charter, section)
    return replace(charter, **{section: {**values, name: replace(values[name], provenance=ASSERTED)}})


@pytest.mark.parametrize(
    ("section", "name", "changes"),
    [
        ("tracks", "disputes", {"track": "disputes", "role": "chief", "to": ("IL", "SY")}),
        ("tracks", "hotline", {"role": "analyst", "kind": "report_given"}),
        ("roles", "translator", {"role": "translator"}),
        ("roles", "supervisor_staff", {"role": "supervisor_staff"}),
    ],
)
def test_what_is_only_asserted_refuses_nothing(section: str, name: str, changes: dict[str, object]) -> None:
    """A draft that the agreed value refuses is permitted once that value is only asserted (C-0)."""
    charter = charter_of(PARIS)
    agreed = outcome(charter, **changes)
    loosened = with_standing(charter, section, name)
    if "analyst" in changes.values():
        loosened = with_standing(loosened, "roles", "analyst")
    assert agreed[1] != ""
    assert outcome(loosened, **changes)[1] == ""


def test_a_proposed_audience_may_be_addressed_and_refuses_nobody() -> None:
    """In the five-party charter the proposed audience of the coast is no ground for a refusal."""
    assert outcome(charter_of(FIVE), member="KA", to=("CHAIR", "KA", "TE")) == ("C-4", "")


@pytest.mark.parametrize("standing", ["proposed", "asserted", "contested"])
def test_a_handling_time_that_is_not_agreed_makes_nothing_late(standing: str) -> None:
    """No due time follows from a value with any other standing than agreed (C-0, C-8)."""
    charter = charter_of(PARIS)
    loose = replace(charter.precedences["flash"], provenance=replace(ASSERTED, standing=standing))
    charter = replace(charter, precedences={**charter.precedences, "flash": loose})
    assert handling_minutes(charter, precedence="flash") is None
    assert due_at(charter, precedence="flash", received_at=AT) is None
    assert due_at(charter, precedence="routine", received_at=AT) == AT + timedelta(hours=6)


def test_a_contested_handling_time_of_a_shipped_charter_makes_nothing_late() -> None:
    """Miravan contests the routine time of the five: a routine message is never late there."""
    assert due_at(charter_of(FIVE), precedence="routine", received_at=AT) is None
    assert due_at(charter_of(FIVE), precedence="Z", received_at=AT) == AT + timedelta(minutes=15)


def test_a_precedence_is_known_by_name_and_by_code() -> None:
    """Z and flash are one precedence; an unknown word is none."""
    charter = charter_of(PARIS)
    assert precedence_of(charter, "Z") == precedence_of(charter, "flash") == charter.precedences["flash"]
    assert precedence_of(charter, "X") is None


def test_a_lapse_rises_level_by_level() -> None:
    """The levels are reached at their minutes, the supervisor last; before the lapse none is (C-10)."""
    charter = charter_of(PARIS)
    assert [(v.role, v.of) for v in escalation_levels(charter, ladder="hotline")] == [
        ("duty_officer", "own"), ("chief", "own"), ("supervisor_staff", "supervisor"),
    ]  # fmt: skip
    reached = [level_at(charter, ladder="hotline", late_for=timedelta(minutes=m)) for m in (-1, 0, 4, 5, 15, 900)]
    assert reached == [0, 1, 1, 2, 3, 3]


def test_a_ladder_that_is_not_agreed_raises_nobody() -> None:
    """An asserted ladder has no levels, and neither has an unknown one (C-0)."""
    charter = with_standing(charter_of(PARIS), "ladders", "hotline")
    assert escalation_levels(charter, ladder="hotline") == escalation_levels(charter, ladder="none") == ()


def test_only_an_agreed_release_is_asked_for() -> None:
    """A release that is contested refuses nothing, and a kind without a rule needs nobody (C-0, C-11)."""
    charter, asserted = charter_of(PARIS), with_standing(charter_of(PARIS), "releases", "call_disputed")
    asked = [
        refuse_unreleased(version, member="SY", kind=kind, released_by=None)
        for version, kind in ((charter, "call_disputed"), (asserted, "call_disputed"), (charter, "call_confirmed"))
    ]
    expected = Refusal("charter.not_released", "C-11", {"kind": "call_disputed", "roles": "duty_officer, chief"})
    assert asked == [expected, None, None]


def test_the_roles_of_a_track_are_those_that_the_member_may_hold() -> None:
    """A party sees no role of the supervisor's staff; the lowest level comes first."""
    charter = charter_of(PARIS)
    names = [role.name for role in roles_on(charter, track="hotline", member="SY")]
    assert names == ["duty_officer", "translator", "chief", "delegate"]
    assert "supervisor_staff" in [role.name for role in roles_on(charter, track="hotline", member="US")]


def test_nothing_is_agreed_before_all_have_signed() -> None:
    """In a charter that is not in force an agreed value stands as proposed, and a contested one as contested."""
    charter = charter_of(FIVE)
    agreed, contested = charter.bases["this_charter"], charter.bases["night_hours"]
    assert [standing_in(agreed, in_force=f) for f in (False, True)] == ["proposed", "agreed"]
    assert [standing_in(contested, in_force=f) for f in (False, True)] == ["contested", "contested"]


def test_a_refusal_carries_the_figures_of_its_text() -> None:
    """The data of a refusal name the role and the kind that it is about."""
    verdict = may_file(charter_of(PARIS), member="SY", role="translator", kind="message_sent", track="hotline", to=ALL)
    assert verdict == Refusal("charter.kind_not_for_role", "C-4", {"role": "translator", "kind": "message_sent"})


@pytest.mark.parametrize("raw", [PARIS, FIVE], ids=["three", "five"])
def test_whoever_releases_an_act_reads_what_it_is_about(raw: bytes) -> None:
    """A second officer off the track would release what nobody shows to it, or could not release at all."""
    charter = charter_of(raw)
    apart = [
        (kind, role)
        for kind, rule in charter.releases.items()
        for role in rule.roles
        if (track := track_of(kind)) is not None and track.name not in tracks_of_role(charter, role)
    ]
    assert apart == []
