"""A round of talks as its screens show it: who comes, what is on the agenda, what was held and agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.hotline.wordings import kind_word
from parley.desk.role_may import role_may
from parley.desk.talks.saying import present_said, roles_said
from parley.desk.talks.words import ANSWERS, ROUND_STATES, RULES, STANDS, STANDS_SHAPES, word
from parley.matters.said import all_about
from parley.matters.signing import Signing
from parley.tracks.talks.round_entries import AGENDA, DECISION, PACKAGE
from parley.tracks.talks.round_state import FORM, RoundState
from parley.tracks.talks.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


# By which kinds the instruments of a file, and those of a round, are signed and taken back.
SIGNED_BY, TAKEN_BACK_BY = ("gates_signed", "decision_signed"), ("gates_withdrawn", "decision_withdrawn")


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in one line of the list."""

    id: str
    address: str
    subject: str
    state: str
    place: str
    host: str
    dates: str
    invited: tuple[tuple[str, str], ...]
    files: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Invited:
    """A member that was invited: what it answered, with whom it comes."""

    code: str
    name: str
    answer: str
    how: str
    text: str
    lang: str
    delegation: str
    entry: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is to sign: by which entry it signed and when, or why it declined; neither before it said."""

    name: str
    entry: str
    at_ms: int | None
    why: str
    has_signed: bool


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agenda, a decision, a package or other gates: what it says, who signed, what this member may do with it."""

    entry: str
    kind: str
    word: str
    subject: str
    by: str
    texts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    digest: str
    signers: tuple[Signer, ...]
    stands: str
    shape: str
    effective: str
    reservations: tuple[tuple[str, str, str, str], ...]
    withdrawn: str
    may_sign: bool
    may_withdraw: bool
    may_lift: bool
    is_crossed: bool

    @property
    def forms(self) -> dict[str, str]:
        """The names of its forms, so that one which was refused keeps its token."""
        return {act: f"{act}-{self.entry}" for act in ("sign", "decline", "withdraw", "reserve", "lift")}


def row_shown(state: RoundState, *, frame: Frame) -> RoundRow:
    """Return a round in one line."""
    invited = tuple((frame.name_of(code), _answered(state, code)) for code in state.invited)
    decisions = sum(each.signed_s is not None for each in state.of_kind(DECISION))
    return RoundRow(
        state.opening.id, address_of_form(FORM, state.opening.id), str(state.terms["subject"]),
        word(ROUND_STATES, state.name), str(state.terms["place"]), host_said(state, frame=frame), dates_said(state),
        invited, len(state.files), decisions,
    )  # fmt: skip


def host_said(state: RoundState, *, frame: Frame) -> str:
    """Say who hosts a round."""
    host = state.terms.get("host")
    return frame.name_of(host) if host else str(state.terms.get("host_name") or "")


def dates_said(state: RoundState) -> str:
    """Say from when until when a round is held."""
    return f"{instant(state.held_at.from_s)} – {instant(state.held_at.until_s)}"


def _answered(state: RoundState, code: str) -> str:
    if code == state.opening.member and state.answer(code) is None:
        return "accepts"
    said = state.answer(code)
    return said.how if said is not None else ""


def invited_shown(state: RoundState, *, frame: Frame) -> Iterator[Invited]:
    """Yield who was invited, with its answer and its delegation."""
    for code in state.invited:
        said, team = state.answer(code), state.delegation(code)
        how = _answered(state, code)
        yield Invited(
            code, frame.name_of(code), word(ANSWERS, how) if how else "", how, said.text if said else "",
            said.lang if said else "", roles_said(team.roles) if team else "", said.entry if said else "",
        )  # fmt: skip


def instruments_shown(state: RoundState, *, frame: Frame, kind: str) -> list[Instrument]:
    """Return the agendas, the decisions or the packages, the newest last."""
    return [instrument_shown(each, state, frame=frame) for each in state.of_kind(kind)]


