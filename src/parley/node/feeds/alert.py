"""One alert as a feed tells it, and what its sources look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.node.feeds.carried import Carried, Window
from parley.node.feeds.kept import Terms
from parley.node.overlaps.kept import overlaps_of
from parley.node.overlaps.standing import standing_of
from parley.node.running import Node

FORM = "alerts"


class Watched:
    """What a node finds of overlaps and standstills: the same that its desk asks, and held once."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self.overlaps, self.standing = overlaps_of(node), standing_of(node)


@dataclass(frozen=True, slots=True)
class Look:
    """What a source of alerts looks at: a feed's terms, and the notices that it carries and that are not over."""

    node: Node
    terms: Terms
    watched: Watched
    notices: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: `code` names its sentences in texts/feeds.json, `figures` what is set into them in every language.

    `names` are figures that differ by language. `ground` are polygons as a notice has them.
    """

    id: str
    code: str
    figures: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    sent_ms: int
    windows: tuple[Window, ...]
    ground: tuple[Any, ...]
    severity: str
    certainty: str
    is_exercise: bool
    mechanism: str

    @property
    def begins_s(self) -> int:
        """Return when what it warns of begins."""
        return self.windows[0][0]

    @property
    def ends_s(self) -> int:
        """Return when what it warns of is over."""
        return max(end for _, end in self.windows)


def alert_id(mechanism: str, matter: str, *told: str) -> str:
    """Return an identifier that depends on what is told alone: one that depended on more would tell it."""
    digest = sha256(":".join(told).encode()).hexdigest()[:16]
    return f"{mechanism}.{matter.replace('/', '-')}.{digest}"
