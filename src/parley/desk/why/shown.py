"""The values of a charter as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from parley.charter.dated import Span, Window, instant_text, window_text
from parley.desk.naming import in_language

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the anchor by which explanations name it, its name, what it says, and how it stands."""

    anchor: str
    name: str
    says: tuple[str | SafeString, ...]
    standing: str
    standing_word: str
    by: tuple[str, ...]
    since: str
    source: str
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Values of one sort."""

    anchor: str
    title: str
    values: tuple[Value, ...]


def figure_said(label: str, value: object) -> SafeString:
    """Return a label with its figure, which keeps its direction."""
    return format_html('{} <bdi dir="ltr">{}</bdi>', label, value)


def dates_said(span: Span, windows: tuple[Window, ...] | None = None) -> list[str | SafeString]:
    """Return from when until when something holds, where the charter says so, and in which hours alone."""
    says: list[str | SafeString] = []
    if span.from_s is not None:
        says.append(figure_said(gettext("Holds from:"), instant_text(span.from_s)))
    if span.until_s is not None:
        says.append(figure_said(gettext("Holds until before:"), instant_text(span.until_s)))
    if windows is not None:
        says.append(figure_said(gettext("Holds in these hours alone:"), " · ".join(map(window_text, windows))))
    return says


def labels_said(labels: Mapping[str, Mapping[str, str]], *, frame: Frame) -> list[str | SafeString]:
    """Return what each member calls a place, a line or a zone: its own word, and nobody else's."""
    form = pgettext("a member's own name of a place", "%(member)s says: %(label)s")
    return [
        form % {"member": frame.name_of(code), "label": in_language(words, language=frame.language)}
        for code, words in labels.items()
    ]


def drawing_said(drawing: str) -> str:
    """Return how near the points that are drawn are to what they stand for."""
    return {
        "exact": gettext("these points are the line"),
        "approximate": gettext("drawn approximately"),
        "absent": gettext("not drawn: nobody could put its course in; its source says where it stands"),
    }[drawing]


def confidence_said(confidence: str) -> str:
    """Return how well the source is known, empty where the charter does not say."""
    return {
        "A": gettext("A: read in the primary text or a faithful copy"),
        "B": gettext("B: secondary texts that agree"),
        "C": gettext("C: one secondary text or a drawing of this mechanism, to be verified"),
    }.get(confidence, "")
