"""Negotiating texts and joint statements for the tests: three members, three languages, said over the kernel's fold."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.talks.statement_state import StatementState
from parley.tracks.talks.text_freezing import digest_of, what_can_be_frozen
from parley.tracks.talks.text_state import TextState
from tests.tracks.hotline.cell import ALL, START_MS, Cell

LANGS = ("en", "ar", "he")
WORDS = {
    "en": "EXERCISE. The parties keep the road open",
    "ar": "تمرين. يبقي الأطراف الطريق مفتوحًا",
    "he": "תרגיל. הצדדים משאירים את הדרך פתוחה",
}
HOUR_MS = 3_600_000
RELEASE_S = START_MS // 60_000 * 60 + 7_200


def words(tail: str = ".", *, langs: tuple[str, ...] = LANGS) -> list[dict[str, str]]:
    """Return a paragraph in these languages."""
    return [{"lang": lang, "text": WORDS[lang] + tail} for lang in langs]


def opened(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member open a text on which all three are to agree; everybody reads it."""
    entry = cell.say(
        member, "text_opened", **{"subject": "EXERCISE text", "parties": list(ALL), "role": "delegate", **changes}
    )
    cell.reads()
    return entry


def state_of(cell: Cell, matter: Entry) -> TextState:
    """Return the state of a text."""
    state = cell.state(matter)
    assert isinstance(state, TextState)
    return state


def says(cell: Cell, member: str, kind: str, matter: Entry, *, unread: bool = False, **content: Any) -> Entry:
    """Let a delegate of a member, or its node, say something; everybody reads it unless it is `unread`."""
    role = {} if kind == "statement_released" else {"role": "delegate"}
    entry = cell.say(member, kind, matter=matter, **{**role, **content})
    if not unread:
        cell.reads()
    return entry


def worded(cell: Cell, matter: Entry, number: str = "1", member: str = "SY", **changes: Any) -> Entry:
    """Let a member word a paragraph, in the place of all versions that stand."""
    paragraph = state_of(cell, matter).paragraphs.get(number)
    heads = [each.entry for each in paragraph.heads] if paragraph is not None else []
    content = {"paragraph": number, "replaces": heads, "texts": words(), **changes}
    return says(cell, member, "text_paragraph_worded", matter, **content)


def consents(cell: Cell, matter: Entry, version: Entry, *members: str, **changes: Any) -> Entry:
    """Let members consent to a version; return the last one's entry."""
    for member in members:
        content = {"paragraph": version.content["paragraph"], "version": version.id, **changes}
        entry = says(cell, member, "text_consented", matter, **content)
    return entry


def consented(cell: Cell, *, paragraphs: int = 2) -> Entry:
    """Return a text all of whose paragraphs are consented to by all."""
    matter = opened(cell)
    for number in range(1, paragraphs + 1):
        consents(cell, matter, worded(cell, matter, str(number), texts=words(f" {number}.")), "IL", "US")
    return matter


def freeze(cell: Cell, matter: Entry) -> dict[str, Any]:
    """Return the content of a proposal to freeze what stands."""
    state = state_of(cell, matter)
    versions = what_can_be_frozen(state)
    digest = digest_of(state, versions, attempt=state.attempt)
    return {"versions": list(versions), "attempt": state.attempt, "digest": digest}


def frozen(cell: Cell, *, paragraphs: int = 2) -> Entry:
    """Return a text that all have agreed to freeze."""
    matter = consented(cell, paragraphs=paragraphs)
    proposed = says(cell, "SY", "text_freeze_proposed", matter, **freeze(cell, matter))
    for member in ("IL", "US"):
        says(cell, member, "text_freeze_agreed", matter, of=proposed.id, digest=proposed.content["digest"])
    return matter


def draft(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound statement of all three."""
    texts = [{"lang": lang, "title": f"EXERCISE {lang}", "text": WORDS[lang]} for lang in LANGS]
    return {
        "subject": "EXERCISE statement", "texts": texts, "signatories": list(ALL), "release_s": RELEASE_S,
        "attribution": "jointly", "role": "delegate", **changes,
    }  # fmt: skip


def drafted(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member draft a statement; everybody reads it."""
    entry = cell.say(member, "statement_drafted", **draft(**changes))
    cell.reads()
    return entry


def statement(cell: Cell, matter: Entry) -> StatementState:
    """Return the state of a statement."""
    state = cell.state(matter)
    assert isinstance(state, StatementState)
    return state


def signature(cell: Cell, matter: Entry, **changes: Any) -> dict[str, Any]:
    """Return the content of a signature over the statement as it is."""
    state = statement(cell, matter)
    digests = [{"lang": lang, "sha256": digest} for lang, digest in state.digests.items()]
    return {"of": matter.id, "digest": state.main.digest, "digests": digests, **changes}


def signs(cell: Cell, matter: Entry, *members: str, unread: bool = False) -> Entry:
    """Let members sign; return the last one's entry."""
    for member in members:
        entry = says(cell, member, "statement_signed", matter, unread=unread, **signature(cell, matter))
    return entry


def releases(cell: Cell, member: str, matter: Entry, *, unread: bool = False) -> Entry:
    """Let a member's node release the statement."""
    content = {"of": matter.id, "digest": statement(cell, matter).main.digest}
    return says(cell, member, "statement_released", matter, unread=unread, **content)
