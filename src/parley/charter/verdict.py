"""The two answers to "may this be?": a permit or a refusal with its clause. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Permit:
    """The entry or the draft is allowed; `clause` names the rule that allows it."""

    clause: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where (a dotted path), what (a code) and the figures for its text."""

    where: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The entry or the draft is not allowed.

    `code` is for software, `clause` names the rule of the charter or of the record that forbids
    it, `data` holds the figures of the translated text, `faults` every problem of the input.
    """

    code: str
    clause: str
    data: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


Verdict = Permit | Refusal
