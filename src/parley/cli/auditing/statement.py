"""Tells of the receipt of a joint statement: what it proves, by whose keys, and what each language's bytes hash to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from parley.cli.auditing.folder import open_plain
from parley.cli.auditing.trust import Trust
from parley.record.audit import trusted_keys
from parley.texts import sentence
from parley.tracks.talks.statement_receipt import MAX_SIZE, KeysOf, Proven, is_receipt


def read_statement_receipt(path: Path) -> bytes | None:
    """Return the bytes of a file that says it is the receipt of a statement; None for any other."""
    file = open_plain(str(path))
    if file is None:
        return None
    with file:
        if file.read(1) != b"{":
            return None
        file.seek(0)
        raw = file.read(MAX_SIZE + 1)
    return raw if is_receipt(raw) else None


def keys_by(trust: Trust) -> KeysOf:
    """Return how the keys of a log are found by what is trusted."""

    def found(origin: str):  # type: ignore[no-untyped-def]
        keys = trusted_keys(trust.lines(origin), origin=origin)
        return keys.log, list(keys.cosigners)

    return found


def tell_statement(proven: Proven, *, file: str, language: str) -> Iterator[str]:
    """Yield what a receipt proves, a line for each language and each signature."""
    release = datetime.fromtimestamp(proven.release_s, tz=UTC).strftime("%Y-%m-%d %H:%MZ")
    figures = {"file": file, "entry": proven.entry, "subject": proven.subject, "release": release}
    yield sentence("statement_receipt.sound", language=language, data=figures)
    for lang, digest in proven.digests.items():
        yield sentence("statement_receipt.language", language=language, data={"lang": lang, "digest": digest})
    for member, entry in proven.signed:
        yield sentence("statement_receipt.signed", language=language, data={"member": member, "entry": entry})
    for log, count in sorted(proven.cosigners.items()):
        yield sentence("statement_receipt.cosigned", language=language, data={"log": log, "count": count})
    yield sentence("record.without_prejudice", language=language, data={})