def instrument_shown(one: Signing, state: Any, *, frame: Frame) -> Instrument:
    """Return one instrument of a round or of a file."""
    own, in_round, may = frame.node.member, isinstance(state, RoundState), role_may(frame, track=TRACK.name)
    is_open = one.name not in ("withdrawn", "signed")
    stands = state.stands(one) if in_round and one.kind == DECISION else one.name
    at_s = state.effective_s(one) if in_round and one.kind == DECISION else one.signed_s
    held = state.reservations_on(one.entry) if in_round else ()
    return Instrument(
        one.entry, one.kind, kind_word(one.kind, one.terms), str(one.terms.get("subject") or ""),
        frame.name_of(one.member), tuple((each["lang"], each["text"]) for each in one.terms.get("texts") or ()),
        tuple(_lines(one)), one.digest, tuple(_signers(one, frame=frame)), word(STANDS, stands),
        STANDS_SHAPES.get(stands, "todo"), instant(at_s) if at_s is not None else "",
        tuple((frame.name_of(each.member), each.lang, each.text, each.entry) for each in held),
        one.withdrawn.why if one.withdrawn is not None and one.missing else "",
        may_sign=is_open and own in one.missing and may(SIGNED_BY[in_round]),
        may_withdraw=is_open and own == one.member and may(TAKEN_BACK_BY[in_round]),
        may_lift=any(each.member == own for each in held) and may("reservation_lifted"),
        is_crossed=one.entry in state.crossed or bool(one.crossed),
    )  # fmt: skip


def _lines(one: Signing) -> Iterator[tuple[str, str]]:
    """Yield what an instrument names in its order: the id to which it leads, if any, and the words."""
    terms = one.terms
    if one.kind == AGENDA:
        yield from ((each.get("file") or "", each["subject"]) for each in terms["points"])
    elif one.kind == PACKAGE:
        yield from (("", f"{each['of']} · {each['digest'][:16]}") for each in terms["decisions"])
        yield from ((each, "") for each in terms.get("left_out") or ())
    elif one.kind == DECISION:
        yield from ((each, "") for each in (terms.get("file"),) if each)
    else:
        yield from ((each["instrument"], each["step"]) for each in terms.get("gates") or ())


def _signers(one: Signing, *, frame: Frame) -> Iterator[Signer]:
    for code in one.needed:
        given, against = one.signature(code), one.refusal(code)
        if given is not None:
            yield Signer(frame.name_of(code), given.entry, given.at_ms, "", has_signed=True)
        elif against is not None:
            yield Signer(frame.name_of(code), against.entry, against.at_ms, against.why, has_signed=False)
        else:
            yield Signer(frame.name_of(code), "", None, "", has_signed=False)


def sittings_shown(state: RoundState, *, frame: Frame) -> list[dict[str, Any]]:
    """Return the sittings with who was there, what was taken up, and what was kept of what was said."""
    return [_sitting(state, each, frame=frame) for each in state.sittings]


def _sitting(state: RoundState, each: Any, *, frame: Frame) -> dict[str, Any]:
    end, own = state.end_of(each.entry), frame.node.member
    names = frame.name_of
    return {
        "entry": each.entry,
        "began": instant(each.began_s),
        "ended": instant(end.ended_s) if end is not None else "",
        "rule": each.rule,
        "rule_word": word(RULES, each.rule),
        "opened_by": names(each.member),
        "present": present_said(each.present, names=names),
        "told": [(names(a.member), roles_said(a.roles), a.entry) for a in all_about(state.attendances, each.entry)],
        "files": [(file, address_of_form("file", file)) for file in each.files],
        "remarks": [
            {"by": names(r.speaker) if r.speaker else "", "role": roles_said([{"role": r.speaker_role, "number": 1}])
             if r.speaker_role else "", "recorder": names(r.member), "lang": r.lang, "text": r.text, "entry": r.entry,
             "may_correct": own in (r.member, r.speaker),
             "corrections": [(names(c.member), c.text, c.lang, c.entry) for c in all_about(state.corrections, r.entry)]}
            for r in all_about(state.remarks, each.entry)
        ],
        "may_record": each.rule == "on_record" or (each.rule == "not_for_attribution" and each.member == own),
        "is_recorder": each.member == own,
        "is_crossed": each.entry in state.crossed,
    }  # fmt: skip


def readouts_shown(state: RoundState, *, frame: Frame) -> list[dict[str, Any]]:
    """Return each member's own account, side by side: the newest of a member about each thing, never put together."""
    return [
        {"by": frame.name_of(each.member), "of": "" if each.of == state.opening.id else each.of, "entry": each.entry,
         "texts": [(one["lang"], one["text"]) for one in each.texts], "statement": each.statement,
         "address": address_of_form("statement", each.statement) if each.statement else ""}
        for each in state.readouts
    ]  # fmt: skip
