"""An amendment changes a member's keys: its node starts with them, and others seal to the newest one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from parley.node import rotating
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.home import Home, make_folder
from parley.node.keys import make_keys
from parley.node.running import Node
from parley.node.sealingout import newest_key
from parley.record.keys import MemberKeys
from tests.node import comparing
from tests.node.mechanism import Mechanism

CODES = ("IL", "SY", "US")


def made_beside(paris: Mechanism, code: str, name: str) -> tuple[Home, MemberKeys]:
    """Make other keys for a member, in a folder of their own."""
    home = Home(paris.folder / name)
    make_folder(home.path)
    return home, make_keys(home, origin=paris.nodes[code].ledger.origin, passphrase=None)


def following(before: bytes, *, changes: dict[str, str]) -> bytes:
    """Return the bytes of an amendment in which each of these texts is another."""
    head = "format: parley-charter-v1\n"
    lines = [line for line in before.decode().splitlines(keepends=True) if not line.startswith("predecessor:")]
    text = "".join(lines).replace(head, f"{head}predecessor: {sha256(before).hexdigest()}\n")
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def files(node: Node, kind: str, content: dict[str, str]) -> None:
    """File what the chief says of the charter, to all."""
    assert isinstance(done := file(Draft(kind, CODES, content, role="chief"), node=node), Filed), done


def propose(paris: Mechanism, raw: bytes) -> None:
    """Let SY propose an amendment, read by all."""
    files(paris.nodes["SY"], "charter_proposed", {"text": raw.decode()})
    paris.carry_all()


def adopt(paris: Mechanism, raw: bytes) -> None:
    """Propose an amendment, let all sign it, and see it in force."""
    propose(paris, raw)
    for node in paris.nodes.values():
        files(node, "charter_signed", {"charter": sha256(raw).hexdigest()})
    paris.carry_all()
    assert {node.charter().digest for node in paris.nodes.values()} == {sha256(raw).hexdigest()}


def rotate(paris: Mechanism, code: str) -> str:
    """Make and announce a member's next sealing key, read by all; return its recipient."""
    rotating.make_next_key(paris.home(code), passphrase=None)
    paris.close(code)
    node = paris.open(code)
    announce = rotating.announce_newest_key
    assert node.writer.call(lambda ledger: announce(ledger, at_ms=node.clock.now_ms())).result()
    paris.carry_all()
    return str(node.keys.sealing[-1].recipient)


def sealed_to(paris: Mechanism, code: str) -> set[str]:
    """Return the keys to which the nodes seal for a member now, before and after a rebuild: one, where all is well."""
    found = set()
    for node in paris.nodes.values():
        comparing.assert_live_is_rebuilt(node)
        member = node.charter().member(code)
        found.add(node.writer.call(lambda ledger, m=member, n=node: newest_key(ledger, m, n.charter())).result())
    return found


def founding_of(paris: Mechanism) -> bytes:
    """Return the founding charter's bytes."""
    return paris.home("SY").charter.read_bytes()


def swap(source: Home, target: Home, *names: str) -> None:
    """Put these key files of one folder in the place of another's."""
    for name in names:
        target_file: Path = target.keys / f"{name}.key"
        target_file.unlink(missing_ok=True)
        target_file.write_bytes((source.keys / f"{name}.key").read_bytes())
        target_file.chmod(0o600)


ALL = ("log", "mirror", "witness", "tls")


def changes_of(before: MemberKeys, after: MemberKeys) -> dict[str, str]:
    """Return what is written for what where a member's signing keys and certificate change."""
    pairs = [pair for role in ALL[:3] for pair in zip(getattr(before, role), getattr(after, role), strict=True)]
    return dict([*pairs, (before.tls, after.tls)])


