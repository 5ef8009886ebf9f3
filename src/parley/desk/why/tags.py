"""Tags of every template: the control that answers "why" beside a figure, and a clause that explains itself."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.desk.templatetags.desk import plain_words

register = template.Library()


@register.simple_tag
def why(what: str, name: object = "", about: object = "") -> SafeString:
    """Return the control beside something shown: `what` is duty, state, link, entry or waiting, `name` which one.

    `about` says to a screen reader what is asked about, words of people with their signs. Without JavaScript it leads
    to a page.
    """
    return format_html(
        '<a class="ask" href="{}" data-why hx-boost="false" aria-label="{}" title="{}">'
        '<span aria-hidden="true">?</span></a>',
        _address(what, str(name)),
        f"{gettext('Why?')} {plain_words(about)}".strip(),
        gettext("Why?"),
    )


@register.simple_tag
def why_count(what: str, count: int, part: str) -> SafeString:
    """Return the badge of a part in the rail, which itself answers why; that of the desk counts with the watch list."""
    # Of the desk's the number changes while the page stands: it is there at nought too, and hidden.
    awaits = format_html(" data-awaits{}", "" if count else " hidden") if part == "desk" else ""
    if not count and not awaits:
        return SafeString("")
    return format_html(
        '<a class="tally" href="{}" data-why hx-boost="false" title="{}"><b class="badge"{}>{}</b>'
        '<span class="unseen">{}</span></a>',
        _address(what, ""), gettext("Why?"), awaits, count, gettext("Why?"),
    )  # fmt: skip


@register.filter
def clause(name: object) -> SafeString:
    """Show a clause by its number, which leads to what it says."""
    address = reverse("why-clause", args=[str(name)])
    link = '<a class="clause" href="{}" data-why hx-boost="false"><bdi dir="ltr">{}</bdi></a>'
    return format_html(link, address, name)


def _address(what: str, name: str) -> str:
    if what in ("state", "entry"):
        return reverse(f"why-{what}", args=name.split("/"))
    return reverse(f"why-{what}", args=[name] if name else [])
