"""A conversation as its screen shows it: entries with their ladders, read-backs side by side, what may be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from parley.desk.hotline.differing import Run, runs_of
from parley.desk.hotline.facts import IN_SIGHT, facts_of
from parley.desk.hotline.ladder import Step, ladder_of
from parley.desk.hotline.replying import reply_phrase
from parley.desk.hotline.saying import Words
from parley.desk.hotline.wordings import data_in_words, field_word, item_word, kind_word, precedence_word, state_word
from parley.desk.naming import Names
from parley.desk.said_once import said_once
from parley.desk.watching import subject_of
from parley.geo.items import read_out
from parley.node.reading import EntryView, MatterRow, MatterView
from parley.texts import sentence
from parley.tracks.hotline.line_texts import line_text
from parley.tracks.hotline.templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A structured item: its number, the word for its type, its label, its read-out, and a place's own name."""

    n: int
    type: str
    word: str
    label: str
    said: str
    name: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry. `void` says why it has no effect; `steps` is its ladder."""

    id: str
    member_code: str
    number: int
    name: str
    is_ours: bool
    at_ms: int
    kind: str
    word: str
    role: str
    subject: str
    text: str
    lang: str
    phrase: str
    is_fixed: bool
    items: tuple[ItemShown, ...]
    attachments: tuple[Mapping[str, Any], ...]
    about: str
    facts: tuple[tuple[str, str], ...]
    void: str
    void_clause: str
    is_crossed: bool
    corrected_by: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One item of a read-back beside what was sent; what differs is marked sign by sign."""

    n: int
    label: str
    field: str
    sent: tuple[Run, ...]
    read: tuple[Run, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ReadBackShown:
    """A read-back side by side with the words in force."""

    member: str
    name: str
    entry: str
    state: str
    rows: tuple[Compared, ...]
    differences: int


def entries_shown(view: MatterView, *, own: str, names: Names, roles: Names, language: str) -> list[EntryShown]:
    """Return the entries in their canonical order."""
    crossed, corrected = set(view.row.state.get("crossed", ())), corrections_of(view.row)
    shown = []
    for entry in view.entries:
        steps = ladder_of(entry, row=view.row, names=names) if entry.member == own else ()
        is_crossed = entry.id in crossed
        shown.append(
            replace(
                _entry(entry, own=own, names=names, roles=roles, language=language, crossed=is_crossed, steps=steps),
                corrected_by=corrected.get(entry.id, ""),
            )
        )
    return shown


def corrections_of(row: MatterRow) -> dict[str, str]:
    """Return for each wording that is no longer in force the correction that took its place."""
    wordings = [row.id, *(each["entry"] for each in row.state.get("corrections", ()))]
    # A crossed correction is in force all the same: its author has withdrawn the older words.
    return dict(pairwise(wordings))


def _entry(
    entry: EntryView, *, own: str, names: Names, roles: Names, language: str, crossed: bool, steps: tuple[Step, ...]
) -> EntryShown:
    content, refusal = entry.content, entry.refusal
    void = sentence(refusal["code"], language=language, data=data_in_words(refusal["data"])) if refusal else ""
    return EntryShown(
        id=entry.id,
        member_code=entry.member,
        number=int(entry.id.rpartition("/")[2]),
        name=names(entry.member),
        is_ours=entry.member == own,
        at_ms=entry.at_ms,
        kind=entry.kind,
        word=kind_word(entry.kind, content),
        role=roles(str(content.get("role") or "")),
        subject=str(content.get("subject") or ""),
        text=_text_of(entry, language=language),
        lang=str(content.get("lang") or ""),
        phrase=_phrase(content, language=language),
        is_fixed=bool(content.get("template") or content.get("reply")),
        items=tuple(items_shown(content.get("items", ()))),
        attachments=tuple(content.get("attachments", ())),
        about=str(content.get("of") or ""),
        facts=tuple(_facts(entry, names=names, roles=roles)),
        void=void,
        void_clause=str(refusal["clause"]) if refusal else "",
        is_crossed=crossed,
        corrected_by="",
        steps=steps,
    )


def _text_of(entry: EntryView, *, language: str) -> str:
    content = entry.content
    if entry.kind in ("line_check_sent", "line_check_answered") and "text_no" in content:
        return line_text(content["text_no"], language=language)
    return str(content.get("text") or content.get("summary") or "")


def _phrase(content: Mapping[str, Any], *, language: str) -> str:
    """Return the fixed phrase of a template in the reader's language, where it was sent in another."""
    if content.get("reply"):
        return reply_phrase(content, language=language)
    template = TEMPLATES.get(content.get("template") or "")
    if template is None or content.get("lang") == language:
        return ""
    return template.phrases.get(language, "")


def _facts(entry: EntryView, *, names: Names, roles: Names) -> list[tuple[str, str]]:
    """Return every field that is shown in no other way; nothing of what could not be read as an entry of its kind."""
    if entry.refusal is not None and entry.refusal["code"] == "content_faulty":
        return []
    return facts_of(entry.kind, entry.content, words=Words(names, roles), besides=IN_SIGHT)


def items_shown(items: Any) -> list[ItemShown]:
    """Return structured items with their read-outs."""
    return [
        ItemShown(
            n=item["n"],
            type=item["type"],
            word=item_word(item["type"]),
            label=str(item.get("label") or ""),
            said=read_out(item["type"], item["value"]),
            name=str(item["value"].get("name") or "") if item["type"] == "place" else "",
        )
        for item in items
    ]


def read_backs_shown(row: MatterRow, *, names: Names) -> list[ReadBackShown]:
    """Return each member's newest read-back, item by item beside what was sent; differences field by field."""
    sent = {item.n: item for item in items_shown(row.state.get("items", ()))}
    found = []
    for member, read_back in row.state.get("read_backs", {}).items():
        read = {item.n: item for item in items_shown(read_back["items"])}
        differing = {each["n"]: each for each in read_back["differences"]}
        rows = [
            _compared(sent.get(n), read=read.get(n), differing=differing.get(n))
            for n in sorted(sent.keys() | read.keys())
        ]
        shown = ReadBackShown(
            member, names(member), read_back["entry"], read_back["state"], tuple(rows), len(read_back["differences"])
        )
        found.append(shown)
    return found


def _compared(sent: ItemShown | None, *, read: ItemShown | None, differing: Mapping[str, Any] | None) -> Compared:
    item = sent or read
    assert item is not None  # one side has it
    ours, theirs = runs_of(sent.said if sent else "", read=read.said if read else "")
    if differing is None:
        # What no voice can tell apart is no difference (H-6), however it is written.
        ours, theirs = (tuple(Run(run.text, differs=False) for run in side) for side in (ours, theirs))
    field = field_word(differing["field"]) if differing else ""
    return Compared(item.n, item.label or item.word, field, ours, theirs, differing is not None)


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation in a list."""

    id: str
    address: str
    subject: str
    name: str
    from_code: str
    is_ours: bool
    precedence: str
    precedence_word: str
    state: str
    state_word: str
    last_at_ms: int
    audience: str
    text: str


def conversation_rows(
    rows: list[MatterRow], *, own: str, names: Names, language: str, address: Callable[[str], str]
) -> list[ConversationRow]:
    """Return conversations as lists show them."""
    names, precedences, states = said_once(names), said_once(precedence_word), said_once(state_word)
    shown = []
    for row in rows:
        precedence = str(row.state.get("precedence") or "")
        state = str(row.state.get("name") or "")
        shown.append(
            ConversationRow(
                row.id,
                address(row.id),
                subject_of(row.state, language=language),
                names(row.opened_by),
                row.opened_by,
                row.opened_by == own,
                precedence,
                precedences(precedence),
                state,
                states(state),
                row.last_at_ms,
                ", ".join(names(code) for code in row.state.get("to", ()) if code != own),
                _preview(row.state, language=language),
            )
        )
    return shown


def _preview(state: Mapping[str, Any], *, language: str) -> str:
    """Return the beginning of the words in force; a fixed phrase in the reader's language, for it says the same."""
    text, template = str(state.get("text") or ""), TEMPLATES.get(state.get("template") or "")
    phrases = template.phrases if template is not None else {}
    for phrase in phrases.values():
        if text == phrase or text.startswith(phrase + "\n"):
            text = phrases.get(language, phrase) + text[len(phrase) :]
            break
    return text[:160]
