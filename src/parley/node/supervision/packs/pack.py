"""A pack in plain values, its digests, and how what another node counted compares with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.node.supervision.packs.lines import SECTIONS, Line
from parley.node.supervision.packs.positions import Position
from parley.node.supervision.packs.spans import Span
from parley.record.strictjson import encode

FORMAT = "parley-pack-v1"
SAME, OTHERWISE, MISSING, OTHER_LOG, OTHER_CHARTER = "same", "otherwise", "missing", "other_log", "other_charter"


@dataclass(frozen=True, slots=True)
class Pack:
    """What was counted of a span, from which entries, by which charter."""

    mechanism: str
    charter: str
    span: Span
    positions: tuple[Position, ...]
    lines: tuple[Line, ...]

    def section(self, name: str) -> tuple[Line, ...]:
        """Return the lines under one heading."""
        return tuple(each for each in self.lines if each.section == name)

    def line(self, name: str) -> Line | None:
        """Return the line of this name."""
        return next((each for each in self.lines if each.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """Return all of it; the same on every node that holds the same entries."""
        return {
            "format": FORMAT,
            "mechanism": self.mechanism,
            "charter": self.charter,
            "span": self.span.sort,
            "from_s": self.span.from_ms // 1000,
            "until_s": self.span.until_ms // 1000,
            "positions": [each.as_json() for each in self.positions],
            "sections": {name: [each.as_json() for each in self.section(name)] for name in SECTIONS},
        }

    def digests(self) -> dict[str, str]:
        """Return the digest of the canonical bytes of each section."""
        return {name: _digest([each.as_json() for each in self.section(name)]) for name in SECTIONS}

    @property
    def digest(self) -> str:
        """Return the digest of the canonical bytes of the whole."""
        return _digest(self.as_json())

    def content(self) -> dict[str, Any]:
        """Return what the entry says that issues it."""
        return {
            "span": self.span.sort,
            "until_s": self.span.until_ms // 1000,
            "charter": self.charter,
            "positions": [each.as_json() for each in self.positions],
            "sections": [{"name": name, "digest": digest} for name, digest in self.digests().items()],
            "digest": self.digest,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a node counts what was issued: the same, otherwise in `where`, or why it cannot count (`where`: of which)."""

    name: str
    where: tuple[str, ...] = ()


def not_countable(held: Mapping[str, str], *, charter: str, issued: Mapping[str, Any]) -> Comparison | None:
    """Return why a pack that was issued cannot be counted here; None where it can."""
    for name, why in ((OTHER_LOG, "other"), (MISSING, "missing")):
        logs = tuple(sorted(log for log, found in held.items() if found == why))
        if logs:
            return Comparison(name, logs)
    return Comparison(OTHER_CHARTER) if issued["charter"] != charter else None


def compared(pack: Pack, issued: Mapping[str, Any]) -> Comparison:
    """Return whether what was counted here is what was issued, and where it is not."""
    if pack.digest == issued["digest"]:
        return Comparison(SAME)
    told: Sequence[Mapping[str, Any]] = issued["sections"]
    theirs = {each["name"]: each["digest"] for each in told}
    where = tuple(name for name, digest in pack.digests().items() if theirs.get(name) != digest)
    return Comparison(OTHERWISE, where)


def _digest(value: Any) -> str:
    return sha256(encode(value)).hexdigest()
