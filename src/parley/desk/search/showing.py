"""What was found as a list shows it: the line of its matter, and its words with those that were asked for marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from parley.desk.addresses import address_of_entry, address_of_matter
from parley.desk.details.facts import state_said
from parley.desk.hotline.wordings import kind_word, precedence_word
from parley.desk.watching import subject_of
from parley.desk.words.marking import marked
from parley.node.search.asking import Hit
from parley.texts.finding import Question, spans

AROUND = 90
EXCERPT = 240


@dataclass(frozen=True, slots=True)
class HitShown:
    """One entry found."""

    id: str
    address: str
    word: str
    name: str
    at_ms: int
    matter: str
    subject: str
    precedence: str
    precedence_word: str
    state_word: str
    excerpt: SafeString
    is_void: bool
    km: str


def hits_shown(
    hits: Sequence[Hit], question: Question, *, names: Callable[[str], str], language: str
) -> list[HitShown]:
    """Return what was found in its order."""
    return [_hit(hit, question, names=names, language=language) for hit in hits]


def _hit(hit: Hit, question: Question, *, names: Callable[[str], str], language: str) -> HitShown:
    precedence = str(hit.state.get("precedence") or "")
    is_conversation = "/" in hit.matter and bool(hit.state)
    return HitShown(
        id=hit.id,
        address=address_of_matter(hit.matter, entry=hit.id) if is_conversation else address_of_entry(hit.id),
        word=kind_word(hit.kind, {}),
        name=names(hit.member),
        at_ms=hit.at_ms,
        matter=hit.matter if hit.matter != hit.id else "",
        subject=subject_of(hit.state, language=language),
        precedence=precedence,
        precedence_word=precedence_word(precedence),
        state_word=state_said(str(hit.state.get("name") or ""), form=str(hit.state.get("form") or "")),
        excerpt=excerpt_of(hit.texts, question),
        is_void=hit.is_void,
        km="" if hit.km is None else f"{hit.km:,.1f}",
    )


def excerpt_of(texts: Sequence[str], question: Question) -> SafeString:
    """Return the pieces of the texts around the words that were asked for; the longest text where none were."""
    found = [(text, places) for text in texts if (places := spans(question, text))]
    if not found:
        longest = max(texts, key=len, default="")
        return _piece(longest, [], start=0, end=EXCERPT)
    pieces = [_around(text, places) for text, places in found[:3]]
    return format_html_join(mark_safe(' <span class="gap">·</span> '), "{}", ((piece,) for piece in pieces))


def _around(text: str, places: list[tuple[int, int]]) -> SafeString:
    start = max(0, places[0][0] - AROUND)
    return _piece(text, places, start=start, end=start + EXCERPT)


def _piece(text: str, places: list[tuple[int, int]], *, start: int, end: int) -> SafeString:
    """Return a piece of a text, cut at spaces where there are any, its marked words within."""
    if start:
        start = text.find(" ", start, start + 20) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + EXCERPT // 2)
    shown: list[SafeString | str] = ["…" if start else ""]
    at = start
    for first, last in places:
        if start <= first and last <= end:
            shown += [marked(text[at:first]), format_html('<mark class="hit">{}</mark>', marked(text[first:last]))]
            at = last
    shown += [marked(text[at:end]), "…" if end < len(text) else ""]
    return format_html('<bdi dir="auto">{}</bdi>', format_html_join("", "{}", ((each,) for each in shown)))
