"""Old sealing keys go by policy: said in the record first, and only when nothing can need them any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.node import retiring, rounds
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.test_rotating import announced, rotate, says

DAYS = 3


@pytest.fixture
def rotated(paris: Mechanism) -> Mechanism:
    """A mechanism in which SY has announced a second key, and keeps old ones for three days."""
    paris.old_sealing_keys_days = DAYS
    says(paris, "IL")
    paris.carry_all()
    rotate(paris, "SY")
    assert announced(paris, "SY")
    return paris


def all_read(paris: Mechanism) -> None:
    """Let every member read all, and SY read that they did."""
    paris.carry_all()
    for code in ("IL", "US"):
        says(paris, code)
    paris.carry_all()


def later(paris: Mechanism, *, days: float) -> None:
    """Let the time of SY pass."""
    paris.clocks["SY"].at_ms += int(days * retiring.DAY_MS)


def said(paris: Mechanism) -> list[str]:
    """Let SY say what is due; return the keys."""
    node = paris.nodes["SY"]
    return node.writer.call(lambda ledger: rounds.retire(node)).result()


def ended(paris: Mechanism) -> list[Path]:
    """Let SY destroy what its log says is destroyed; return the files."""
    node = paris.nodes["SY"]
    return node.writer.call(lambda ledger: retiring.end_keys(ledger, node.keys.sealing_files)).result()


def old(paris: Mechanism) -> list[retiring.OldKey]:
    """Return SY's old keys."""
    return paris.nodes["SY"].writer.call(retiring.old_keys).result()


def test_an_old_key_goes_after_its_days_and_everything_stays_readable(rotated: Mechanism) -> None:
    """Three days after all have read of the next key the file is gone, the record says so, and a rebuild opens all."""
    all_read(rotated)
    later(rotated, days=DAYS - 0.1)
    assert said(rotated) == [] and ended(rotated) == []
    later(rotated, days=0.2)
    assert said(rotated) == [key.recipient for key in old(rotated)] != []
    file = rotated.home("SY").keys / "sealing.key"
    assert ended(rotated) == [file] and not file.exists()
    assert old(rotated) == [] and said(rotated) == []
    after = says(rotated, "IL")
    rotated.carry_all()
    assert after in comparing.states(rotated.nodes["SY"])
    rotated.close("SY")
    rotated.open("SY")
    for node in rotated.nodes.values():
        comparing.assert_live_is_rebuilt(node)
    comparing.assert_alike(list(rotated.nodes.values()))
    kinds = [kind for kind, _, _ in comparing.points(rotated.nodes["US"]).values()]
    assert kinds.count("sealing_key_destroyed") == 1


def test_a_member_that_has_not_read_of_the_next_key_holds_it(rotated: Mechanism) -> None:
    """While one member may still seal to the old key it is kept, and whom it waits for is told."""
    rotated.carry("SY", "IL")
    says(rotated, "IL")
    rotated.carry("IL", "SY")
    later(rotated, days=10 * DAYS)
    assert [(key.waits_for, key.since_ms) for key in old(rotated)] == [(("US",), None)]
    assert said(rotated) == []
    late = says(rotated, "US")
    rotated.carry("US", "SY")
    assert late in comparing.states(rotated.nodes["SY"]) and said(rotated) == []


def test_what_a_cut_left_between_record_and_file_the_next_start_ends(rotated: Mechanism) -> None:
    """Said and not done: the next start destroys the file; and so it does with a copy out of a backup."""
    all_read(rotated)
    later(rotated, days=DAYS + 1)
    file = rotated.home("SY").keys / "sealing.key"
    copy = file.read_bytes()
    assert len(said(rotated)) == 1
    for _ in range(2):
        rotated.close("SY")
        rotated.open("SY")
        assert ended(rotated) == [file]
        assert said(rotated) == []
        file.write_bytes(copy)
        file.chmod(0o600)


def test_with_no_days_a_key_is_kept(rotated: Mechanism) -> None:
    """Where the policy names no days, no key goes by itself, however old."""
    all_read(rotated)
    rotated.old_sealing_keys_days = 0
    rotated.close("SY")
    rotated.open("SY")
    later(rotated, days=1000)
    assert said(rotated) == [] and ended(rotated) == []
    assert len(old(rotated)) == 1


def test_the_newest_key_and_one_that_others_name_never_go(rotated: Mechanism) -> None:
    """Another member's word about our keys destroys nothing."""
    all_read(rotated)
    il = rotated.nodes["IL"]
    newest = str(rotated.nodes["SY"].ledger.secrets.sealing[0].recipient)
    content = {"recipient": newest}
    draft = retiring.Draft(retiring.DESTROYED, il.founding.codes, content)
    il.writer.call(lambda ledger: retiring.write_draft(ledger, draft, at_ms=il.clock.now_ms())).result()
    rotated.carry_all()
    assert ended(rotated) == [] and retiring.destroyed(rotated.nodes["SY"].ledger) == set()
