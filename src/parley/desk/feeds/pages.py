"""The page of feeds: which there are, what each carries, for whom, and when it was used. Feeds are opened elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.node.feeds.kept import OTHERS, Feed, listed, unsigned_formats


@never_cache
@require_GET
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds: open ones first, then those that were revoked."""
    frame = Frame(request)
    rows = sorted((_row(frame, each) for each in listed(node().reader())), key=lambda row: not row["is_open"])
    return render(request, "desk/feeds/list.html", {"section": "feeds", "rows": rows})


def _row(frame: Frame, feed: Feed) -> dict[str, Any]:
    terms = feed.terms
    audience = node().charter().audiences.get(terms.audience)
    members = audience.members if audience is not None else (node().member,)
    return {
        "name": feed.name,
        "formats": [_FORMATS[each]() if each in _FORMATS else each for each in terms.formats],
        "readers": "" if terms.audience and audience is None else ", ".join(frame.name_of(code) for code in members),
        "carries_others": terms.carries == OTHERS,
        "unsigned": bool(unsigned_formats(node().charter(), terms.formats)) and terms.carries == OTHERS,
        "per_minute": terms.per_minute,
        "to": terms.push.address if terms.push is not None else "",
        "uses": feed.uses,
        "used": _instant(feed.used_ms),
        "added": _instant(feed.added_ms).partition(" ")[0],
        "is_open": feed.is_open,
        "revoked": _instant(feed.revoked_ms),
    }


def _instant(at_ms: int | None) -> str:
    return "" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%MZ")


_FORMATS: Mapping[str, Callable[[], str]] = {
    "map": lambda: pgettext("a feed", "map"),
    "calendar": lambda: gettext("calendar"),
    "alerts": lambda: gettext("alerts"),
    "table": lambda: gettext("table"),
    "duties": lambda: gettext("duties"),
    "cot": lambda: "Cursor-on-Target",
}
