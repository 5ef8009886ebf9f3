"""The watch of one member: who is on duty, with which authority, where to call back; and its handing over (H-15). Pure.

A watch matter belongs to the member that opened it, so its takings and offers come from one log and always know of each
other; others only cite its lapse, which moves nothing in it.
A new one may be opened at any time: a member's watch is the newest that it opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.verdict import Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import Opening, opening_of
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.hotline.crossing import Act, Crossing, crossings_json, with_crossings
from parley.tracks.hotline.refusing import first, refuse, refuse_audience, refuse_nobody_addressed

HANDOVERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the watch: role, name if told, authority, call-back, until when, and the entry that says so."""

    entry: str
    role: str
    name: str | None
    authority: str
    call_back: str
    until_s: int
    since_ms: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A handover signed by the outgoing officer (`name`) and not yet by the incoming one.

    What is open is said in three lists: what is owed, the members whose links are silent, and what was promised.
    """

    entry: str
    to_role: str
    open_items: tuple[str, ...]
    text: str | None
    at_ms: int
    name: str | None = None
    silent: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """A handover signed by both: what was offered, and the officer who took it by the entry `taken`."""

    offer: Offer
    taken: str
    from_role: str
    to_role: str
    to_name: str | None

    def as_json(self) -> dict[str, Any]:
        """Return it as docs/hotline.md lists it."""
        return {
            "offered": self.offer.entry,
            "taken": self.taken,
            "from_role": self.from_role,
            "from_name": self.offer.name,
            "to_role": self.to_role,
            "to_name": self.to_name,
            **_open_json(self.offer),
        }


@dataclass(frozen=True, slots=True)
class WatchState:
    """A member's watch; of its handovers the last few are shown, the record holds all."""

    opening: Opening
    holder: Holder
    offer: Offer | None = None
    handovers: tuple[Handover, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: the takings of the watch."""
        return frozenset({self.opening.id, self.holder.entry, *(handover.taken for handover in self.handovers)})

    @property
    def name(self) -> str:
        """Return "held", "offered", or "crossed"."""
        if any(not crossing.settled_by for crossing in self.crossings):
            return "crossed"
        return "held" if self.offer is None else "offered"

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/hotline.md lists it."""
        holder, offer = self.holder, self.offer
        return {
            "form": "watch",
            "name": self.name,
            **self.opening.as_json(),
            "holder": {
                "entry": holder.entry,
                "role": holder.role,
                "name": holder.name,
                "authority": holder.authority,
                "call_back": holder.call_back,
                "until_s": holder.until_s,
                "since_ms": holder.since_ms,
            },
            "offer": None
            if offer is None
            else {
                "entry": offer.entry,
                "to_role": offer.to_role,
                "name": offer.name,
                "text": offer.text,
                "at_ms": offer.at_ms,
                **_open_json(offer),
            },
            "handovers": [handover.as_json() for handover in self.handovers],
            "lapses": lapses_json(self.lapses),
            **crossings_json(self.crossings),
        }


def judge_watch_opening(entry: Entry) -> Verdict:
    """Decide over a watch as opened: it is told to somebody."""
    return first(refuse_nobody_addressed(entry), otherwise="H-15")


def judge_watch(state: WatchState, entry: Entry) -> Verdict:
    """Decide over a taking or a handing over."""
    if entry.kind not in ("watch_taken", "watch_handed_over"):
        return refuse("other_matter", "H-1", kind=entry.kind)
    found: list[Refusal | None] = [refuse_audience(state.opening, entry)]
    if entry.member != state.opening.member:
        found.append(refuse("watch_of_other_member", "H-15", member=state.opening.member))
    elif entry.kind == "watch_taken":
        found.append(_refuse_taking(state, entry))
    else:
        found.append(_refuse_offer(state, entry))
    return first(*found, otherwise="H-15")


def open_watch(entry: Entry) -> WatchState:
    """Return the state of a watch just opened."""
    return WatchState(opening_of(entry), holder=_holder(entry))


def fold_watch(state: WatchState, entry: Entry, *, beside: frozenset[str]) -> WatchState:
    """Return the state after a handover offered, or the watch taken."""
    acts = [Act(state.holder.entry, "watch_taken", state.opening.member)]
    if state.offer is not None:
        acts.append(Act(state.offer.entry, "watch_handed_over", state.opening.member))
    act = Act(entry.id, entry.kind, entry.member)
    crossings = with_crossings(state.crossings, act=act, acts=acts, beside=beside)
    if entry.kind == "watch_handed_over":
        return replace(state, offer=_offer(entry), crossings=crossings)
    holder, handovers = _holder(entry), state.handovers
    if state.offer is not None and not _is_withdrawn(state, holder):
        handover = Handover(state.offer, entry.id, state.holder.role, holder.role, holder.name)
        handovers = (*handovers, handover)[-HANDOVERS_SHOWN:]
    return replace(state, holder=holder, offer=None, handovers=handovers, crossings=crossings)


def watch_series(member: str) -> str:
    """Return the name of the series of a member's watches: the newest that it opened is in force."""
    return f"watch:{member}"


def _is_withdrawn(state: WatchState, holder: Holder) -> bool:
    """Return whether the officer who offered the watch takes it himself: he keeps it, and nothing was handed over."""
    if state.offer is None or state.offer.name is None:
        return False
    return (holder.role, holder.name) == (state.holder.role, state.offer.name)


def _refuse_taking(state: WatchState, entry: Entry) -> Refusal | None:
    """Refuse to take what another role holds, unless it was offered or its time is over (H-15)."""
    role, holder = entry.content["role"], state.holder
    if (refusal := _refuse_confirming(state, entry)) is not None:
        return refusal
    if state.offer is not None and role not in (state.offer.to_role, holder.role):
        return refuse("watch_offered_to_other", "H-15", role=state.offer.to_role)
    if state.offer is None and role != holder.role and entry.point.at_ms <= holder.until_s * 1000:
        return refuse("watch_held", "H-15", role=holder.role)
    if state.offer is None and role == holder.role and _holder(entry, like=holder) == holder:
        return refuse("watch_already_taken", "H-18", entry=holder.entry)
    return None


def _refuse_confirming(state: WatchState, entry: Entry) -> Refusal | None:
    """Refuse to confirm another offer than the one in force, or one of somebody else (H-15).

    Who signs a handover signs what is open: a list that was changed meanwhile must be read again.
    """
    content, offer, holder = entry.content, state.offer, state.holder
    if content.get("after") and (offer is None or content["after"] != offer.entry):
        return refuse("watch_offer_other", "H-15", entry=offer.entry if offer else holder.entry)
    was = {"from_role": holder.role, "from_name": (offer.name if offer else None) or holder.name}
    if any(name in content and content[name] != said for name, said in was.items()):
        return refuse("watch_from_other", "H-15", role=holder.role)
    return None


def _refuse_offer(state: WatchState, entry: Entry) -> Refusal | None:
    if entry.content["role"] != state.holder.role:
        return refuse("watch_held", "H-15", role=state.holder.role)
    offer = state.offer
    if offer is not None and _offer(entry, like=offer) == replace(offer, text=entry.content.get("text")):
        return refuse("watch_already_offered", "H-18", entry=offer.entry)
    return None


def _holder(entry: Entry, *, like: Holder | None = None) -> Holder:
    """Return the holder that `entry` names; with `like`, under that holder's entry and time, to compare the rest."""
    content = entry.content
    return Holder(
        entry=like.entry if like else entry.id,
        role=content["role"],
        name=content.get("name"),
        authority=content["authority"],
        call_back=content["call_back"],
        until_s=content["until_s"],
        since_ms=like.since_ms if like else entry.point.at_ms,
    )


def _offer(entry: Entry, *, like: Offer | None = None) -> Offer:
    """Return the offer that `entry` makes; with `like`, under that offer's entry and time, to compare the rest."""
    content = entry.content
    return Offer(
        entry=like.entry if like else entry.id,
        to_role=content["to_role"],
        open_items=tuple(content["open_items"]),
        text=content.get("text"),
        at_ms=like.at_ms if like else entry.point.at_ms,
        name=content.get("name"),
        silent=tuple(content.get("silent", ())),
        promises=tuple(content.get("promises", ())),
    )


def _open_json(offer: Offer) -> dict[str, Any]:
    return {
        "open_items": list(offer.open_items),
        "silent": list(offer.silent),
        "promises": list(offer.promises),
    }
