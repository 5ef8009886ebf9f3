"""From a charter's bytes to a charter, or to every reason why they are none. Pure.

The bytes decide everything: the digest is taken over them, and two nodes that hold the same bytes
read the same charter or refuse it with the same problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from parley.charter.activity_terms import read_activities
from parley.charter.blind_terms import read_blind
from parley.charter.check import check
from parley.charter.commerce_terms import read_commerce
from parley.charter.commitment_terms import read_commitments
from parley.charter.de_escalation_terms import read_de_escalation
from parley.charter.dispute_terms import read_disputes
from parley.charter.feed_terms import read_feeds
from parley.charter.form import Form, Notes
from parley.charter.incident_terms import read_incidents
from parley.charter.information import read_information
from parley.charter.map_terms import read_map
from parley.charter.members import ORIGIN, read_members
from parley.charter.model import NO_KEYS, Charter, ClosedLog
from parley.charter.problem import CharterError, Problem
from parley.charter.source import Mapping, Value, read_source
from parley.charter.supervision_terms import read_supervision
from parley.charter.talk_terms import read_talks
from parley.charter.terms import (
    Bases,
    read_audiences,
    read_bases,
    read_glossary,
    read_ladders,
    read_languages,
    read_line_checks,
    read_mechanism,
    read_precedences,
    read_releases,
    read_roles,
    read_signatures,
    read_tracks,
)
from parley.charter.verifying_terms import read_early_warning, read_findings, read_inspections
from parley.charter.zone_terms import read_zones
from parley.record.closing import SIZE

FORMAT = "parley-charter-v1"
DIGEST = re.compile(r"[0-9a-f]{64}")
SECTIONS = (
    "format", "since", "mechanism", "languages", "bases", "members", "roles",
    "audiences", "tracks", "precedences", "line_checks", "ladders",
)  # fmt: skip

OPTIONAL = (
    "predecessor", "instead_of", "closes", "releases", "signatures", "map", "glossary", "activities", "zones", "feeds",
    "blind_notices", "inspections", "findings", "early_warning", "de_escalation", "incidents", "disputes",
    "commitments", "supervision", "talks", "commerce", "information",
)  # fmt: skip


def read_charter(raw: bytes, *, kinds: Set[str] | None = None) -> Charter:
    """Return the charter that these bytes state; CharterError with every problem at once where they state none.

    With `kinds`, the names of all kinds of entry, a kind that does not exist is a problem too. A
    node that judges a charter signed by all leaves them out: software may be older than a charter.
    """
    read = _read(raw, kinds=kinds)
    return _whole(read.charter, (*read.problems, *read.waiting))


def read_template(raw: bytes, *, kinds: Set[str] | None = None) -> Charter:
    """Return what a template states: a charter in which keys and addresses may still wait for the key cards."""
    read = _read(raw, kinds=kinds)
    return _whole(read.charter, read.problems)


def _whole(charter: Charter | None, problems: Sequence[Problem]) -> Charter:
    if charter is None or problems:
        raise CharterError(list(problems))
    return charter


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the bytes state and every problem; `waiting` are those of a template alone: keys that are still to come."""

    charter: Charter | None
    problems: tuple[Problem, ...]
    waiting: tuple[Problem, ...] = ()


def _read(raw: bytes, *, kinds: Set[str] | None) -> _Reading:
    return _read_again(raw) if kinds is None else _read_fresh(raw, kinds=kinds)


# A node reads the few versions of its charter again at each start, rebuild and joining; reading one takes a tenth of
# a second, and what was read is never changed.
@lru_cache(maxsize=4)
def _read_again(raw: bytes) -> _Reading:
    return _read_fresh(raw, kinds=None)


def read_tree(root: Value, *, digest: str, kinds: Set[str] | None = None) -> Charter:
    """Return what a template states whose tree was read and changed before; CharterError where it states none."""
    read = _read_root(root, digest=digest, kinds=kinds, problems=())
    return _whole(read.charter, read.problems)


