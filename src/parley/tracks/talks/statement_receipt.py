"""What a released statement carries so that anybody checks it with nothing else but the keys of the charter. Pure.

Its draft and its signatures, each as it was said, with the salt that opens its leaf's commitment and the proof that the
leaf stands in its author's log, under a checkpoint that others have cosigned. The proofs are of the form that any tool
for tlog-proofs reads; the rest is SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.matters.signing import digest_of as instrument_digest
from parley.record import strictjson
from parley.record.body import Payload, PayloadError, parse_payload
from parley.record.checkpoint import LogVerifier
from parley.record.formerror import FormError
from parley.record.keys import RoleVerifier
from parley.record.leaf import parse_leaf
from parley.record.proof import TlogProof, parse_proof, verify_proof
from parley.record.sealing import commitment_of
from parley.tracks.talks.statement_entries import DRAFTED, SIGNED
from parley.tracks.talks.text_bytes import digest_of, language_bytes

FORM = "parley-statement-receipt-v1"
MAX_SIZE = 8 << 20
MOST_ENTRIES = 65
# The keys of a log by its origin, and who may cosign it.
KeysOf = Callable[[str], tuple[LogVerifier, list[RoleVerifier]]]
PREJUDICE = "Without prejudice to legality, sovereignty or claims."


class ReceiptError(FormError):
    """A receipt that does not hold; `where` names the entry or the field."""


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a receipt: what was said, the salt of its commitment, the proof with its leaf."""

    payload: bytes
    salt: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class Proven:
    """What a receipt proves: the statement, who signed it by which entry, how many cosigned each log."""

    entry: str
    subject: str
    release_s: int
    digest: str
    digests: Mapping[str, str]
    texts: Mapping[str, bytes]
    signed: tuple[tuple[str, str], ...]
    cosigners: Mapping[str, int]


def write_receipt(parts: Iterable[Part], *, exercise: bool) -> bytes:
    """Return the receipt of a statement: its draft first, then its signatures; canonical JSON."""
    entries = [
        {"payload": each.payload.decode(), "salt": each.salt.hex(), "proof": each.proof.decode()} for each in parts
    ]
    said = {"form": FORM, "exercise": exercise, "prejudice": PREJUDICE, "entries": entries}
    return strictjson.encode(said)


def is_receipt(raw: bytes) -> bool:
    """Return whether bytes look like the receipt of a statement, of whatever version; nothing of it is checked."""
    if not raw.startswith(b"{"):
        return False
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and str(said.get("form", "")).startswith("parley-statement-receipt-")


def check_receipt(raw: bytes, *, keys_of: KeysOf) -> Proven:
    """Return what a receipt proves; FormError (ReceiptError, NoteError, ProofError) for the first thing that fails."""
    parts = _parts(raw)
    found = [_entry(each, keys_of=keys_of) for each in parts]
    (draft, seen), rest = found[0], found[1:]
    if draft.kind != DRAFTED or draft.matter is not None:
        raise ReceiptError("statement_receipt.no_draft", draft.kind)
    proven = _proven(draft)
    signed = {said.author: _signature(said, proven) for said, _ in rest}
    missing = [code for code in _strings(draft.content.get("signatories")) if code not in signed]
    if missing:
        raise ReceiptError("statement_receipt.not_signed", ", ".join(missing))
    counts = {draft.log: seen} | {said.log: count for said, count in rest}
    return Proven(**{**proven, "signed": tuple(sorted(signed.items())), "cosigners": counts})


def _parts(raw: bytes) -> list[Part]:
    if len(raw) > MAX_SIZE:
        raise ReceiptError("statement_receipt.form", "size")
    try:
        said = strictjson.parse_canonical(raw, limit=MAX_SIZE)
    except strictjson.StrictJsonError as error:
        raise ReceiptError("statement_receipt.form", error.where) from None
    entries = said.get("entries") if isinstance(said, dict) else None
    if not isinstance(said, dict) or said.get("form") != FORM or not isinstance(entries, list):
        raise ReceiptError("statement_receipt.form", "form")
    if not 2 <= len(entries) <= MOST_ENTRIES:
        raise ReceiptError("statement_receipt.form", "entries")
    return [_part(each, where=f"entries.{number}") for number, each in enumerate(entries)]


def _part(said: Any, *, where: str) -> Part:
    try:
        return Part(said["payload"].encode(), bytes.fromhex(said["salt"]), said["proof"].encode())
    except (TypeError, KeyError, ValueError, AttributeError):
        raise ReceiptError("statement_receipt.form", where) from None


def _entry(part: Part, *, keys_of: KeysOf) -> tuple[Payload, int]:
    """Return what an entry says and how many cosigned its log, with every binding checked."""
    proof: TlogProof = parse_proof(part.proof)
    if proof.extra is None:
        raise ReceiptError("statement_receipt.no_leaf", "extra")
    leaf = parse_leaf(proof.extra)
    log, cosigners = keys_of(leaf.log)
    opened = verify_proof(proof, entry=proof.extra, log=log, cosigners=cosigners)
    if opened.checkpoint.origin != leaf.log or leaf.number != proof.index:
        raise ReceiptError("statement_receipt.elsewhere", leaf.log)
    if leaf.body is None or commitment_of(part.payload, salt=part.salt) != leaf.body.commitment:
        raise ReceiptError("statement_receipt.other_words", leaf.log)
    try:
        author = str(strictjson.parse(part.payload, limit=MAX_SIZE)["author"])
        return parse_payload(part.payload, log=leaf.log, number=leaf.number, author=author), len(opened.cosigned)
    except (strictjson.StrictJsonError, PayloadError, KeyError, TypeError):
        raise ReceiptError("statement_receipt.other_words", leaf.log) from None


def _proven(draft: Payload) -> dict[str, Any]:
    """Return the statement with the digest of the whole and of each language, computed from what was drafted."""
    said = draft.content
    try:
        terms = {name: value for name, value in said.items() if name not in ("role", "released_by")}
        texts = {str(each["lang"]): language_bytes(title=each["title"], text=each["text"]) for each in said["texts"]}
        needed = tuple(sorted(_strings(said["signatories"])))
        return {
            "entry": f"{draft.author}/{draft.number}", "subject": str(said["subject"]),
            "release_s": int(said["release_s"]), "texts": texts,
            "digest": instrument_digest(DRAFTED, _plain(terms), needed=needed, about=""),
            "digests": {lang: digest_of(raw) for lang, raw in texts.items()},
        }  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise ReceiptError("statement_receipt.no_draft", draft.log) from None


def _plain(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms without what stands beside a content (`parley.matters.acting`)."""
    return {name: value for name, value in terms.items() if name not in ("signature", "key_entry")}


def _signature(said: Payload, proven: Mapping[str, Any]) -> str:
    """Return the entry of a signature over these very bytes, of the whole and of each language."""
    content, entry = said.content, f"{said.author}/{said.number}"
    if said.kind != SIGNED or said.matter != proven["entry"] or content.get("of") != proven["entry"]:
        raise ReceiptError("statement_receipt.other_entry", entry)
    rows = content.get("digests")
    given = {each.get("lang"): each.get("sha256") for each in rows} if isinstance(rows, list) else {}
    if content.get("digest") != proven["digest"] or given != proven["digests"]:
        raise ReceiptError("statement_receipt.other_bytes", entry)
    return entry


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