@pytest.mark.parametrize("signed", [True, False])
def test_a_node_starts_with_the_keys_of_an_amendment_in_its_record(paris: Mechanism, signed: bool) -> None:
    """In force or only proposed, an amendment that the record holds names keys that are this member's."""
    home, keys = made_beside(paris, "SY", "new")
    changes = changes_of(paris.nodes["SY"].founding.member("SY").keys, keys)
    (adopt if signed else propose)(paris, following(founding_of(paris), changes=changes))
    paris.close("SY")
    swap(home, paris.home("SY"), *ALL)
    assert paris.open("SY").keys.log.log_keys[0].text == keys.log[0]


def test_what_is_signed_with_the_amended_log_key_is_taken_by_all(paris: Mechanism) -> None:
    """Once the amendment is in force, the log goes on under the new key and the cosignatures under theirs."""
    home, keys = made_beside(paris, "SY", "new")
    changes = changes_of(paris.nodes["SY"].founding.member("SY").keys, keys)
    adopt(paris, following(founding_of(paris), changes=changes))
    paris.close("SY")
    swap(home, paris.home("SY"), *ALL)
    paris.open("SY")
    again = following(paris_text(paris), changes={"handling_minutes: 360,": "handling_minutes: 240,"})
    adopt(paris, again)
    comparing.assert_alike(list(paris.nodes.values()))


def paris_text(paris: Mechanism) -> bytes:
    """Return the bytes of the charter in force."""
    node = paris.nodes["US"]
    digest = node.charter().digest
    return bytes(node.reader().execute("SELECT raw FROM charter_text WHERE digest = ?", (digest,)).fetchone()[0])


@pytest.mark.parametrize("names", [ALL, ("log",), ("mirror",), ("witness",), ("tls",)])
def test_keys_that_no_version_names_are_refused_and_nothing_is_touched(
    paris: Mechanism, names: tuple[str, ...]
) -> None:
    """One key file of another set is enough; with the right ones back the node starts as before."""
    home, _ = made_beside(paris, "SY", "stranger")
    keep, _ = made_beside(paris, "SY", "keep")
    paris.close("SY")
    swap(paris.home("SY"), keep, *ALL)
    swap(home, paris.home("SY"), *names)
    with pytest.raises(ValueError, match="names for SY"):
        paris.open("SY")
    swap(keep, paris.home("SY"), *ALL)
    assert paris.open("SY").in_force()


def test_an_amended_sealing_key_is_newer_than_one_announced_before(paris: Mechanism) -> None:
    """A key is announced, then an amendment names another: all seal to that of the amendment, live and rebuilt."""
    announced = rotate(paris, "SY")
    assert sealed_to(paris, "SY") == {announced}
    _, keys = made_beside(paris, "SY", "new")
    before = paris.nodes["SY"].founding.member("SY").keys.sealing
    adopt(paris, following(founding_of(paris), changes={before: keys.sealing}))
    assert sealed_to(paris, "SY") == {keys.sealing}
    assert sealed_to(paris, "IL") == {paris.nodes["IL"].founding.member("IL").keys.sealing}


def test_a_key_announced_after_the_amendment_is_newer_again(paris: Mechanism) -> None:
    """What an amendment named is replaced as any key of a charter is; an amendment of something else undoes nothing."""
    rotate(paris, "SY")
    _, keys = made_beside(paris, "SY", "new")
    before = paris.nodes["SY"].founding.member("SY").keys.sealing
    amended = following(founding_of(paris), changes={before: keys.sealing})
    adopt(paris, amended)
    announced = rotate(paris, "SY")
    assert sealed_to(paris, "SY") == {announced}
    adopt(paris, following(amended, changes={"handling_minutes: 360,": "handling_minutes: 240,"}))
    assert sealed_to(paris, "SY") == {announced}


def test_a_sealing_key_that_is_only_proposed_is_sealed_to_by_nobody(paris: Mechanism) -> None:
    """Until all have signed, the key announced before stays the newest."""
    announced = rotate(paris, "SY")
    _, keys = made_beside(paris, "SY", "new")
    before = paris.nodes["SY"].founding.member("SY").keys.sealing
    propose(paris, following(founding_of(paris), changes={before: keys.sealing}))
    assert sealed_to(paris, "SY") == {announced}
