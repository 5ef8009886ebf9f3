"""Attachments on their way out: sealed in the caller's thread, stored in pieces, then named by the entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley.matters.verdict import Refusal
from parley.node.drafts import AttachmentDraft, Draft, Prepared
from parley.node.held import FILE_KEY
from parley.node.ledger import Ledger
from parley.node.sealingout import next_point, recipients
from parley.node.store import bodies
from parley.record.attachment import MAX_ATTACHMENT, attachment_key, seal_attachment
from parley.record.leaf import AttachmentRef

if TYPE_CHECKING:
    from parley.node.running import Node

MAX_ATTACHMENTS = 10
PIECE = bodies.CHUNK


@dataclass(frozen=True, slots=True)
class Held:
    """The content of a draft with its attachments named, the references for its leaf, and the body's file key."""

    content: dict[str, Any]
    refs: tuple[AttachmentRef, ...]
    file_key: bytes | None


def prepare(draft: Draft, *, node: Node) -> Draft | Refusal:
    """Seal and store the attachments of a draft; the entry that names them is filed after. Any thread."""
    if len(draft.attachments) > MAX_ATTACHMENTS:
        return Refusal("too_many_attachments", "F-1", {"limit": MAX_ATTACHMENTS})
    for attachment in draft.attachments:
        if attachment.path.stat().st_size > MAX_ATTACHMENT:
            limit = MAX_ATTACHMENT // (1024 * 1024)
            return Refusal("attachment_too_long", "F-2", {"name": attachment.name, "limit_mb": limit})
    to = tuple(sorted({*draft.to, node.member}))
    digest, sealed_to = node.writer.call(lambda ledger: _recipients_now(ledger, to)).result()
    file_key = node.random(FILE_KEY)
    refs, named = [], []
    for place, attachment in enumerate(draft.attachments):
        key = attachment_key(file_key, place=place)
        ref, plain = _seal_one(attachment, sealed_to, key, node=node)
        refs.append(ref)
        named.append(
            {
                "name": attachment.name,
                "media_type": attachment.media_type,
                "size": attachment.path.stat().st_size,
                "sha256": ref.digest.hex(),
                "plain_sha256": plain,
            }
        )
    return replace(draft, prepared=Prepared(digest, file_key, tuple(refs), tuple(named)))


def take_sealed(ledger: Ledger, draft: Draft) -> Held | Refusal:
    """Return a draft's content with its stored attachments; a Refusal where the charter changed since."""
    content = dict(draft.content)
    if draft.prepared is None:
        return Held(content, (), None)
    point, _ = next_point(ledger, at_ms=0)
    charter = ledger.charter_at(point) or ledger.founding
    if charter.digest != draft.prepared.charter:
        return Refusal("charter_changed_meanwhile", "F-3", {})
    return Held(whole_content(draft), draft.prepared.refs, draft.prepared.file_key)


def whole_content(draft: Draft) -> dict[str, Any]:
    """Return a draft's content as it will be sealed: with its stored attachments named."""
    named = {"attachments": list(draft.prepared.named)} if draft.prepared else {}
    return {**draft.content, **named}


def _recipients_now(ledger: Ledger, to: tuple[str, ...]) -> tuple[str, list[Any]]:
    point, _ = next_point(ledger, at_ms=0)
    charter = ledger.charter_at(point) or ledger.founding
    return charter.digest, recipients(ledger, to, charter)


def _seal_one(
    attachment: AttachmentDraft, sealed_to: list[Any], key: bytes, *, node: Node
) -> tuple[AttachmentRef, str]:
    """Seal one file and store it piece by piece, each in a commit of its own, so that no call waits for it."""
    size = attachment.path.stat().st_size
    plain, whole = sha256(), sha256()
    pieces = seal_attachment(
        _read(attachment.path, plain), size=size, recipients=sealed_to, file_key=key, nonce=node.random(16)
    )
    sealed = b"".join(pieces)
    whole.update(sealed)
    digest = whole.digest()
    node.writer.call(lambda ledger: bodies.begin_attachment(ledger.conn, digest, size=len(sealed))).result()
    for offset in range(0, len(sealed), PIECE):
        chunk = sealed[offset : offset + PIECE]
        node.writer.call(_storing(digest, offset, chunk)).result()
    return AttachmentRef(digest, len(sealed)), plain.hexdigest()


def _storing(digest: bytes, offset: int, chunk: bytes) -> Any:
    return lambda ledger: bodies.put_chunk(ledger.conn, digest, offset=offset, chunk=chunk)


def _read(path: Path, plain: Any) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 16):
            plain.update(chunk)
            yield chunk
