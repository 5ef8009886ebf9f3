"""A member's machine is gone for good: it comes back under a new log, by the operators' commands, over real sockets."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from tests.stories.nodes import Mechanism, Post, free_port, until
from tests.stories.test_amendments import knows

pytestmark = [pytest.mark.story, pytest.mark.timeout(180)]

NEW = "SY+2"


def make(paris: Mechanism) -> Path:
    """Have IL write the template, make the new home from it, and put its key card in; return the version's file."""
    template = paris.folder / "again-template.yaml"
    told = paris.verb("charter", "succession", "SY", "-o", str(template), name="IL")
    assert "the old one closed at" in told
    post = Post(NEW, "SY", paris.folder / "new", free_port())
    door = paris.lines.door(NEW, port=post.port)
    paris.verb(
        *("init", "--home", str(post.home), "--code", "SY", "--template", str(template)),
        *("--address", f"127.0.0.1:{door}", "--peer-host", "127.0.0.1", "--peer-port", str(post.port)),
    )
    file = paris.folder / "again.yaml"
    paris.verb("charter", "assemble", str(template), str(post.home / "SY.card.yaml"), "-o", str(file))
    paris.posts[NEW] = post
    return file


def close(paris: Mechanism, file: Path) -> Path:
    """Sign the closing with the offline key, where no node runs; another member's key is refused."""
    closing = paris.folder / "sy.closing"
    keys = {code: str(paris.posts[code].home / "offline" / "succession.key") for code in ("SY", "IL")}
    for language in ("en", "ar", "he"):
        words = ("charter", "close", str(file), "--key", keys["IL"], "-o", str(closing), "--language", language)
        assert "paris-2026.parley.example/il" in paris.verb(*words, code=1)
    told = paris.verb("charter", "close", str(file), "--key", keys["SY"], "-o", str(closing))
    assert "closes its log paris-2026.parley.example/sy at" in told
    return closing


def agreed(paris: Mechanism, file: Path, closing: Path) -> str:
    """Have IL propose, and IL and US sign; return the digest, once it is in force at both."""
    digest = sha256(file.read_bytes()).hexdigest()
    assert "--closing" in paris.verb("charter", "propose", str(file), name="IL", code=1)
    told = paris.verb("charter", "propose", str(file), "--closing", str(closing), name="IL")
    assert "IL, US" in told and "SY, IL" not in told
    for name in ("IL", "US"):
        knows(paris, name, digest)
        paris.verb("charter", "sign", "--charter", digest, name=name)
    until(lambda: {paris.status(n)["charter"] for n in ("IL", "US")} == {digest}, what="the succession in force")
    return digest


def join(paris: Mechanism, digest: str) -> None:
    """Take the accession file into the new home, beside the old sealing key, and start the node."""
    accession, keys = paris.folder / "sy.accession", paris.posts[NEW].home / "keys"
    paris.verb("charter", "accession", digest[:12], "-o", str(accession), name="US")
    told = paris.verb("init", "--code", "SY", "--accession", str(accession), name=NEW)
    assert "this member does not sign its own succession" in told
    (keys / "sealing.key").rename(keys / "sealing-1.key")
    shutil.copy(paris.posts["SY"].home / "keys" / "sealing.key", keys / "sealing.key")
    paris.start(NEW)


@pytest.mark.slow
def test_a_lost_member_comes_back_under_a_new_log(paris: Mechanism) -> None:
    """Template, key card, closing, signatures, accession file: then all three talk, and the old log stands closed."""
    before = paris.say("IL", "Before the machine was lost.")
    old = paris.say("SY", "The last word of the old log.")
    for name in ("SY", "IL", "US"):
        paris.reads(name, before)
        paris.reads(name, old)
    paris.level()
    paris.kill("SY")
    file = make(paris)
    digest = agreed(paris, file, close(paris, file))
    join(paris, digest)
    until(lambda: paris.status(NEW)["charter_in_force"], what="the succession in force at the new node")
    said = paris.say(NEW, "Back again.")
    assert said.startswith("SY-2/") and old.startswith("SY/")
    for name in ("IL", "US"):
        paris.reads(name, said)
    paris.reads(NEW, before)
    paris.reads(NEW, paris.say("US", "Welcome back."))
    paris.agree("IL", "US", NEW, within_s=90)
    told = paris.verb("status", name="IL")
    assert "closed by a succession" in told and "ALARM" not in told
    assert "SY-2/" in paris.verb("explain", said, name="US")
    receipt = paris.folder / "again.tlog-proof"
    paris.verb("receipt", said, "--charter", str(file), "--out", str(receipt), name="IL")
    both = ("--charter", str(file), "--charter", str(paris.charter_file))
    told = paris.verb("verify", "--deep", *both, str(paris.posts["IL"].home))
    assert "SY-2" in told
    paris.kill("US")
    paris.start("US")
    paris.reads("US", paris.say(NEW, "After its restart."))
