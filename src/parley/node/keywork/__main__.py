"""The process that a node starts for its public-key work: answers what comes in until the pipe ends, as its node does.

It is told private keys and file keys over the pipe and keeps nothing anywhere else. It loads only what the work needs.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

from parley.node.keywork import forms
from parley.node.keywork.forms import HEAD, KEY, NOT_FOUND, RECIPIENT, SEED, cut, encode
from parley.record import age
from parley.record.sealingkeys import SealingError, SealingIdentity, SealingRecipient


class Work:
    """The lists of recipients and the private keys that were told, and what is done with them."""

    def __init__(self) -> None:
        self._lists: dict[int, list[SealingRecipient]] = {}
        self._identities: list[SealingIdentity] = []

    def do(self, kind: int, place: int, content: bytes) -> bytes | None:
        """Return the content of the answer, None where a message only tells something."""
        match kind:
            case forms.RECIPIENTS:
                self._lists[place] = [SealingRecipient.from_raw(raw) for raw in cut(content, size=RECIPIENT)]
            case forms.IDENTITIES:
                self._identities = [SealingIdentity.from_seed(seed) for seed in cut(content, size=SEED)]
            case forms.WRAP:
                to = self._lists[place]
                return b"".join(age.write_header(key, recipients=to) for key in cut(content, size=KEY))
            case forms.UNWRAP:
                return b"".join(self._unwrapped(text) for text in cut(content, size=age.STANZA_TEXT))
        return None

    def _unwrapped(self, text: bytes) -> bytes:
        """Return 1 and the file key that a stanza holds for one of the identities, all zeros where it holds none."""
        for identity in self._identities:
            try:
                return b"\x01" + identity.unwrap(age.wrapped_in(text))
            except (SealingError, ValueError):
                continue
        return NOT_FOUND


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer messages in their order until the other end is gone."""
    work = Work()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        kind, place, length = HEAD.unpack(head)
        content = source.read(length)
        if len(content) < length:
            return
        answer = work.do(kind, place, content)
        if answer is not None:
            sink.write(encode(kind, answer, place=place))
            sink.flush()


def main() -> None:
    """Serve the node at the other end of standard input and output."""
    # A terminal sends its interrupt to all; the node ends in its own order, and this process when the pipe does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Without Python's own ending, which would try once more to write what nobody reads.
        os._exit(0)


if __name__ == "__main__":
    main()
