"""The charter as an instrument: proposed, signed by every member over the same bytes, in force.

All entries about it form one matter. A version is in force for an entry when the signatures of all
whom it needs lie in what that entry's author had read (DESIGN, rule "Charter in force").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from parley.charter.amendment import refusals_of_amendment
from parley.charter.model import Charter
from parley.charter.rules import may_act
from parley.charter.succession import succeeded
from parley.matters.entry import Entry, Point
from parley.matters.succession import (
    refuse_displacing,
    refuse_log,
    refuse_other_log,
    refuse_signing,
    refuse_succession,
)
from parley.matters.track import Cited, Glance, Kind
from parley.matters.verdict import Fault, Permit, Refusal, Verdict
from parley.record.closing import MAX_CLOSING

CHARTER_MATTER = "charter"
CHARTER_KINDS = ("charter_proposed", "charter_signed", "succession_proposed")
PROPOSING = ("charter_proposed", "succession_proposed")
MAX_TEXT = 512 * 1024

ReadCharter = Callable[[bytes], Charter | None]


@dataclass(frozen=True, slots=True)
class Signature:
    """One member's signature: the entry that gave it, by id and by its place in the member's log."""

    member: str
    entry: str
    log: str
    number: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that proposed a version, by id and by its place in a member's log."""

    entry: str
    log: str
    number: int

    def known_at(self, point: Point) -> bool:
        """Return whether the author at `point` had read the proposal."""
        return self.number < (point.number if self.log == point.log else point.seen.get(self.log, 0))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the charter with the signatures it has; it needs `needed`, by code.

    The founding version has no `proposals`: everybody knows it from the start.
    """

    charter: Charter
    needed: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    signatures: tuple[Signature, ...] = ()

    def known_at(self, point: Point) -> bool:
        """Return whether the author at `point` had read a proposal of this version."""
        return not self.proposals or any(proposal.known_at(point) for proposal in self.proposals)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the members that have not signed yet."""
        signed = {signature.member for signature in self.signatures}
        return tuple(code for code in self.needed if code not in signed)

    def in_force_at(self, point: Point) -> bool:
        """Return whether all needed signatures lie in the past of `point`; of a member's two logs, one is enough."""
        own, seen = point.number, point.seen
        read = {s.member for s in self.signatures if s.number < (own if s.log == point.log else seen.get(s.log, 0))}
        return read.issuperset(self.needed)


@dataclass(frozen=True, slots=True)
class CharterHistory:
    """Every version that was proposed, by the digest of its bytes, the founding one first.

    `signed_upto` tells for each log how many of its entries there are up to the last signature in it.
    """

    versions: Mapping[str, Version]
    signed_upto: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        signatures = sorted((s.log, s.number + 1) for v in self.versions.values() for s in v.signatures)
        object.__setattr__(self, "signed_upto", dict(signatures))

    def signed_before(self, point: Point) -> tuple[int, ...]:
        """Return how far `point` lies behind the signatures of each log: alike, the same version is in force."""
        own, log, seen = point.number, point.log, point.seen
        return tuple([min(last, own if name == log else seen.get(name, 0)) for name, last in self.signed_upto.items()])

    def in_force(self, point: Point) -> Charter | None:
        """Return the newest version in force at `point`, None before the founding one is."""
        current: Version | None = None
        following = self._after(None)
        while True:
            current_next = _not_displaced([v for v in following if v.in_force_at(point)])
            if current_next is None:
                return current.charter if current else None
            current = current_next
            following = self._after(current.charter.digest)

    def line_to(self, digest: str | None) -> list[Charter]:
        """Return the versions from the founding one to this one, each before the next; [] for no version."""
        return _line_to(self.versions, digest)

    def elsewhere(self, version: Version) -> tuple[str, ...]:
        """Return the members that bar a version: they signed another of the same predecessor that it does not name."""
        rivals = [v for v in self._after(version.charter.predecessor) if v is not version]
        others = [v for v in rivals if v.charter.digest not in version.charter.instead_of]
        signed = {s.member for v in others for s in v.signatures}
        displaced = any(version.charter.digest in v.charter.instead_of and not v.missing for v in rivals)
        return version.needed if displaced else tuple(code for code in version.missing if code in signed)

    def _after(self, predecessor: str | None) -> list[Version]:
        return [v for v in self.versions.values() if v.charter.predecessor == predecessor]

    def as_json(self) -> dict[str, Any]:
        """Return the versions with who signed by which entry and who is still missing."""
        return {
            "versions": [
                {
                    "charter": digest,
                    "predecessor": version.charter.predecessor,
                    "proposed_by": version.proposals[0].entry if version.proposals else None,
                    "signatures": [{"member": s.member, "entry": s.entry} for s in sorted_signatures(version)],
                    "missing": list(version.missing),
                    **_closes_json(version.charter),
                }
                for digest, version in sorted(self.versions.items())
            ]
        }


