"""An incident as it stands: each member's account, links, evidence, and what was asked and explained. Pure.

Nothing of an account is a finding, and none of them is chosen. Nothing here knows the hour: whether a clock has run out
is a duty (`parley.tracks.incidents.incident_duties`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.layered import Layered
from parley.matters.said import EntriesOf, Opening, Said, all_about, last_about, members_of, newest, said_in_entry
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.incidents.entries import ACCEPTED, INSUFFICIENT
from parley.tracks.incidents.finding_state import NOTHING_FOUND, Found

FORM = "incident"
REPORTED, COUNTERED, WITHDRAWN = "reported", "countered", "withdrawn"
ASKED, ANSWERED = "asked", "answered"


@dataclass(frozen=True, slots=True)
class Account(Said):
    """A member's account as first given or as corrected; `of` of a correction is the version that it replaces."""

    terms: Mapping[str, Any]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Reasoned(Said):
    """What is said with a reason or in words: a withdrawal of the account `of`, an explanation of the request `of`."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Link(Said):
    """A member's word how this incident and another belong together; `of` is the other one."""

    how: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Request(Said):
    """A request to one member to explain; `of` is the account about which it asks."""

    asked: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Judgement(Said):
    """What who asked says of an explanation (`of`): accepted, or insufficient for the reasons in `text`."""

    how: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: in which entry of whom it was told, its number there, its SHA-256, its attachment if any."""

    entry: str
    member: str
    n: int
    form: str
    name: str
    sha256: str
    attachment: int | None
    of: str | None
    taken_s: int | None

    @property
    def id(self) -> str:
        """Return by what the piece is named: "SY/7#2"."""
        return f"{self.entry}#{self.n}"


@dataclass(frozen=True, slots=True)
class Handed(Said):
    """The pieces of evidence that one entry tells, by their numbers."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """How far a request is: how many explanations were given, to how many nobody said anything, and are accepted."""

    given: int = 0
    unjudged: int = 0
    accepted: int = 0


NOT_EXPLAINED = Explained()
NOTHING_EXPLAINED: Layered[str, Explained] = Layered()


@dataclass(frozen=True, slots=True)
class IncidentState:
    """An incident; what was said stands in the order of logs and numbers, so that the order of arrival leaves no trace.

    `versions` holds every version of every account. What is found about the incident stands beside (`findings.py`).
    `explained` and `open_requests` follow from what was said, and are carried along so that nobody looks through it.
    """

    opening: Opening
    precedence: str
    versions: Sequence[Account]
    withdrawals: Sequence[Reasoned] = ()
    links: Sequence[Link] = ()
    handed: Sequence[Handed] = ()
    requests: Sequence[Request] = ()
    explanations: Sequence[Reasoned] = ()
    judgements: Sequence[Judgement] = ()
    lapses: Sequence[Lapse] = ()
    found: Found = NOTHING_FOUND
    explained: Layered[str, Explained] = NOTHING_EXPLAINED
    open_requests: frozenset[str] = frozenset()

    @property
    def reporter(self) -> Account:
        """Return the account in force of who reported it."""
        account = self.account(self.opening.member)
        assert account is not None  # the report opens the matter
        return account

    def account(self, member: str) -> Account | None:
        """Return the account in force of a member, withdrawn or not; None where it gave none."""
        return newest(self.versions, member=member, of=None)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Return the account in force of each member, the report first, then by code."""
        first = self.opening.member
        codes = sorted(members_of(self.versions), key=lambda code: (code != first, code))
        return tuple(account for code in codes if (account := self.account(code)) is not None)

    def withdrawal(self, member: str) -> Reasoned | None:
        """Return the word by which a member withdrew its account."""
        return newest(self.withdrawals, member=member, of=None)

    @property
    def standing(self) -> tuple[Account, ...]:
        """Return the accounts that were not withdrawn."""
        return tuple(account for account in self.accounts if self.withdrawal(account.member) is None)

    @property
    def name(self) -> str:
        """Return whether it is reported by one, countered by another too, or withdrawn by all who gave an account."""
        return WITHDRAWN if not self.standing else REPORTED if len(self.standing) == 1 else COUNTERED

    def version(self, entry: str) -> Account | None:
        """Return the version of an account that this entry gave."""
        return said_in_entry(self.versions, entry)

    def request(self, entry: str) -> Request | None:
        """Return the request that this entry made."""
        return said_in_entry(self.requests, entry)

    def explanation(self, entry: str) -> Reasoned | None:
        """Return the explanation that this entry gave."""
        return said_in_entry(self.explanations, entry)

    def explanations_of(self, request: str) -> tuple[Reasoned, ...]:
        """Return the explanations that were given to a request, the first first."""
        return all_about(self.explanations, request)

    def judgement_of(self, explanation: str) -> Judgement | None:
        """Return what who asked said last of an explanation."""
        return last_about(self.judgements, explanation)

    def end_of(self, request: str) -> str:
        """Return how a request stands by its entries: asked, answered, insufficient or accepted.

        Where no explanation came in time is a lapse of the duty, and no state.
        """
        found = self.explained.get(request) or NOT_EXPLAINED
        if found.accepted:
            return ACCEPTED
        return ASKED if not found.given else ANSWERED if found.unjudged else INSUFFICIENT

    def is_open(self, request: Request) -> bool:
        """Return whether something may still be owed on a request."""
        return self.end_of(request.entry) in (ASKED, ANSWERED) and self.gone_ms(request) is None

    def gone_ms(self, request: Request) -> int | None:
        """Return when the account was withdrawn about which a request asks; None while it stands."""
        about = self.version(request.of)
        said = self.withdrawal(about.member) if about is not None else None
        return said.at_ms if said is not None else None

    def piece(self, entry: str, n: int) -> Piece | None:
        """Return the piece of evidence of this number in this entry."""
        told = said_in_entry(self.handed, entry)
        return next((each for each in told.pieces if each.n == n), None) if told is not None else None

    @property
    def evidence(self) -> tuple[Piece, ...]:
        """Return every piece of evidence."""
        return tuple(piece for each in self.handed for piece in each.pieces)

    def may_rest_on(self, entry: str) -> bool:
        """Return whether a finding may rest on this entry: it told an account, evidence, an explanation, a finding."""
        return entry in EntriesOf(self.versions, self.handed, self.explanations, self.found.findings)

    @property
    def linked(self) -> Mapping[tuple[str, str], Link]:
        """Return what each member said last of each other incident."""
        return {(link.member, link.of): link for link in self.links}

    def link(self, member: str, other: str) -> Link | None:
        """Return what a member said last of another incident."""
        return newest(self.links, member=member, of=other)

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.requests, self.explanations, self.versions, self.found.findings)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/incidents.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "subject": self.reporter.terms["subject"],
            "accounts": [self._account_json(each) for each in self.accounts],
            "evidence": [_piece_json(each) for each in self.evidence],
            "links": [{"entry": each.entry, "member": each.member, "other": each.of, "how": each.how,
                       "at_ms": each.at_ms, "text": each.text} for each in self.linked.values()],
            "requests": [self._request_json(each) for each in self.requests],
            **self.found.told(gone=self._gone()),
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip

    def _gone(self) -> Mapping[str, str]:
        """Return by which entry each version of an account was withdrawn."""
        gone = {each.member: each.entry for each in self.withdrawals}
        return {each.entry: gone[each.member] for each in self.versions if each.member in gone}

    def _account_json(self, account: Account) -> dict[str, Any]:
        gone = self.withdrawal(account.member)
        versions = [each for each in self.versions if each.member == account.member]
        return {
            "entry": account.entry,
            "member": account.member,
            "at_ms": account.at_ms,
            "terms": _plain(account.terms),
            "versions": [{"entry": each.entry, "at_ms": each.at_ms, "why": each.why} for each in versions],
            "withdrawn": None if gone is None else {"entry": gone.entry, "at_ms": gone.at_ms, "why": gone.text},
        }

    def _request_json(self, request: Request) -> dict[str, Any]:
        return {
            "entry": request.entry, "by": request.member, "asked": request.asked, "of": request.of,
            "at_ms": request.at_ms, "text": request.text, "lang": request.lang, "end": self.end_of(request.entry),
            "explanations": list(self._explanations_json(request)),
        }  # fmt: skip

    def _explanations_json(self, request: Request) -> Iterator[dict[str, Any]]:
        for each in self.explanations_of(request.entry):
            judged = self.judgement_of(each.entry)
            yield {
                "entry": each.entry, "at_ms": each.at_ms, "text": each.text, "lang": each.lang,
                "judged": None if judged is None else {"entry": judged.entry, "at_ms": judged.at_ms,
                                                        "how": judged.how, "text": judged.text},
            }  # fmt: skip


def _piece_json(piece: Piece) -> dict[str, Any]:
    return {
        "id": piece.id, "entry": piece.entry, "member": piece.member, "n": piece.n, "form": piece.form,
        "name": piece.name, "sha256": piece.sha256, "attachment": piece.attachment, "of": piece.of,
        "taken_s": piece.taken_s,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
