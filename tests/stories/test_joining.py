"""A member joins a mechanism that runs, by the operators' own commands, over real sockets; another story: it leaves."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.node.joining import template_with
from tests.stories.nodes import Mechanism, Post, free_port, until
from tests.stories.test_amendments import knows

pytestmark = [pytest.mark.story, pytest.mark.timeout(180)]

CODE = "JO"


def make(paris: Mechanism) -> Path:
    """Make the new member's node and put its key card into the amendment; return the amendment's file."""
    template = paris.folder / "joins-template.yaml"
    template.write_bytes(template_with(paris.charter_file.read_bytes(), code=CODE))
    post = Post(CODE, CODE, paris.folder / CODE, free_port())
    door = paris.lines.door(CODE, port=post.port)
    paris.verb(
        *("init", "--home", str(post.home), "--code", CODE, "--template", str(template)),
        *("--address", f"127.0.0.1:{door}", "--peer-host", "127.0.0.1", "--peer-port", str(post.port)),
    )
    file = paris.folder / "joins.yaml"
    paris.verb("charter", "assemble", str(template), str(post.home / f"{CODE}.card.yaml"), "-o", str(file))
    paris.posts[CODE] = post
    return file


def sign_all(paris: Mechanism, file: Path) -> str:
    """Have SY propose the amendment and the three sign it; return its digest."""
    digest = sha256(file.read_bytes()).hexdigest()
    told = paris.verb("charter", "propose", str(file), name="SY")
    assert f"SY, IL, US, {CODE}" in told
    for name in ("SY", "IL", "US"):
        knows(paris, name, digest)
        paris.verb("charter", "sign", "--charter", digest, name=name)
    return digest


@pytest.mark.slow
def test_a_new_member_joins_by_the_operators_way_and_talks(paris: Mechanism) -> None:
    """Card, amendment, signatures, accession file, checks, signature: then all four talk, and the past stays shut."""
    before = paris.say("SY", "Before anybody joined.")
    file = make(paris)
    digest = sign_all(paris, file)
    until(
        lambda: CODE in str(next(v for v in paris.ask("US", {"op": "charter_versions"})["versions"]
                                 if v["charter"] == digest and len(v["signatures"]) == 3)),
        what="US reads all three signatures",
    )
    accession = paris.folder / "joins.accession"
    told = paris.verb("charter", "accession", digest[:12], "-o", str(accession), name="US")
    digits = told.strip().splitlines()[-1]
    assert "The digits match" in paris.verb("init", "--check", str(accession), "--fingerprint", digits)
    paris.verb("init", "--check", str(accession), "--fingerprint", digits[:-1] + "x", code=1)
    told = paris.verb("init", "--code", CODE, "--accession", str(accession), name=CODE)
    assert "signed by: SY, IL, US" in told and f"Still to sign: {CODE}" in told and digits in told
    paris.start(CODE)
    until(lambda: digest in str(paris.ask(CODE, {"op": "charter_versions"})), what="the new node reads the proposal")
    assert "joins by the charter" in paris.verb("status", name=CODE, code=1)
    paris.verb("charter", "sign", "--charter", digest, name=CODE)
    until(lambda: all(paris.status(n)["charter"] == digest and paris.status(n)["charter_in_force"]
                      for n in paris.posts), what="the amendment in force at all four")
    everybody = ("SY", "IL", "US", CODE)
    said, heard = paris.say(CODE, "Good morning.", to=everybody), paris.say("IL", "Welcome.", to=everybody)
    for name, entry in (("SY", said), ("US", said), (CODE, heard)):
        paris.reads(name, entry)
    assert not paris.holds(CODE, before)["opened_here"]
    paris.agree(within_s=90)
    paris.kill(CODE)
    paris.start(CODE)
    paris.reads(CODE, paris.say("SY", "After its restart.", to=everybody))
