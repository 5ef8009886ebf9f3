"""Every alert that a feed tells of now, from each source that is named in `SOURCES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from parley.node.feeds.alert import FORM, Alert, Look, Watched
from parley.node.feeds.carried import carried
from parley.node.feeds.kept import Terms
from parley.node.feeds.meeting import of_overlaps, of_zones
from parley.node.feeds.standing import of_standstills
from parley.node.running import Node

SOURCES: tuple[Callable[[Look], Iterable[Alert]], ...] = (of_standstills, of_overlaps, of_zones)


def alerts(node: Node, terms: Terms, watched: Watched, *, now_s: int) -> list[Alert]:
    """Return every alert that a feed tells of now, the newest first; nothing while no charter is in force."""
    if not node.in_force():
        return []
    told = tuple(each for each in carried(node, terms, FORM, now_s=now_s) if not each.is_over)
    look = Look(node, terms, watched, told)
    found = [alert for source in SOURCES for alert in source(look) if alert.ends_s > now_s]
    return sorted(found, key=lambda each: (-each.sent_ms, each.id))
