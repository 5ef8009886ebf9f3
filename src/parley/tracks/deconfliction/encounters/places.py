"""What a notice may meet, as the judge is given it: a zone of the charter, a standstill or a site as cited. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.tracks.deconfliction.encounters.entries import SITE, STANDSTILL, ZONE
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.standstill_state import StandstillState

Met = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What is met: `met` as a content names it, and its state where it is a matter; a zone's rules the charter has."""

    met: Met
    state: StandstillState | SiteState | None = None

    @property
    def kind(self) -> str:
        """Return "zone", "standstill" or "site"."""
        return self.met["kind"]

    @property
    def version(self) -> tuple[str, ...]:
        """Return the entry that is cited of it: a site's version in force, a standstill; none of a zone."""
        if isinstance(self.state, SiteState):
            return (self.state.version.entry,)
        return () if self.state is None else (self.state.opening.id,)


def zone_met(name: str) -> Place:
    """Return a zone of the charter."""
    return Place({"kind": ZONE, "name": name})


def standstill_met(state: StandstillState) -> Place:
    """Return a standstill."""
    return Place({"kind": STANDSTILL, "name": state.opening.id}, state)


def site_met(state: SiteState) -> Place:
    """Return a protected site or movement."""
    return Place({"kind": SITE, "name": state.opening.id}, state)


def readers_of(notice: NoticeState, place: Place) -> tuple[str, ...]:
    """Return to whom an encounter goes: to all who may read both, and to nobody where the notice's author may not.

    The charter, and so each zone, everybody has read.
    """
    readers = set(notice.opening.to)
    if place.state is not None:
        readers &= set(place.state.opening.to)
    return tuple(sorted(readers)) if notice.opening.member in readers else ()


def concerned(notice: NoticeState, place: Place, *, charter: Charter) -> tuple[str, ...]:
    """Return whom it concerns besides the author, of those who may read both; empty where there is nobody to tell.

    Of a zone the parties and the supervisors, of a standstill whom it binds, of a site its author; where none of them
    may read both, the supervisors that may. Who tells of a site of its own has no matter with itself.
    """
    author, parties = notice.opening.member, [each.code for each in charter.members if each.kind == "party"]
    if isinstance(place.state, SiteState):
        asked = [place.state.opening.member]
        if author in asked:
            return ()
    elif isinstance(place.state, StandstillState):
        asked = list(place.state.main.terms["parties"])
    else:
        asked = [*parties, *charter.supervisors]
    readers = set(readers_of(notice, place)) - {author}
    return tuple(sorted(readers & set(asked))) or tuple(sorted(readers & set(charter.supervisors)))


def side_content(notice: NoticeState) -> dict[str, Any]:
    """Return what a finding says of the notice."""
    version = notice.version
    return {
        "member": notice.opening.member, "class": version.plan["class"], "subject": version.plan["subject"],
        "short_by_min": version.short_by_min,
    }  # fmt: skip
