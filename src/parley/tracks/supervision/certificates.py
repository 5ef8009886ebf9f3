"""A certificate: judged by the clause that lets its author certify, and folded (SU-4, SU-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Permit, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry, entry_number
from parley.matters.said import Opening, Said, added, newest, opening_of, said_of
from parley.tracks.supervision.refusing import refuse, refuse_audience, refuse_languages, sizes_read

FORM = "certificate"
STANDS, CONTESTED, WITHDRAWN = "stands", "contested", "withdrawn"


@dataclass(frozen=True, slots=True)
class Contest(Said):
    """A member's word that it contests a certificate, or no longer does, and why."""

    stands: bool
    why: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateState:
    """What was certified, by which clause, and who contests it. A contested certificate stays what its author said."""

    opening: Opening
    terms: Mapping[str, Any]
    contests: Sequence[Contest] = ()
    withdrawn: Said | None = None
    why_withdrawn: str = ""

    precedence = "routine"

    def contest(self, member: str) -> Contest | None:
        """Return what a member said last of whether it contests."""
        return newest(self.contests, member=member, of=None)

    @property
    def contested_by(self) -> tuple[str, ...]:
        """Return the members that contest it."""
        members = sorted({each.member for each in self.contests})
        return tuple(code for code in members if (last := self.contest(code)) is not None and last.stands)

    @property
    def name(self) -> str:
        """Return how it stands, by its entries alone."""
        if self.withdrawn is not None:
            return WITHDRAWN
        return CONTESTED if self.contested_by else STANDS

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/supervision.md lists it."""
        gone = self.withdrawn
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "clause": self.terms["clause"],
            "subject": self.terms["subject"],
            "texts": [dict(each) for each in self.terms["texts"]],
            "as_of_s": self.terms["as_of_s"],
            "about": list(self.terms["about"]),
            "contested_by": list(self.contested_by),
            "contests": [
                {"entry": c.entry, "member": c.member, "at_ms": c.at_ms, "stands": c.stands, "why": c.why,
                 "about": list(c.about)}
                for c in self.contests
            ],
            "withdrawn": None if gone is None else {"entry": gone.entry, "at_ms": gone.at_ms,
                                                    "why": self.why_withdrawn},
        }  # fmt: skip


def judge_certificate(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a certificate as it was given (SU-4)."""
    terms, said = supervision_terms(charter), entry.content
    if terms is None:
        return refuse("no_supervision", "SU-4")
    clause = terms.certifies.get(said["clause"])
    if clause is None:
        return refuse("clause_unknown", "SU-4", name=said["clause"], clauses=", ".join(terms.certifies))
    if not clause.provenance.judges:
        return refuse("clause_not_agreed", "SU-4", name=clause.name)
    if entry.member not in clause.by:
        return refuse("clause_of_others", "SU-4", name=clause.name, by=", ".join(clause.by))
    if said["as_of_s"] * 1000 > entry.point.at_ms:
        return refuse("certified_ahead", "SU-4")
    read = sizes_read(entry, charter=charter)
    for named in said["about"]:
        log, number = entry_number(named)
        if number >= read.get(log, 0):
            return refuse("rests_on_unread", "SU-4", entry=named)
    return refuse_languages(said["texts"], charter=charter, clause="SU-4") or Permit("SU-4")


def judge_of_certificate(state: CertificateState, entry: Entry) -> Verdict:
    """Decide over what continues a certificate; `state` folds what its author had read (SU-5)."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if state.withdrawn is not None:
        return refuse("certificate_gone", "SU-5", entry=state.withdrawn.entry)
    is_author = entry.member == state.opening.member
    if entry.kind == "certificate_withdrawn":
        author = state.opening.member
        return Permit("SU-5") if is_author else refuse("author_only", "SU-5", member=entry.member, author=author)
    if is_author:
        return refuse("own_certificate", "SU-5")
    last = state.contest(entry.member)
    if (last is not None and last.stands) == entry.content["stands"]:
        return refuse("contested_already" if entry.content["stands"] else "not_contested", "SU-5")
    return Permit("SU-5")


def open_certificate(entry: Entry) -> CertificateState:
    """Return the state after a certificate was given."""
    return CertificateState(opening_of(entry), content_of(entry.content))


def fold_certificate(state: CertificateState, entry: Entry) -> CertificateState:
    """Return the state after a permitted entry."""
    said, content = said_of(entry, of=state.opening.id), entry.content
    if entry.kind == "certificate_withdrawn":
        return replace(state, withdrawn=Said(**said), why_withdrawn=content["why"])
    new = Contest(**said, stands=content["stands"], why=content["why"], about=tuple(content.get("about") or ()))
    return replace(state, contests=added(state.contests, new))
