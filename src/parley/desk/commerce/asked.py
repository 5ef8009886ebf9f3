"""What the lists of commerce are asked for: which of the crossings, opportunities and projects are shown and given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from parley.desk.commerce.found import OVER
from parley.desk.listing import ALL, LONGEST, OPEN, has_words
from parley.node.reading import MatterRow


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a list; an empty one asks for nothing. `show` is open or all; a state that is named goes before it.

    `urgent` is "yes" for humanitarian crossings alone. `sector` is of opportunities and projects, `point` and `what`
    of crossings.
    """

    words: str = ""
    state: str = ""
    member: str = ""
    point: str = ""
    what: str = ""
    urgent: str = ""
    sector: str = ""
    show: str = OPEN

    @property
    def narrows(self) -> bool:
        """Return whether any field but the choice of what is over was filled."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "show")


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read the fields of a list, each at most so long; what is none of them is let alone."""
    given = {each.name: (query.get(each.name) or "").strip()[:LONGEST] for each in fields(Asked)}
    return Asked(**{**given, "show": ALL if given["show"] == ALL else OPEN})


def query_of(asked: Asked, **more: object) -> str:
    """Return the fields as an address asks for them."""
    return urlencode({**{each.name: getattr(asked, each.name) for each in fields(asked)}, **more})


def wanted(rows: list[MatterRow], asked: Asked) -> list[MatterRow]:
    """Return the crossings that are asked for, by the time of their slots: those to come first, of all the newest."""
    found = (row for row in rows if _is_wanted(row, asked))
    return sorted(found, key=lambda row: (row.state["slot_s"], row.id), reverse=asked.show == ALL)


def _is_wanted(row: MatterRow, asked: Asked) -> bool:
    state = row.state
    if asked.state:
        is_shown = state["name"] == asked.state
    else:
        is_shown = asked.show == ALL or state["name"] not in OVER
    lines = " ".join(str(each.get("what", "")) for each in state["goods"])
    return (
        is_shown
        and asked.point in ("", state["point"])
        and asked.what in ("", state["what"])
        and asked.member in ("", row.opened_by)
        and (asked.urgent != "yes" or bool(state["humanitarian"]))
        and has_words(asked.words, str(state["subject"]), lines, str(state.get("text") or ""), row.id)
    )


def is_asked(row: MatterRow, asked: Asked, *, name: str, is_open: bool) -> bool:
    """Return whether an opportunity or a project, which stands so by this hour, is asked for."""
    is_shown = name == asked.state if asked.state else asked.show == ALL or is_open
    return (
        is_shown
        and asked.sector in ("", row.state["sector"])
        and asked.member in ("", row.opened_by)
        and has_words(asked.words, str(row.state["subject"]), str(row.state["text"]), row.id)
    )