def _closes_json(charter: Charter) -> dict[str, Any]:
    return {"closes": {"log": charter.closes.log, "size": charter.closes.size}} if charter.closes else {}


def _not_displaced(complete: list[Version]) -> Version | None:
    """Return the one of the versions of one predecessor, all signed by all, that no other of them stands in place of.

    There is at most one. Whoever must sign two of them signed one after the other, and could sign the second only as it
    names the first; and no text can name one that names it, since each is named by its digest.
    """
    named = {digest for version in complete for digest in version.charter.instead_of}
    return next((version for version in complete if version.charter.digest not in named), None)


def sorted_signatures(version: Version) -> list[Signature]:
    """Return the signatures in the order in which the charter names its members."""
    return sorted(version.signatures, key=lambda s: version.needed.index(s.member))


def signers_of(charter: Charter, *, predecessor: Charter | None) -> tuple[str, ...]:
    """Return who must sign: all members of the version, and all of the one that it replaces.

    A succession is not signed by the member whose log it closes: for it speaks its succession key.
    """
    before = predecessor.codes if predecessor else ()
    gone = succeeded(charter, before=predecessor) if predecessor else None
    everybody = (*charter.codes, *(code for code in before if code not in charter.codes))
    return tuple(code for code in everybody if gone is None or code != gone.code)


class CharterTrack:
    """The track of the charter itself; `founding` is the version that every node was made with."""

    name = "charter"

    def __init__(self, founding: Charter, *, read: ReadCharter) -> None:
        self.founding = founding
        self.read = read
        self.kinds = {
            "charter_proposed": Kind("charter_proposed", True, _check_proposal, CHARTER_MATTER),
            "charter_signed": Kind("charter_signed", True, _check_signature, CHARTER_MATTER),
            "succession_proposed": Kind("succession_proposed", True, _check_succession, CHARTER_MATTER),
        }

    def history(self, state: CharterHistory | None) -> CharterHistory:
        """Return the state, or that in which only the founding version stands, unsigned."""
        if state is not None:
            return state
        founding = Version(self.founding, signers_of(self.founding, predecessor=None), ())
        return CharterHistory({self.founding.digest: founding})

    def judge(
        self, state: CharterHistory | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
    ) -> Verdict:
        """Allow a sound proposal that follows a known version, and one signature of each member on it."""
        if not set(charter.codes) <= set(entry.to):
            return Refusal("charter_to_all", "I-1", {"to": ", ".join(entry.to)})
        versions = self.history(state).versions
        if entry.kind == "charter_signed":
            return _judge_signature(versions, entry, charter=charter)
        if entry.member not in charter.codes:
            return Refusal("charter.not_a_member", "C-1", {"member": entry.member})
        refusal = refuse_other_log(charter, member=entry.member, point=entry.point)
        if refusal is not None:
            return refusal
        permit = _may_act(charter, entry)
        return permit if isinstance(permit, Refusal) else self._judge_proposal(versions, entry)

    def fold(
        self, state: CharterHistory | None, entry: Entry, *, charter: Charter, beside: frozenset[str]
    ) -> CharterHistory:
        """Add a version or a signature; these commute, so `beside` changes nothing."""
        versions = dict(self.history(state).versions)
        if entry.kind in PROPOSING:
            proposed = self._proposed(entry)
            assert proposed is not None  # judged before
            before = versions[str(proposed.predecessor)].charter
            known = versions.get(proposed.digest, Version(proposed, signers_of(proposed, predecessor=before), ()))
            if known.proposals or proposed.digest not in versions:
                proposal = Proposal(entry.id, entry.point.log, entry.point.number)
                versions[proposed.digest] = replace(known, proposals=(*known.proposals, proposal))
        else:
            version = versions[entry.content["charter"]]
            signature = Signature(entry.member, entry.id, entry.point.log, entry.point.number)
            versions[version.charter.digest] = replace(version, signatures=(*version.signatures, signature))
        return CharterHistory(versions)

    def glance(self, state: CharterHistory, *, charter: Charter) -> Glance:
        """A version that somebody has still to sign is owed attention, after all urgent traffic."""
        return Glance(owing=any(v.missing for v in state.versions.values()), rank=4)

    def _proposed(self, entry: Entry) -> Charter | None:
        return self.read(entry.content["text"].encode("utf-8"))

    def _judge_proposal(self, versions: Mapping[str, Version], entry: Entry) -> Verdict:
        proposed = self._proposed(entry)
        if proposed is None:
            return Refusal("charter_unreadable", "I-2", {})
        if proposed.predecessor not in versions:
            return Refusal("charter_follows_unknown", "I-3", {"predecessor": str(proposed.predecessor)[:16]})
        for digest in proposed.instead_of:
            if digest not in versions or versions[digest].charter.predecessor != proposed.predecessor:
                return Refusal("charter_no_rival", "I-7", {"charter": digest[:16]})
        refusal = refuse_displacing(proposed, versions=versions) or _refuse_to_follow(versions, proposed, entry)
        return refusal or Permit("I-3")


