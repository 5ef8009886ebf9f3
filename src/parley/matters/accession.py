"""The accession file: by which a member that joins later proves to itself, key by key, the charter that it joins. Pure.

It holds every version of the charter from the founding one to the one that names the new member, and for each entry
of the charter's matter the leaf, the sealed body with its file key, and the audit path to a checkpoint that the
author's log signed. Nothing in it is believed: each signature is found again in its author's own log. Whoever finds
the file can read the charter and who signed it, and nothing else.

| clause | says |
|---|---|
| E-7 | an accession file holds its form |
| E-8 | each version follows the one before it by the rules of amendments |
| E-9 | each entry stands in its author's log, under the keys of the charter, and is the one that its leaf commits to |
| E-10 | every version but the last was signed by all whom it needs |
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.charter.amendment import refusals_of_amendment
from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.charter.succession import refusals_of_succession
from parley.charter.verdict import Refusal
from parley.matters.instrument import CHARTER_KINDS, PROPOSING, signers_of
from parley.record import strictjson
from parley.record.body import Payload, parse_payload
from parley.record.checkpoint import open_checkpoint
from parley.record.formerror import FormError
from parley.record.keys import LOG
from parley.record.leaf import Leaf, parse_leaf
from parley.record.merkle import ProofError, leaf_hash, verify_inclusion
from parley.record.sealing import check_commitment, open_with_file_key

FORMAT = "parley-accession-v1"
MAX_FILE = 64 << 20
FILE_KEY = 16


class AccessionError(FormError):
    """An accession file that breaks its form; `where` names the field."""


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry of the charter's matter with all that proves it: nothing here is verified yet."""

    log: str
    number: int
    leaf: bytes
    path: tuple[bytes, ...]
    file_key: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Accession:
    """What an accession file says: versions, entries, a checkpoint a log, evidence of forks. Nothing is verified."""

    charters: tuple[bytes, ...]
    entries: tuple[ProvenEntry, ...]
    checkpoints: Mapping[str, bytes]
    forks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Joining:
    """What an accession file proved.

    `line` are the versions from the founding one to that by which the member joins, `in_force` the newest of them
    that all had signed; `keys` opens each entry by (origin, number); `needed` names who must sign the last version,
    `signed` who has.
    """

    line: tuple[Charter, ...]
    in_force: Charter
    needed: tuple[str, ...]
    signed: tuple[str, ...]
    keys: Mapping[tuple[str, int], bytes]
    forks: tuple[bytes, ...]

    @property
    def replaced(self) -> frozenset[str]:
        """Return the digests of the versions before the one in force."""
        return frozenset(charter.digest for charter in self.line[: self.line.index(self.in_force)])

    @property
    def version(self) -> Charter:
        """Return the version by which the member joins."""
        return self.line[-1]


def is_accession(raw: bytes) -> bool:
    """Return whether a file calls itself an accession file; what it says may still be wrong."""
    return raw[:200].lstrip().startswith(b"{") and FORMAT.encode() in raw[-200:]


def encode_accession(accession: Accession) -> bytes:
    """Return the bytes of an accession file."""
    entries = [
        {
            "body": base64.b64encode(each.body).decode(),
            "key": each.file_key.hex(),
            "leaf": each.leaf.decode(),
            "log": each.log,
            "n": each.number,
            "path": [step.hex() for step in each.path],
        }
        for each in accession.entries
    ]
    return strictjson.encode(
        {
            "charters": [raw.decode() for raw in accession.charters],
            "checkpoints": {log: note.decode() for log, note in accession.checkpoints.items()},
            "entries": entries,
            "forks": [raw.decode() for raw in accession.forks],
            # The last key of all, so that the file says at its end what it is.
            "v": FORMAT,
        }
    )


