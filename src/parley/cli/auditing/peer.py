"""The record on a node that answers: fetched over the peers' listener, as a member of its charter."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.cli.auditing.source import SourceError, measured
from parley.cli.placing import passphrase_of, place_at
from parley.node.home import Home
from parley.node.keyfile import KeyFileError
from parley.node.keys import open_keys
from parley.node.link.certificates import certificate_of
from parley.node.link.tls import TlsIdentity, dial_context, trust
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.folder import BODIES, CHECKPOINT, ForkPart, LogPart
from parley.record.formerror import FormError
from parley.record.note import MAX_NOTE_SIZE, parse_note

CHUNK = 1 << 18
TIMEOUT_S = 30.0
PATHS = {BODIES: "body", "attachments": "attachment"}


class PeerSource:
    """The logs that another member's node serves.

    It asks with the certificate of the node whose home folder is named: the listener answers
    members only. The keys are those of that home's own charter, or of the charters that were named where
    it was amended, never what the other node says.
    """

    def __init__(self, host: str, port: int, *, home: Path | None, charters: Sequence[Path] = ()) -> None:
        if home is None or not Home(home).exists:
            raise SourceError("audit.home_needed", f"{host}:{port}")
        self._where = f"{host}:{port}"
        self._charter = Home(home).charter.read_bytes()
        try:
            known = [read_charter(raw) for raw in (*(each.read_bytes() for each in charters), self._charter)]
        except CharterError as fault:
            raise SourceError("audit.charter", str(fault)) from None
        first, *others = _certificates(known)
        context = dial_context(_identity(home), peer=first)
        trust(context, certificates=others)
        self._connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT_S, context=context)
        origins = dict.fromkeys(member.origin for charter in known for member in charter.members)
        self._notes = {origin: self._note(origin) for origin in origins}

    def _note(self, origin: str) -> bytes | None:
        return self.fetch(f"{log_path(origin)}/{CHECKPOINT}", limit=MAX_NOTE_SIZE)

    def parts(self) -> tuple[LogPart, ...]:
        """Return the logs of which the node gave a checkpoint when it was first asked."""
        return tuple(_part(origin, note) for origin, note in self._notes.items() if note is not None)

    def files(self, origin: str) -> PeerFiles:
        """Return the files of one log."""
        return PeerFiles(self, origin=origin, note=self._notes[origin])

    def charter(self) -> bytes | None:
        """Return the charter of the home that asks."""
        return self._charter

    def forks(self) -> tuple[tuple[ForkPart, bytes | None], ...]:
        """Return none: nodes tell each other of forks by signed entries, not by files."""
        return ()

    def fetch(self, path: str, *, limit: int) -> bytes | None:
        """Return what the node answers, at most `limit` + 1 bytes; None where it has nothing there."""
        pieces = self.pieces(path)
        if pieces is None:
            return None
        found = bytearray()
        for piece in pieces:
            found += piece
            if len(found) > limit:
                # What is left of the answer is not read: the connection is of no more use.
                self._connection.close()
                break
        return bytes(found[: limit + 1])

    def pieces(self, path: str) -> Iterator[bytes] | None:
        """Return the answer piece by piece, None for 404; SourceError where the node does not answer as one."""
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            if answer.status == http.client.OK:
                return self._read(answer)
            answer.read(CHUNK)
        except (OSError, ssl.SSLError, http.client.HTTPException) as error:
            raise SourceError("audit.unreachable", f"{self._where} ({error})") from None
        if answer.status != http.client.NOT_FOUND:
            raise SourceError("audit.unreachable", f"{self._where} ({answer.status} {path})")
        return None

    def _read(self, answer: http.client.HTTPResponse) -> Iterator[bytes]:
        try:
            while piece := answer.read(CHUNK):
                yield piece
        except (OSError, http.client.HTTPException) as error:
            raise SourceError("audit.unreachable", f"{self._where} ({error})") from None


class PeerFiles:
    """The files of one log on another node."""

    def __init__(self, source: PeerSource, *, origin: str, note: bytes | None) -> None:
        self._source, self._origin, self._held_note = source, origin, note

    def get(self, path: str, *, limit: int) -> bytes | None:
        """Return a file, at most `limit` + 1 bytes; the checkpoint is the one of the start, while the log grows on."""
        if path == CHECKPOINT:
            return self._held_note
        return self._source.fetch(f"{log_path(self._origin)}/{path}", limit=limit)

    def measure(self, kind: str, digest: bytes) -> tuple[bytes, int] | None:
        """Return SHA-256 and size of a blob."""
        pieces = self._source.pieces(f"/{PATHS[kind]}/{digest.hex()}")
        return measured(pieces) if pieces is not None else None


def _certificates(known: Sequence[Charter]) -> list[bytes]:
    """Return one certificate a member, as the first charter names it that has the member.

    Not those of before beside it: OpenSSL looks them up by their name, and would hold the new one against the old.
    """
    found: dict[str, bytes] = {}
    for charter in known:
        for member in charter.members:
            found.setdefault(member.code, certificate_of(member))
    return list(found.values())


def log_path(origin: str) -> str:
    """Return the path under which a node serves a log."""
    return f"/{sha256(origin.encode()).hexdigest()}"


def _part(origin: str, note: bytes) -> LogPart:
    try:
        return LogPart(origin, 0, parse_checkpoint_text(parse_note(note).text).size)
    except FormError:
        # The audit itself will say what is wrong with this note.
        return LogPart(origin, 0, 0)


def _identity(home: Path) -> TlsIdentity:
    place = place_at(home)
    try:
        keys = open_keys(place.home, passphrase=passphrase_of(place))
    except KeyFileError as fault:
        raise SourceError("audit.keys_locked", str(fault)) from None
    return TlsIdentity(keys.tls_certificate, keys.tls_key)
