"""Headers of the tar that a bundle is: plain files only, no owner, no time, so that equal contents are equal bytes."""

from __future__ import annotations

from dataclasses import dataclass

from parley.record.formerror import FormError

BLOCK = 512
MAX_FILE_SIZE = 8**11 - 1
END = bytes(2 * BLOCK)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file's content lies in the tar."""

    at: int
    size: int

    @property
    def end(self) -> int:
        """Return where the next header is."""
        return self.at + self.size + padding(self.size)


class UstarError(FormError):
    """A header that is not one of ours: ustar.form, ustar.path (too long to stand in a header), ustar.size."""


def encode_header(path: str, *, size: int) -> bytes:
    """Return the 512 bytes before a file's content (POSIX ustar, mode 0644, the rest zero)."""
    prefix, name = _split(path.encode())
    if not 0 <= size <= MAX_FILE_SIZE:
        raise UstarError("ustar.size", path)
    head = b"".join(
        (
            name.ljust(100, b"\0"),
            b"0000644\0" + b"0000000\0" + b"0000000\0",
            b"%011o\0" % size,
            b"00000000000\0",
            b" " * 8,
            b"0" + bytes(100),
            b"ustar\0" + b"00" + bytes(32) + bytes(32) + b"0000000\0" + b"0000000\0",
            prefix.ljust(155, b"\0") + bytes(12),
        )
    )
    return head[:148] + b"%06o\0 " % sum(head) + head[156:]


def _split(path: bytes) -> tuple[bytes, bytes]:
    if len(path) <= 100:
        return b"", path
    # The prefix is everything before one slash: the first that leaves at most 100 bytes behind it.
    at = path.find(b"/", len(path) - 101)
    if not 0 < at <= 155:
        raise UstarError("ustar.path", path[:60].decode(errors="replace"))
    return path[:at], path[at + 1 :]


def padding(size: int) -> int:
    """Return how many zero bytes stand after a content of this size."""
    return -size % BLOCK


def decode_header(raw: bytes) -> tuple[str, int] | None:
    """Return path and size, None at the end of the tar.

    UstarError for everything but a header that `encode_header` writes: links, devices, other
    owners and other spellings have no place in a bundle.
    """
    if raw == bytes(BLOCK):
        return None
    try:
        name = raw[:100].rstrip(b"\0").decode("ascii")
        prefix = raw[345:500].rstrip(b"\0").decode("ascii")
        path, size = f"{prefix}/{name}" if prefix else name, int(raw[124:135], 8)
    except ValueError:
        raise UstarError("ustar.form") from None
    if size < 0 or encode_header(path, size=size) != raw:
        raise UstarError("ustar.form", path[:120])
    return path, size