def parse_accession(raw: bytes) -> Accession:
    """Return what an accession file says; AccessionError for any other form."""
    try:
        value = strictjson.parse(raw, limit=MAX_FILE)
    except strictjson.StrictJsonError as error:
        raise AccessionError("accession.form", error.code) from None
    if _of(value, "v", str) != FORMAT:
        raise AccessionError("accession.form", "v")
    checkpoints = _of(value, "checkpoints", dict)
    return Accession(
        charters=_texts(value, "charters"),
        entries=tuple(_entry(item) for item in _of(value, "entries", list)),
        checkpoints={log: _of(checkpoints, log, str).encode() for log in checkpoints},
        forks=_texts(value, "forks"),
    )


def _entry(item: Any) -> ProvenEntry:
    try:
        body = base64.b64decode(_of(item, "body", str), validate=True)
        path = tuple(bytes.fromhex(step) for step in _of(item, "path", list))
        file_key = bytes.fromhex(_of(item, "key", str))
    except (binascii.Error, ValueError, TypeError):
        raise AccessionError("accession.form", "entries") from None
    if len(file_key) != FILE_KEY:
        raise AccessionError("accession.form", "key")
    return ProvenEntry(
        _of(item, "log", str), _of(item, "n", int), _of(item, "leaf", str).encode(), path, file_key, body
    )


def _texts(value: Any, name: str) -> tuple[bytes, ...]:
    found = _of(value, name, list)
    if not all(type(text) is str for text in found):
        raise AccessionError("accession.form", name)
    return tuple(text.encode() for text in found)


def _of(item: Any, name: str, kind: type) -> Any:
    if type(item) is not dict or type(item.get(name)) is not kind:
        raise AccessionError("accession.form", name)
    return item[name]


def prove(accession: Accession) -> Joining | Refusal:
    """Verify all of an accession file (E-8 to E-10) and return what it proves."""
    line = _line(accession)
    if isinstance(line, Refusal):
        return line
    found: list[Payload] = []
    for entry in sorted(accession.entries, key=lambda entry: (entry.log, entry.number)):
        said = _said(entry, accession, line)
        if isinstance(said, Refusal):
            return said
        found.append(said)
    refusal = _refuse_successions(line, found)
    if refusal is not None:
        return refusal
    signed = _signers(found, line)
    for before, charter in zip((None, *line), line, strict=False):
        needed = signers_of(charter, predecessor=before)
        missing = [code for code in needed if code not in signed[charter.digest]]
        if missing and charter is not line[-1]:
            figures = {"charter": charter.digest[:16], "codes": ", ".join(missing)}
            return Refusal("accession.unsigned", "E-10", figures)
        in_force = charter if not missing else before
    if in_force is None:
        return Refusal("accession.founding_only", "E-8", {})
    keys = {(entry.log, entry.number): entry.file_key for entry in accession.entries}
    names = tuple(code for code in needed if code in signed[line[-1].digest])
    return Joining(line, in_force, needed, names, keys, accession.forks)


def _signers(said: list[Payload], line: tuple[Charter, ...]) -> dict[str, set[str]]:
    """Return by version who signed it, in the order of each log: a second signature under one predecessor counts only
    where the version names all that its signer had signed there before (I-6).
    """
    texts = [each.content.get("text") for each in said if each.kind in PROPOSING]
    known = {charter.digest: charter for charter in (*line, *filter(None, map(_read_or_none, texts)))}
    signed: dict[str, set[str]] = {digest: set() for digest in known}
    for each in said:
        charter = known.get(str(each.content.get("charter"))) if each.kind == "charter_signed" else None
        if charter is None or not _is_of_its_log(each, charter, known):
            continue
        rivals = {other.digest for other in known.values() if other.predecessor == charter.predecessor}
        before = {digest for digest in rivals if each.author in signed[digest]}
        if before <= set(charter.instead_of):
            signed[charter.digest].add(each.author)
    return signed


def _is_of_its_log(said: Payload, charter: Charter, known: Mapping[str, Charter]) -> bool:
    """Return whether a signature stands in the log that the charter before, or for who joins this one, names (S-9)."""
    before = known.get(charter.predecessor or "")
    named = before if before is not None and said.author in before.codes else charter
    return said.author in named.codes and named.member(said.author).origin == said.log


