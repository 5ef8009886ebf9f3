"""The kinds of entry of commitments and the form of each content (docs/commitments.md, "Entries"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.commitments.timetable.checking import (
    deadline_check,
    length_check,
    moment_check,
    name_check,
    plan_faults,
)
from parley.tracks.content.attached import ATTACHMENTS
from parley.tracks.content.form import (
    content,
    digest,
    empty_or,
    entry_id,
    fields,
    one_of,
    several,
    whole,
    word,
    yes_or_no,
)
from parley.tracks.content.lapse import BESIDE, CITED
from parley.tracks.content.place_form import area
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

SORTS = ("understanding", "arrangement", "agreement")
HERE, ELSEWHERE = "here", "elsewhere"
MOST_STEPS, MOST_EVENTS, MOST_NAMED, MOST_EVIDENCE, MOST_COUNTS = 200, 64, 16, 16, 400
LARGEST_COUNT = 10_000_000
# The farthest offset from UTC that a place on earth has had.
FARTHEST_OFFSET = 16 * 60

_code = word(64)
_members = several(_code, most=64, least=1, distinct=str)
_names = several(name_check, most=MOST_NAMED, distinct=str)
_codes = several(_code, most=MOST_NAMED, distinct=str)
_texts = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}), most=16, least=1, distinct=lambda each: each["lang"]
)
_about = several(entry_id, most=MOST_NAMED, distinct=str)
_evidence = several(fields({"what": SHORT, "digest": digest}, optional={}), most=MOST_EVIDENCE)
_quantity = fields({"value": whole(0, LARGEST_COUNT), "unit": _code}, optional={})
_share = fields({"percent": whole(1, 100), "of": SHORT}, optional={})
_recurring = fields({"every": length_check, "from": moment_check, "until": moment_check}, optional={})
_event = fields(
    {"id": name_check, "what": SHORT}, optional={"on": empty_or(moment_check), "verifier": empty_or(_code)}
)


_bare_obligation = fields(
    {"id": name_check, "what": SHORT, "who": _code, "to": _members},
    optional={
        "by": empty_or(deadline_check), "recurring": empty_or(_recurring), "after": _names, "with": _names,
        "verifier": empty_or(_code), "quantity": empty_or(_quantity), "share": empty_or(_share),
        "zone": empty_or(_code), "line": empty_or(_code), "area": empty_or(area),
        "begins": _codes, "ends": _codes,
    },
)  # fmt: skip


def _obligation(value: Any, where: str) -> tuple[Fault, ...]:
    """Allow a number or a share, not both: two measures of one thing would be met apart."""
    found = _bare_obligation(value, where)
    if found or value.get("quantity") is None or value.get("share") is None:
        return found
    return (Fault(f"{where}.share", "commitments.one_measure"),)


def _same_id(each: Mapping[str, Any]) -> Any:
    return each.get("id")


_plan = {
    "events": several(_event, most=MOST_EVENTS, distinct=_same_id),
    "obligations": several(_obligation, most=MOST_STEPS, least=1, distinct=_same_id),
}


def _made_when(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask of what was made elsewhere since when it is said to hold, and of nothing else."""
    if (value["made"] == ELSEWHERE) == (value.get("made_s") is not None):
        return ()
    return (Fault("made_s", "commitments.made_when"),)


