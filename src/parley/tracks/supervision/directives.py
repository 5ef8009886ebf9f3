"""A directive: judged by what its author had read, and folded (SU-1 to SU-3, SU-10). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, newest, opening_of, said_of
from parley.tracks.content.lapse import Lapse, is_cited, lapses_json, names_duty, was_due, with_lapse
from parley.tracks.supervision.entries import DIRECTIVE_LAPSE
from parley.tracks.supervision.refusing import refuse, refuse_audience, refuse_languages

FORM = "directive"
GIVEN, ANSWERED, DONE, WITHDRAWN = "given", "answered", "done", "withdrawn"
ANSWER, FOLLOW = DUTIES = ("answer_directive", "follow_directive")
FARTHEST_S = 400 * 86_400


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """How a member answers a directive, and in what words."""

    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class Doing(Said):
    """A member's word that it has done what was directed, and when."""

    done_s: int
    text: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectiveState:
    """A directive with what its addressees answered; what several members say of it commutes."""

    opening: Opening
    terms: Mapping[str, Any]
    answers: Sequence[Answer] = ()
    doings: Sequence[Doing] = ()
    withdrawn: Said | None = None
    why_withdrawn: str = ""
    lapses: Sequence[Lapse] = ()

    precedence = "priority"

    @property
    def given_to(self) -> tuple[str, ...]:
        """Return the members that are to follow it."""
        return tuple(sorted(self.terms["given_to"]))

    @property
    def clause(self) -> str | None:
        """Return the name of the charter's clause by which it binds; None where nobody is bound by it."""
        return self.terms.get("clause")

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def answer(self, member: str) -> Answer | None:
        """Return a member's newest answer."""
        return newest(self.answers, member=member, of=None)

    def done(self, member: str) -> Doing | None:
        """Return the member's newest word that it is done."""
        return newest(self.doings, member=member, of=None)

    @property
    def name(self) -> str:
        """Return how it stands, by its entries alone."""
        if self.withdrawn is not None:
            return WITHDRAWN
        if all(self.done(member) for member in self.given_to):
            return DONE
        return ANSWERED if all(self.answer(member) or self.done(member) for member in self.given_to) else GIVEN

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/supervision.md lists it."""
        gone = self.withdrawn
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "subject": self.terms["subject"],
            "texts": [dict(each) for each in self.terms["texts"]],
            "given_to": list(self.given_to),
            "clause": self.clause,
            "by_s": self.terms.get("by_s"),
            "about": list(self.terms.get("about") or ()),
            "answers": [_said_json(a, answer=a.answer, text=a.text) for a in self.answers],
            "done": [_said_json(d, done_s=d.done_s, text=d.text, about=list(d.about)) for d in self.doings],
            "withdrawn": None if gone is None else {"entry": gone.entry, "at_ms": gone.at_ms,
                                                    "why": self.why_withdrawn},
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


def judge_directive(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a directive as it was given."""
    terms, said = supervision_terms(charter), entry.content
    if terms is None:
        return refuse("no_supervision", "SU-1")
    if entry.member not in charter.supervisors:
        return refuse("supervisor_only", "SU-1", member=entry.member, supervisors=", ".join(charter.supervisors))
    unread = set(said["given_to"]) - (set(entry.to) - {entry.member})
    if unread:
        return refuse("not_all_read", "SU-1", members=", ".join(sorted(unread)))
    return (
        _refuse_clause(said.get("clause"), entry, charter=charter)
        or _refuse_date(said.get("by_s"), entry)
        or refuse_languages(said["texts"], charter=charter, clause="SU-1")
        or Permit("SU-1")
    )


def _refuse_clause(name: str | None, entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse to bind by what the charter does not have, has not agreed, or gives to another (SU-2)."""
    terms = supervision_terms(charter)
    if name is None or terms is None:
        return None
    clause = terms.binds.get(name)
    if clause is None:
        return refuse("clause_unknown", "SU-2", name=name, clauses=", ".join(terms.binds))
    if not clause.provenance.judges:
        return refuse("clause_not_agreed", "SU-2", name=name)
    return None if entry.member in clause.by else refuse("clause_of_others", "SU-2", name=name, by=", ".join(clause.by))


def _refuse_date(by_s: int | None, entry: Entry) -> Refusal | None:
    if by_s is None:
        return None
    at_s = entry.point.at_ms // 1000
    if by_s <= at_s:
        return refuse("date_is_over", "SU-1")
    return refuse("date_too_far", "SU-1", days=FARTHEST_S // 86_400) if by_s - at_s > FARTHEST_S else None


def judge_of_directive(state: DirectiveState, entry: Entry) -> Verdict:
    """Decide over what continues a directive; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.kind == DIRECTIVE_LAPSE:
        return refuse_lapse(state, entry, duties=DUTIES) or Permit("SU-10")
    if entry.kind == "directive_withdrawn":
        if entry.member != state.opening.member:
            return refuse("author_only", "SU-3", member=entry.member, author=state.opening.member)
        return _refuse_gone(state) or Permit("SU-3")
    if entry.member not in state.given_to:
        return refuse("not_given_to", "SU-3", member=entry.member, members=", ".join(state.given_to))
    if entry.kind == "directive_done" and entry.content["done_s"] * 1000 > entry.point.at_ms:
        return refuse("done_ahead", "SU-3")
    return _refuse_gone(state) or Permit("SU-3")


def _refuse_gone(state: DirectiveState) -> Refusal | None:
    gone = state.withdrawn
    return refuse("directive_gone", "SU-3", entry=gone.entry) if gone is not None else None


def refuse_lapse(state: Any, entry: Entry, *, duties: tuple[str, ...]) -> Refusal | None:
    """Refuse to cite what is no duty of the matter, what was not due yet, and the same twice (SU-10)."""
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=duties):
        return refuse("lapse_duty_unknown", "SU-10", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "SU-10", duty=duty)
    return refuse("lapse_cited_before", "SU-10", duty=duty) if is_cited(state, entry) else None


def open_directive(entry: Entry) -> DirectiveState:
    """Return the state after a directive was given."""
    return DirectiveState(opening_of(entry), content_of(entry.content))


def fold_directive(state: DirectiveState, entry: Entry) -> DirectiveState:
    """Return the state after a permitted entry."""
    said, content = said_of(entry, of=state.opening.id), entry.content
    if entry.kind == "directive_answered":
        new = Answer(**said, answer=content["answer"], text=content.get("text", ""))
        return replace(state, answers=added(state.answers, new))
    if entry.kind == "directive_done":
        doing = Doing(**said, done_s=content["done_s"], text=content.get("text", ""),
                      about=tuple(content.get("about") or ()))  # fmt: skip
        return replace(state, doings=added(state.doings, doing))
    if entry.kind == "directive_withdrawn":
        return replace(state, withdrawn=Said(**said), why_withdrawn=content["why"])
    return replace(state, lapses=with_lapse(state, entry))


def _said_json(said: Said, **more: Any) -> dict[str, Any]:
    return {"entry": said.entry, "member": said.member, "role": said.role, "at_ms": said.at_ms, **more}