def _read_fresh(raw: bytes, *, kinds: Set[str] | None) -> _Reading:
    root, problems = read_source(raw)
    if root is None:
        return _Reading(None, problems)
    return _read_root(root, digest=sha256(raw).hexdigest(), kinds=kinds, problems=problems)


def _read_root(root: Value, *, digest: str, kinds: Set[str] | None, problems: tuple[Problem, ...]) -> _Reading:
    notes = Notes(list(problems))
    form = Form(root, where="", notes=notes, required=SECTIONS, optional=OPTIONAL)
    if not isinstance(root, Mapping):
        return _Reading(None, tuple(notes.problems))
    charter = _charter(form, digest=digest)
    check(charter, notes=notes, kinds=kinds)
    found = tuple(notes.problems)
    for number, member in enumerate(charter.members):
        if member.keys == NO_KEYS:
            notes.note("charter.keys_to_come", f"members.{number}.keys", code=member.code)
    return _Reading(charter, found, tuple(notes.problems[len(found) :]))


def _charter(form: Form, *, digest: str) -> Charter:
    form.word("format", among=(FORMAT,))
    bases, languages = read_bases(form), read_languages(form)
    members = read_members(form, languages=languages, bases=bases)
    codes = tuple(member.code for member in members)
    activities = read_activities(form, languages=languages, bases=bases)
    classes = tuple(activities.classes) if activities else ()
    charter = Charter(
        digest=digest,
        predecessor=form.text("predecessor", like=DIGEST) or None,
        since=form.day("since"),
        mechanism=read_mechanism(form, languages=languages, bases=bases),
        languages=languages,
        members=members,
        roles=read_roles(form, languages=languages, bases=bases),
        audiences=read_audiences(form, codes=codes, bases=bases),
        tracks=read_tracks(form, bases=bases),
        precedences=read_precedences(form, bases=bases),
        line_checks=read_line_checks(form, codes=codes, bases=bases),
        ladders=read_ladders(form, bases=bases),
        map=read_map(form, languages=languages, codes=codes, bases=bases),
        bases=bases.known,
        releases=read_releases(form, bases=bases),
        signatures=read_signatures(form, bases=bases),
        instead_of=form.texts("instead_of", like=DIGEST) if form.has("instead_of") else (),
        closes=_closes(form),
        glossary=read_glossary(form, languages=languages, bases=bases),
        activities=activities,
        zones=read_zones(form, languages=languages, codes=codes, classes=classes, bases=bases),
        feeds=read_feeds(form, bases=bases),
        blind_notices=read_blind(form, bases=bases),
        inspections=read_inspections(form, bases=bases),
        findings=read_findings(form, bases=bases),
        early_warning=read_early_warning(form, bases=bases),
        de_escalation=read_de_escalation(form, bases=bases),
    )
    return _with_tracks(charter, form, bases=bases)


def _with_tracks(charter: Charter, form: Form, *, bases: Bases) -> Charter:
    """Return the charter with the sections of single tracks, each of which it may have or not."""
    languages = charter.languages
    return replace(
        charter,
        incidents=read_incidents(form, languages=languages, bases=bases),
        commitments=read_commitments(form, bases=bases),
        supervision=read_supervision(form, languages=languages, bases=bases),
        talks=read_talks(form, languages=languages, bases=bases),
        disputes=read_disputes(form, languages=languages, bases=bases),
        commerce=read_commerce(form, languages=languages, bases=bases),
        information=read_information(form, languages=languages, bases=bases),
    )


def _closes(form: Form) -> ClosedLog | None:
    """Return the log that this version closes; only a succession does."""
    if not form.has("closes"):
        return None
    item = form.form("closes", required=("log", "size", "root"))
    size = item.text("size", like=SIZE)
    return ClosedLog(item.text("log", like=ORIGIN, longest=200), int(size or 0), item.text("root", like=DIGEST))
