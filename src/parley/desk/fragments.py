"""The panels that look the same to all officers of one audience: rendered once a change, pushed to all who see them.

An audience is a language, the tracks that are read, and a role where a panel says that it differs by role. A fragment
knows no officer, no session and no form token: the browser adds the token, and counts its clocks on by itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from parley.desk.frame import Frame
from parley.desk.line_edits import edits_between
from parley.desk.reach import tracks_shown_in
from parley.desk.ring import Ring

KEPT_VERSIONS = 6
# Of matters no more panels than those of a dozen tabs; the panels of the frame are few, and never cut.
MOST_OF_MATTERS = 48
MATTER = re.compile(r"[A-Z][A-Z0-9-]{0,15}/[0-9]{1,9}")
# What the browser's clocks write by themselves: left out, or every second would be another version of each row.
# It begins with letters that are searched for fast: each rendering of all that is open is gone through.
CLOCK = re.compile(r"data-(?:due|heard)=\"[^\"<>]*\"[^<>]*>")


@dataclass(frozen=True, slots=True)
class Audience:
    """Those to whom a fragment looks the same: a language, what is read, a role where the fragment differs by role."""

    role: str
    language: str
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """One panel: its template, the topics that touch it, and what the template needs beside the frame.

    `pace_s` is the least time between two of its renderings; after a rest so many as `burst` may follow at once, and
    over a longer time it keeps its pace; `by_role` says that roles see different things;
    `moves` that it changes with time alone, as a row does that becomes overdue; `turn` puts the quick ones first, those
    of one turn being made over one reading and pushed together. One that is `of_matter` is asked for
    with a matter's id, "entries:SY/12": "{matter}" in its topics stands for the id, and `context` is given it too.
    """

    name: str
    template: str
    topics: tuple[str, ...]
    pace_s: float = 0.0
    burst: int = 1
    by_role: bool = False
    moves: bool = False
    of_matter: bool = False
    turn: int = 0
    context: Callable[..., Mapping[str, Any] | None] = lambda frame: {}

    def of(self, matter: str) -> Fragment:
        """Return the fragment of one matter."""
        return replace(
            self,
            name=f"{self.name}:{matter}",
            topics=tuple(topic.replace("{matter}", matter) for topic in self.topics),
            context=partial(self.context, matter=matter),
        )

    def audience(self, role: str, *, language: str) -> Audience:
        """Return the audience of an officer for this fragment."""
        return Audience(role if self.by_role else "", language, tracks_shown_in(role))

    def touched_by(self, topics: Iterable[str]) -> bool:
        """Return whether one of these topics changes this fragment; "matter:*" stands for every matter."""
        exact = {topic for topic in self.topics if not topic.endswith("*")}
        begun = tuple(topic[:-1] for topic in self.topics if topic.endswith("*"))
        return any(topic in exact or (begun and topic.startswith(begun)) for topic in topics)


@dataclass(slots=True)
class Sheet:
    """One rendering for one audience, and how to come to it from the renderings before."""

    version: str
    text: str
    older: tuple[tuple[str, str], ...] = ()
    said: dict[str, str] = field(default_factory=dict)

    def as_json(self, *, name: str, known: str) -> str:
        """Return what a browser that holds the version `known` needs: some lines, or the whole."""
        if known not in self.said:
            self.said[known] = self._said(name, known=known)
        return self.said[known]

    def _said(self, name: str, *, known: str) -> str:
        whole = _json({"name": name, "version": self.version, "text": self.text})
        before = dict(self.older).get(known)
        if before is None:
            return whole
        edits = edits_between(before.splitlines(keepends=True), self.text.splitlines(keepends=True))
        lines = _json({"name": name, "version": self.version, "of": known, "edits": edits})
        return lines if len(lines) < len(whole) else whole


@dataclass(slots=True)
class Printed:
    """The newest sheet of one fragment for one audience, and the number of the last event that it shows."""

    number: int
    sheet: Sheet


class Press:
    """Renders fragments, each at most once for an audience and a change, however many browsers ask."""

    def __init__(self, fragments: Iterable[Fragment]) -> None:
        """Render nothing yet."""
        self._kinds = {fragment.name: fragment for fragment in fragments}
        self._listening: Counter[str] = Counter()
        # How often a fragment was rendered since this desk started: the figure that the benchmark looks at.
        self.renderings = 0
        self._printed: dict[tuple[str, Audience], Printed] = {}
        self._alone: dict[Audience, asyncio.Lock] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk-press")

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Return those names that are fragments: all of the desk's own, and of matters the first MOST_OF_MATTERS."""
        found = list(dict.fromkeys(name for name in names if self._named(name) is not None))
        of_matters = [name for name in found if ":" in name]
        return frozenset(found) - frozenset(of_matters[MOST_OF_MATTERS:])

    @contextmanager
    def heard_by(self, names: frozenset[str]) -> Iterator[None]:
        """Count a browser among those who listen; a matter's fragment to which nobody listens is forgotten."""
        of_matters = frozenset(name for name in names if ":" in name)
        self._listening.update(of_matters)
        try:
            yield
        finally:
            self._listening.subtract(of_matters)
            for name in [name for name in of_matters if self._listening[name] <= 0]:
                del self._listening[name]
                self._forget(name)

    def shown(self) -> tuple[Fragment, ...]:
        """Return the fragments of the desk, and those of the matters to which somebody listens."""
        always = [each for each in self._kinds.values() if not each.of_matter]
        return (*always, *(self._fragment(name) for name in self._listening))

    def touched_by(self, topics: Iterable[str], names: Iterable[str]) -> frozenset[str]:
        """Return which of these fragments of matters such topics touch: for those who begin to listen after them."""
        found = (self._fragment(name) for name in names if ":" in name)
        return frozenset(each.name for each in found if each.touched_by(topics))

    def _named(self, name: str) -> Fragment | None:
        kind, _, matter = name.partition(":")
        found = self._kinds.get(kind)
        if found is None or found.of_matter is not bool(MATTER.fullmatch(matter)):
            return None
        return found.of(matter) if found.of_matter else found if name == kind else None

    def _forget(self, name: str) -> None:
        for printed in [each for each in self._printed if each[0] == name]:
            del self._printed[printed]

    def _fragment(self, name: str) -> Fragment:
        found = self._named(name)
        if found is None:
            raise KeyError(name)
        return found

    def in_turns(self, names: Iterable[str]) -> list[list[str]]:
        """Return these fragments in the order in which they are made and pushed: in groups, the quick ones first."""
        named = sorted((self._fragment(name).turn, name) for name in names)
        return [[name for _, name in group] for _, group in groupby(named, key=lambda pair: pair[0])]

    async def newest(self, names: Iterable[str], *, role: str, language: str, ring: Ring) -> dict[str, Sheet]:
        """Return the sheets of these fragments, none of them older than the last event that touched it."""
        asked: dict[Audience, list[str]] = {}
        for name in names:
            asked.setdefault(self._fragment(name).audience(role, language=language), []).append(name)
        found: dict[str, Sheet] = {}
        for audience, wanted in asked.items():
            # Whoever comes while it is being rendered waits here, and finds it done.
            async with self._alone.setdefault(audience, asyncio.Lock()):
                stale = [name for name in wanted if self._number(name, audience) < ring.touched_at(name)]
                if stale:
                    await self._print(stale, audience, at=ring.last)
            found |= {name: self._printed[name, audience].sheet for name in wanted}
        return found

    def _number(self, name: str, audience: Audience) -> int:
        printed = self._printed.get((name, audience))
        return -1 if printed is None else printed.number

    async def _print(self, names: list[str], audience: Audience, *, at: int) -> None:
        fragments = [self._fragment(name) for name in names]
        loop = asyncio.get_running_loop()
        texts = await loop.run_in_executor(self._thread, render_fragments, fragments, audience)
        for name, text in texts.items():
            self.renderings += 1
            self._printed[name, audience] = Printed(at, _next_sheet(self._printed.get((name, audience)), text=text))


