"""Matters of supervision as the screens show them: one line of a list, and all of one matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_entry, address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.signers import SignerShown, signers_shown
from parley.desk.supervision.words import ANSWERS, BECOMES, clause_word, said, state_word
from parley.node.supervision.held import State
from parley.tracks.supervision.certificates import CertificateState
from parley.tracks.supervision.changes import FORM as CHANGE
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.directives import DirectiveState
from parley.tracks.supervision.standing import Held

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter of supervision in one line; `who` are those of whom something is asked, `when` its date."""

    id: str
    address: str
    form: str
    subject: str
    by: str
    name: str
    state: str
    who: str
    when: str
    at_ms: int
    clause: str


@dataclass(frozen=True, slots=True)
class SaidShown:
    """What a member said of a matter: in which entry, when, in a word and in its own words."""

    entry: str
    member: str
    at_ms: int
    word: str
    text: str
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HeldShown:
    """One state of the mechanism over time, with the change that brought it about."""

    name: str
    word: str
    from_ms: int | None
    until_ms: int | None
    entry: str
    address: str


def held_shown(held: Held) -> HeldShown:
    """Return one state of the mechanism over time."""
    entry = held.entry or ""
    return HeldShown(
        held.name, said(BECOMES, held.name), None if held.from_s is None else held.from_s * 1000,
        None if held.until_s is None else held.until_s * 1000, entry, address_of_form(CHANGE, entry) if entry else "",
    )  # fmt: skip


def listed(state: State, *, frame: Frame) -> Listed:
    """Return a matter of supervision in one line."""
    told, form = state.as_json(), state.as_json()["form"]
    return Listed(
        state.opening.id, address_of_form(form, state.opening.id), form, subject_of(state, frame=frame),
        frame.name_of(state.opening.member), state.name, state_word(state.name, form=form),
        _who(state, frame=frame), _when(state), state.opening.at_ms, str(told.get("clause") or ""),
    )  # fmt: skip


def subject_of(state: State, *, frame: Frame) -> str:
    """Return what a matter is about in a line."""
    if isinstance(state, ChangeState):
        return gettext("The mechanism becomes %(state)s") % {"state": said(BECOMES, state.becomes)}
    return str(state.terms["subject"])


def shown_of(state: State, *, own: str, frame: Frame) -> dict[str, Any]:
    """Return what the page of a matter shows of it, and what this member may do with it now."""
    told = state.as_json()
    common = {
        "one": listed(state, frame=frame),
        "texts": [(each["lang"], each["text"]) for each in told["texts"]],
        "facts": [(label, value) for label, value in _facts(state, frame=frame) if value],
        "about": _links(told["main"]["terms"].get("about") if isinstance(state, ChangeState) else told["about"]),
        "withdrawn": told["main"]["withdrawn"] if isinstance(state, ChangeState) else told["withdrawn"],
        "is_ours": state.opening.member == own,
    }
    if isinstance(state, DirectiveState):
        return {**common, **_directive(state, own=own, frame=frame)}
    return {**common, **(_certificate(state, own=own, frame=frame) if isinstance(state, CertificateState)
                         else _change(state, own=own, frame=frame))}  # fmt: skip


def _directive(state: DirectiveState, *, own: str, frame: Frame) -> dict[str, Any]:
    is_asked = own in state.given_to and state.withdrawn is None
    return {
        "answers": [
            SaidShown(a.entry, frame.name_of(a.member), a.at_ms, said(ANSWERS, a.answer), a.text) for a in state.answers
        ],
        "doings": [
            SaidShown(
                d.entry, frame.name_of(d.member), d.at_ms,
                gettext("done at %(when)s") % {"when": instant(d.done_s)}, d.text, _links(d.about),
            )
            for d in state.doings
        ],
        "unanswered": gettext(", ").join(
            frame.name_of(code) for code in state.given_to if not state.answer(code) and not state.done(code)
        ),
        "may_answer": is_asked,
        "may_tell_done": is_asked,
        "may_withdraw": own == state.opening.member and state.withdrawn is None,
    }  # fmt: skip


def _certificate(state: CertificateState, *, own: str, frame: Frame) -> dict[str, Any]:
    last, is_other = state.contest(own), own != state.opening.member
    contests = is_other and last is not None and last.stands
    return {
        "contests": [
            SaidShown(
                c.entry, frame.name_of(c.member), c.at_ms,
                gettext("contests it") if c.stands else gettext("contests it no longer"), c.why, _links(c.about),
            )
            for c in state.contests
        ],
        "may_contest": is_other and not contests and state.withdrawn is None,
        "may_relent": contests and state.withdrawn is None,
        "may_withdraw": not is_other and state.withdrawn is None,
    }  # fmt: skip


def _change(state: ChangeState, *, own: str, frame: Frame) -> dict[str, Any]:
    main = state.main
    signers: list[SignerShown] = list(signers_shown(main, names=frame.name_of, roles=frame.role_of))
    is_over = state.until_s is not None and frame.now_ms >= state.until_s * 1000
    is_open = main.name != "withdrawn" and not is_over
    return {
        "digest": main.digest,
        "of": main.entry,
        "signers": signers,
        "is_crossed": bool(main.crossed),
        "may_sign": is_open and own in main.missing,
        "may_decline": is_open and own in main.missing and main.refusal(own) is None,
        "may_withdraw": is_open and own == main.member and bool(main.missing),
    }


def _facts(state: State, *, frame: Frame) -> Iterator[Fact]:
    if isinstance(state, DirectiveState):
        yield gettext("Given to"), gettext(", ").join(map(frame.name_of, state.given_to))
        yield gettext("By"), _when(state)
        yield gettext("Clause by which it binds"), (
            clause_word(state.clause, language=frame.language) if state.clause else gettext("none: it binds nobody")
        )
    elif isinstance(state, CertificateState):
        yield gettext("Clause by which it is certified"), clause_word(state.terms["clause"], language=frame.language)
        yield gettext("As of"), instant(int(state.terms["as_of_s"]))
    else:
        yield gettext("Asked from"), instant(int(state.main.terms["from_s"]))
        yield gettext("Holds from"), instant(state.from_s) if state.from_s is not None else ""
        yield gettext("Until"), instant(state.until_s) if state.until_s is not None else ""


def _who(state: State, *, frame: Frame) -> str:
    if isinstance(state, DirectiveState):
        return gettext(", ").join(map(frame.name_of, state.given_to))
    if isinstance(state, CertificateState):
        return gettext(", ").join(map(frame.name_of, state.contested_by))
    return gettext(", ").join(map(frame.name_of, state.main.missing))


def _when(state: State) -> str:
    if isinstance(state, DirectiveState):
        by_s = state.terms.get("by_s")
        return instant(by_s) if by_s is not None else ""
    if isinstance(state, CertificateState):
        return instant(int(state.terms["as_of_s"]))
    from_s = state.from_s if state.from_s is not None else int(state.main.terms["from_s"])
    return instant(from_s) + (f" – {instant(state.until_s)}" if state.until_s is not None else "")


def _links(ids: Any) -> tuple[tuple[str, str], ...]:
    return tuple((each, address_of_entry(each)) for each in ids or ())
