"""What a restored node can open no more, since it destroyed the key of that time, is asked for and disclosed again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parley.node import losing, recovery
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.test_disclosure import ask_and_answer, said
from tests.node.test_restore import release, sizes
from tests.node.test_rotating import announced, rotate, says
from tests.tracks.hotline.cell import CONTENTS


def tell(paris: Mechanism, code: str, *to: str) -> str:
    """Let a member send a message to some and return its id."""
    done = file(Draft("message_sent", to, CONTENTS["message_sent"], role="duty_officer"), node=paris.nodes[code])
    assert isinstance(done, Filed), done
    return done.id


def lived(paris: Mechanism) -> dict[str, str]:
    """Let SY send, receive and overhear, give its receipts, change its key and destroy the old one; return what."""
    entries = {
        "sent": tell(paris, "SY", "IL", "US"), "sent to one": tell(paris, "SY", "US"),
        "received": tell(paris, "IL", "SY", "US"), "overheard": tell(paris, "IL", "US"),
    }  # fmt: skip
    paris.carry_all(rounds=1)
    paris.receipts("SY")
    rotate(paris, "SY")
    assert announced(paris, "SY")
    paris.carry_all()
    entries["since"] = says(paris, "IL")
    entries["overheard since"] = tell(paris, "IL", "US")
    paris.carry_all()
    (paris.home("SY").keys / "sealing.key").unlink()
    paris.close("SY")
    paris.open("SY")
    return entries


def refilled(paris: Mechanism, backup: Path | None) -> Node:
    """Put SY's older database back, or none at all, fill it up from the others and let it sign; return the node."""
    paris.close("SY")
    home = paris.home("SY")
    for path in home.path.glob("node.sqlite*"):
        path.unlink()
    for path in backup.glob("node.sqlite*") if backup else ():
        shutil.copy(path, home.path / path.name)
    node = paris.open("SY", signing=False)
    for _ in range(2):
        paris.carry("US", "SY")
        paris.carry("IL", "SY")
    assert node.writer.call(lambda ledger: recovery.whole(ledger, sizes(paris))).result()
    release(node)
    return node


def backed_up(paris: Mechanism) -> Path:
    """Return a copy of SY's home as it is now."""
    paris.close("SY")
    home = paris.home("SY").path
    backup = shutil.copytree(home, home.with_name("backup"))
    paris.open("SY")
    return backup


def settle_questions(paris: Mechanism) -> None:
    """Let questions and answers go to and fro until nothing more is asked."""
    for _ in range(4):
        pause(paris)
        ask_and_answer(paris)


def pause(paris: Mechanism) -> None:
    """Let the time pass after which SY may ask again."""
    paris.clocks["SY"].at_ms += losing.ASK_EVERY_MS


def assert_all_back(paris: Mechanism, entries: dict[str, str]) -> None:
    """Assert that SY shows what it sent and received, and nothing that it overheard."""
    node = paris.nodes["SY"]
    shown = comparing.states(node)
    overheard = {entry for what, entry in entries.items() if what.startswith("overheard")}
    assert set(entries.values()) - overheard <= shown.keys() and not overheard & shown.keys()
    comparing.assert_converged(list(paris.nodes.values()))


def test_a_restored_node_that_destroyed_its_old_key_gets_everything_back(paris: Mechanism) -> None:
    """What came and what it said after the backup, sealed to a key that is gone, is asked for and shown again."""
    backup = backed_up(paris)
    entries = lived(paris)
    node = refilled(paris, backup)
    assert entries["received"] not in comparing.states(node) and entries["sent"] not in comparing.states(node)
    settle_questions(paris)
    assert_all_back(paris, entries)


def test_a_node_without_any_database_gets_the_charter_and_everything_back(paris: Mechanism) -> None:
    """With only its keys left a node asks by the founding charter, whose signatures themselves did not open."""
    entries = lived(paris)
    node = refilled(paris, None)
    assert not node.in_force()
    settle_questions(paris)
    assert node.in_force()
    assert_all_back(paris, entries)
    assert tell(paris, "SY", "US") in comparing.states(node)


