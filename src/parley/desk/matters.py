"""A matter as every page of one asks for it: what this node may read of it, and to whom it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.http import Http404, HttpRequest

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.matters.said import Opening
from parley.node import reading
from parley.node.reading import MatterView


class Opened(Protocol):
    """The state of a matter, of whichever track."""

    @property
    def opening(self) -> Opening:
        """Return how the matter began."""


_O = TypeVar("_O", bound=Opened)


def view_of(matter: str, *, form: str | None = None) -> MatterView:
    """Return a matter of the `form` named, or of any; 404 where this node has none of that id, or may not read it."""
    view = reading.conversation(node(), matter)
    if view is None or form not in (None, view.row.form):
        raise Http404(matter)
    return view


def state_among(states: Iterable[_O], matter: str) -> _O:
    """Return the state of the matter of that id; 404 where there is none."""
    found = next((each for each in states if each.opening.id == matter), None)
    if found is None:
        raise Http404(matter)
    return found


def audiences_of(track: str) -> list[tuple[str, ...]]:
    """Return the audiences of a track to which this member belongs, as the charter lists them."""
    charter, own = node().charter(), node().member
    named = charter.tracks[track].audiences if track in charter.tracks else ()
    return [members for name in named if own in (members := charter.audiences[name].members)]


def audiences_shown(frame: Frame, audiences: Iterable[tuple[str, ...]]) -> list[dict[str, str]]:
    """Return audiences as a form offers them: by the codes of all, and by the names of the others."""
    own = frame.node.member
    return [
        {"codes": ",".join(members), "names": ", ".join(frame.name_of(code) for code in members if code != own)}
        for members in audiences
    ]


def addressees_typed(request: HttpRequest) -> tuple[str, ...]:
    """Return to whom a form goes: it carries the codes of one audience, so that filing waits for no query."""
    return tuple(request.POST.get("to", "").split(","))
