"""Carries bundles in and out of a running node: the same intake, the same checks as over a link."""

from __future__ import annotations

from pathlib import Path

from parley.node import running, serving
from parley.node.link.nodeport import NodePort
from parley.node.running import Node
from parley.node.store import bodies, logs
from parley.node.unbundling import Intake, LogTaken, take_bundle


def import_bundle(path: Path, *, node: Node) -> list[LogTaken]:
    """Take a bundle in and return what became of each log; BundleError where it is none. Blocks; not in the loop."""
    port = NodePort(node)

    def held(log: str) -> int:
        head = logs.head(node.reader(), log)
        return head.size if head else 0

    def wants(digest: bytes) -> tuple[int, int] | None:
        size = bodies.attachment_size(node.reader(), digest)
        if size is None or serving.attachment_size(node.reader(), digest) is not None:
            return None
        return bodies.parts_held(node.reader(), digest), size

    intake = Intake(
        take=lambda batch: running.take_in(batch, node=node),
        held=held,
        wants=wants,
        put=lambda digest, offset, part: port.put_part(digest, offset=offset, part=part),
    )
    return take_bundle(path, intake=intake)
