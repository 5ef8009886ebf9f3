"""Run as a process of its own, to be killed: opens a node and files messages, or takes in another node's log.

Arguments: home, member, and "file COUNT" or "take HOME-OF-SY". Each line printed was acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from parley.node import recovery, serving
from parley.node.clock import SystemClock
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.home import Home
from parley.node.intake import PeerBatch, Taken
from parley.node.keys import open_keys
from parley.node.running import Node, open_node, take_in
from parley.node.settings import Settings
from parley.node.store.connection import open_reader
from tests.tracks.hotline.cell import CONTENTS


def main() -> None:
    """Open the node as `parley run` would, and do what the arguments say."""
    home = Home(Path(sys.argv[1]))
    keys = open_keys(home, passphrase=None)
    node = open_node(home, settings=Settings(member=sys.argv[2]), keys=keys, clock=SystemClock())
    node.writer.start()
    standing = node.writer.call(lambda ledger: recovery.standing(ledger, node.highwater)).result()
    print("standing", standing.word, flush=True)
    if standing.may_sign:
        node.writer.may_sign.set()
    if sys.argv[3] == "file":
        file_some(node, int(sys.argv[4]))
    else:
        take_some(node, Home(Path(sys.argv[4])))
    node.writer.stop()


def file_some(node: Node, count: int) -> None:
    """File messages one by one, and print each id that was acknowledged."""
    for number in range(count):
        content = {**CONTENTS["message_sent"], "subject": f"Message {number}"}
        done = file(Draft("message_sent", ("IL", "SY", "US"), content, role="duty_officer"), node=node)
        assert isinstance(done, Filed), done
        print("filed", done.id, flush=True)


def take_some(node: Node, source: Home) -> None:
    """Take in SY's log entry by entry, and print each size that was acknowledged."""
    conn = open_reader(source.database)
    origin = node.founding.member("SY").origin
    size = serving.heads(node.reader())[origin].size
    while run := serving.entries(conn, origin, size, 1, 8 << 20):
        whole = serving.heads(conn)[origin].checkpoint_size
        note = serving.checkpoint(conn, origin)
        assert note is not None
        proof = serving.consistency(conn, origin, size + 1, whole) if size + 1 < whole else []
        batch = PeerBatch("SY", "direct", origin, size, [run[0][0]], [run[0][1]], note, proof)
        taken = take_in(batch, node=node).result()
        assert isinstance(taken, Taken), taken
        size = taken.size
        print("taken", size, flush=True)


if __name__ == "__main__":
    main()
