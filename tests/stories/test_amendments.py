"""The charter is amended over live nodes: proposed at one, signed by all, in force everywhere alike, or nowhere."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.stories.nodes import Mechanism, message, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]


def amendment(mechanism: Mechanism, name: str, *, minutes: int) -> Path:
    """Return the file of an amendment that changes the handling time of routine messages."""
    raw = mechanism.charter_file.read_text(encoding="utf-8")
    predecessor = sha256(raw.encode()).hexdigest()
    changed = raw.replace("format: parley-charter-v1\n", f"format: parley-charter-v1\npredecessor: {predecessor}\n")
    changed = changed.replace("handling_minutes: 360,", f"handling_minutes: {minutes},")
    assert changed.count(f"handling_minutes: {minutes},") == 1
    file = mechanism.folder / name
    file.write_text(changed, encoding="utf-8")
    return file


def digest(file: Path) -> str:
    """Return what is signed of a charter's file."""
    return sha256(file.read_bytes()).hexdigest()


def knows(mechanism: Mechanism, name: str, charter: str) -> None:
    """Wait until a node knows a proposed version."""
    until(
        lambda: charter in {v["charter"] for v in mechanism.ask(name, {"op": "charter_versions"})["versions"]},
        what=f"{name} knows {charter[:8]}",
    )


def in_force(mechanism: Mechanism) -> dict[str, str]:
    """Return by node the digest of the charter in force."""
    return {name: mechanism.status(name)["charter"] for name in mechanism.posts}


def test_an_amendment_comes_into_force_at_every_node_alike_across_a_restart(paris: Mechanism) -> None:
    """SY proposes, all sign, IL's node restarts in between; each node then judges by the new charter, none before."""
    file = amendment(paris, "amended.yaml", minutes=240)
    told = paris.verb("charter", "propose", str(file), name="SY")
    assert "precedences.routine.handling_minutes" in told and "SY, IL, US" in told
    assert "SY signed by" not in paris.verb("charter", "status", name="SY").split(digest(file)[:16])[1]
    for code in ("IL", "US"):
        knows(paris, code, digest(file))
    saved = paris.folder / "from-il.yaml"
    paris.verb("charter", "save", digest(file)[:8], "-o", str(saved), name="IL")
    assert saved.read_bytes() == file.read_bytes()
    paris.verb("charter", "sign", "--charter", str(file), name="SY")
    paris.verb("charter", "sign", "--charter", digest(file)[:12], name="IL")
    paris.kill("IL")
    assert set(in_force_of(paris, "SY", "US")) == {digest(paris.charter_file)}
    paris.verb("charter", "sign", "--charter", digest(file), name="US")
    paris.start("IL")
    until(lambda: set(in_force(paris).values()) == {digest(file)}, what="the amendment in force at all")
    paris.agree()
    assert "was in force and has been replaced" in paris.verb("charter", "status", name="US")
    said = paris.say("IL", "By the new charter.")
    paris.reads("SY", said)
    paris.kill("US")
    paris.start("US")
    assert set(in_force(paris).values()) == {digest(file)}


def in_force_of(mechanism: Mechanism, *names: str) -> list[str]:
    """Return the digest of the charter in force at each of these."""
    return [mechanism.status(name)["charter"] for name in names]


def test_of_two_competing_amendments_at_most_one_comes_into_force(paris: Mechanism) -> None:
    """Proposed and signed while SY and IL are cut off from each other, the two split the signatures: neither counts."""
    one, other = (amendment(paris, f"{minutes}.yaml", minutes=minutes) for minutes in (300, 400))
    for pair in (("SY", "IL"), ("SY", "US"), ("IL", "US")):
        paris.lines.make("cut", *pair)
    paris.verb("charter", "propose", str(one), name="SY")
    paris.verb("charter", "sign", "--charter", str(one), name="SY")
    paris.verb("charter", "propose", str(other), name="IL")
    paris.verb("charter", "sign", "--charter", str(other), name="IL")
    for pair in (("SY", "IL"), ("SY", "US"), ("IL", "US")):
        paris.lines.make("open", *pair)
    for name in paris.posts:
        knows(paris, name, digest(one))
        knows(paris, name, digest(other))
    paris.verb("charter", "sign", "--charter", str(one), name="US")
    refused = paris.verb("charter", "sign", "--charter", str(other), name="US", code=1)
    assert "I-6 charter_signed_already" in refused
    refused = paris.verb("charter", "sign", "--charter", str(one), name="IL", code=1)
    assert "I-6 charter_signed_already" in refused
    paris.agree()
    assert set(in_force(paris).values()) == {digest(paris.charter_file)}
    for name in paris.posts:
        assert paris.verb("charter", "status", name=name).count("can no longer come into force") == 2


def test_what_may_not_be_amended_and_who_may_not_sign_is_refused_with_the_clause(paris: Mechanism) -> None:
    """An amendment that follows nothing known, a mark of exercise taken on, and the wrong role change nothing."""
    raw = amendment(paris, "sound.yaml", minutes=300).read_text(encoding="utf-8")
    files = {name: paris.folder / f"{name}.yaml" for name in ("exercise", "orphan")}
    files["exercise"].write_text(raw.replace("exercise: false", "exercise: true"), encoding="utf-8")
    files["orphan"].write_text(raw.replace(digest(paris.charter_file), "0" * 64), encoding="utf-8")
    told = paris.verb("charter", "propose", str(files["exercise"]), name="SY", code=1)
    assert "A-2 amendment.other_mechanism" in told
    assert "knows no charter 0000" in paris.verb("charter", "propose", str(files["orphan"]), name="SY", code=1)
    sound = str(paris.folder / "sound.yaml")
    wrong = paris.verb("charter", "propose", sound, "--role", "administrator", name="SY", code=1)
    assert "C-3 charter.role_not_on_track" in wrong
    # Past the command's own checks the node refuses the same.
    text = files["exercise"].read_text(encoding="utf-8")
    answer = paris.ask("SY", {"op": "charter_propose", "text": text})
    assert (answer["clause"], answer["code"]) == ("A-2", "amendment.other_mechanism")
    assert "--charter" in paris.verb("charter", "sign", name="SY", code=1)
    assert paris.draft("SY", message("still the old one", to=paris.codes))["outcome"] == "filed"
    assert set(in_force(paris).values()) == {digest(paris.charter_file)}
