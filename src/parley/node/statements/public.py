"""What a node shows to everybody: the statements that it has released, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.node.running import Node
from parley.node.statements.held import statement, statements
from parley.node.statements.pages import CSS, INDEX, READOUTS, RECEIPT, STYLE, address_of, files_of, indexes_of
from parley.node.statements.readouts import readouts_of
from parley.node.statements.receipts import receipt_of
from parley.tracks.talks.statement_state import StatementState

_PLACE = re.compile(r"([A-Z][A-Z0-9-]{0,15})-(0|[1-9][0-9]{0,15})/([A-Za-z0-9.-]{0,64})")
_LIST = re.compile(r"index(-[1-9][0-9]{0,8})?\.html")
TYPES = {
    "html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8", "css": "text/css; charset=utf-8",
    "json": "application/json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file of the public pages."""

    body: bytes
    kind: str


def is_public(state: StatementState, *, node: Node) -> bool:
    """Return whether this node has released a statement: by its own entry, as of when that says."""
    return state.release_of(node.member) is not None


def public_file(path: str, *, node: Node) -> PublicFile | None:
    """Return the file at a path below the public address; None for whatever there is not, or is not released."""
    if path == "" or _LIST.fullmatch(path):
        shown = [each for each in statements(node) if is_public(each, node=node)]
        listed = indexes_of(shown, charter=node.charter()).get(path or INDEX)
        return _file(INDEX, listed) if listed is not None else None
    if path == STYLE:
        return _file(STYLE, CSS)
    found = _PLACE.fullmatch(path)
    state = statement(node, f"{found[1]}/{found[2]}") if found else None
    if found is None or state is None or not is_public(state, node=node):
        return None
    name = found[3] or INDEX
    if name == RECEIPT:
        raw = receipt_of(state, node=node) if state.withdrawn is None else None
        return _file(RECEIPT, raw) if raw is not None else None
    made = readouts_of if name.startswith(READOUTS) else files_of
    body = made(state, charter=node.charter()).get(name)
    return _file(name, body) if body is not None else None


def all_files(*, node: Node) -> dict[str, bytes]:
    """Return every public file by its path, to be put where any web server serves it."""
    shown = [each for each in statements(node) if is_public(each, node=node)]
    found = {**indexes_of(shown, charter=node.charter()), STYLE: CSS}
    for state in shown:
        folder = address_of(state)
        for pages in (files_of(state, charter=node.charter()), readouts_of(state, charter=node.charter())):
            found |= {f"{folder}/{name}": body for name, body in pages.items()}
        receipt = receipt_of(state, node=node) if state.withdrawn is None else None
        found |= {f"{folder}/{RECEIPT}": receipt} if receipt is not None else {}
    return found


def _file(name: str, body: bytes) -> PublicFile:
    return PublicFile(body, TYPES[name.rpartition(".")[2]])
