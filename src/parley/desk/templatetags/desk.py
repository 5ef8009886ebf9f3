"""Filters and tags of every template: isolated figures, times, names of members, shapes of states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from parley.desk.cell import node
from parley.desk.hotline.wordings import data_in_words
from parley.desk.once import field_of
from parley.desk.rows_kept import KeptRows
from parley.desk.shapes import SHAPES
from parley.desk.tokens import with_tokens
from parley.desk.words.marking import in_block, in_line, own_words
from parley.desk.words.terms import with_terms
from parley.geo.moment import LATEST_S
from parley.texts import sentence
from parley.texts.oddities import cut, plainly

register = template.Library()
# A day, with or without its hour, and a place in degrees: never broken in two.
WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?Z)?|\d{1,2}\.\d+ [NS], \d{1,3}\.\d+ [EW]")


@register.filter
def ltr(value: object) -> SafeString:
    """Isolate an id, a number, a coordinate or a time, so that no right-to-left sentence turns it around."""
    text = str(value)
    if WHOLE.fullmatch(text):
        return format_html('<bdi dir="ltr" class="whole">{}</bdi>', in_line(text))
    # Of several in one line each keeps together: neither a date nor a place is broken in two.
    kept = WHOLE.sub(r'<span class="whole">\g<0></span>', in_line(text))
    return format_html('<bdi dir="ltr">{}</bdi>', mark_safe(kept))


@register.filter
def words(text: object) -> SafeString:
    """Isolate words of people, whose direction is that of their own first letter; what would mislead is marked."""
    return format_html('<bdi dir="auto">{}</bdi>', in_line(str(text)))


@register.filter
def prose(text: object) -> SafeString:
    """Show words of people of any length, for an element that sets their direction; long ones are folded."""
    return in_block(str(text))


@register.filter
def whole_sentence(text: object) -> SafeString:
    """Show a whole sentence of this program, a refusal's or a fault's, with the words of people in it."""
    return own_words(str(text))


@register.filter
def prose_in(text: object, language: str) -> SafeString:
    """Show words of people as `prose` does; the mechanism's own words in them carry their agreed translations."""
    charter, in_force = node().charter(), node().in_force()
    return in_block(
        str(text), plain=lambda run: with_terms(run, language=language, charter=charter, in_force=in_force)
    )


@register.filter
def plain_words(text: object) -> str:
    """Show words of people where no element can stand, as in a window's title."""
    return plainly(cut(str(text), most=120)[0])


@register.filter
def utc(at_ms: int | None) -> SafeString:
    """Show an instant as hours, minutes and seconds, "10:44:20Z", with its date in the machine's form."""
    return _time(at_ms, form="%H:%M:%SZ")


@register.filter
def utc_minute(at_ms: int | None) -> SafeString:
    """Show an instant as "10:44Z"."""
    return _time(at_ms, form="%H:%MZ")


@register.filter
def utc_clock(at_ms: int | None) -> SafeString:
    """Show an instant as "10:44:20", for the running clock, whose zone stands beside it."""
    return _time(at_ms, form="%H:%M:%S")


@register.filter
def utc_day(at_ms: int | None) -> SafeString:
    """Show an instant with its day, "2026-11-23 10:44Z"."""
    return _time(at_ms, form="%Y-%m-%d %H:%MZ")


@register.filter
def utc_day_second(at_ms: int | None) -> SafeString:
    """Show an instant with its day and second, "2026-11-23 10:44:20Z"."""
    return _time(at_ms, form="%Y-%m-%d %H:%M:%SZ")


