"""Acts judged by announced keys: the announcement, its revocation and the act stand in one log, so numbers decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.model import ANNOUNCED_KEYS, SignatureRule
from parley.matters.acts import act_bytes, refuse_unsigned
from parley.matters.entry import Entry, Point
from parley.matters.officer_keys import (
    OfficerKey,
    announcement_bytes,
    faults_of_announcement,
    no_keys,
    refuse_unproven,
)
from tests.record.passkey import Passkey
from tests.tracks.hotline.cell import ALL, START_MS, charter, message

KEY = Passkey()
LOG = "demo.example/sy"
PARIS = charter()
BASIS = PARIS.bases["this_charter"]
ASKING = replace(PARIS, signatures={"message_sent": SignatureRule("message_sent", ("chief",), BASIS, ANNOUNCED_KEYS)})
SPKI = KEY.sign(b"")["key"]
STANDS = OfficerKey(3, "chief", SPKI, "AA", START_MS + 1000, ALL)


def act(*, key: Passkey = KEY, number: int = 7, at_ms: int = START_MS, **changes: Any) -> Entry:
    """Return a chief's message that opens a matter, signed, citing SY/3 unless told otherwise."""
    content = {**message(), "role": "chief"}
    entry = f"SY/{number}"
    over = act_bytes(log=LOG, kind="message_sent", matter=None, to=ALL, role="chief", content=content)
    whole = {**content, "signature": key.sign(over), "key_entry": "SY/3", **changes}
    held = {name: value for name, value in whole.items() if value is not None}
    return Entry(entry, "SY", Point(LOG, number, at_ms, 9, {}), ALL, "message_sent", entry, held)


def code(entry: Entry, key: OfficerKey | None = STANDS, version: Any = ASKING) -> str | None:
    """Return the code of the refusal where SY/3 announces `key`."""
    asked = no_keys if key is None else lambda log, number: key if (log, number) == (LOG, key.number) else None
    refusal = refuse_unsigned(version, entry, within=None, key_at=asked)
    assert refusal is None or refusal.clause in ("C-12", "C-13")
    return refusal.code if refusal else None


def test_an_act_by_an_announced_key_stands() -> None:
    """It cites the announcement of its own log, for its role, to all who read it."""
    assert code(act()) is None


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (act(key_entry=None), STANDS),
        (act(), None),
        (act(key_entry="IL/3"), STANDS),
        (act(key_entry="SY/4"), STANDS),
        (act(number=3), STANDS),
        (act(number=2), STANDS),
        (act(), replace(STANDS, to=("SY", "US"))),
    ],
    ids=["nothing cited", "no such key", "another's log", "another entry", "itself", "a later one", "fewer readers"],
)
def test_an_unannounced_key_is_void(entry: Entry, key: OfficerKey | None) -> None:
    """What was not announced before, in the same log, to every reader of the act, does not count."""
    assert code(entry, key) == "act_key_not_announced"


@pytest.mark.parametrize("key", [replace(STANDS, role="delegate"), replace(STANDS, key=Passkey().sign(b"")["key"])])
def test_a_key_announced_for_another_role_or_person_is_void(key: OfficerKey) -> None:
    """The announcement names the very key and the very role of the act."""
    assert code(act(), key) == "act_key_of_another"


def test_a_revoked_key_signs_what_came_before_its_revocation_and_nothing_after() -> None:
    """The number of the revocation in the log decides; a later revocation takes nothing back."""
    assert code(act(number=7), replace(STANDS, revoked_at=6)) == "act_key_revoked"
    assert code(act(number=7), replace(STANDS, revoked_at=8)) is None


def test_a_key_whose_time_is_over_is_void() -> None:
    """The instant that the author's own leaf tells is what counts."""
    assert code(act(at_ms=STANDS.until_ms)) == "act_key_over"
    assert code(act(at_ms=STANDS.until_ms - 1)) is None


def test_a_charter_that_asks_for_no_announcement_judges_as_before() -> None:
    """Where keys are only carried, an act without an announcement stands; one that cites a wrong one does not."""
    carried = replace(PARIS, signatures={"message_sent": SignatureRule("message_sent", ("chief",), BASIS)})
    assert code(act(key_entry=None), None, carried) is None
    assert code(act(), None, carried) == "act_key_not_announced"


def announcement(**changes: Any) -> dict[str, Any]:
    """Return a sound announcement of the key for a chief."""
    over = announcement_bytes(log=LOG, role="chief", until_ms=STANDS.until_ms)
    return {"role": "chief", "until_ms": STANDS.until_ms, "signature": KEY.sign(over), **changes}


def test_a_key_signs_its_own_announcement() -> None:
    """With the signature of the key that it announces, for this log, role and time, it is proven."""
    assert faults_of_announcement(announcement()) == ()
    assert refuse_unproven(announcement(), log=LOG) is None


@pytest.mark.parametrize(
    "content",
    [announcement(role="delegate"), announcement(until_ms=STANDS.until_ms + 1), announcement(signature=KEY.sign(b""))],
    ids=["role", "time", "words"],
)
def test_an_announcement_signed_over_other_words_is_refused(content: dict[str, Any]) -> None:
    """Role and time are what is signed."""
    refusal = refuse_unproven(content, log=LOG)
    assert refusal is not None and refusal.clause == "C-13"
    assert refuse_unproven(announcement(), log="demo.example/il") is not None


@pytest.mark.parametrize("name", ["role", "until_ms", "signature"])
@pytest.mark.parametrize("value", [None, "", 0, -1, True, [], {}, "x" * 70])
def test_a_malformed_announcement_has_a_fault_at_its_field(name: str, value: Any) -> None:
    """Whatever a peer wrote in a field is a fault of that field."""
    assert name in {fault.where for fault in faults_of_announcement(announcement(**{name: value}))}
