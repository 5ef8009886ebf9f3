"""Judges and folds what is said about blind notices, each by what its author had read (BN-1 to BN-8). Pure.

| clause | says |
|---|---|
| BN-1 | a notice to the supervisor alone is blind: it is given, changed, counted and answered for only while a clause \
of the charter that is agreed says so |
| BN-2 | a version of a blind notice is counted by its author alone, once a day, on the day that its entry says |
| BN-3 | no more looks of a member are counted in a day than the charter allows |
| BN-4 | a supervisor tells two other members that they meet, and those two and supervisors alone |
| BN-5 | it says a cell of the charter's grid, an hour that is not over, and a tick |
| BN-6 | of one cell and one hour two members are told once, until a supervisor said that it is settled |
| BN-7 | each of the two says that it received it; a supervisor says that it is settled; nobody takes it on to others |
| BN-8 | a lapse that is cited names a duty of the answer that was due before, once for each level |

No verdict here knows the hour: the day is the one that the entry's leaf bears, and the tick is what is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.blind import COUNTED_KIND, DAY_S, HOUR_S, TOLD_KIND, BlindTerms, blind_terms, is_blind
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.blind_entries import (
    ACKNOWLEDGED_KIND,
    BLIND_KINDS,
    LAPSE_KIND,
    blind_overlap_id,
    looks_id,
)
from parley.tracks.deconfliction.blind_state import BlindOverlapState, Knowing, LooksState, Settling, Telling
from parley.tracks.deconfliction.lapses import BLIND_DUTIES, refuse_lapse
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.refusing import refuse, refuse_audience


def is_about_blind(kind: str) -> bool:
    """Return whether entries of this kind are about blind notices."""
    return kind in BLIND_KINDS


def refuse_blind(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a plan that goes to the supervisor alone while no agreed clause allows it (BN-1)."""
    if not is_blind(charter, member=entry.member, to=entry.to) or blind_terms(charter) is not None:
        return None
    return refuse("blind_off", "BN-1")


