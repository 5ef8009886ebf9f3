"""Which keys an audit believes: those that were named, else those of the charter beside it, else its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from parley.charter.lognames import earlier_origin, generation, is_same_line, log_name, parts_of
from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.cli.auditing.source import Source, SourceError
from parley.record.folder import KEYS, MAX_KEYS_SIZE, decode_keys
from parley.record.formerror import FormError


@dataclass(frozen=True, slots=True)
class Trust:
    """Where the keys come from: a code that has a text, its figures, and the key lines for the log of an origin."""

    code: str
    figures: dict[str, str]
    lines: Callable[[str], list[str]]
    charter: Charter | None = None

    def name_of(self, origin: str) -> str:
        """Return the name of the log, its member's code and after a succession its number, else the origin."""
        return name_of_log(self.charter, origin) if self.charter else origin


def name_of_log(charter: Charter, origin: str) -> str:
    """Return the name of a log, also of one that a succession has closed; the origin itself of a stranger's."""
    owner = next((m for m in charter.members if is_same_line(m.origin, origin)), None)
    return log_name(owner.code, origin) if owner else origin


def log_of_name(charter: Charter, name: str) -> str | None:
    """Return the origin of a log by its name, None where no member can have such a log."""
    code, number = parts_of(name)
    if code not in charter.codes:
        return None
    origin = charter.member(code).origin
    return origin if generation(origin) == number else earlier_origin(origin, number=number)


def named_trust(*, keys: Path | None, charters: Sequence[Path]) -> Trust | None:
    """Return the keys that were named, None where none were; SourceError where a named file cannot be read.

    Of several charters the first is that in force; the others name logs that were closed, or members that have left.
    """
    if keys is not None:
        named = _key_lines(keys.read_bytes(), where=str(keys))
        return Trust("audit.keys_named", {"file": str(keys)}, lambda origin: named)
    if charters:
        raws = [charter.read_bytes() for charter in charters]
        return _by_charters(raws, code="audit.keys_charter_named", where=str(charters[0]))
    return None


def trust_beside(source: Source) -> Trust:
    """Return the keys of the charter beside a record, or else those that the record itself lists."""
    beside = source.charter()
    if beside is not None:
        return _by_charters([beside], code="audit.keys_charter", where="charter.yaml")
    return Trust("audit.keys_of_record", {}, lambda origin: _keys_beside(source, origin))


def _keys_beside(source: Source, origin: str) -> list[str]:
    if origin not in {part.origin for part in source.parts()}:
        return []
    raw = source.files(origin).get(KEYS, limit=MAX_KEYS_SIZE)
    return _key_lines(raw, where=KEYS) if raw is not None else []


def _key_lines(raw: bytes, *, where: str) -> list[str]:
    try:
        return decode_keys(raw)
    except FormError as fault:
        raise SourceError(fault.code, where) from None


def _by_charters(raws: Sequence[bytes], *, code: str, where: str) -> Trust:
    try:
        charters = [read_charter(raw) for raw in raws]
    except CharterError as fault:
        raise SourceError("audit.charter", f"{where}: {fault}") from None
    digest = sha256(raws[0]).hexdigest()
    lines: Callable[[str], list[str]] = lambda origin: list(key_lines(charters, origin))  # noqa: E731
    return Trust(code, {"digest": digest, "file": where}, lines, charters[0])


def named_charters(paths: Sequence[Path] | None, *, home: Path) -> list[bytes]:
    """Return the bytes of the charters that were named, the one in force first, and of the founding one in a home."""
    return [path.read_bytes() for path in (*(paths or ()), home)]


def key_lines(charters: Sequence[Charter], origin: str) -> Iterable[str]:
    """Yield the verifier keys of a log and of all who may cosign it, as keys.txt lists them.

    The first of the charters that names the log counts: a log that was closed stands in an earlier one.
    """
    charter = next((each for each in charters if each.member_of_log(origin)), charters[0])
    owner = charter.member_of_log(origin)
    if owner is not None:
        yield from owner.keys.log
    for member in charter.members:
        if member.origin != origin:
            yield from member.keys.mirror
            yield from member.keys.witness
