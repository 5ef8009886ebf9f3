"""Nodes without any network speak by a stick that is carried between them, with the checks of a line."""

from __future__ import annotations

import tarfile
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from tests.stories.lines import CUT
from tests.stories.nodes import Mechanism, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]


@pytest.fixture
def apart(mechanism: Mechanism) -> Mechanism:
    """The default mechanism: three nodes that run and that no line connects."""
    mechanism.make()
    for pair in (("SY", "IL"), ("SY", "US"), ("IL", "US")):
        mechanism.lines.make(CUT, *pair)
    mechanism.start()
    mechanism.sign()
    return mechanism


def carry(mechanism: Mechanism, source: str, target: str, *, number: int) -> Path:
    """Carry all that one node holds to another, and return the stick's file."""
    file = mechanism.folder / f"{number}-{source}-{target}.tar"
    mechanism.verb("bundle", "export", str(file), name=source)
    mechanism.verb("bundle", "import", str(file), name=target)
    return file


def carry_round(mechanism: Mechanism, *, number: int) -> None:
    """Carry a stick from each node to each other."""
    for source, target in permutations(mechanism.posts, 2):
        carry(mechanism, source, target, number=number)


def test_a_mechanism_without_network_signs_speaks_and_cosigns_by_stick(apart: Mechanism) -> None:
    """The charter comes into force, a message arrives, its receipt comes back, a node that is off takes a stick too."""
    carry_round(apart, number=1)
    until(lambda: all(apart.status(n)["charter_in_force"] for n in apart.posts), what="the charter in force")
    said = apart.say("SY", "By hand.")
    carry(apart, "SY", "IL", number=2)
    apart.reads("IL", said)
    apart.stop("US")
    # Through IL, whose stick holds all that it holds.
    carry(apart, "IL", "US", number=3)
    apart.start("US")
    apart.reads("US", said)
    until(lambda: apart.opened("IL", said)["opened_by"].get("IL"), what="IL's node has given its receipt")
    carry(apart, "IL", "SY", number=4)
    until(lambda: "IL" in apart.opened("SY", said)["opened_by"], what="the receipt is back")
    assert "IL" in apart.opened("SY", said)["cosigned_by"]
    assert all(link["state"] != "up" for link in apart.status("SY")["links"]["peers"])


def test_a_stick_that_was_tampered_with_is_refused_with_the_place(apart: Mechanism) -> None:
    """A changed body, a changed leaf and a cut file are each refused and named, and change nothing."""
    carry_round(apart, number=1)
    until(lambda: all(apart.status(n)["charter_in_force"] for n in apart.posts), what="the charter in force")
    said = apart.say("SY", "Carried by a stranger.")
    file = apart.folder / "good.tar"
    apart.verb("bundle", "export", str(file), name="SY")
    raw = file.read_bytes()
    body_at, leaf_at = places(file, apart.opened("SY", said)["sealed"]["sha256"])
    for name, bad in {
        "body": flipped(raw, body_at),
        "leaf": flipped(raw, leaf_at),
        "cut": raw[: len(raw) // 2],
    }.items():
        wrong = apart.folder / f"{name}.tar"
        wrong.write_bytes(bad)
        told = apart.verb("bundle", "import", str(wrong), name="IL", code=1)
        assert "/sy" in told or "SY" in told or "bundle" in told, (name, told)
        assert apart.opened("IL", said) == {"outcome": "unknown", "id": said}, name
        # Whoever carries it can tell by himself that it is no longer what was written.
        apart.verb("verify", "--deep", str(wrong), code=1)
    apart.verb("bundle", "import", str(file), name="IL")
    apart.reads("IL", said)


def places(file: Path, digest: str) -> tuple[int, int]:
    """Return where the body with this SHA-256 lies in the bundle, and where the leaf names it."""
    with tarfile.open(file) as bundle:
        bodies = [found for found in bundle if "bodies" in found.name]
        (body,) = [found for found in bodies if sha256(bundle.extractfile(found).read()).hexdigest() == digest]  # type: ignore[union-attr]
    return body.offset_data + body.size // 2, file.read_bytes().index(f'"sha256":"{digest}"'.encode()) + 10


def flipped(raw: bytes, at: int) -> bytes:
    """Return the bytes with one bit changed."""
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
