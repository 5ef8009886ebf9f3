"""A dispute as its screens show it: the ladder with every rise and why, who has the move, texts with signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_form
from parley.desk.disputes.words import level_word, signing_word, state_word
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.signers import SignerShown, signers_shown
from parley.matters.duty import OVER, Duty
from parley.matters.signing import Signing
from parley.tracks.disputes.duty_names import SETTLE
from parley.tracks.disputes.ladder import CLAIMED, RAISED, Rung
from parley.tracks.disputes.state import FORM, DisputeState


@dataclass(frozen=True, slots=True)
class RungShown:
    """One level of the ladder: reached or to come, since when and why, by when, and when it was left."""

    name: str
    who: str
    began: str
    why: str
    why_entry: str
    clause: str
    due: str
    left: str
    is_here: bool
    is_reached: bool


@dataclass(frozen=True, slots=True)
class TextShown:
    """A settlement or a measure: what it says, its digest, who signed, and what this member may do with it now."""

    entry: str
    subject: str
    by: str
    name: str
    name_word: str
    texts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    digest: str
    signers: tuple[SignerShown, ...]
    may_sign: bool
    may_withdraw: bool
    withdrawn: str
    is_crossed: bool
    holds: str = ""
    may_end: bool = False
    end_said: str = ""
    end_missing: str = ""


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """A dispute in one line: of the list, of exports."""

    id: str
    address: str
    subject: str
    claimed_by: str
    against: str
    name: str
    state: str
    level: str
    level_name: str
    move: str
    move_codes: str
    due: str
    due_ms: int | None
    at_ms: int
    precedence: str
    is_over: bool


def listed(
    state: DisputeState, duties: Sequence[Duty], *, now_ms: int, names: Names, language: str
) -> DisputeShown:
    """Return a dispute in one line: on which level it stands, whose move it is, and by when."""
    here = state.rungs(now_ms=now_ms)[-1]
    moves = _moves(duties)
    first = moves[0].due_at_ms if moves else None
    return DisputeShown(
        state.opening.id, address_of_form(FORM, state.opening.id), str(state.claim["subject"]),
        names(state.opening.member), gettext(", ").join(names(code) for code in state.against), state.name,
        state_word(state.name), level_word(here.level, language=language), here.level.name,
        gettext(", ").join(dict.fromkeys(names(each.owed_by) for each in moves)),
        " ".join(dict.fromkeys(each.owed_by for each in moves)),
        instant(first // 1000) if first is not None else "", first, state.opening.at_ms, state.precedence,
        is_over=state.ending is not None,
    )  # fmt: skip


def _moves(duties: Iterable[Duty]) -> list[Duty]:
    """Return what somebody owes alone, first due first; where nobody does, what all sides owe: to settle at this level.

    What was not received yet has no time of its own, and comes last.
    """
    owed = sorted((each for each in duties if each.state not in OVER), key=lambda each: each.due_at_ms or 1 << 62)
    return [each for each in owed if each.what != SETTLE] or owed


def ladder_shown(
    state: DisputeState, *, now_ms: int, names: Names, roles: Names, language: str
) -> list[RungShown]:
    """Return every level of the ladder, those that it reached with why, and those that lie ahead."""
    reached = {rung.level.number: rung for rung in state.rungs(now_ms=now_ms)}
    last = max(reached)
    shown = []
    for level in state.rules.levels:
        rung = reached.get(level.number)
        shown.append(
            RungShown(
                level_word(level, language=language), gettext(", ").join(roles(each) for each in level.roles),
                _at(rung.began_ms if rung else None), *_why(state, rung, names=names, language=language),
                _at(rung.due_ms if rung else None), _at(rung.left_ms if rung else None),
                is_here=level.number == last, is_reached=rung is not None,
            )
        )  # fmt: skip
    return shown


def _why(state: DisputeState, rung: Rung | None, *, names: Names, language: str) -> tuple[str, str, str]:
    """Say why the dispute came to a level, by which entry and clause."""
    if rung is None:
        return "", "", ""
    if rung.why == CLAIMED:
        return gettext("The claim was filed."), rung.entry, rung.clause
    if rung.why == RAISED:
        said = state.one(rung.entry)
        figures = {"member": names(said.member) if said else "", "why": said.content["why"] if said else ""}
        if said is not None and said.content["danger_to_life"]:
            return gettext("%(member)s raised it for danger to life: %(why)s") % figures, rung.entry, rung.clause
        return gettext("%(member)s raised it: %(why)s") % figures, rung.entry, rung.clause
    level = state.rules.level(rung.lapsed_level)
    word = level_word(level, language=language) if level else rung.lapsed_level
    text = gettext("It rose by itself: not settled in the time of “%(level)s”. A lapse, and no consent.")
    return text % {"level": word}, rung.entry, rung.clause


def _at(at_ms: int | None) -> str:
    return "" if at_ms is None else instant(at_ms // 1000)


def texts_shown(
    state: DisputeState, which: Iterable[Signing], *, own: str, now_ms: int, names: Names, roles: Names,
    facts: Any,
) -> list[TextShown]:  # fmt: skip
    """Return settlements or measures, each with its signatures."""
    return [_text(state, one, own=own, now_ms=now_ms, names=names, roles=roles, facts=facts) for one in which]


def _text(
    state: DisputeState, one: Signing, *, own: str, now_ms: int, names: Names, roles: Names, facts: Any
) -> TextShown:
    declined = {each.member for each in one.declined}
    ends_s = one.terms.get("until_s")
    is_open = one.name not in ("withdrawn", "signed") and (ends_s is None or now_ms < int(ends_s) * 1000)
    is_open = is_open and (state.ending is None or (ends_s is None and state.ending.how == "referred"))
    holds = state.measure_holds(one) if ends_s is not None else None
    return TextShown(
        one.entry, str(one.terms.get("subject") or ""), names(one.member), one.name, signing_word(one.name),
        tuple((each["lang"], each["text"]) for each in one.terms["texts"]), tuple(facts(one)), one.digest,
        tuple(signers_shown(one, names=names, roles=roles)),
        may_sign=is_open and own in one.missing and own not in declined,
        may_withdraw=is_open and own == one.member and ends_s is None,
        withdrawn=one.withdrawn.why if one.withdrawn is not None and one.missing else "",
        is_crossed=bool(one.crossed),
        holds=f"{instant(holds[0])} – {instant(holds[1])}" if holds else "",
        **_early_end(state, one, own=own, now_ms=now_ms, names=names) if ends_s is not None and not one.missing else {},
    )  # fmt: skip


def _early_end(state: DisputeState, one: Signing, *, own: str, now_ms: int, names: Names) -> dict[str, Any]:
    """Return whether this member may agree to end a measure before its time, who did, and on whom it waits."""
    end, holds = state.measure_end(one), state.measure_holds(one)
    words = [each for each in state.of("measure_end_agreed") if each.entry in end.agreed]
    is_open = state.ending is None and holds is not None and now_ms < holds[1] * 1000
    return {
        "may_end": is_open and own in end.missing,
        "end_said": gettext("; ").join(f"{names(each.member)} {each.entry}: {each.content['why']}" for each in words),
        "end_missing": gettext(", ").join(map(names, end.missing)) if words else "",
    }
