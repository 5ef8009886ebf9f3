"""A problem of a charter or a key card: what is wrong, and at which line and column. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text file; line and column are counted from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; its text, with what to do, stands under the code in texts/charter.json.

    `where` is the dotted path of the value ("members.2.origin"), empty for the file itself.
    """

    code: str
    mark: Mark
    where: str = ""
    data: Mapping[str, str | int] = field(default_factory=dict)


class CharterError(Exception):
    """The bytes are no charter that could be signed; `problems` holds every reason, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.mark, problem.code)))
        super().__init__("; ".join(f"{p.mark.line}:{p.mark.column} {p.code} {p.where}" for p in self.problems))
