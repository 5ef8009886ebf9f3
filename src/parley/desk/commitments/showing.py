"""An instrument as its screens show it: how it stands, who signed, each step with by when and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_form
from parley.desk.commitments.areas import area_in_words
from parley.desk.commitments.facts import measure_of, recurring_in_words, zone_name
from parley.desk.commitments.words import shape_of, sort_word, standing_word, state_word, why_words
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.tracks.commitments.commitment_state import FORM, CommitmentState
from parley.tracks.commitments.stepping import Row, Turn, rows_at
from parley.tracks.commitments.timetable.standing import MET, StepStanding

if TYPE_CHECKING:
    from parley.desk.frame import Frame

OPEN = ("pending", "due", "partial", "reported", "missed", "disputed")


@dataclass(frozen=True, slots=True)
class WasShown:
    """An earlier version of a step, or a turn of one that recurs: by when, and how it stood."""

    label: str
    due: str
    state_word: str
    shape: str
    why: tuple[str, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step in one line, with what this member may do about it now."""

    id: str
    matter: str
    address: str
    subject: str
    what: str
    who: str
    to: str
    by: str
    due_s: int | None
    due: str
    expected: str
    state: str
    state_word: str
    otherwise: str
    shape: str
    percent: int
    why: tuple[str, ...]
    measure: str
    verifiers: str
    depends_on: str
    coupled: str
    places: str
    was: tuple[WasShown, ...]
    turns: tuple[WasShown, ...]
    may: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class InstrumentShown:
    """An instrument in one line of the list."""

    id: str
    address: str
    subject: str
    sort: str
    name: str
    standing: str
    standing_word: str
    contested_by: str
    signers: tuple[tuple[str, str], ...]
    since: str
    is_variance: bool
    counts: tuple[tuple[str, str, int], ...]


def listed(state: CommitmentState, *, frame: Frame) -> InstrumentShown:
    """Return an instrument in one line."""
    names, terms = frame.name_of, state.main.terms
    return InstrumentShown(
        state.opening.id, address_of_form(FORM, state.opening.id), str(terms["subject"]),
        sort_word(str(terms.get("sort", ""))), state.name, state.standing, standing_word(state.name),
        gettext(", ").join(names(code) for code in state.contested_by) if state.standing == "contested" else "",
        tuple(_signers(state, names)), instant(state.from_s) if state.from_s is not None else "", state.is_variance,
        tuple(_counts(state, now_s=frame.now_ms // 1000)),
    )  # fmt: skip


def _signers(state: CommitmentState, names: Names) -> Iterator[tuple[str, str]]:
    for code in state.main.needed:
        if state.main.signature(code) is not None:
            yield names(code), "signed"
        else:
            yield names(code), "declined" if state.main.refusal(code) is not None else "open"


def _counts(state: CommitmentState, *, now_s: int) -> Iterator[tuple[str, str, int]]:
    """Yield how many steps stand in each state: shape, word, number."""
    found: dict[str, int] = {}
    for row in rows_at(state, now_s=now_s):
        found[row.standing.state] = found.get(row.standing.state, 0) + 1
    yield from ((shape_of(name), state_word(name), number) for name, number in found.items())


def steps_shown(state: CommitmentState, *, frame: Frame) -> list[StepShown]:
    """Return each step of an instrument as it stands now."""
    return [_step(state, row, frame=frame) for row in rows_at(state, now_s=frame.now_ms // 1000)]


def _step(state: CommitmentState, row: Row, *, frame: Frame) -> StepShown:
    step, due, stands, names = row.step, row.due, row.standing, frame.name_of
    terms, joined = step.terms, gettext(", ")
    return StepShown(
        step.id, state.opening.id, address_of_form(FORM, state.opening.id), str(state.main.terms["subject"]), step.what,
        names(step.who), joined.join(names(code) for code in step.to), _by(terms), due.due_s, _instant(_next_due(row)),
        _instant(due.expected_s) if due.due_s is None else "", stands.state, state_word(stands.state),
        state_word(stands.otherwise) if stands.otherwise != stands.state else "", shape_of(stands.state),
        stands.percent, _why(stands, names), measure_of(terms),
        joined.join(names(code) for code in step.verifiers) if step.verifier else gettext("each to whom it is owed"),
        ", ".join(dict.fromkeys((*step.after, *(name for name in step.anchors if name != "D")))),
        ", ".join(name for name in due.knot if name != step.id),
        _places(terms),
        tuple(
            WasShown(
                w.step.deadline.text if w.step.deadline else "", _instant(w.due.due_s),
                state_word(w.standing.otherwise), shape_of(w.standing.otherwise), _why(w.standing, names),
            )
            for w in row.was
        ),
        tuple(_turn(turn, names) for turn in row.turns),
        _may(state, row, own=frame.node.member),
    )  # fmt: skip


def _places(terms: Mapping[str, Any]) -> str:
    """Return where a step is to be done: its zone, its line, its own area."""
    named = [zone_name(terms[name]) for name in ("zone", "line") if terms.get(name)]
    return gettext(", ").join([*named, *([area_in_words(terms)] if terms.get("area") else [])])


def _turn(turn: Turn, names: Names) -> WasShown:
    return WasShown(
        str(turn.occurrence.number), _instant(turn.occurrence.due_s), state_word(turn.standing.state),
        shape_of(turn.standing.state), _why(turn.standing, names), turn.occurrence.number,
    )  # fmt: skip


def _next_due(row: Row) -> int | None:
    """Return when a step is due; of one that recurs, the turn that is due next."""
    ahead = [t.occurrence.due_s for t in row.turns if t.standing.state not in MET]
    return min(ahead, default=row.turns[-1].occurrence.due_s) if row.turns else row.due.due_s


def _by(terms: Mapping[str, Any]) -> str:
    return recurring_in_words(terms["recurring"]) if terms.get("recurring") else str(terms.get("by") or "")


def _why(stands: StepStanding, names: Names) -> tuple[str, ...]:
    return tuple(why_words(each, names=names) for each in stands.why)


def _instant(at_s: int | None) -> str:
    return instant(at_s) if at_s is not None else ""


def _may(state: CommitmentState, row: Row, *, own: str) -> Mapping[str, bool]:
    """Return what this member may do about a step: its forms are shown for that and for nothing else."""
    step, stands = row.step, row.standing.state
    is_open = state.from_s is not None and state.superseded_s is None and stands != "amended"
    concerned = own in {step.who, *step.to, *step.verifiers, *state.main.needed}
    disputes = own in row.done.disputed_by
    return {
        "report": is_open and own == step.who and not row.done.is_whole,
        "certify": is_open and own in step.verifiers,
        "waive": is_open and own in step.to and not row.done.is_whole,
        "dispute": is_open and concerned and not disputes and not row.turns,
        "end_dispute": is_open and disputes,
        "amend": is_open and own in state.main.needed,
    }
