"""A new version of the program judges anew what an older one judged, so that all nodes and a rebuild show the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.node import judged_by, running
from parley.node.drafts import AttachmentDraft, Draft
from parley.node.filing import Filed, file
from parley.node.store import bodies
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

TO = ("IL", "US")


def say(paris: Mechanism, *attachments: AttachmentDraft) -> str:
    """Send a message from SY to all, and return its entry."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    done = file(Draft("message_sent", TO, content, attachments=attachments), node=paris.nodes["SY"])
    assert isinstance(done, Filed)
    paris.carry_all()
    return done.id


def as_of_older_rules(paris: Mechanism, code: str, *changes: str) -> None:
    """Stop a node, and leave its database as a program with other rules would have."""
    node = paris.nodes[code]
    for change in ("UPDATE judged_by SET rules = 'older'", *changes):
        node.writer.call(lambda ledger, change=change: ledger.conn.execute(change)).result()
    paris.close(code)


@pytest.mark.parametrize("changes", [(), ("DELETE FROM judged_by",)], ids=["other rules", "before rules were noted"])
def test_what_older_rules_judged_is_judged_again_at_the_start(paris: Mechanism, changes: tuple[str, ...]) -> None:
    """An entry that an older program held void, and a state in its form, are shown as every other node shows them."""
    entry = say(paris)
    as_of_older_rules(
        paris, "IL", *changes,
        "UPDATE point SET verdict = '{\"clause\":\"H-1\",\"code\":\"content_faulty\",\"data\":{}}' "
        "WHERE kind = 'message_sent'",
        f"DELETE FROM matter WHERE id = '{entry}'",
    )  # fmt: skip
    node = paris.open("IL")
    assert entry in comparing.states(node)
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(node)


def test_a_start_by_the_same_rules_judges_nothing_again(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that is started anew has its tables as they were, at no cost; so has one that was just judged anew."""
    say(paris)
    as_of_older_rules(paris, "IL")
    paris.open("IL")
    monkeypatch.setattr(running, "rebuild", lambda ledger: pytest.fail("it judged all again"))
    for code in ("IL", "SY"):
        paris.close(code)
        paris.open(code)


def test_every_source_that_judges_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rules in hand are told from others by every source of the pure layers, its name and each of its bytes."""
    for name in judged_by.PURE:
        (tmp_path / name).mkdir()
    (tmp_path / "node").mkdir()
    for name in judged_by.BESIDE:
        (tmp_path / "node" / f"{name}.py").touch()
    monkeypatch.setattr(judged_by.parley, "__file__", str(tmp_path / "__init__.py"))
    found = set()
    for text in ("LIMIT = 3", "LIMIT = 4"):
        for name in ("rules.py", "limits.py"):
            path = tmp_path / "tracks" / name
            path.write_text(text, encoding="utf-8")
            found.add(judged_by.rules_in_hand.__wrapped__())
            path.unlink()
    assert len(found) == 4


def test_a_false_size_that_an_older_program_kept_alone_keeps_nothing_out(paris: Mechanism, tmp_path: Path) -> None:
    """The sizes that later leaves named are read out of the record again: then the attachment can be fetched whole."""
    path = tmp_path / "wells.txt"
    path.write_bytes(b"three wells")
    say(paris, AttachmentDraft("wells.txt", "text/plain", path))
    (digest, true), = paris.nodes["IL"].reader().execute("SELECT digest, size FROM attachment").fetchall()
    as_of_older_rules(
        paris, "IL", "DROP TRIGGER attachment_update", "UPDATE attachment SET size = 7", "DELETE FROM attachment_size",
    )  # fmt: skip
    assert sorted(bodies.sizes_named(paris.open("IL").reader(), digest)) == sorted([7, true])
