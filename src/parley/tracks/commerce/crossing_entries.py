"""The kinds of entry of a crossing and the form of each content: who or what crosses where, and its permit. Pure.

No form has a field for the name of a person: persons are told by number and role, their papers by digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    content,
    digest,
    entry_id,
    fields,
    one_of,
    several,
    whole,
    word,
    yes_or_no,
)
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

GOODS, PERSONS = "goods", "persons"
PASSED, TURNED_BACK, NOT_COME = "passed", "turned_back", "not_come"
HOW_TOLD = (PASSED, TURNED_BACK, NOT_COME)
ASKED, CHANGED, GIVEN, REFUSED, WITHDRAWN, TOLD, LAPSE, OPENED = (
    "permit_asked", "permit_changed", "permit_given", "permit_refused", "permit_withdrawn", "crossing_told",
    "permit_lapse_cited", "permit_gate_opened",
)  # fmt: skip
MOST_LINES, MOST_DOCUMENTS, LARGEST, MOST_OF_EACH = 60, 40, 1_000_000, 10_000

_code = word(64)
_goods = several(fields({"what": SHORT, "quantity": whole(1, LARGEST), "unit": _code}, optional={}), most=MOST_LINES)
_persons = several(
    fields({"role": _code, "count": whole(1, MOST_OF_EACH)}, optional={}),
    most=MOST_LINES, distinct=lambda each: each["role"],
)  # fmt: skip
_documents = several(
    fields({"what": SHORT, "sha256": digest}, optional={}), most=MOST_DOCUMENTS,
    distinct=lambda each: each["sha256"],
)  # fmt: skip


def _says_what(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for the list that belongs to what crosses, for persons as their roles say, for what takes place in a slot."""
    if value["what"] == GOODS and not value["goods"]:
        return (Fault("goods", "commerce.goods_asked"),)
    if value["what"] == GOODS:
        # What took no place would stand in every slot, however full.
        return () if value["vehicles"] or value["persons"] else (Fault("vehicles", "commerce.nobody_crosses"),)
    count = sum(each["count"] for each in value["people"])
    if value["goods"] or not count:
        return (Fault("people", "commerce.people_asked"),)
    if count != value["persons"]:
        return (Fault("persons", "commerce.people_counted", {"persons": value["persons"], "count": count}),)
    return ()


def built_on(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what any content names of other tracks: the notice of the route, the instrument of what it waits for."""
    waits_for = value.get("waits_for")
    named = (value.get("route"), waits_for.get("commitment") if isinstance(waits_for, Mapping) else None)
    return tuple(each for each in (*named, value.get("gate")) if isinstance(each, str))


_asked = fields(
    {
        "subject": SUBJECT, "point": _code, "towards": _code, "what": one_of(GOODS, PERSONS), "slot_s": INSTANT,
        "vehicles": whole(0, MOST_OF_EACH), "persons": whole(0, MOST_OF_EACH), "humanitarian": yes_or_no,
        "goods": _goods, "people": _persons, "route": entry_id, "lang": LANGUAGE, "contact": SHORT, "role": ROLE,
    },
    optional={
        "documents": _documents, "text": NOTE,
        "waits_for": fields({"commitment": entry_id, "step": _code}, optional={}),
    },
    also=(_says_what,),
)  # fmt: skip
_FORMS = {
    ASKED: _asked,
    CHANGED: fields(
        {"of": entry_id, "slot_s": INSTANT, "route": entry_id, "why": SHORT, "role": ROLE}, optional={}
    ),
    GIVEN: fields({"of": entry_id, "role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE}),
    REFUSED: fields({"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    TOLD: fields(
        {"of": entry_id, "how": one_of(*HOW_TOLD), "at_s": INSTANT, "role": ROLE},
        optional={
            "text": NOTE, "lang": LANGUAGE, "vehicles": whole(0, MOST_OF_EACH), "persons": whole(0, MOST_OF_EACH),
        },
    ),
    OPENED: fields({"gate": entry_id, "role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE}),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip
_ACROSS = {
    ASKED: frozenset({"deconfliction", "commitments"}), CHANGED: frozenset({"deconfliction"}),
    OPENED: frozenset({"commitments"}),
}  # fmt: skip

CROSSING_KINDS: Mapping[str, Kind] = {
    name: Kind(
        name, name == ASKED, content(form), cites=built_on if name in _ACROSS else None,
        across=_ACROSS.get(name, frozenset()),
    )
    for name, form in _FORMS.items()
}  # fmt: skip
