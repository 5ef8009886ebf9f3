"""Reads what must follow in a case: at which instant, of which matter, which values, duties and places that are met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.charter.form import NAME, Form
from parley.charter.source import Listing, Mapping, Value
from parley.node.cases.saying import at_of, names_in
from parley.node.cases.told import Asked, Look, Owed, Saying
from parley.node.cases.values import Values

# What is asked of one matter, and of all together.
OF_MATTER = (
    "state", "duties", "meets", "overlaps", "held_by", "steps", "slip", "ladder", "measures_met_by", "line_use",
    "suspended_by", "decided_while",
)  # fmt: skip
OF_ALL = ("calendar", "limits", "line_on")
FOLLOWS = ("of", *OF_MATTER, *OF_ALL)
# What lists hold: texts, or mappings.
OF_TEXTS = ("overlaps", "held_by", "measures_met_by", "suspended_by")
OF_MAPPINGS = ("meets", "calendar", "ladder", "line_use", "decided_while")
# What a case may say of a duty, and by which name the duty itself knows it.
DUTY_FIELDS = {
    "owed_by": "owed_by", "what": "what", "state": "state", "of": "entry", "due": "due_at_ms", "since": "since_ms",
    "clause": "clause", "level": "level", "told": "told", "to": "owed_to", "rises": "rises_at_ms",
}  # fmt: skip
INSTANTS = ("due", "since", "rises")


def read_looks(item: Form, values: Values, said: tuple[Saying, ...], *, most: int) -> tuple[Look, ...]:
    """Return what must follow, in the order of the file; every problem is noted at its place."""
    known = tuple(each.name for each in said if each.name)
    void = any(each.void for each in said)
    every = tuple(item.forms("then", required=("at",), optional=FOLLOWS))
    if len(every) > most:
        item.note("cases.too_many", "then", limit=most, found=len(every))
        return ()
    if not every and not void:
        item.note("cases.nothing_follows", "said")
    return tuple(_look(form, values, known, said) for form in every)


def _look(form: Form, values: Values, known: tuple[str, ...], said: tuple[Saying, ...]) -> Look:
    of = form.text("of", like=NAME)
    if of and of not in known:
        form.note("cases.entry_unknown", "of", name=of, known=", ".join(known) or "-")
    openings = sum(not each.within and bool(each.kind) for each in said)
    if not form.has("of") and openings > 1 and any(form.has(word) for word in OF_MATTER):
        form.note("cases.matter_not_named", "at")
    if not any(form.has(word) for word in FOLLOWS[1:]):
        form.note("cases.nothing_asked", "at", words=", ".join(FOLLOWS[1:]))
    look = Look(
        mark=form.notes.marks[form.where],
        at_s=at_of(form, values),
        of=of,
        state=tuple(_paths(form, "state", values)) if form.has("state") else None,
        duties=tuple(_duties(form, values)) if form.has("duties") else None,
        meets=_several(form, "meets", values),
        overlaps=_several(form, "overlaps", values),
        held_by=_several(form, "held_by", values),
        steps=tuple(_paths(form, "steps", values)) if form.has("steps") else None,
        slip=tuple(_slips(form, values)) if form.has("slip") else None,
        ladder=_several(form, "ladder", values),
        measures_met_by=_several(form, "measures_met_by", values),
        line_use=_several(form, "line_use", values),
        suspended_by=_several(form, "suspended_by", values),
        decided_while=_several(form, "decided_while", values),
        calendar=_several(form, "calendar", values),
        limits=tuple(_paths(form, "limits", values)) if form.has("limits") else None,
        line_on=tuple(_paths(form, "line_on", values)) if form.has("line_on") else None,
    )
    _check_names(form, look, known)
    return look


def _paths(form: Form, name: str, values: Values) -> Iterator[Asked]:
    written = form.value(name)
    if not isinstance(written, Mapping):
        form.note("charter.not_a_mapping", name)
        return
    for key, value in written.entries:
        yield Asked(key.text, values.plain(value, key=key.text.rpartition(".")[2]), key.mark)


def _slips(form: Form, values: Values) -> Iterator[Asked]:
    """Yield by its step what would follow from a slip; each says to which instant the step slips."""
    for asked in _paths(form, "slip", values):
        if not isinstance(asked.value, dict) or not isinstance(asked.value.get("to_s"), int):
            form.note("cases.slips_to", "slip", step=asked.path[:80])
        else:
            yield asked


def _duties(form: Form, values: Values) -> Iterator[Owed]:
    if form.value("duties") is None or _is_empty_list(form.value("duties")):
        return
    for each in form.forms("duties", required=("owed_by", "what", "state"), optional=tuple(DUTY_FIELDS)):
        fields = []
        for name in each.names_written:
            value = each.value(name)
            if value is None or name not in DUTY_FIELDS:
                continue
            key = "at_ms" if name in INSTANTS else name
            fields.append(Asked(name, values.plain(value, key=key), value.mark))
        yield Owed(each.notes.marks[each.where], tuple(fields))


def _several(form: Form, name: str, values: Values) -> tuple[Any, ...] | None:
    """Return a list as it is written, which may be empty; None where it is not asked."""
    value = form.value(name)
    if value is None:
        return None
    found = values.plain(value)
    if not isinstance(found, list):
        form.note("charter.not_a_list", name)
        return ()
    if name in OF_MAPPINGS and not all(isinstance(each, dict) for each in found):
        form.note("charter.not_a_mapping", name)
    elif name in OF_TEXTS and not all(isinstance(each, str) for each in found):
        form.note("charter.not_a_text", name)
    return tuple(found)


def _is_empty_list(value: Value | None) -> bool:
    return isinstance(value, Listing) and not value.items


def _every_path(look: Look) -> tuple[Asked, ...]:
    return tuple(each for some in (look.state, look.steps, look.slip, look.limits, look.line_on) for each in some or ())


def _check_names(form: Form, look: Look, known: tuple[str, ...]) -> None:
    every = [each.name for asked in _every_path(look) for each in names_in(asked.value)]
    every += [each.name for each in names_in(list(look.ladder or ()))]
    every += [each.value for owed in look.duties or () for each in owed.fields if each.path == "of"]
    told = [each for key in OF_TEXTS for each in getattr(look, key) or ()]
    every += [each for each in told if isinstance(each, str)]
    for name in every:
        if name not in known:
            form.note("cases.entry_unknown", "at", name=str(name), known=", ".join(known) or "-")
