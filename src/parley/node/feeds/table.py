"""Notices as a table for spreadsheets (RFC 4180), a row a window of a volume, safe against formulas. Pure.

A spreadsheet runs a cell that begins like a formula. Words are other people's: such a cell gets an apostrophe in front,
by which a spreadsheet takes it as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from unicodedata import category

from parley.geo.area import area_km2, read_area
from parley.geo.figures import Misread
from parley.geo.height import height_text
from parley.geo.place import Place, place_text
from parley.node.feeds.carried import Carried, height_of

FORM = "table"
COLUMNS = (
    "notice", "version", "member", "class", "subject", "state", "part", "begins", "ends", "lower", "upper", "where",
    "km2", "strength", "text",
)  # fmt: skip
# Wide forms too: a spreadsheet reads them as the plain ones. What is blank in front is passed over.
FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20|%"
UNSEEN = ("Cc", "Cf", "Mn", "Zs", "Zl", "Zp")
# By it Excel takes the file as UTF-8, and reads Arabic and Hebrew.
MARK = "\ufeff"


def table(notices: Iterable[Carried], word: Callable[[str], str]) -> bytes:
    """Return the table; `word` says "column_…", "state_…" and "part_…" in the reader's language."""
    made = io.StringIO()
    made.write(MARK)
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([word(f"column_{name}") for name in COLUMNS])
    for notice in notices:
        for row in _rows(notice, word):
            writer.writerow([safe(each) for each in row])
    return made.getvalue().encode()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes as a formula."""
    # Blanks, marks of direction and all else that is not seen.
    begun = next((each for each in cell if category(each) not in UNSEEN), "")
    is_formula = begun in tuple(FORMULA) or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if is_formula else cell


def _rows(notice: Carried, word: Callable[[str], str]) -> Iterator[list[str]]:
    for number, volume in enumerate((*notice.volumes, *notice.contingency)):
        part = word("part_planned" if number < len(notice.volumes) else "part_contingency")
        where, km2 = _place(volume)
        heights = [height_text(height_of(volume[name])) for name in ("lower", "upper")]
        for start, end in volume["windows"]:
            yield [
                notice.id, notice.version, notice.member_name, notice.kind_name, notice.title,
                word(f"state_{notice.state}"), part, _instant(start), _instant(end), *heights, where, km2,
                "" if notice.strength is None else str(notice.strength), notice.text,
            ]  # fmt: skip


def _place(volume: Mapping[str, Any]) -> tuple[str, str]:
    """Return the place from which a volume was drawn, else its first corner, and its square kilometres."""
    points = (volume.get("drawn") or {}).get("points")
    lon, lat = volume["area"][0][0][0]
    where = Place(points[0]["lat_e7"], points[0]["lon_e7"]) if points else Place(lat, lon)
    area = read_area(volume["area"])
    return place_text(where), "" if isinstance(area, Misread) else f"{area_km2(area):.2f}"


def _instant(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d %H:%MZ")
