"""Words of people as HTML: what would mislead a reader is a visible sign, and long texts are folded, never cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from parley.texts.oddities import Run, cut, runs

LINE, PAGE = 400, 2_400
MOST_IN_PAGE = 100_000
_DIRECTION = re.compile("([\u200e\u200f]+)")
# From a letter or figure to the next, over what stands between those of a time, a place, a height or an id.
_RUNS = re.compile("([A-Za-z0-9+\u2212](?:[A-Za-z0-9 :.,+/\u00b0'\u2212\u2013-]*[A-Za-z0-9\u00b0])?)")
Plain = Callable[[str], SafeString | str]


def marked(text: str, *, plain: Plain = str) -> SafeString:
    """Return a text with a sign in place of each hidden character and a frame around each word that misleads.

    What misleads nobody passes through `plain`.
    """
    return format_html_join("", "{}", ((_shown(run) if run.odd else plain(run.text),) for run in runs(text)))


def in_line(text: str) -> SafeString:
    """Return words for a line of the page; of more than 400 characters the rest is counted beside them."""
    first, rest = cut(text, most=LINE)
    if not rest:
        return marked(text)
    title = gettext("The line goes on for %(count)s more characters; open its entry to read all.") % {
        "count": len(rest)
    }
    return format_html('{}<bdi class="odd" title="{}">… +{}</bdi>', marked(first), title, len(rest))


def in_block(text: str, *, plain: Plain = str) -> SafeString:
    """Return words of several lines; beyond 2,400 characters they are folded under "show all" with their count."""
    first, rest = cut(text, most=PAGE)
    if not rest:
        return marked(text, plain=plain)
    shown, left = cut(rest, most=MOST_IN_PAGE)
    more = gettext("Show all: %(count)s characters") % {"count": f"{len(text):,}"}
    folded = format_html('<details class="fold"><summary>{}</summary>{}', more, marked(shown, plain=plain))
    if left:
        told = gettext("The last %(count)s characters are not drawn here; the record keeps them all.")
        folded += format_html('<p class="odd">{}</p>', told % {"count": f"{len(left):,}"})
    return marked(first, plain=plain) + folded + mark_safe("</details>")


def own_words(text: str) -> SafeString:
    """Return a sentence of this program; its own marks of direction, which keep Latin words in place, are no sign.

    Where the language is written from the right, each run of figures, an id, a time or a place is isolated: there
    "2026-03-01 10:42Z" is read backwards else, and the letters of a place change sides.

    What people wrote stands in it with such marks made visible before (parley.desk.refusing).
    """
    pieces = _DIRECTION.split(text)
    return format_html_join("", "{}{}", zip(map(_sentence, pieces[::2]), [*pieces[1::2], ""], strict=True))


def _sentence(text: str) -> SafeString:
    return in_block(text, plain=_in_order if get_language_bidi() else str)


def _in_order(text: str) -> SafeString:
    return format_html_join("", "{}", ((_isolated(run),) for run in _RUNS.split(text)))


def _isolated(run: str) -> SafeString | str:
    is_run = len(run) > 1 and _RUNS.fullmatch(run) and any(each.isdigit() for each in run)
    return format_html('<bdi dir="ltr">{}</bdi>', run) if is_run else run


def _shown(run: Run) -> SafeString | str:
    if not run.odd:
        return run.text
    title = _TITLES[run.odd]()
    if run.odd in ("alike", "figures"):
        return format_html('<mark class="odd is-{}" title="{}">{}</mark>', run.odd, title, run.text)
    if run.odd == "heap":
        return format_html('<bdi class="odd" title="{}">◌ ×{}</bdi>', title, len(run.text))
    name = f" {run.name}" if run.name else ""
    return format_html('<bdi class="odd" dir="ltr" title="{} {}{}">{}</bdi>', title, run.sign, name, run.sign)


_TITLES: Mapping[str, Callable[[], str]] = {
    "hidden": lambda: gettext("A hidden character stood here:"),
    "control": lambda: gettext("A control character stood here:"),
    "unknown": lambda: gettext("A character without a meaning stood here:"),
    "heap": lambda: gettext("A heap of accents stood here."),
    "alike": lambda: gettext("This word uses letters that look like those of another script."),
    "figures": lambda: gettext("This number mixes two kinds of figures."),
}
