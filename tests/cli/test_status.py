"""`parley status` tells what needs an operator, in sentences, and its exit code says whether anything does."""

from __future__ import annotations

from typing import Any

import pytest

from parley.cli.status import alarms, lines
from parley.texts import LANGUAGES

SY, IL = "paris-2026.parley.example/sy", "paris-2026.parley.example/il"


def link(**changes: Any) -> dict[str, Any]:
    """Return a link that is well but for the changes."""
    well = {"peer": "IL", "state": "up", "code": None, "since_ms": 0, "skew_ms": 40, "skew_within_ms": 5, "muted": {}}
    return {**well, **changes}


def status(**changes: Any) -> dict[str, Any]:
    """Return the status of a node that is well but for the changes."""
    well = {
        "member": "SY", "name": "SY", "mechanism": "paris-2026", "exercise": False, "charter": "c" * 64,
        "charter_in_force": True, "membership": "member",
        "charter_missing": [], "may_sign": True, "mark_fault": None, "old_sealing_keys": [], "old_sealing_keys_days": 0,
        "overlap_index": {"where": "memory", "fault": None}, "queued": 0, "voids": 0, "forks": [], "pending": [],
        "logs": [log("SY", SY), log("IL", IL)],
        "links": {"peers": [link()], "alive": {"IL": {"size": 3, "signed_at_s": 0, "seen_at_ms": 0}}},
    }
    return {**well, **changes}


def log(member: str, origin: str, frozen_at: int | None = None) -> dict[str, Any]:
    """Return a log of three entries."""
    return {
        "member": member, "name": member, "log": origin, "size": 3, "judged": 3, "frozen_at": frozen_at,
        "closed": False,
    }  # fmt: skip


def closed(member: str, origin: str) -> dict[str, Any]:
    """Return a log that a succession has closed at its second entry."""
    return {**log(member, origin, 2), "judged": 2, "closed": True}


def links(**changes: Any) -> dict[str, Any]:
    """Return the board with one link that is well but for the changes."""
    return {"links": {"peers": [link(**changes)], "alive": {}}}


WRONG = [
    (status(charter_in_force=False, charter_missing=[{"charter": "c" * 64, "members": ["IL"]}]), "status.not_in_force"),
    (status(charter_in_force=False, membership="joins"), "status.joins"),
    (status(charter_in_force=False, membership="left"), "status.left"),
    (
        status(charter_in_force=False, membership="succeeded", logs=[closed("SY", SY), log("IL", IL)]),
        "status.own_closed",
    ),
    (status(may_sign=False, queued=2), "status.recovering"),
    (status(overlap_index={"where": "memory", "fault": "connection refused"}), "status.index_away"),
    (status(mark_fault="No space left on device"), "status.no_mark"),
    (status(logs=[log("IL", IL, 1)]), "status.fork"),
    (status(logs=[log("SY", SY, 1)]), "status.own_fork"),
    (
        status(pending=[{"log": IL, "member": "IL", "number": 3, "waits_for": "US/9", "waiting": 2}]),
        "status.pending",
    ),
    (status(**links(muted={IL: "link.fork_not_proven"})), "status.muted"),
    (status(**links(muted={IL: "log_frozen"})), "status.muted"),
    (status(logs=[log("IL", IL, 1)], **links(muted={IL: "log_frozen"})), "status.fork"),
    (status(**links(skew_ms=10_800_000)), "status.clock_ahead"),
    (status(**links(skew_ms=-10_800_000)), "status.clock_behind"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("found", "code"), WRONG)
def test_each_thing_that_needs_an_operator_is_one_alarm(found: dict[str, Any], code: str, language: str) -> None:
    """Each is told by its own sentence, and nothing else is raised beside it."""
    assert [told for told, _ in alarms(found, language)] == [code]
    assert all(line.strip() for line in lines(found, language))


@pytest.mark.parametrize(
    "found",
    [
        status(),
        status(**links(skew_ms=9_000, skew_within_ms=200)),
        status(**links(skew_ms=None, skew_within_ms=None, state="down", code="link.unreachable")),
        status(charter_missing=[{"charter": "d" * 64, "members": ["IL"]}]),
        status(logs=[log("SY", SY), closed("IL", IL), {**log("IL", f"{IL}-2"), "name": "IL-2"}]),
    ],
    ids=["well", "a few seconds", "a link down", "an amendment waits", "a log that was closed"],
)
def test_what_mends_itself_or_waits_for_people_is_no_alarm(found: dict[str, Any]) -> None:
    """A link that is down, an amendment that is not signed yet and a small skew are told without alarm."""
    assert list(alarms(found, "en")) == []
    assert "Nothing needs an operator." in list(lines(found, "en"))


def test_a_link_that_is_down_says_why_and_since_when() -> None:
    """The reason stands there as a sentence, with the time in UTC."""
    told = "\n".join(lines(status(**links(state="down", code="link.unreachable", since_ms=1_772_361_720_000)), "en"))
    assert "not connected since 2026-03-01 10:42:00Z. Nobody answers at the peer's address." in told