def _refuse_to_follow(versions: Mapping[str, Version], proposed: Charter, entry: Entry) -> Refusal | None:
    line = _line_to(versions, proposed.predecessor)
    if entry.kind == "succession_proposed":
        in_force = CharterHistory(versions).in_force(entry.point)
        return refuse_succession(proposed, entry, versions=versions, line=line, in_force=in_force)
    faults = refusals_of_amendment(proposed, earlier=line)
    return faults[0] if faults else None


def _line_to(versions: Mapping[str, Version], digest: str | None) -> list[Charter]:
    """Return the versions from the founding one to this one, each the predecessor of the next."""
    line: list[Charter] = []
    following = digest
    while following is not None and following in versions:
        line.append(versions[following].charter)
        following = line[-1].predecessor
    return line[::-1]


def _may_act(charter: Charter, entry: Entry) -> Verdict:
    return may_act(charter, member=entry.member, role=entry.content.get("role"), kind=entry.kind, track="charter")


def _judge_signature(versions: Mapping[str, Version], entry: Entry, *, charter: Charter) -> Verdict:
    version = versions.get(entry.content["charter"])
    if version is None:
        return Refusal("charter_unknown", "I-4", {"charter": entry.content["charter"][:16]})
    if entry.member not in version.needed:
        return Refusal("charter_not_yours", "I-5", {"member": entry.member})
    # Who joins by this version holds no role by the one in force, and signs in a role of this one.
    permit = _may_act(charter if entry.member in charter.codes else version.charter, entry)
    if isinstance(permit, Refusal):
        return permit
    return _refuse_by_line(versions, version, entry) or _refuse_second(versions, version, entry) or Permit("I-6")


def _refuse_by_line(versions: Mapping[str, Version], version: Version, entry: Entry) -> Refusal | None:
    """Refuse a signature from a log that is not the member's, and one on a succession that does not follow."""
    line = _line_to(versions, version.charter.predecessor)
    refusal = refuse_log(version, entry, before=line[-1] if line else None)
    if refusal is not None or version.charter.closes is None:
        return refusal
    in_force = CharterHistory(versions).in_force(entry.point)
    return refuse_signing(version, entry, versions=versions, line=line, in_force=in_force)


def _refuse_second(versions: Mapping[str, Version], version: Version, entry: Entry) -> Refusal | None:
    """Refuse a second signature under one predecessor, but for a version that names all that were signed before."""
    named = version.charter.instead_of
    for other in versions.values():
        if other.charter.predecessor != version.charter.predecessor:
            continue
        figures = {"charter": other.charter.digest[:16]}
        if other.charter.digest not in named and any(s.member == entry.member for s in other.signatures):
            return Refusal("charter_signed_already", "I-6", figures)
        if other.charter.digest in named and other.in_force_at(entry.point):
            return Refusal("charter_in_force_already", "I-8", figures)
    return None


def _check_proposal(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    text, faults = content.get("text"), _check_role(content)
    if not isinstance(text, str) or not text:
        return (*faults, Fault("text", "text_missing"))
    if len(text.encode("utf-8")) > MAX_TEXT:
        return (*faults, Fault("text", "text_too_long", {"limit": MAX_TEXT}))
    return faults


def _check_succession(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    statement, faults = content.get("statement"), _check_proposal(content)
    if not isinstance(statement, str) or not 0 < len(statement.encode("utf-8", "replace")) <= MAX_CLOSING:
        return (*faults, Fault("statement", "text_missing_or_long", {"limit": MAX_CLOSING}))
    return faults


def _check_role(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    # Without a role it is the charter that refuses, with its clause.
    return () if isinstance(content.get("role"), str | None) else (Fault("role", "role_malformed"),)


def _check_signature(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    digest = content.get("charter")
    if not isinstance(digest, str) or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        return (*_check_role(content), Fault("charter", "digest_malformed"))
    return _check_role(content)
