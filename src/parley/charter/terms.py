"""Reads a charter's terms: bases, roles, audiences, tracks, precedences, line checks and ladders. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from parley.charter.form import NAME, Form
from parley.charter.model import (
    ANNOUNCED_KEYS,
    ANSWERERS,
    CARRIED_KEYS,
    CONFIDENCES,
    LANGUAGES,
    MEMBER_KINDS,
    OF_OWN,
    OF_SUPERVISOR,
    PRECEDENCE_NAMES,
    ROUTES,
    STANDINGS,
    TRACK_NAMES,
    Audience,
    Ladder,
    Level,
    LineCheckSchedule,
    Mechanism,
    Precedence,
    Provenance,
    ReleaseRule,
    Role,
    SignatureRule,
    Term,
    TrackRules,
)

DAY_MINUTES = 1440
EVERY_PAIR = "every_pair"
MECHANISM_ID = re.compile(r"[a-z][a-z0-9-]{1,62}")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
PRECEDENCE_CODE = re.compile(r"[A-Z]")
UNKNOWN_BASIS = Provenance(source="", since=date.min, standing="contested")


@dataclass(frozen=True, slots=True)
class Bases:
    """The named bases of a charter: from where, since when and with which standing a value holds."""

    known: dict[str, Provenance]

    def of(self, form: Form) -> Provenance:
        """Return the basis that this value names; one that the charter does not state is a problem."""
        name = form.text("basis", like=NAME)
        if name and name not in self.known:
            form.note("charter.unknown_basis", "basis", name=name)
        return self.known.get(name, UNKNOWN_BASIS)


def read_bases(form: Form) -> Bases:
    """Return the bases; a standing other than agreed must say whose it is."""
    known = {}
    required, optional = ("source", "since", "standing"), ("by", "confidence")
    for name, item in form.named_forms("bases", required=required, optional=optional):
        standing = item.word("standing", among=STANDINGS)
        by = item.texts("by", like=CODE)
        if standing == "agreed" and by:
            item.note("charter.agreed_by_some", "by")
        elif standing not in ("agreed", "") and not by:
            item.note("charter.standing_without_by", "standing", standing=standing)
        sure = item.word("confidence", among=CONFIDENCES) if item.has("confidence") else ""
        source = item.text("source", longest=2000)
        known[name] = Provenance(source, item.day("since"), standing or "contested", by, sure)
    return Bases(known)


def read_languages(form: Form) -> tuple[str, ...]:
    """Return the charter's languages; one that this software does not speak is a problem."""
    languages = form.texts("languages", like=re.compile(r"[a-z]{2,3}"))
    for number, language in enumerate(languages):
        if language not in LANGUAGES:
            form.note("charter.language_unknown", f"languages.{number}", value=language, among=", ".join(LANGUAGES))
    return languages