def test_nothing_is_asked_where_nothing_was_lost(paris: Mechanism) -> None:
    """A node that destroyed old keys and kept its database asks for nothing, live, started again and rebuilt."""
    lived(paris)
    comparing.rebuilt(paris.nodes["SY"])
    paris.close("SY")
    paris.open("SY")
    settle_questions(paris)
    assert said(paris, "US", "disclosure_asked") == []


def test_a_restored_node_that_kept_its_keys_asks_for_nothing(paris: Mechanism) -> None:
    """Where every key is left, an old database fills up and opens all by itself."""
    backup = backed_up(paris)
    pairs = {"sent": ("SY", "IL"), "received": ("IL", "SY"), "overheard": ("IL", "US")}
    entries = {what: tell(paris, *pair) for what, pair in pairs.items()}
    paris.carry_all()
    refilled(paris, backup)
    settle_questions(paris)
    assert said(paris, "US", "disclosure_asked") == []
    assert_all_back(paris, entries)


def test_what_was_overheard_is_asked_for_alike_and_never_answered(paris: Mechanism) -> None:
    """Of what may have been for SY nothing tells it apart: each is asked for once, and SY's own alone are answered."""
    backup = backed_up(paris)
    entries = lived(paris)
    refilled(paris, backup)
    settle_questions(paris)
    il = paris.nodes["IL"].reader()
    declined = il.execute(
        "SELECT a.number FROM asked_of_us a JOIN log l ON l.id = a.log WHERE l.origin = ?",
        (paris.nodes["IL"].ledger.origin,),
    ).fetchall()
    assert [number for (number,) in declined] == [int(entries["overheard"][3:])]
    asked = len(said(paris, "US", "disclosure_asked"))
    comparing.rebuilt(paris.nodes["SY"])
    settle_questions(paris)
    assert len(said(paris, "US", "disclosure_asked")) == asked


def test_a_database_from_before_this_was_noted_asks_for_nothing_old(paris: Mechanism) -> None:
    """What an older program judged counts as tried, and a later loss is still found."""
    lived(paris)
    sy = paris.nodes["SY"]
    sy.writer.call(lambda ledger: [ledger.conn.execute(f"DROP TABLE {name}") for name in ("tried", "lost")]).result()
    paris.close("SY")
    sy = paris.open("SY")
    comparing.rebuilt(sy)
    settle_questions(paris)
    assert said(paris, "US", "disclosure_asked") == []


def test_own_entries_that_nobody_can_give_back_hold_nothing_up_for_ever(paris: Mechanism) -> None:
    """Where an own entry is never answered, the others are asked for after some rounds."""
    backup = backed_up(paris)
    alone = file(Draft("message_sent", ("US",), CONTENTS["message_sent"], role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(alone, Filed)
    entries = lived(paris)
    refilled(paris, backup)
    # The one other addressee stays silent.
    for _ in range(losing.ROUNDS_OWN_FIRST + 2):
        pause(paris)
        for code in ("SY", "IL"):
            paris.receipts(code)
        paris.carry("SY", "IL")
        paris.carry("IL", "SY")
    shown = comparing.states(paris.nodes["SY"])
    assert alone.id not in shown and entries["received"] in shown


@pytest.mark.parametrize("limit", [1, 3])
def test_questions_go_out_a_few_at_a_time(paris: Mechanism, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """However much was lost, so much and no more is asked in two seconds, the own entries first."""
    from parley.node import receipting

    monkeypatch.setattr(receipting, "MAX_QUESTIONS", limit)
    backup = backed_up(paris)
    lived(paris)
    node = refilled(paris, backup)
    for _ in range(3):
        paris.receipts("SY")
    asked = node.reader().execute("SELECT log, number FROM wanted WHERE asked = 1 ORDER BY number").fetchall()
    assert len(asked) == limit and {log for log, _ in asked} == {node.ledger.own}
