"""What an officer must be told of the record itself: waiting and forked entries, and a node that may not sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from parley.node import reading
from parley.node.running import Node


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its shape and tone, and a whole sentence."""

    code: str
    tone: str
    shape: str
    text: str


def warnings_of(node: Node, *, names: Callable[[str], str]) -> list[Notice]:
    """Return the notices, the gravest first."""
    return [*_forks(node, names=names), *_unsigned(node), *_charter(node), *_pending(node, names=names)]


def _forks(node: Node, *, names: Callable[[str], str]) -> list[Notice]:
    text = gettext(
        "%(member)s has signed two histories. Its entries from number %(number)s on are shown and not followed."
    )
    # A member that has come back under a new log is not warned of for ever.
    closed = node.ledger.closed or {}
    found = {fork.member: fork.frozen_at for fork in reading.forks(node) if fork.log not in closed}
    return [
        Notice("fork", "bad", "fork", text % {"member": names(member), "number": number})
        for member, number in found.items()
    ]


def _unsigned(node: Node) -> list[Notice]:
    if node.writer.mark_fault is not None:
        text = gettext(
            "What was filed last cannot go out: this node's storage is full or broken. Tell whoever runs it."
        )
        return [Notice("unmarked", "bad", "hold", text)]
    if node.writer.may_sign.is_set():
        return []
    waiting = reading.queued(node.reader())
    text = gettext("This node asks the others how far its own log went before it signs again. Drafts that wait: %(n)s.")
    return [Notice("unsigned", "wait", "hold", text % {"n": waiting})]


def _charter(node: Node) -> list[Notice]:
    if node.in_force():
        return []
    text = gettext("The charter is not in force yet: not every member has signed it.")
    return [Notice("charter", "wait", "soon", text)]


def _pending(node: Node, *, names: Callable[[str], str]) -> list[Notice]:
    text = gettext("Entries by %(member)s wait for %(entry)s, which is not here yet: %(n)s.")
    figures = [{"n": log.waiting, "member": names(log.member), "entry": log.waits_for} for log in reading.pending(node)]
    return [Notice("pending", "wait", "wait", text % each) for each in figures]
