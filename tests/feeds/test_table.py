"""The table of notices: read back by a reader of CSV, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io

import pytest

from parley.node.feeds.table import COLUMNS, safe
from tests.feeds.reading import reader
from tests.feeds.saying import day, notice
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, volume


def rows(raw: bytes) -> list[list[str]]:
    """Return the rows of a table, its mark of UTF-8 taken off."""
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") >= 1
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_table_has_a_row_for_each_window_of_each_volume(paris: Mechanism) -> None:
    """In words of the feed's language, with lines and quotes of the text as they are."""
    begins_s = day()
    windows = [[begins_s, begins_s + HOUR], [begins_s + 2 * HOUR, begins_s + 3 * HOUR]]
    text = 'Six "vehicles";\nwater, bread'
    mine = notice(paris, "SY", volumes=(volume(windows=windows),), contingency=[volume(begins_s=begins_s)], text=text)
    got = reader(paris.nodes["SY"], formats=("table",), language="he").get("/feeds/notices.csv")
    assert got.headers["content-type"].startswith("text/csv")
    head, *told = rows(got.body)
    ours = [each for each in told if each[0] == mine]
    assert len(head) == len(COLUMNS) and head[0] == "הודעה מוקדמת"
    assert [each[6] for each in ours] == ["אזור מתוכנן", "אזור מתוכנן", "לאן היא עשויה ללכת בעת צורך"]
    assert all(each[-1] == text and each[3] == "שיירה" and each[9] == "0 m AGL" for each in ours)
    assert ours[0][8] < ours[1][7] and ours[0][11] == "33.1000 N, 35.8000 E"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "\uff1d1", "\u200f=1",
                                   "\ufeff=1", "|x", "%0A=1"])  # fmt: skip
def test_no_cell_is_a_formula(words: str) -> None:
    """An apostrophe in front makes text of it."""
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("words", ["EXERCISE convoy", "33.1000 N, 35.8000 E", "a=1", "", "تمرين = 1"])
def test_other_cells_stay_as_they_are(words: str) -> None:
    """Nothing is put before what no spreadsheet runs."""
    assert safe(words) == words


def test_a_formula_in_a_notice_does_not_reach_a_spreadsheet(paris: Mechanism) -> None:
    """Subject and text are their author's words."""
    mine = notice(paris, "SY", subject='=HYPERLINK("http://x.example","EXERCISE")', text="-2+3")
    got = reader(paris.nodes["SY"], formats=("table",)).get("/feeds/notices.csv")
    (ours,) = [each for each in rows(got.body) if each[0] == mine]
    assert ours[4].startswith("'=HYPERLINK") and ours[-1] == "'-2+3"
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows(got.body) for cell in row)
