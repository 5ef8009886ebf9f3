"""How the fields of information exchange are said in words, for who looks a draft over and for who reads the entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from parley.desk.cell import node
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words, instant
from parley.desk.information import words
from parley.desk.information.words import purpose_word, tlp_label, word
from parley.geo.place import Place, place_text


def place_said(place: Mapping[str, Any]) -> str:
    """Say a place with its name and how exactly it is told."""
    figures = f"{place_text(Place(place['lat_e7'], place['lon_e7']))} ±{place['radius_m']} m"
    return f"{place['name']} · {figures}" if place.get("name") else figures


def seen_said(seen: Mapping[str, int]) -> str:
    """Say the time that something is about."""
    begins, ends = instant(seen["from_s"]), instant(seen["until_s"])
    return begins if begins == ends else f"{begins} – {ends}"


def _purpose(value: Any, names: Words) -> str:
    return purpose_word(node().charter(), str(value), language=get_language() or "en")


def _texts(value: Any, names: Words) -> str:
    return " · ".join(f"{each['lang']}: {each['text']}" for each in value)


FIELDS: Mapping[str, Field] = {
    "tlp": (lambda: gettext("Marking"), lambda value, names: tlp_label(value)),
    "purpose": (lambda: gettext("For what"), _purpose),
    "releasable_to": (lambda: gettext("May go on to"), saying.members),
    "expires_s": (lambda: gettext("Holds until"), saying.when),
    "due_s": (lambda: gettext("Answer asked for by"), saying.when),
    "cover": (lambda: gettext("Cover name of the source"), saying.as_it_is),
    "instead": (lambda: gettext("In its place"), saying.as_it_is),
    "made": (lambda: gettext("The tear-line"), saying.as_it_is),
    "reports": (lambda: gettext("Reports"), saying.listed),
    "report": (lambda: gettext("The report"), saying.as_it_is),
}
_SEEN: Field = (lambda: gettext("What it is about was"), lambda value, names: seen_said(value))
_PLACE: Field = (lambda: gettext("Place"), lambda value, names: place_said(value))
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("report_given", "place"): _PLACE,
    ("report_given", "seen"): _SEEN,
    ("report_checked", "seen"): _SEEN,
    ("information_requested", "place"): _PLACE,
    ("information_requested", "asked"): (lambda: gettext("Who is asked"), saying.members),
    ("report_disputed", "stands"): (lambda: gettext("Disputes it"), saying.yes_or_no),
    ("request_refused", "reason"): (lambda: gettext("Reason"), lambda value, names: word(words.REASONS, value)),
    ("assessment_proposed", "texts"): (lambda: gettext("Text"), _texts),
    ("assessment_proposed", "credibility"): (
        lambda: pgettext("of an assessment", "How credible"), lambda value, names: str(value)
    ),
}  # fmt: skip
