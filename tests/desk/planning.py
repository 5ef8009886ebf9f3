"""Plans for the tests of the desk: the form of a notice, the same ground and time for others, the form of an answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.desk.visitor import Visitor

START = datetime.now(UTC).replace(microsecond=0, second=0) + timedelta(days=5)
BEGINS_S = int(START.timestamp())


def form(latitude: float, **changes: str) -> dict[str, str]:
    """Return the form of a convoy around a place, four hours long."""
    at = {"begins": f"{START:%Y-%m-%d %H:%MZ}", "ends": f"{START + timedelta(hours=4):%Y-%m-%d %H:%MZ}"}
    return {
        "class": "convoy", "to": "SY,IL,US", "subject": "EXERCISE water", "text": "EXERCISE six vehicles", "lang": "en",
        "contact": "line 2", "way": "circle", "places": f"{latitude:.4f} N, 35.9000 E", "radius_m": "500",
        "lower": "0 m AGL", "upper": "50 m AGL", "days": "", "strength": "6", "step": "look", **at, **changes,
    }  # fmt: skip


def filed(visitor: Visitor, fields: dict[str, str]) -> str:
    """File a form that was looked over and return its notice."""
    looked = visitor.post("/notices/new", fields)
    assert looked.status == 200, looked.text
    sent = visitor.post("/notices/new", {**fields, "step": "send"})
    assert sent.status == 303, sent.text
    matter = sent.location.partition("#")[0].partition("?")[0].split("/")
    return "/".join(matter[-2:])


def around(latitude: float) -> list[list[list[list[int]]]]:
    """Return a square of ground."""
    e7 = round(latitude * 10_000_000)
    return [[[[361900000, e7 - 50000], [362100000, e7 - 50000], [362100000, e7 + 50000], [361900000, e7 + 50000]]]]


def fields(page: str, how: str, text: str) -> dict[str, str]:
    """Return the form of an answer as its page offers it."""
    form = page.split('id="acts"')[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(to|of|lang|once)" value="([^"]*)"', form))
    return {**hidden, "how": how, "text": text, "step": "look"}
