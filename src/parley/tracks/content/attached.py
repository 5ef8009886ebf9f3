"""The form of what is attached to an entry: a name, a media type, its size, the digest of the sealed bytes. Pure."""

from __future__ import annotations

from parley.tracks.content.form import digest, fields, several, whole, word
from parley.tracks.content.usual import SHORT

MOST_ATTACHMENTS, LARGEST_ATTACHMENT = 10, 25 * 1024 * 1024

_attachment = fields(
    {"name": SHORT, "media_type": word(120), "size": whole(0, LARGEST_ATTACHMENT), "sha256": digest},
    optional={"plain_sha256": digest},
)
ATTACHMENTS = several(_attachment, most=MOST_ATTACHMENTS, distinct=lambda attachment: attachment["name"])
