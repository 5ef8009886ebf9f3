"""Every field of an entry of commitments in words: terms, obligations, what was done, forces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.cell import node
from parley.desk.commitments.areas import area_in_words
from parley.desk.commitments.words import made_word, sort_word
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.naming import in_language
from parley.tracks.commitments.entries import KINDS


def zone_name(name: str) -> str:
    """Return what a zone or a line of the charter is called, in the reader's language; the bare name of others."""
    charter = node().charter()
    lines = charter.map.lines if charter.map is not None else {}
    found = charter.zones.get(name) or lines.get(name)
    return in_language(found.names, language=get_language() or "en") if found is not None else name


def limit_name(zone: str, limit: str) -> str:
    """Return what a limit of a zone counts, in the reader's language."""
    found = node().charter().zones.get(zone)
    known = found.limits.get(limit) if found is not None else None
    return in_language(known.names, language=get_language() or "en") if known is not None else limit


def obligation_in_words(each: Mapping[str, Any], words: Words) -> str:
    """Say one obligation in one line: who owes what to whom, by when, after and together with what, who verifies."""
    return " · ".join(_parts(each, words))


def measure_of(each: Mapping[str, Any]) -> str:
    """Say how much: a number with its unit, or a share; nothing where neither is named."""
    if each.get("quantity"):
        return f"{each['quantity']['value']} {each['quantity']['unit']}"
    return f"{each['share']['percent']} % {each['share']['of']}" if each.get("share") else ""


def recurring_in_words(again: Mapping[str, Any]) -> str:
    """Say how often: each so long, from when, until when."""
    return gettext("every %(every)s, from %(from)s until %(until)s") % dict(again)


def _parts(each: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield f"{each['id']}: {each['what']}"
    yield f"{words.names(each['who'])} → {saying.members(each['to'], words)}"
    if each.get("by"):
        yield gettext("by %(when)s") % {"when": each["by"]}
    if each.get("recurring"):
        yield recurring_in_words(each["recurring"])
    if each.get("after"):
        yield gettext("after %(names)s") % {"names": ", ".join(each["after"])}
    if each.get("with"):
        yield gettext("together with %(names)s") % {"names": ", ".join(each["with"])}
    if measure_of(each):
        yield measure_of(each)
    for name in ("zone", "line"):
        if each.get(name):
            yield zone_name(each[name])
    if each.get("area"):
        yield f"{gettext('in an area of its own')} ({area_in_words(each)})"
    if each.get("begins"):
        yield gettext("then holds: %(names)s") % {"names": ", ".join(map(zone_name, each["begins"]))}
    if each.get("ends"):
        yield gettext("then ends: %(names)s") % {"names": ", ".join(map(zone_name, each["ends"]))}
    verifier = words.names(each["verifier"]) if each.get("verifier") else gettext("each to whom it is owed")
    yield gettext("verified by %(name)s") % {"name": verifier}


def _obligations(value: Any, words: Words) -> str:
    return " / ".join(obligation_in_words(each, words) for each in value) if isinstance(value, list) else str(value)


def _events(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['id']}: {each['what']} ({each.get('on') or words.names(str(each.get('verifier')))})" for each in value
    )


def _evidence(value: Any, words: Words) -> str:
    return " · ".join(f"{each['what']} {each['digest']}" for each in value)


def _counts(value: Any, words: Words) -> str:
    return " · ".join(
        f"{zone_name(each['zone'])}, {limit_name(each['zone'], each['limit'])}: {each['count']}" for each in value
    )


def _percent(value: Any, words: Words) -> str:
    return f"{value} %"


def _listed(value: Any, words: Words) -> str:
    return saying.listed(value, words) if isinstance(value, list | tuple) else str(value)


def _offset(value: Any, words: Words) -> str:
    return f"UTC{int(value) // 60:+03d}:{abs(int(value)) % 60:02d}"


FIELDS: Mapping[str, Field] = {
    "sort": (lambda: gettext("Kind of instrument"), lambda value, words: sort_word(str(value))),
    "made": (lambda: gettext("Where it is made"), lambda value, words: made_word(str(value))),
    "made_s": (lambda: gettext("In force since"), saying.when),
    "signatories": (lambda: gettext("Who signs it"), saying.members),
    "supersedes": (lambda: gettext("In the place of"), saying.as_it_is),
    "offset_minutes": (lambda: gettext("Days are counted in"), _offset),
    "events": (lambda: gettext("Events"), _events),
    "obligations": (lambda: gettext("Obligations"), _obligations),
    "dropped": (lambda: gettext("Taken out"), _listed),
    "step": (lambda: gettext("Step"), saying.as_it_is),
    "occurrence": (lambda: gettext("Turn"), saying.as_it_is),
    "percent": (lambda: gettext("How much is done"), _percent),
    "done_s": (lambda: gettext("Done on"), saying.when),
    "stands": (lambda: gettext("The dispute stands"), saying.yes_or_no),
    "evidence": (lambda: gettext("Evidence"), _evidence),
    "by": (lambda: gettext("By"), saying.as_it_is),
    "zone": (lambda: gettext("Zone"), lambda value, words: zone_name(str(value))),
    "limit": (lambda: gettext("What is counted"), saying.as_it_is),
    "at_most": (lambda: gettext("At most"), saying.as_it_is),
    "as_of_s": (lambda: gettext("As of"), saying.when),
    "counts": (lambda: gettext("Counts"), _counts),
}
_ABOUT: Field = (lambda: gettext("About"), _listed)
# By kind, so that a field of the same name on another track keeps its own words.
OF_KIND: Mapping[tuple[str, str], Field] = {
    **{(kind, name): field for kind in KINDS for name, field in FIELDS.items()},
    **{(kind, "about"): _ABOUT for kind in KINDS},
    ("limit_variance_proposed", "member"): (lambda: gettext("Whom it excepts"), saying.member),
    ("commitment_superseded", "by"): (lambda: gettext("What stands in its place"), saying.as_it_is),
}
