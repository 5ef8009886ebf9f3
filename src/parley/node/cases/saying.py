"""Reads what is said in a case: who says what when, in which matter, and what of the others it had not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parley.charter.form import NAME, Form
from parley.charter.source import Mapping, Scalar
from parley.node.cases.told import Saying, Void
from parley.node.cases.values import Named, Values
from parley.node.tracked import TRACKS

KINDS = {name: kind for track in TRACKS for name, kind in track.kinds.items()}
FIELDS = (
    "by", "kind", "as", "in", "to", "role", "released_by", "content", "unread", "received", "void",
)  # fmt: skip
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
# In `unread`, an entry by its name or a member by its code.
EITHER = re.compile(rf"{NAME.pattern}|{CODE.pattern}")
CLAUSE = re.compile(r"[A-Z]{1,6}-[0-9]{1,3}")
ALL = "all"
LONGEST = 200


def read_said(item: Form, values: Values, *, most: int) -> tuple[Saying, ...]:
    """Return what is said in a case in its order; every problem is noted at its place."""
    every = tuple(item.forms("said", required=("at",), optional=FIELDS))
    if len(every) > most:
        item.note("cases.too_many", "said", limit=most, found=len(every))
        return ()
    found: list[Saying] = []
    for form in every:
        said = _saying(form, values)
        _check(form, said, found)
        found.append(said)
    return tuple(found)


def at_of(form: Form, values: Values) -> int:
    """Return the instant in the field `at`; a problem and 0 where it is none."""
    written = form.value("at")
    found = values.instant(written) if isinstance(written, Scalar) else None
    if found is None and written is not None:
        form.note("cases.not_an_instant", "at", value=written.text[:80] if isinstance(written, Scalar) else "")
    return found or 0


def names_in(value: Any) -> Iterator[Named]:
    """Yield every entry that a value names."""
    if isinstance(value, Named):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from names_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from names_in(each)


def _saying(form: Form, values: Values) -> Saying:
    content = form.value("content")
    if content is not None and not isinstance(content, Mapping):
        form.note("charter.not_a_mapping", "content")
    one_audience = form.is_text("to")
    return Saying(
        mark=form.notes.marks[form.where],
        at_s=at_of(form, values),
        by=form.text("by", like=CODE),
        kind=form.text("kind", longest=LONGEST),
        name=form.text("as", like=NAME),
        within=form.text("in", like=NAME),
        audience=form.text("to", like=NAME) if one_audience else "",
        to=() if one_audience else form.texts("to", like=CODE),
        role=form.text("role", like=NAME),
        released_by=form.text("released_by", like=NAME),
        content=values.plain(content) if isinstance(content, Mapping) else {},
        unread=form.texts("unread", like=EITHER),
        received=(form.text("received", like=re.compile(ALL)),)
        if form.is_text("received")
        else form.texts("received", like=CODE),
        void=_void(form) if form.has("void") else None,
    )


def _void(form: Form) -> Void:
    if form.is_text("void"):
        return Void(form.text("void", like=CLAUSE), "", "")
    fields = form.form("void", required=("clause",), optional=("code", "fault"))
    return Void(fields.text("clause", like=CLAUSE), fields.text("code", longest=LONGEST), fields.text("fault"))


def _check(form: Form, said: Saying, before: list[Saying]) -> None:
    """Note what does not fit what was said before: its time, its name, the entries that it names."""
    known = {each.name: each for each in before if each.name}
    if before and said.at_s and said.at_s < before[-1].at_s:
        form.note("cases.earlier_than_before", "at", line=before[-1].mark.line)
    if said.kind and said.kind not in KINDS:
        form.note("cases.kind_unknown", "kind", kind=said.kind[:80], kinds=_like(said.kind))
    kind = KINDS.get(said.kind)
    if kind is not None and not (kind.opens or kind.keyed or said.within):
        form.note("cases.matter_asked", "kind", kind=said.kind)
    if said.kind and not form.has("by"):
        form.note("charter.missing", "by", key="by")
    if not said.kind and not said.received:
        form.note("cases.nothing_happens", "at")
    for key in ("by", "as", "in", "to", "role", "released_by", "content", "void"):
        if not form.has("kind") and form.has(key):
            form.note("cases.not_beside", key, key=key, beside="received")
    if said.name in known:
        form.note("cases.name_of_entry_twice", "as", name=said.name, line=known[said.name].mark.line)
    named = [("in", said.within), *(("unread", each) for each in said.unread if NAME.fullmatch(each))]
    named += [("content", each.name) for each in names_in(said.content)]
    for key, name in named:
        if name and name not in known:
            form.note("cases.entry_unknown", key, name=name, known=", ".join(known) or "-")


def _like(kind: str) -> str:
    """Return the kinds that begin as this one does, or else all of them."""
    like = sorted(each for each in KINDS if each.split("_")[0] == kind.split("_")[0])
    return ", ".join(like or sorted(KINDS))
