"""A refusal in the reader's words: members, roles and tracks by their names, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.commerce.words import track_word as commerce_word
from parley.desk.commitments.kinds import track_word
from parley.desk.hotline.wordings import data_in_words
from parley.desk.naming import in_language, member_name
from parley.desk.supervision.kind_words import track_word as supervision_word
from parley.desk.talks import kind_words as talks
from parley.node.why.step import clause_text
from parley.texts import sentence

_MARKS = {0x200E: "[U+200E]", 0x200F: "[U+200F]"}
_MEMBERS = (
    "member", "sender", "other_end", "challenger", "begun_by", "author", "proposer", "lead", "by", "members", "to",
    "sides", "parties", "missing", "invited", "signatories", "coming", "supervisors", "verifiers", "deciders",
    "tellers", "readers", "among", "who",
)  # fmt: skip
_TRACKS: Mapping[str, Callable[[], str]] = {
    "hotline": lambda: gettext("Hotline"),
    "deconfliction": lambda: gettext("Deconfliction"),
    "incidents": lambda: gettext("Incidents"),
    "disputes": lambda: gettext("Disputes"),
    "information": lambda: gettext("Information"),
    "commitments": track_word,
    "talks": talks.track_word,
    "supervision": supervision_word,
    "commerce": commerce_word,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal before the sign-in, at the lock, or to whoever keeps the accounts: nothing is opened from it.

    So it says itself what its clause says.
    """

    text: str
    clause: str
    why: str


def told(refusal: Refusal | None, *, language: str) -> Told | None:
    """Return a refusal for a page on which no explanation can be opened; None for none."""
    if refusal is None:
        return None
    told_by = clause_text(refusal.clause, language=language)
    return Told(refused_in_words(refusal, language=language), refusal.clause, told_by[0] if told_by else "")


def refused_in_words(refusal: Refusal, *, language: str) -> str:
    """Return the sentence of a refusal in a language."""
    return sentence(refusal.code, language=language, data=seen(_named(refusal.data, language=language)))


def seen(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of a sentence in which a mark of direction is seen: only the sentence itself may have any."""
    return {name: each.translate(_MARKS) if isinstance(each, str) else each for name, each in data.items()}


def advice_of(clause: str, *, language: str) -> str:
    """Return what to do about a refusal by this clause; "" where its sentence says it.

    The sentences about the desk itself all do, so that what they share would only be read twice.
    """
    found = clause_text(clause, language=language)
    return "" if found is None or clause.startswith("DESK-") else found[1]


def _named(data: Mapping[str, Any], *, language: str) -> dict[str, Any]:
    """Return the figures of a refusal with names in place of the codes of members, roles and tracks."""
    said, roles = data_in_words(data), node().charter().roles
    codes = {member.code: member_name(node(), member.code, language=language) for member in node().charter().members}
    for name in _MEMBERS:
        named = str(said.get(name, "")).split(", ")
        # A list of members is told as a list of names; what holds anything else stays as it is.
        if all(each in codes for each in named):
            said[name] = gettext(", ").join(codes[each] for each in named)
    for name in ("role", "roles"):
        if isinstance(said.get(name), str):
            found = ((roles.get(each), each) for each in said[name].split(", "))
            said[name] = ", ".join(in_language(role.names, language=language) if role else each for role, each in found)
    if said.get("track") in _TRACKS:
        said["track"] = _TRACKS[said["track"]]()
    return said
