"""Nodes that are killed under load or get an older database: nothing that was said is lost, and nothing forked."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tests.stories.nodes import Mechanism, message, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]

ENOUGH, MANY = 40, 3000
DATABASE = ("node.sqlite", "node.sqlite-wal", "node.sqlite-shm")


def kill_while_filing(mechanism: Mechanism, name: str, *, texts: str) -> dict[str, str]:
    """File messages as fast as the node takes them, kill it in the middle, and return what it had acknowledged."""
    acknowledged: dict[str, str] = {}
    with socket.socket(socket.AF_UNIX) as line, line.makefile("rb") as answers:
        line.settimeout(20)
        line.connect(str(mechanism.posts[name].home / "run" / "parley.sock"))
        threading.Thread(target=send, args=(line, texts, mechanism.codes), daemon=True).start()
        for answer in whole_lines(answers):
            assert answer["outcome"] == "filed", answer
            acknowledged[answer["id"]] = f"{texts} {len(acknowledged)}"
            if len(acknowledged) == ENOUGH:
                mechanism.kill(name)
    assert ENOUGH <= len(acknowledged) < MANY, "it was not killed in the middle"
    return acknowledged


def send(line: socket.socket, texts: str, to: tuple[str, ...]) -> None:
    """Send drafts until all are sent or the node is gone."""
    with suppress(OSError):
        for n in range(MANY):
            line.sendall(json.dumps({"op": "file", "draft": message(f"{texts} {n}", to=to)}).encode() + b"\n")


def whole_lines(answers: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the answers that came whole; the rest of one that broke off was acknowledged to nobody."""
    with suppress(OSError):
        while (line := answers.readline()).endswith(b"\n"):
            yield json.loads(line)


def test_what_was_acknowledged_survives_two_kills_in_a_row(paris: Mechanism) -> None:
    """Killed twice while it files, a node has every entry that it had acknowledged, and all logs verify everywhere."""
    acknowledged = kill_while_filing(paris, "SY", texts="first")
    paris.start("SY")
    until(lambda: paris.status("SY")["may_sign"], what="SY may sign")
    acknowledged |= kill_while_filing(paris, "SY", texts="second")
    paris.start("SY")
    paris.level(within_s=90)
    for name in paris.posts:
        for entry, text in list(acknowledged.items())[:: len(acknowledged) // ENOUGH]:
            assert paris.ask(name, {"op": "matter", "id": entry})["matter"]["state"]["text"] == text
        assert paris.status(name)["forks"] == []
        paris.verb("verify", "--deep", str(paris.posts[name].home))


def copy_database(home: Path, copy: Path) -> None:
    """Copy the database of a node that is stopped."""
    copy.mkdir()
    for name in DATABASE:
        if (home / name).exists():
            shutil.copy2(home / name, copy / name)


def is_one_file(home: Path) -> bool:
    """Return whether all of the database is in its one file, and nothing beside it."""
    beside = home / "node.sqlite-wal"
    return not beside.exists() or beside.stat().st_size == 0


def restore_database(home: Path, copy: Path) -> None:
    """Put an older copy of the database in the place of the present one."""
    for name in DATABASE:
        (home / name).unlink(missing_ok=True)
        if (copy / name).exists():
            shutil.copy2(copy / name, home / name)


def with_wells(mechanism: Mechanism) -> dict[str, Any]:
    """Return the draft of a message with an attachment."""
    file = mechanism.folder / "wells.txt"
    file.write_text("three wells", encoding="utf-8")
    attached = {"name": "wells.txt", "media_type": "text/plain", "path": str(file)}
    return {**message("Written meanwhile.", to=mechanism.codes), "attachments": [attached]}


def restore(home: Path, copy: Path, *, highwater: str) -> None:
    """Put the older database back, and the high-water file as the story has it."""
    restore_database(home, copy)
    if highwater == "lost with the database":
        for name in DATABASE:
            (home / name).unlink(missing_ok=True)
    if highwater.startswith("lost"):
        (home / "highwater.json").unlink()
    if highwater == "as old":
        shutil.copy2(copy / "highwater.json", home)


@pytest.mark.parametrize("highwater", ["kept", "lost", "as old", "lost with the database"])
def test_a_database_out_of_an_older_copy_fills_up_and_signs_nothing_before(paris: Mechanism, highwater: str) -> None:
    """It fetches its later entries back, keeps drafts unsigned while a member is away and says so, and never forks."""
    home, copy = paris.posts["SY"].home, paris.folder / "copy"
    paris.reads("US", paris.say("SY", "Before the copy."))
    paris.agree()
    paris.stop("SY")
    assert is_one_file(home)
    copy_database(home, copy)
    shutil.copy2(home / "highwater.json", copy)
    paris.start("SY")
    later = [paris.say("SY", f"After the copy {n}.") for n in range(5)]
    for name in ("IL", "US"):
        paris.reads(name, later[-1])
    paris.agree()
    paris.stop("SY")
    paris.kill("US")
    restore(home, copy, highwater=highwater)
    paris.start("SY")
    assert paris.draft("SY", with_wells(paris))["outcome"] == "queued"
    for entry in later:
        paris.reads("SY", entry)
    shown = paris.status("SY")
    assert (shown["may_sign"], shown["queued"]) == (False, 1)
    told = paris.verb("status", name="SY", code=1)
    assert "drafts kept meanwhile: 1. Not connected: US." in told
    paris.start("US")
    until(lambda: paris.status("SY")["may_sign"], what="SY may sign", within_s=90)
    states = paris.agree(within_s=90)
    assert paris.status("SY")["queued"] == 0
    for name in paris.posts:
        assert paris.status(name)["forks"] == []
        messages = [state for state, _ in states[name].values() if "text" in state]
        assert [state["text"] for state in messages].count("After the copy 4.") == 1
        (meanwhile,) = [state for state in messages if state["text"] == "Written meanwhile."]
        assert [each["name"] for each in meanwhile["attachments"]] == ["wells.txt"]
        paris.verb("verify", str(paris.posts[name].home))
