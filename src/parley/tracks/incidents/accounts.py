"""Judges and folds what members say happened: report, counter-report, correction, withdrawal, evidence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.geo.place import Place
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_of
from parley.tracks.incidents.account_form import APART
from parley.tracks.incidents.entries import CORRECTION, COUNTER
from parley.tracks.incidents.incident_state import Account, Handed, IncidentState, Piece, Reasoned
from parley.tracks.incidents.refusing import refuse, refuse_language


def judge_report(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an incident as it is reported."""
    if set(entry.to) <= {entry.member}:
        return refuse("nobody_addressed", "IN-1")
    return refuse_account(entry, charter=charter) or _refuse_pieces(None, entry) or Permit("IN-1")


def judge_account(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a counter-report, a correction or a withdrawal."""
    own, of = state.account(entry.member), entry.content["of"]
    if entry.kind == COUNTER:
        refusal = _refuse_counter(state, entry)
    elif own is None:
        refusal = refuse("no_account", "IN-7", member=entry.member)
    elif (gone := state.withdrawal(entry.member)) is not None:
        refusal = refuse("account_withdrawn", "IN-7", entry=gone.entry)
    else:
        refusal = refuse("older_account", "IN-7", named=of, in_force=own.entry) if of != own.entry else None
    if refusal is None and entry.kind in (COUNTER, CORRECTION):
        refusal = refuse_account(entry, charter=charter) or _refuse_pieces(state, entry)
    return refusal or Permit("IN-7")


def judge_evidence(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over evidence that is added."""
    return refuse_language(entry, charter=charter) or _refuse_pieces(state, entry) or Permit("IN-5")


def open_incident(entry: Entry, charter: Charter) -> IncidentState:
    """Return the state after an incident was reported."""
    assert charter.incidents is not None  # refused before
    account = _account(entry, of=entry.id)
    return with_evidence(IncidentState(opening_of(entry), charter.incidents.precedence, (account,)), entry)


def with_account(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with one more version of an account."""
    versions = added(state.versions, _account(entry, of=entry.content["of"]))
    return with_evidence(changed(state, {"versions": versions}), entry)


def with_withdrawal(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with an account withdrawn."""
    said = Reasoned(**said_of(entry, of=entry.content["of"]), text=entry.content["why"])
    return changed(state, {"withdrawals": added(state.withdrawals, said)})


def with_evidence(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with the pieces of evidence that an entry tells."""
    if not entry.content.get("evidence"):
        return state
    told = Handed(**said_of(entry, of=state.opening.id), pieces=_pieces(entry))
    return changed(state, {"handed": added(state.handed, told)})


def refuse_account(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse an account whose words are not the charter's, or whose time or place cannot be."""
    terms = charter.incidents
    if terms is None:
        return refuse("no_incidents", "IN-2")
    named = entry.content["type"]
    if terms.type_of(named) is None:
        return refuse("type_unknown", "IN-2", name=named)
    strangers = {each["member"] for each in entry.content["actors"] if each.get("member")} - set(charter.codes)
    if strangers:
        return refuse("member_unknown", "IN-2", members=", ".join(sorted(strangers)))
    if entry.content["time"]["until_s"] * 1000 > entry.point.at_ms:
        return refuse("time_ahead", "IN-3")
    return refuse_language(entry, charter=charter) or _refuse_place(
        entry.content.get("place"), charter=charter, is_needed=terms.needs_place(named)
    )


def _refuse_place(place: Mapping[str, Any] | None, *, charter: Charter, is_needed: bool) -> Refusal | None:
    if place is None:
        return refuse("place_missing", "IN-4") if is_needed else None
    if charter.map is None or charter.map.box.holds(Place(place["lat_e7"], place["lon_e7"])):
        return None
    return refuse("outside_the_box", "IN-4")


def _refuse_counter(state: IncidentState, entry: Entry) -> Refusal | None:
    own, of = state.account(entry.member), entry.content["of"]
    if own is not None:
        return refuse("account_given", "IN-7", entry=own.entry)
    return refuse("account_unknown", "IN-7", named=of) if state.version(of) is None else None


def _refuse_pieces(state: IncidentState | None, entry: Entry) -> Refusal | None:
    """Refuse a piece that is handed over for one which its author never told, or told with other bytes."""
    for piece in entry.content.get("evidence") or ():
        earlier = piece.get("of")
        if earlier is None:
            continue
        known = state.piece(earlier["entry"], earlier["n"]) if state is not None else None
        named = f"{earlier['entry']}#{earlier['n']}"
        if known is None or known.member != entry.member:
            return refuse("evidence_unknown", "IN-5", named=named)
        if known.sha256 != piece["sha256"]:
            return refuse(
                "evidence_of_other_digest", "IN-5", named=named, told=known.sha256[:16], given=piece["sha256"][:16]
            )
    return None


def _account(entry: Entry, *, of: str) -> Account:
    terms = {name: value for name, value in entry.content.items() if name not in APART}
    return Account(**said_of(entry, of=of), terms=terms, why=entry.content.get("why"))


def _pieces(entry: Entry) -> tuple[Piece, ...]:
    found = (
        Piece(
            entry.id, entry.member, each["n"], each["form"], each["name"], each["sha256"], each.get("attachment"),
            f"{each['of']['entry']}#{each['of']['n']}" if each.get("of") else None, each.get("taken_s"),
        )
        for each in entry.content["evidence"]
    )  # fmt: skip
    return tuple(sorted(found, key=lambda piece: piece.n))
