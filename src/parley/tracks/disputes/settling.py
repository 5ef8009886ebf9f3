"""Settlements: one text in every language, one digest, signed by all sides; a side binds itself to one at a time. Pure.

So no two settlements of one dispute can both come into force, whoever signed what without having read the other: a side
signs a second one only once the first can no more be signed by all, and that is shown by entries in its past.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.signing import WITHDRAWN, Signing
from parley.matters.track import Cited
from parley.tracks.disputes.claims import refuse_languages
from parley.tracks.disputes.refusing import refuse
from parley.tracks.disputes.state import DisputeState


def judge_settlement_proposed(
    state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over a text that is to settle the dispute; anybody in the dispute may propose one, sides alone sign."""
    langs = [each["lang"] for each in entry.content["texts"]]
    refusal = refuse_languages(langs, charter=charter, clause="DI-6")
    if refusal is not None:
        return refusal
    missing = [lang for lang in charter.languages if lang not in langs]
    return refuse("languages_missing", "DI-6", languages=", ".join(missing)) if missing else Permit("DI-6")


def judge_settlement(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a signature, a word that one does not sign, or a withdrawal."""
    about = state.settlement(entry.content["of"])
    if about is None:
        return refuse("settlement_unknown", "DI-6", named=entry.content["of"])
    return _JUDGES[entry.kind](state, about, entry)


def refuse_signer(about: Signing, entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse whoever is not asked to sign, has signed, or has declined, which is for good."""
    if entry.member not in about.needed:
        return refuse("not_bound", clause, member=entry.member, sides=", ".join(about.needed))
    given, declined = about.signature(entry.member), about.refusal(entry.member)
    if given is not None:
        return refuse("signed_already", clause, entry=given.entry)
    return refuse("declined_already", clause, entry=declined.entry) if declined is not None else None


def refuse_other_bytes(about: Signing, entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse a signature over another text than was proposed."""
    if entry.content["digest"] == about.digest:
        return None
    return refuse("other_bytes", clause, digest=about.digest[:16], given=entry.content["digest"][:16])


def _signed(state: DisputeState, about: Signing, entry: Entry) -> Verdict:
    refusal = refuse_signer(about, entry, clause="DI-6") or _refuse_withdrawn(about)
    refusal = refusal or refuse_other_bytes(about, entry, clause="DI-6")
    if refusal is not None:
        return refusal
    for named in state.bound.get(entry.member, ()):
        other = state.settlement(named)
        given = other.signature(entry.member) if other is not None else None
        if other is not None and other.entry != about.entry and given is not None and state.can_be_signed(other):
            return refuse("bound_to_another", "DI-7", entry=given.entry, other=other.entry)
    return Permit("DI-6")


def _declined(state: DisputeState, about: Signing, entry: Entry) -> Verdict:
    return refuse_signer(about, entry, clause="DI-6") or _refuse_withdrawn(about) or Permit("DI-6")


def _withdrawn(state: DisputeState, about: Signing, entry: Entry) -> Verdict:
    if entry.member != about.member:
        return refuse("proposer_only", "DI-6", member=entry.member, proposer=about.member)
    if not about.missing:
        return refuse("all_have_signed", "DI-6", entry=about.entry)
    return _refuse_withdrawn(about) or Permit("DI-6")


def _refuse_withdrawn(about: Signing) -> Refusal | None:
    said = about.withdrawn
    return refuse("settlement_gone", "DI-6", entry=said.entry) if said and about.name == WITHDRAWN else None


_JUDGES: Mapping[str, Callable[[DisputeState, Signing, Entry], Verdict]] = {
    "settlement_signed": _signed,
    "settlement_declined": _declined,
    "settlement_withdrawn": _withdrawn,
}
