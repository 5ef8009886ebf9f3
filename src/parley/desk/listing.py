"""What a list of matters is asked for by words, state, member and whether it is over; its exports follow the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from parley.desk.cell import node

if TYPE_CHECKING:
    from parley.desk.frame import Frame

OPEN, ALL = "open", "all"
LONGEST = 200
# So many of the newest are listed on a page; table and JSON hold them all.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a list; an empty one asks for nothing. `show` is open or all; a state that is named goes before it.
    """

    words: str = ""
    state: str = ""
    member: str = ""
    show: str = OPEN

    @property
    def narrows(self) -> bool:
        """Return whether any field but the choice of what is over was filled."""
        return bool(self.words or self.state or self.member)

    @property
    def query(self) -> str:
        """Return the fields as an address asks for them."""
        return urlencode({"words": self.words, "state": self.state, "member": self.member, "show": self.show})

    def wants(self, *, name: str, is_over: bool, member: str, said: Iterable[str]) -> bool:
        """Return whether a matter in the state `name`, opened by a member, is asked for; `said` are its words."""
        is_shown = name == self.state if self.state else self.show == ALL or not is_over
        return is_shown and self.member in ("", member) and has_words(self.words, *said)


def asked_of(query: Mapping[str, str], *, show: str) -> Asked:
    """Read the fields of a list, each at most so long; `show` holds where nothing says if what is over is shown."""
    words, state, member, given = (
        (query.get(name) or "").strip()[:LONGEST] for name in ("words", "state", "member", "show")
    )
    return Asked(words, state, member, given if given in (OPEN, ALL) else show)


def has_words(asked: str, *said: str) -> bool:
    """Return whether each word that is asked for stands in what was said, whatever its case."""
    text = " ".join(said).casefold()
    return all(each in text for each in asked.casefold().split())


def words_in(told: Any) -> Iterator[str]:
    """Give every string in what a matter says, however deep it stands."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        yield from words_in(list(told.values()))
    elif isinstance(told, list | tuple):
        for each in told:
            yield from words_in(each)


def listing_shown(asked: Asked, *, frame: Frame, found: int, states: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what the fields above a list and the line below it ask for; `found` counts all that is asked for."""
    return {
        "asked": asked,
        "query": asked.query,
        "count": found,
        "states": states,
        "members": [(code, frame.name_of(code)) for code in node().charter().codes],
        "most": MOST_LISTED if found > MOST_LISTED else 0,
    }
