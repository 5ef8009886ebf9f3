"""Writes the template of a succession: a charter's very text with one member's log and keys to come. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import yaml

from parley.charter.lognames import next_origin
from parley.charter.members import FROM_CARD
from parley.charter.model import ClosedLog
from parley.charter.reading import read_template

Edit = tuple[int, int, str]
Fields = dict[str, tuple[yaml.ScalarNode, yaml.Node]]


def succession_template(raw: bytes, *, code: str, closes: ClosedLog) -> bytes:
    """Return the charter `raw` as the template by which the member goes on under its next log.

    Nothing else is changed. KeyError where the charter has no such member; CharterError where the text cannot be
    edited so: what comes out is read before it is returned.
    """
    text = raw.decode()
    root = _fields(yaml.compose(text, Loader=yaml.SafeLoader))
    edits = [*_edits_of_head(root, digest=sha256(raw).hexdigest(), closes=closes), *_edits_of(_member(root, code))]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    read_template(text.encode())
    return text.encode()


def _fields(node: yaml.Node | None) -> Fields:
    assert isinstance(node, yaml.MappingNode)  # it is a charter that was read
    return {key.value: (key, value) for key, value in node.value}


def _member(root: Fields, code: str) -> Fields:
    members = root["members"][1]
    assert isinstance(members, yaml.SequenceNode)
    for node in members.value:
        fields = _fields(node)
        if fields["code"][1].value == code:
            return fields
    raise KeyError(code)


def _edits_of_head(root: Fields, *, digest: str, closes: ClosedLog) -> Iterator[Edit]:
    for name in ("predecessor", "instead_of", "closes"):
        if name in root:
            key, value = root[name]
            yield key.start_mark.index, _end(value) + 1, ""
    at = _end(root["format"][1])
    head = f'\npredecessor: {digest}\ncloses: {{log: "{closes.log}", size: {closes.size}, root: {closes.root}}}'
    yield at, at, head


def _edits_of(member: Fields) -> Iterator[Edit]:
    origin = member["origin"][1]
    yield origin.start_mark.index, _end(origin), next_origin(str(origin.value))
    for name in ("address", "keys"):
        value = member[name][1]
        yield value.start_mark.index, _end(value), FROM_CARD


def _end(node: yaml.Node) -> int:
    """Return where the text of a value ends; what the parser counts to a block may reach to the next one."""
    written = node.start_mark.buffer[node.start_mark.pointer : node.end_mark.pointer] if node.start_mark.buffer else ""
    return int(node.start_mark.index + len(written.rstrip("\0 \n")))
