"""The keys of a member: one pair a role, no key twice, and a fingerprint to be read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.record.keys import (
    MIRROR,
    WITNESS,
    MemberKeys,
    RoleSigner,
    RoleVerifier,
    SuccessionSigner,
    faults_of,
    fingerprint,
    role_name,
)
from parley.record.note import NoteError, VerifierKey
from tests.record.signers import LOG, ORIGIN, seed, signer

SUCCESSION = SuccessionSigner(f"{ORIGIN}/succession", seed("succession"))
MIRROR_SIGNER, WITNESS_SIGNER = signer(f"{ORIGIN}/mirror"), signer(f"{ORIGIN}/witness")


def lines(keys: tuple[VerifierKey, ...]) -> tuple[str, ...]:
    """Return the text of keys."""
    return tuple(key.text for key in keys)


KEYS = MemberKeys(
    log=lines(LOG.log_keys),
    mirror=lines(MIRROR_SIGNER.cosigner_keys),
    witness=lines(WITNESS_SIGNER.cosigner_keys),
    sealing="age1pq1example",
    tls="MIIB",
    succession=SUCCESSION.key.text,
)


def test_sound_keys_have_no_fault_and_give_their_verifiers() -> None:
    """The keys of a member as it made them pass, and each role's verifier has that role's name."""
    assert faults_of(KEYS, origin=ORIGIN) == []
    for role in ("log", MIRROR, WITNESS):
        assert KEYS.verifier(role, origin=ORIGIN).name == role_name(ORIGIN, role=role)


def codes(keys: MemberKeys) -> list[tuple[str, str]]:
    """Return code and role of each fault."""
    return [(fault.code, fault.where) for fault in faults_of(keys, origin=ORIGIN)]


def test_every_fault_is_told_at_once() -> None:
    """A line that is no key, one of another name and one of another algorithm are all reported, each at its role."""
    wrong = replace(
        KEYS,
        log=("nonsense", KEYS.log[1]),
        mirror=(LOG.cosigner_keys[0].text, KEYS.mirror[1]),
        witness=lines(WITNESS_SIGNER.log_keys),
        succession=VerifierKey(SUCCESSION.key.name, 6, b"k" * 1312).text,
    )
    assert codes(wrong) == [
        ("key.form", "log"),
        ("key.name", "mirror"),
        ("key.algorithm", "witness"),
        ("key.algorithm", "succession"),
    ]


def test_a_key_in_two_roles_is_a_fault() -> None:
    """The witness may not sign with the mirror's key, under whatever name."""
    shared = RoleSigner(f"{ORIGIN}/witness", seed(f"ed25519 {ORIGIN}/mirror"), seed("of its own"))
    assert codes(replace(KEYS, witness=lines(shared.cosigner_keys))) == [("key.reused", "mirror witness")]


@pytest.mark.parametrize("kept", [0, 1])
def test_a_missing_algorithm_is_a_fault(kept: int) -> None:
    """Each role has both an Ed25519 and an ML-DSA-44 key."""
    assert codes(replace(KEYS, mirror=(KEYS.mirror[kept],))) == [("key.missing", "mirror")]


def test_a_verifier_takes_keys_of_its_name_only() -> None:
    """A key of another name is no key of this role."""
    with pytest.raises(NoteError, match=r"key\.name"):
        RoleVerifier(ORIGIN, MIRROR_SIGNER.cosigner_keys)


def test_a_name_longer_than_its_length_byte_is_refused() -> None:
    """What ML-DSA-44 signs gives the length of a name in one byte: 255 bytes pass, 256 do not."""
    assert RoleSigner("n" * 255, seed("a"), seed("b")).name
    with pytest.raises(NoteError, match=r"key\.name"):
        RoleSigner("n" * 256, seed("a"), seed("b"))


def test_the_fingerprint_is_forty_digits_that_change_with_every_key() -> None:
    """Eight groups of five digits; another key, another place for a key or another origin give others."""
    told = fingerprint(KEYS, origin=ORIGIN)
    assert [len(group) for group in told] == [5] * 8
    assert "".join(told).isdigit()
    others = [
        fingerprint(KEYS, origin="another.example"),
        fingerprint(replace(KEYS, sealing="age1pq1other"), origin=ORIGIN),
        fingerprint(replace(KEYS, tls="MIIC"), origin=ORIGIN),
        fingerprint(replace(KEYS, mirror=KEYS.witness, witness=KEYS.mirror), origin=ORIGIN),
        fingerprint(replace(KEYS, log=KEYS.log[::-1]), origin=ORIGIN),
    ]
    assert len({told, *others}) == 6


def test_the_succession_key_signs_a_text() -> None:
    """The line that the offline key makes holds under its public key."""
    line = SUCCESSION.sign("this log is closed\n")
    assert (line.name, line.key) == (SUCCESSION.key.name, SUCCESSION.key.id)
    assert len(line.value) == 64