def _changes_something(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    if value.get("obligations") or value.get("events") or value.get("dropped"):
        return ()
    return (Fault("obligations", "commitments.changes_nothing"),)


def _ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return () if value["from_s"] < value["until_s"] else (Fault("until_s", "geo.window_ends_first"),)


_proposed = fields(
    {
        "subject": SUBJECT, "sort": one_of(*SORTS), "made": one_of(HERE, ELSEWHERE), "texts": _texts,
        "signatories": _members, **_plan, "role": ROLE,
    },
    optional={
        "made_s": empty_or(INSTANT), "offset_minutes": whole(-FARTHEST_OFFSET, FARTHEST_OFFSET),
        "supersedes": empty_or(entry_id), "about": _about,
    },
    also=(_made_when, plan_faults),
)  # fmt: skip
_amendment = fields(
    {"of": entry_id, "texts": _texts, "role": ROLE},
    optional={
        "events": _plan["events"],
        "obligations": several(_obligation, most=MOST_STEPS, distinct=_same_id),
        "dropped": several(name_check, most=MOST_STEPS, distinct=str),
        "about": _about,
    },
    also=(_changes_something,),
)
_variance = fields(
    {
        "subject": SUBJECT, "texts": _texts, "zone": _code, "limit": _code, "member": _code,
        "at_most": whole(0, LARGEST_COUNT), "from_s": INSTANT, "until_s": INSTANT, "role": ROLE,
    },
    optional={"about": _about},
    also=(_ends_later,),
)  # fmt: skip


def _files_are_evidence(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Tell each file that no piece of the evidence has the digest of: a file is evidence by its digest, or nothing."""
    told = {each["digest"] for each in value.get("evidence") or ()}
    return tuple(
        Fault(f"attachments.{place}", "commitments.file_no_evidence", {"name": each["name"]})
        for place, each in enumerate(value.get("attachments") or ()) if each.get("plain_sha256") not in told
    )  # fmt: skip


_signed = fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={})
_against = fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={})
_turn = {"occurrence": empty_or(whole(1, 400))}
_reported = fields(
    {"step": name_check, "percent": whole(1, 100), "done_s": INSTANT, "role": ROLE},
    optional={**_turn, "text": NOTE, "evidence": _evidence, "attachments": ATTACHMENTS, "about": _about},
    also=(_files_are_evidence,),
)
_certified = fields(
    {"step": name_check, "percent": whole(0, 100), "done_s": INSTANT, "role": ROLE},
    optional={**_turn, "text": NOTE, "evidence": _evidence, "attachments": ATTACHMENTS, "about": _about},
    also=(_files_are_evidence,),
)
_disputed = fields(
    {"step": name_check, "stands": yes_or_no, "why": SHORT, "role": ROLE}, optional={**_turn, "about": _about}
)
_waived = fields({"step": name_check, "why": SHORT, "role": ROLE}, optional=_turn)
_superseded = fields({"by": entry_id, "from_s": INSTANT, "role": ROLE}, optional={})
_lapse = fields(CITED, optional=BESIDE)
_count = fields({"zone": _code, "limit": _code, "count": whole(0, LARGEST_COUNT)}, optional={})
_declared = fields(
    {
        "as_of_s": INSTANT,
        "counts": several(_count, most=MOST_COUNTS, least=1, distinct=lambda each: (each["zone"], each["limit"])),
        "role": ROLE,
    },
    optional={"text": NOTE},
)

OPENING_KIND, VARIANCE_KIND, FORCES_KIND = "commitment_proposed", "limit_variance_proposed", "forces_declared"
AMENDMENT_KIND, LAPSE_KIND = "amendment_proposed", "commitment_lapse_cited"
_OPENING = {OPENING_KIND: _proposed, VARIANCE_KIND: _variance, FORCES_KIND: _declared}
_CONTINUING = {
    "commitment_signed": _signed,
    "commitment_declined": _against,
    "commitment_withdrawn": _against,
    AMENDMENT_KIND: _amendment,
    "step_reported": _reported,
    "step_certified": _certified,
    "step_disputed": _disputed,
    "step_waived": _waived,
    "commitment_superseded": _superseded,
    LAPSE_KIND: _lapse,
}


def _superseded_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = said.get("supersedes")
    return (named,) if isinstance(named, str) else ()


def _superseding_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = said.get("by")
    return (named,) if isinstance(named, str) else ()


_CITES = {OPENING_KIND: _superseded_named, "commitment_superseded": _superseding_named}

KINDS: Mapping[str, Kind] = {
    name: Kind(name, opens, content(form), cites=_CITES.get(name))
    for forms, opens in ((_OPENING, True), (_CONTINUING, False))
    for name, form in forms.items()
}
