"""The panels of one matter, read for a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from parley.desk.addresses import address_of_matter
from parley.desk.installed import panels
from parley.desk.watching import subject_of
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class PanelShown:
    """A panel with what its template shows; `shown` is None where it has nothing to say."""

    name: str
    title: str
    shape: str
    template: str
    address: str
    topics: str
    is_folded: bool
    shown: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The matter that is selected: its id, address and subject."""

    id: str
    address: str
    subject: str


def selected(frame: Frame, matter: str) -> Chosen | None:
    """Return the matter of that id; None where this node has none, or may not read it."""
    row = reading.matter(frame.node, matter)
    if row is None:
        return None
    return Chosen(row.id, address_of_matter(row.id), subject_of(row.state, language=frame.language) or row.id)


def panels_of(frame: Frame, matter: str, *, only: str = "") -> list[PanelShown]:
    """Return the panels of a matter in their order; `only` reads the one of that name."""
    return [
        PanelShown(
            each.name, each.title(), each.shape, each.template,
            reverse("details-panel", args=[*matter.split("/"), each.name]),
            each.topics.replace("{matter}", matter), each.is_folded, each.read(frame, matter),
        )
        for each in panels()
        if only in ("", each.name)
    ]  # fmt: skip
