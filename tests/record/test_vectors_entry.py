"""The byte vectors of leaves, payloads and sealed files: what another implementation runs, run here."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from parley.record import age, strictjson
from parley.record.attachment import attachment_key, open_attachment
from parley.record.body import encode_payload, parse_payload
from parley.record.formerror import FormError
from parley.record.leaf import encode_leaf, parse_leaf
from parley.record.sealing import (
    SealingIdentity,
    SealingRecipient,
    check_commitment,
    commitment_of,
    open_stanza,
    open_with_file_key,
)

VECTORS = Path(__file__).parents[2] / "vectors"
KINDS = ("strictjson", "leaf", "body", "sealing", "attachment")
ALL = {kind: json.loads((VECTORS / f"{kind}.json").read_text(encoding="utf-8")) for kind in KINDS}


def rows(kind: str, part: str) -> Any:
    """Parametrize a test over one list of one file, its rows called by their names."""
    return pytest.mark.parametrize("row", ALL[kind][part], ids=lambda row: row["name"])


def spoken(value: dict[str, Any]) -> bytes:
    """Return bytes that stand in base64, or as one byte so many times."""
    if "base64" in value:
        return base64.b64decode(value["base64"])
    return bytes.fromhex(value["byte"]) * value["times"]


def file_of(row: dict[str, Any], *, kind: str) -> bytes:
    """Return the file of a row, put together from pieces of a good one where it is so described."""
    if "file" in row:
        return base64.b64decode(row["file"])
    (good,) = (good for good in ALL[kind]["good"] if good["name"] == row["pieces_of"])
    whole = base64.b64decode(good["file"])
    return b"".join(whole[start:end] for start, end in row["pieces"]) + bytes.fromhex(row.get("then", ""))


def identity(kind: str, index: int) -> SealingIdentity:
    """Return the identity of a member of a file of vectors."""
    return SealingIdentity.from_seed(bytes.fromhex(ALL[kind]["members"][index]["seed"]))


@rows("strictjson", "good")
def test_a_good_value_has_this_one_spelling(row: dict[str, Any]) -> None:
    """The bytes parse as canonical, and any other spelling of the value is written as these bytes."""
    raw = base64.b64decode(row["raw"])
    value = strictjson.parse_canonical(raw, limit=len(raw))
    assert strictjson.encode(value) == raw
    assert strictjson.encode(strictjson.parse(row["spelled_otherwise"].encode(), limit=1 << 20)) == raw


@rows("strictjson", "bad")
def test_a_bad_value_is_refused_with_its_code(row: dict[str, Any]) -> None:
    """Each bad row has the code that stands beside it."""
    with pytest.raises(FormError) as caught:
        strictjson.parse_canonical(base64.b64decode(row["raw"]), limit=1 << 20)
    assert caught.value.code == row["code"]


@rows("leaf", "good")
def test_a_good_leaf_reads_and_hashes_as_stated(row: dict[str, Any]) -> None:
    """A good leaf has the stated fields and the stated hash in the tree."""
    raw, fields = base64.b64decode(row["raw"]), row["fields"]
    leaf = parse_leaf(raw)
    value = json.loads(encode_leaf(leaf))
    assert {name: value[name] for name in ("log", "n", "at", "seen", "body", "attachments")} == fields
    assert hashlib.sha256(b"\x00" + raw).hexdigest() == row["leaf_hash"]
    assert (encode_leaf(leaf) == raw) is ("zz" not in json.loads(raw))


@rows("leaf", "bad")
def test_a_bad_leaf_is_refused_with_its_code(row: dict[str, Any]) -> None:
    """Each bad row has the code that stands beside it."""
    with pytest.raises(FormError) as caught:
        parse_leaf(base64.b64decode(row["raw"]))
    assert caught.value.code == row["code"]


@rows("body", "good")
def test_a_good_payload_reads_as_stated(row: dict[str, Any]) -> None:
    """A good payload has the stated fields and is written again as the same bytes."""
    raw, at = base64.b64decode(row["raw"]), row["found_under"]
    payload = parse_payload(raw, log=at["log"], number=at["n"], author=at["author"])
    assert encode_payload(payload) == raw
    value = json.loads(raw)
    assert {name: value[name] for name in row["fields"]} == row["fields"]


@rows("body", "bad")
def test_a_bad_payload_is_refused_with_its_code(row: dict[str, Any]) -> None:
    """Each bad row has the code that stands beside it."""
    raw, at = base64.b64decode(row["raw"]), row["found_under"]
    with pytest.raises(FormError) as caught:
        parse_payload(raw, log=at["log"], number=at["n"], author=at["author"])
    assert caught.value.code == row["code"]


@pytest.mark.parametrize("kind", ["sealing", "attachment"])
def test_the_members_have_the_stated_keys(kind: str) -> None:
    """Seed, identity and recipient of each member belong together."""
    for number, member in enumerate(ALL[kind]["members"]):
        found = identity(kind, number)
        assert (found.to_text(), str(found.recipient)) == (member["identity"], member["recipient"])


@rows("sealing", "good")
def test_a_good_body_opens_for_whom_it_says(row: dict[str, Any]) -> None:
    """A good body opens by each stated stanza and by its file key, with the stated payload, salt and commitment."""
    file, payload = file_of(row, kind="sealing"), spoken(row["payload"])
    opened = open_with_file_key(file, file_key=bytes.fromhex(row["file_key"]))
    assert (opened.payload, opened.salt.hex()) == (payload, row["salt"])
    check_commitment(opened, commitment=bytes.fromhex(row["commitment"]))
    for index in row["opened_by"]:
        assert open_stanza(file, index=index, identity=identity("sealing", index)) == opened


@rows("sealing", "good")
def test_what_follows_the_stanzas_is_written_alike(row: dict[str, Any]) -> None:
    """MAC, nonce and chunks are wholly determined by the stanzas, the keys and the payload."""
    file, key = file_of(row, kind="sealing"), bytes.fromhex(row["file_key"])
    header = age.read_header(file)
    header.authenticate(key)
    assert header.raw == file[: age.header_size(header.stanzas)]
    payload = spoken(row["payload"])
    frame = bytes.fromhex(row["salt"]) + len(payload).to_bytes(4, "big") + payload
    size = 1024
    while size < len(frame):
        size *= 2
    pieces = age.cut(frame.ljust(size, b"\x00"), size=age.CHUNK)
    sealed = b"".join(age.encrypt(pieces, file_key=key, nonce=bytes.fromhex(row["nonce"])))
    assert sealed == file[len(header.raw) :]


@rows("sealing", "bad")
def test_a_bad_body_is_refused_with_its_code(row: dict[str, Any]) -> None:
    """Each bad row has the code that stands beside it, by stanza or by file key."""
    file = file_of(row, kind="sealing")
    with pytest.raises(FormError) as caught:
        if "stanza" in row:
            open_stanza(file, index=row["stanza"], identity=identity("sealing", row["stanza"] % 2))
        else:
            open_with_file_key(file, file_key=bytes.fromhex(row["file_key"]))
    assert caught.value.code == row["code"]


@rows("sealing", "bad_commitments")
def test_a_bad_commitment_is_another(row: dict[str, Any]) -> None:
    """The stated payload and salt do not give the stated commitment."""
    found = commitment_of(base64.b64decode(row["payload"]), salt=bytes.fromhex(row["salt"]))
    assert found.hex() != row["commitment"]


@rows("sealing", "bad_recipients")
def test_a_bad_recipient_is_refused(row: dict[str, Any]) -> None:
    """Each bad row is no recipient."""
    with pytest.raises(FormError) as caught:
        SealingRecipient.from_text(row["text"])
    assert caught.value.code == row["code"]


@rows("attachment", "good")
def test_a_good_attachment_opens(row: dict[str, Any]) -> None:
    """A good attachment opens with the key that follows from the body's, and is written alike behind its header."""
    file, key = file_of(row, kind="attachment"), attachment_key(bytes.fromhex(row["body_key"]), place=row["place"])
    assert key.hex() == row["file_key"]
    plain = b"".join(open_attachment([file], file_key=key))
    assert plain == spoken(row["plain"])
    chunks = age.encrypt(age.cut(plain, size=age.CHUNK), file_key=key, nonce=bytes.fromhex(row["nonce"]))
    assert b"".join(chunks) == file[age.header_size(1) :]


@rows("attachment", "bad")
def test_a_bad_attachment_is_refused_with_its_code(row: dict[str, Any]) -> None:
    """Each bad row has the code that stands beside it."""
    with pytest.raises(FormError) as caught:
        b"".join(open_attachment([file_of(row, kind="attachment")], file_key=bytes.fromhex(row["file_key"])))
    assert caught.value.code == row["code"]