def _time(at_ms: int | None, *, form: str) -> SafeString:
    if at_ms is None:
        return mark_safe("–")
    # What a void leaf says may lie beyond every calendar.
    at = datetime.fromtimestamp(min(at_ms // 1000, LATEST_S) + at_ms % 1000 / 1000, UTC)
    exact = at.isoformat(timespec="milliseconds")
    return format_html('<time dir="ltr" datetime="{}">{}</time>', exact, at.strftime(form))


@register.filter
def countdown(left_ms: int) -> str:
    """Say a time left as "03:12", "2:13:00" or "−04:48"; JavaScript goes on from there in the same form."""
    seconds = abs(left_ms) // 1000
    hours, minutes = divmod(seconds // 60, 60)
    said = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes:02}:{seconds % 60:02}"
    return f"−{said}" if left_ms < 0 else said


@register.filter
def left_at(due_at_ms: int, now_ms: int) -> str:
    """Say the time left at an instant until another, as `countdown` does."""
    return countdown(due_at_ms - now_ms)


@register.filter
def ago(heard_ms: int, now_ms: int) -> str:
    """Say how long ago a member was heard; JavaScript goes on from there with the same sentences."""
    seconds = max(0, now_ms - heard_ms) // 1000
    if seconds < 90:
        return gettext("heard %s s ago") % seconds
    if seconds < 5400:
        return gettext("heard %s min ago") % (seconds // 60)
    return gettext("heard %s h ago") % (seconds // 3600)


@register.filter
def byte_size(size: int) -> str:
    """Say a number of bytes in the unit that leaves at most four figures."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


@register.filter
def duration(minutes: int) -> str:
    """Say a handling time as hours and minutes, "0:10" or "6:00"."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def lag(lag_ms: int) -> str:
    """Say how far something lies behind, as "48 s", "12 min" or "3 h"."""
    seconds = lag_ms // 1000
    if seconds < 90:
        return gettext("%s s") % seconds
    return gettext("%s min") % (seconds // 60) if seconds < 5400 else gettext("%s h") % (seconds // 3600)


@register.filter
def under(mapping: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key that is itself a value; None where it holds nothing."""
    return mapping.get(key)


@register.filter
def named(names: Mapping[str, str]) -> str:
    """Choose a name in the reader's language; English where the charter has no other."""
    return names.get(get_language() or "en") or names.get("en") or next(iter(names.values()), "")


@register.simple_tag
def said(code: str, **data: Any) -> SafeString:
    """Say a code as a whole sentence in the reader's language."""
    return own_words(sentence(code, language=get_language() or "en", data=data))


@register.simple_tag
def said_with(code: str, data: Mapping[str, Any]) -> SafeString:
    """Say a code whose figures come in one mapping."""
    return own_words(sentence(code, language=get_language() or "en", data=data_in_words(data)))


@register.simple_tag
def shape(name: str, label: str = "") -> SafeString:
    """Draw the shape of a state; with a label it is an image with that name, without one an ornament."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    svg = '<svg class="g g-{}" viewBox="0 0 16 16" width="16" height="16" {}>{}</svg>'
    return format_html(svg, name, role, SHAPES[name])


@register.simple_tag
def fetched_anew(including: str = "") -> SafeString:
    """Put here how an element is fetched anew whenever what it shows has changed, `including` a field (live.js)."""
    also = format_html(' hx-include="{}"', including) if including else mark_safe("")
    # One answer after another is morphed in; what stands within does as it says itself.
    return format_html(
        'hx-trigger="parley:changed" hx-sync="this:queue last" hx-target="this" hx-swap="morph:innerHTML" '
        'hx-disinherit="hx-target hx-swap hx-sync{}"{}', " hx-include" if including else "", also,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def parts_beside(context: Mapping[str, Any], section: str) -> list[Any]:
    """Return the parts of the desk that belong together with that of this page (`Frame.beside`)."""
    return list(context["frame"].beside(section)) if section else []


@register.simple_tag(takes_context=True)
def once(context: template.Context, form: str = "") -> SafeString:
    """Put the token of a form here that files an entry; see `parley.desk.once`."""
    return field_of(context.flatten(), form)


@register.simple_tag(takes_context=True)
def panel(context: template.Context, name: str) -> SafeString:
    """Put a panel of the frame here as it stands now, made once for all; the matter that is open is marked in it."""
    from parley.desk.frame import Frame  # noqa: PLC0415
    from parley.desk.kept import with_open  # noqa: PLC0415

    return mark_safe(with_open(Frame(context["request"]).panel_text(name), matter=context.get("open_matter", "")))


_ROWS = KeptRows()


@register.simple_tag(takes_context=True)
def kept_row(context: template.Context, name: str, row: Any, **also: Any) -> SafeString:
    """Put a row of a list here by the template of this name, which knows the row, the frame and `also`."""
    frame = context["frame"]
    pieces = _ROWS.pieces(name, row, frame=frame, also=also)
    text = "".join(each if isinstance(each, str) else countdown(each - frame.now_ms) for each in pieces)
    token = context.get("csrf_token")
    return mark_safe(with_tokens(text, token=str(token)) if token else text)