def _refuse_successions(line: tuple[Charter, ...], said: list[Payload]) -> Refusal | None:
    """Refuse a succession in the line that no proposal in the file brings with a closing under the right key."""
    for number, charter in enumerate(line):
        if charter.closes is None:
            continue
        statements = [
            str(each.content.get("statement")) for each in said
            if each.kind == "succession_proposed" and _digest_of(each.content.get("text")) == charter.digest
        ]  # fmt: skip
        found = [refusals_of_succession(charter, earlier=line[:number], statement=s.encode()) for s in statements]
        if () not in found:
            unproven = Refusal("accession.no_closing", "E-8", {"charter": charter.digest[:16]})
            return found[0][0] if found else unproven
    return None


def _digest_of(text: object) -> str:
    return sha256(text.encode()).hexdigest() if isinstance(text, str) else ""


def _read_or_none(text: object) -> Charter | None:
    try:
        return read_charter(text.encode()) if isinstance(text, str) else None
    except CharterError:
        return None


def _line(accession: Accession) -> tuple[Charter, ...] | Refusal:
    line: list[Charter] = []
    for raw in accession.charters:
        try:
            charter = read_charter(raw)
        except CharterError as error:
            return Refusal("accession.charter_unreadable", "E-8", {"code": error.problems[0].code})
        # Of a succession more is asked, once what the entries say is proven.
        plain = charter.closes is None
        faults = refusals_of_amendment(charter, earlier=line) if line and plain else ()
        if faults:
            return faults[0]
        if not line and charter.predecessor is not None:
            return Refusal("accession.not_founding", "E-8", {"charter": charter.digest[:16]})
        line.append(charter)
    return tuple(line) if line else Refusal("accession.founding_only", "E-8", {})


def _said(entry: ProvenEntry, accession: Accession, line: tuple[Charter, ...]) -> Payload | Refusal:
    """Return what an entry says, once its whole way to a signed checkpoint holds."""
    code = next((m.code for charter in line for m in charter.members if m.origin == entry.log), None)
    if code is None:
        return _unproven(entry, "log")
    try:
        leaf = parse_leaf(entry.leaf)
        _check_place(entry, leaf, accession, line)
        assert leaf.body is not None
        opened = open_with_file_key(entry.body, file_key=entry.file_key)
        check_commitment(opened, commitment=leaf.body.commitment)
        said = parse_payload(opened.payload, log=entry.log, number=entry.number, author=code)
    except (FormError, ProofError) as error:
        return _unproven(entry, error.code)
    return said if said.kind in CHARTER_KINDS else _unproven(entry, said.kind)


def _check_place(entry: ProvenEntry, leaf: Leaf, accession: Accession, line: tuple[Charter, ...]) -> None:
    """Refuse (AccessionError, NoteError, ProofError) an entry that no signed checkpoint of its log covers."""
    if (leaf.log, leaf.number) != (entry.log, entry.number) or leaf.body is None:
        raise AccessionError("accession.form", "leaf")
    if sha256(entry.body).digest() != leaf.body.digest:
        raise AccessionError("accession.form", "body")
    note = accession.checkpoints.get(entry.log)
    if note is None:
        raise AccessionError("accession.form", "checkpoints")
    # The newest keys first: a checkpoint of today is signed with those of today.
    members = [m for charter in reversed(line) for m in charter.members if m.origin == entry.log]
    failure: FormError | None = None
    for member in members:
        try:
            cp = open_checkpoint(note, log=member.keys.verifier(LOG, origin=entry.log))
        except FormError as error:
            failure = failure or error
            continue
        hashed = leaf_hash(entry.leaf)
        verify_inclusion(hashed, number=entry.number, size=cp.size, root=cp.root, path=entry.path)
        return
    raise failure or AccessionError("accession.form", "log")


def _unproven(entry: ProvenEntry, why: str) -> Refusal:
    return Refusal("accession.entry_not_proven", "E-9", {"log": entry.log, "number": entry.number, "code": why})