def judge_blind(
    state: LooksState | BlindOverlapState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over an entry about blind notices; `cited` holds the version that a look counts."""
    terms = blind_terms(charter)
    if entry.kind in (COUNTED_KIND, TOLD_KIND) and terms is None:
        return refuse("blind_off", "BN-1")
    if entry.kind == COUNTED_KIND and terms is not None:
        looks = state if isinstance(state, LooksState) else None
        return _refuse_look(looks, entry, charter=charter, terms=terms, cited=cited) or Permit("BN-2")
    if entry.kind == TOLD_KIND and terms is not None:
        told = state if isinstance(state, BlindOverlapState) else None
        return _refuse_telling(told, entry, charter=charter, terms=terms) or Permit("BN-4")
    assert isinstance(state, BlindOverlapState)  # the kernel refuses what continues a matter that does not stand
    if entry.kind == LAPSE_KIND:
        refusal = refuse_audience(state.opening, entry, clause="BN-8")
        refusal = refusal or refuse_lapse(state, entry, duties=BLIND_DUTIES, clause="BN-8")
        return refusal or Permit("BN-8")
    return _refuse_word(state, entry, charter=charter) or Permit("BN-7")


def fold_blind(
    state: LooksState | BlindOverlapState | None, entry: Entry, *, charter: Charter, beside: frozenset[str]
) -> LooksState | BlindOverlapState:
    """Return the state after a permitted entry. A settling is of the tellings that its author had read."""
    if entry.kind == COUNTED_KIND:
        return _with_look(state if isinstance(state, LooksState) else None, entry)
    if entry.kind == TOLD_KIND:
        return _with_telling(state if isinstance(state, BlindOverlapState) else None, entry, charter=charter)
    assert isinstance(state, BlindOverlapState)
    if entry.kind == LAPSE_KIND:
        return changed(state, {"lapses": with_lapse(state, entry)})
    said = said_of(entry, of=entry.content["of"])
    if entry.kind == ACKNOWLEDGED_KIND:
        return changed(state, {"receipts": added(state.receipts, Knowing(**said, how=entry.content["how"]))})
    known = tuple(each.entry for each in state.tellings if each.entry not in beside)
    return changed(state, {"settlings": added(state.settlings, Settling(**said, tellings=known))})


def _with_look(state: LooksState | None, entry: Entry) -> LooksState:
    look = Said(**said_of(entry, of=entry.content["version"]))
    if state is not None:
        return changed(state, {"looks": added(state.looks, look)})
    member, day = entry.content["member"], entry.content["day"]
    opening = Opening(looks_id(member, day), entry.member, entry.to, entry.point.at_ms, None)
    return LooksState(opening, member, day, (look,))


def _with_telling(state: BlindOverlapState | None, entry: Entry, *, charter: Charter) -> BlindOverlapState:
    content, terms = entry.content, blind_terms(charter)
    telling = Telling(**said_of(entry, of=entry.id), tick_s=content["tick_s"])
    if state is not None:
        return changed(state, {"tellings": added(state.tellings, telling)})
    assert terms is not None  # it is refused where the clause is off
    parties = (content["parties"][0], content["parties"][1])
    matter = blind_overlap_id(parties, content["cell"], content["hour_s"])
    opening = Opening(matter, entry.member, entry.to, entry.point.at_ms, None)
    return BlindOverlapState(
        opening, parties, dict(content["cell"]), content["hour_s"], terms.precedence, (telling,)
    )  # fmt: skip


def _refuse_look(
    state: LooksState | None, entry: Entry, *, charter: Charter, terms: BlindTerms, cited: Mapping[str, Cited]
) -> Refusal | None:
    content, version = entry.content, entry.content["version"]
    if content["member"] != entry.member or not is_blind(charter, member=entry.member, to=entry.to):
        return refuse("blind_look_of_another", "BN-2", member=content["member"])
    if content["day"] != entry.point.at_ms // (DAY_S * 1000):
        return refuse("blind_look_other_day", "BN-2")
    notice = cited[version].state
    is_own = isinstance(notice, NoticeState) and notice.opening.member == entry.member
    if not is_own or set(notice.opening.to) != set(entry.to):
        return refuse("blind_look_of_another", "BN-2", member=content["member"])
    if notice.is_over or notice.version.entry != version:
        return refuse("blind_look_older", "BN-2", named=version, in_force=notice.version.entry)
    known = state.look(version) if state is not None else None
    if known is not None:
        return refuse("blind_look_counted_before", "BN-2", entry=known.entry)
    if state is not None and len(state.looks) >= terms.looks_a_day:
        return refuse("blind_looks_used", "BN-3", limit=terms.looks_a_day)
    return None


def _refuse_telling(
    state: BlindOverlapState | None, entry: Entry, *, charter: Charter, terms: BlindTerms
) -> Refusal | None:
    content, parties, supervisors = entry.content, set(entry.content["parties"]), set(charter.supervisors)
    if entry.member not in supervisors:
        return refuse("blind_supervisor_only", "BN-4", member=entry.member)
    others = set(entry.to) - parties
    if not parties <= set(entry.to) or parties & supervisors or not others <= supervisors:
        return refuse("blind_told_to_others", "BN-4", members=", ".join(content["parties"]))
    if content["cell"]["size_e7"] != terms.cell_e7:
        return refuse("blind_other_grid", "BN-5")
    if content["tick_s"] % terms.tick_s:
        return refuse("blind_off_tick", "BN-5", minutes=terms.tick_minutes)
    if content["hour_s"] + HOUR_S <= content["tick_s"]:
        return refuse("blind_hour_over", "BN-5")
    if state is not None and state.settled_by is None:
        return refuse("blind_told_before", "BN-6", entry=state.telling.entry)
    return None


def _refuse_word(state: BlindOverlapState, entry: Entry, *, charter: Charter) -> Refusal | None:
    refusal = refuse_audience(state.opening, entry, clause="BN-7")
    if refusal is not None:
        return refusal
    named, known = entry.content["of"], {each.entry for each in state.tellings}
    if named not in known:
        return refuse("blind_telling_unknown", "BN-7", named=named)
    if entry.kind == ACKNOWLEDGED_KIND:
        last = state.receipt(entry.member, of=named)
        if entry.member not in state.parties:
            return refuse("blind_not_told", "BN-7", member=entry.member)
        is_twice = last is not None and last.how == entry.content["how"]
        return refuse("already_acknowledged", "BN-7", entry=last.entry) if last is not None and is_twice else None
    settled = state.settled_by
    if entry.member not in charter.supervisors:
        return refuse("blind_supervisor_only", "BN-7", member=entry.member)
    return refuse("blind_settled_before", "BN-7", entry=settled.entry) if settled is not None else None
