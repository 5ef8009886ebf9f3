"""What an officer typed into the forms of information exchange, turned into contents or into faults at their fields."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, read_item, text_typed
from parley.geo.figures import Misread, plain
from parley.tracks.information.placing import coarsened


def report_typed(form: QueryDict, *, charter: Charter) -> Typed:
    """Read the whole form of a report."""
    faults: list[Fault] = []
    content = {
        **_words(form), **_marking(form, faults),
        **{name: form.get(name, "") for name in ("source", "credibility")},
        **_beside(form, faults, charter=charter),
    }  # fmt: skip
    seen = _seen(form, faults)
    cover = form.get("cover", "").strip()
    return Typed(content | ({"seen": seen} if seen else {}) | ({"cover": cover} if cover else {}), tuple(faults))


def request_form_typed(form: QueryDict, *, charter: Charter) -> Typed:
    """Read the whole form of a request."""
    faults: list[Fault] = []
    content = {
        **_words(form), "purpose": form.get("purpose", ""), "asked": form.getlist("asked"),
        "due_s": _instant(form, "due", faults, where="due_s"), **_beside(form, faults, charter=charter),
    }  # fmt: skip
    return Typed(content, tuple(faults))


def assessment_typed(form: QueryDict, *, charter: Charter) -> Typed:
    """Read the whole form of an assessment; a language without words is none of its texts."""
    faults: list[Fault] = []
    texts = [{"lang": lang, "text": text} for lang in charter.languages if (text := text_typed(form, f"text-{lang}"))]
    content = {
        "subject": form.get("subject", "").strip(), "texts": texts, **_marking(form, faults),
        "credibility": form.get("credibility", ""), "signatories": form.getlist("signatories"),
        "reports": [*dict.fromkeys((*form.getlist("reports"), *_listed(form, "more_reports")))], **_about(form),
    }  # fmt: skip
    return Typed(content, tuple(faults))


def words_with_language(form: QueryDict) -> dict[str, str]:
    """Return the words beside an act with their language; nothing where none were typed."""
    text = text_typed(form)
    return {"text": text, "lang": form.get("lang", "")} if text else {}


def reports_named(form: QueryDict) -> list[str]:
    """Return the reports that a form names, ticked or typed, each once."""
    return [*dict.fromkeys((*form.getlist("reports"), *_listed(form, "more_reports")))]


def _words(form: QueryDict) -> dict[str, Any]:
    return {"subject": form.get("subject", "").strip(), "text": text_typed(form), "lang": form.get("lang", "")}


def _marking(form: QueryDict, faults: list[Fault]) -> dict[str, Any]:
    """Read the marking: to whom it goes it may go, whether that was ticked or not."""
    named = {*form.getlist("releasable_to"), *filter(None, form.get("to", "").split(","))}
    return {
        "tlp": form.get("tlp", ""), "purpose": form.get("purpose", ""), "releasable_to": sorted(named),
        "expires_s": _instant(form, "expires", faults, where="expires_s"),
    }  # fmt: skip


def _beside(form: QueryDict, faults: list[Fault], *, charter: Charter) -> dict[str, Any]:
    place = _place(form, faults, charter=charter)
    return {**({"place": place} if place is not None else {}), **_about(form)}


def _about(form: QueryDict) -> dict[str, Any]:
    named = _listed(form, "about")
    return {"about": named} if named else {}


def _listed(form: QueryDict, name: str) -> list[str]:
    return form.get(name, "").replace(",", " ").split()


def _seen(form: QueryDict, faults: list[Fault]) -> dict[str, int] | None:
    if not any(form.get(name, "").strip() for name in ("begins", "ends")):
        return None
    from_s = _instant(form, "begins", faults, where="seen.from_s")
    until_s = _instant(form, "ends", faults, where="seen.until_s") if form.get("ends", "").strip() else from_s
    return {"from_s": from_s, "until_s": until_s}


def _instant(form: QueryDict, name: str, faults: list[Fault], *, where: str) -> int:
    found = instant_typed(form.get(name, "").strip(), where=where)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def _place(form: QueryDict, faults: list[Fault], *, charter: Charter) -> dict[str, Any] | None:
    """Read the place and make it as coarse as the charter asks; a radius under its floor stays, and is refused.

    A name or a radius without a place is a fault: nothing that was typed is dropped.
    """
    text = form.get("places", "").strip()
    if not any((text, form.get("place_name", "").strip(), form.get("radius_m", "").strip())):
        return None
    found = read_item("place", text)
    if isinstance(found, Misread):
        faults.append(Fault("places", found.code, found.data))
        return None
    floor = charter.information.place_floor_m if charter.information is not None else 1
    lat_e7, lon_e7 = coarsened(found["lat_e7"], found["lon_e7"], floor_m=floor)
    radius = plain(form.get("radius_m", "").strip())
    if radius and not (radius.isascii() and radius.isdigit() and len(radius) < 8):
        faults.append(Fault("radius_m", "geo.count_asked"))
        return None
    place = {"lat_e7": lat_e7, "lon_e7": lon_e7, "radius_m": int(radius) if radius else floor}
    name = form.get("place_name", "").strip()
    return {**place, "name": name} if name else place