@dataclass(frozen=True, slots=True)
class _Onlooker:
    """What stands in a frame for the request of one officer: role and tracks, no address of a page, no cookie."""

    user: Audience
    GET: Mapping[str, str] = field(default_factory=dict)
    COOKIES: Mapping[str, str] = field(default_factory=dict)


def render_fragments(
    fragments: Iterable[Fragment], audience: Audience, *, keep_clocks: bool = False
) -> dict[str, str]:
    """Return the texts of fragments for one audience, made over one reading of the node.

    With `keep_clocks` also what the browser's clocks write by themselves.
    """
    with translation.override(audience.language):
        frame = Frame(_Onlooker(audience))
        texts = {each.name: _text_of(each, frame=frame) for each in fragments}
    return texts if keep_clocks else {name: without_clocks(text) for name, text in texts.items()}


def without_clocks(text: str) -> str:
    """Return the text with nothing in the elements that the browser's clocks write."""
    pieces, place = [], 0
    for tag in CLOCK.finditer(text):
        pieces.append(text[place : tag.end()])
        place = text.find("<", tag.end())
    return "".join([*pieces, text[place:]]) if place >= 0 else "".join(pieces)


def _text_of(fragment: Fragment, *, frame: Frame) -> str:
    """Return the text of one fragment; nothing where there is no such matter."""
    found = fragment.context(frame)
    if found is None:
        return ""
    return str(get_template(fragment.template).render({"frame": frame, **found}))


def _next_sheet(before: Printed | None, *, text: str) -> Sheet:
    version = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    if before is None:
        return Sheet(version, text)
    if before.sheet.version == version:
        return before.sheet
    older = ((before.sheet.version, before.sheet.text), *before.sheet.older)[:KEPT_VERSIONS]
    return Sheet(version, text, tuple(pair for pair in older if pair[0] != version))


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
