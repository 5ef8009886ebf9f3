"""The kinds of entry about a file of talks, and the form of each content (docs/talks.md, "Files"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.matters.track import Kind
from parley.tracks.content.form import content, entry_id, fields, several, word
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SUBJECT

OPENED = "file_opened"
MOST_GATES = 16

_code = word(64)
GATES = several(
    fields({"instrument": entry_id, "step": word(64)}, optional={}), most=MOST_GATES,
    distinct=lambda each: (each["instrument"], each["step"]),
)  # fmt: skip

_FORMS = {
    OPENED: fields(
        {"subject": SUBJECT, "lang": LANGUAGE, "lead": _code, "parties": several(_code, most=64, least=1, distinct=str),
         "role": ROLE},
        optional={"text": NOTE, "gates": GATES},
    ),
}  # fmt: skip


def gates_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the instruments of the gates that a content names, each once."""
    gates = said.get("gates")
    found = (each.get("instrument") for each in gates or () if isinstance(each, Mapping))
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))


# The obligations for which a file waits stand on another track.
ACROSS = frozenset({"commitments"})
FILE_KINDS: Mapping[str, Kind] = {
    name: Kind(name, name == OPENED, content(form), cites=gates_named, across=ACROSS) for name, form in _FORMS.items()
}