def read_names(form: Form, *, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the name in each language of the charter; a missing or further language is a problem."""
    return words_of(form.form("names"), languages=languages) if form.has("names") else {}


def words_of(names: Form, *, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the text that a mapping holds for each language; a missing or further language is a problem."""
    for language in languages:
        if not names.has(language):
            names.note("charter.language_missing", language, language=language)
    for language in names.names_written:
        if language not in languages:
            names.note("charter.language_not_listed", language, language=language)
    return {language: names.text(language, longest=200) for language in languages if names.has(language)}


def read_mechanism(form: Form, *, languages: tuple[str, ...], bases: Bases) -> Mechanism:
    """Return the mechanism's own lines."""
    item = form.form("mechanism", required=("id", "names", "exercise", "basis"))
    names = read_names(item, languages=languages)
    return Mechanism(item.text("id", like=MECHANISM_ID), names, item.truth("exercise"), bases.of(item))


def read_roles(form: Form, *, languages: tuple[str, ...], bases: Bases) -> dict[str, Role]:
    """Return the roles by name."""
    roles = {}
    for name, item in form.named_forms("roles", required=("level", "names", "of", "may", "basis")):
        roles[name] = Role(
            name=name,
            names=read_names(item, languages=languages),
            level=item.number("level", low=1, high=9),
            of=_member_kinds(item),
            may=item.texts("may"),
            provenance=bases.of(item),
        )
    return roles


def _member_kinds(item: Form) -> tuple[str, ...]:
    kinds = item.texts("of")
    for number, kind in enumerate(kinds):
        if kind not in MEMBER_KINDS:
            item.note("charter.not_among", f"of.{number}", value=kind, among=", ".join(MEMBER_KINDS))
    return kinds


def read_audiences(form: Form, *, codes: tuple[str, ...], bases: Bases) -> dict[str, Audience]:
    """Return the audiences by name, their members put into charter order."""
    audiences = {}
    for name, item in form.named_forms("audiences", required=("members", "basis")):
        members = item.texts("members", like=CODE)
        for number, code in enumerate(members):
            if code not in codes:
                item.note("charter.unknown_member", f"members.{number}", code=code)
        ordered = tuple(code for code in codes if code in members)
        audiences[name] = Audience(name, ordered, bases.of(item))
    return audiences


def read_tracks(form: Form, *, bases: Bases) -> dict[str, TrackRules]:
    """Return the rules of each track that the charter opens."""
    tracks = {}
    for name, item in form.named_forms("tracks", required=("audiences", "roles", "basis"), optional=("node_files",)):
        if name not in TRACK_NAMES:
            form.note("charter.unknown_track", f"tracks.{name}", name=name, among=", ".join(TRACK_NAMES))
        tracks[name] = TrackRules(
            name, item.texts("audiences"), item.texts("roles"), item.texts("node_files"), bases.of(item)
        )
    return tracks


def read_precedences(form: Form, *, bases: Bases) -> dict[str, Precedence]:
    """Return the four precedences, the most urgent first, each slower than the one before."""
    precedences: dict[str, Precedence] = {}
    fields = ("code", "handling_minutes", "basis")
    before = 0
    named = form.named_forms("precedences", required=fields, optional=("word_limit", "meant_for"))
    for rank, (name, item) in enumerate(named, 1):
        minutes = item.number("handling_minutes", low=1, high=30 * DAY_MINUTES)
        if item.is_sound("handling_minutes") and minutes <= before:
            item.note("charter.precedence_not_slower", "handling_minutes", minutes=minutes, before=before)
        before = minutes
        limit = item.number("word_limit", low=1, high=10_000) if item.has("word_limit") else None
        code = item.text("code", like=PRECEDENCE_CODE)
        meant_for = item.texts("meant_for", like=NAME) if item.has("meant_for") else ()
        precedences[name] = Precedence(name, code, minutes, rank, limit, bases.of(item), meant_for)
    if form.has("precedences") and tuple(precedences) != PRECEDENCE_NAMES:
        form.note("charter.precedences", "precedences", names=", ".join(PRECEDENCE_NAMES))
    return precedences


def read_line_checks(form: Form, *, codes: tuple[str, ...], bases: Bases) -> tuple[LineCheckSchedule, ...]:
    """Return the schedules in the order of the file; `between: every_pair` stands for one schedule a pair."""
    fields = ("between", "every_minutes", "offset_minutes", "answer_minutes", "answered_by", "routes", "basis")
    schedules: list[LineCheckSchedule] = []
    for item in form.forms("line_checks", required=fields):
        every = item.number("every_minutes", low=5, high=7 * DAY_MINUTES)
        offset = item.number("offset_minutes", low=0, high=7 * DAY_MINUTES)
        answer = item.number("answer_minutes", low=1, high=DAY_MINUTES)
        if item.is_sound("every_minutes", "offset_minutes") and offset >= every:
            item.note("charter.offset_too_large", "offset_minutes", offset=offset, every=every)
        if item.is_sound("every_minutes", "answer_minutes") and answer >= every:
            item.note("charter.answer_too_late", "answer_minutes", answer=answer, every=every)
        by = item.word("answered_by", among=ANSWERERS)
        routes, basis = _routes(item), bases.of(item)
        for pair in _pairs(item, codes=codes):
            schedules.append(LineCheckSchedule(pair, every, offset, answer, by, routes, basis))
    return tuple(schedules)


def _pairs(item: Form, *, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if item.is_text("between"):
        item.word("between", among=(EVERY_PAIR,))
        return tuple(combinations(codes, 2))
    pair = item.texts("between", like=CODE)
    for number, code in enumerate(pair):
        if code not in codes:
            item.note("charter.unknown_member", f"between.{number}", code=code)
    if item.has("between") and len(pair) != 2:
        item.note("charter.not_a_pair", "between")
        return ()
    return ((pair[0], pair[1]),) if pair else ()


def _routes(item: Form) -> tuple[str, ...]:
    routes = item.texts("routes")
    for number, route in enumerate(routes):
        if route not in ROUTES:
            item.note("charter.not_among", f"routes.{number}", value=route, among=", ".join(ROUTES))
    return routes


def read_ladders(form: Form, *, bases: Bases) -> dict[str, Ladder]:
    """Return the ladders by name; each level comes later than the one below it."""
    ladders = {}
    for name, item in form.named_forms("ladders", required=("levels", "basis")):
        ladders[name] = Ladder(name, _levels(item), bases.of(item))
    return ladders


def read_glossary(form: Form, *, languages: tuple[str, ...], bases: Bases) -> dict[str, Term]:
    """Return the agreed words by name, all of one basis; a charter without the section has none."""
    if not form.has("glossary"):
        return {}
    whole = form.form("glossary", required=("basis", "terms"))
    provenance = bases.of(whole)
    return {
        name: Term(name, words_of(item, languages=languages), provenance)
        for name, item in whole.named_forms("terms", required=languages)
    }


def read_releases(form: Form, *, bases: Bases) -> dict[str, ReleaseRule]:
    """Return, by kind, who may release it as the second officer; a charter without the section asks for none."""
    return {
        name: ReleaseRule(name, item.texts("roles"), bases.of(item))
        for name, item in form.named_forms("releases", required=("roles", "basis"))
    }


def read_signatures(form: Form, *, bases: Bases) -> dict[str, SignatureRule]:
    """Return, by kind, the roles whose acts a passkey signs; a charter without the section asks for none."""
    return {
        name: SignatureRule(name, item.texts("roles"), bases.of(item), _keys(item))
        for name, item in form.named_forms("signatures", required=("roles", "basis"), optional=("keys",))
    }


def _keys(item: Form) -> str:
    return item.word("keys", among=(CARRIED_KEYS, ANNOUNCED_KEYS)) if item.has("keys") else CARRIED_KEYS


def _levels(form: Form) -> tuple[Level, ...]:
    levels: list[Level] = []
    for item in form.forms("levels", required=("role", "of", "after_minutes")):
        after = item.number("after_minutes", low=0, high=30 * DAY_MINUTES)
        if item.is_sound("after_minutes") and levels and after <= levels[-1].after_minutes:
            item.note("charter.level_not_later", "after_minutes", minutes=after, before=levels[-1].after_minutes)
        levels.append(Level(item.text("role", like=NAME), item.word("of", among=(OF_OWN, OF_SUPERVISOR)), after))
    return tuple(levels)
