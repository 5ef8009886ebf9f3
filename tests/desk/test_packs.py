"""Packs on the desk: counted, in a language of their own, issued by the supervisor and compared by a party."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from parley.charter.supervision_terms import supervision_terms
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from parley.node.supervision.packs.gathering import count_pack
from parley.node.supervision.packs.pack import Pack
from parley.node.supervision.packs.positions import positions_at
from parley.node.supervision.packs.spans import span_ending
from tests.desk.cell import ALL, Cell, message
from tests.desk.in_role import in_role
from tests.desk.visitor import Visitor
from tests.tracks.incidents.reports import account

HOUR = 6


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor of SY in the role of a chief, who reads supervision."""
    with in_role(cell, "chief") as visitor:
        yield visitor


def last_end() -> datetime:
    """Return the end of the newest daily pack that is over."""
    now = datetime.now(UTC)
    ends = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return ends if ends <= now else ends - timedelta(days=1)


def pack_of(node: Node) -> Pack:
    """Return the newest daily pack that is over, as a node counts it."""
    terms = supervision_terms(node.charter())
    assert terms is not None
    span = span_ending("day", last_end().date(), terms=terms)
    assert span is not None
    found = count_pack(node, span, positions_at(node, span.until_ms), now_ms=span.until_ms)
    assert isinstance(found, Pack)
    return found


def test_the_running_pack_counts_what_was_said(
    cell: Cell, chief: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """An incident stands in it with its entry, on the page and in what is given to keep."""
    from parley.desk.supervision import packs

    # A running pack is counted up to the last whole minute.
    monkeypatch.setattr(packs, "MINUTE_MS", 1)
    now_s = int(datetime.now(UTC).timestamp())
    content = account(time={"from_s": now_s - 600, "until_s": now_s - 300, "precision": "minute"})
    heard = cell.says("IL", "incident_reported", {name: each for name, each in content.items() if name != "role"})
    here = f"/packs/day/{(last_end() + timedelta(days=1)).date()}"
    page = chief.get(here).text
    assert "still runs: counted so far" in page and "Counted from" in page and 'data-section="incidents"' in page
    told = json.loads(chief.get(f"{here}.json").text)
    assert told["span"] == "day" and {each["log"] for each in told["positions"]} <= set(ALL)
    assert heard in {entry for each in told["sections"]["incidents"] for entry in each["entries"]}
    assert "Issue this pack" not in page


def test_the_language_of_a_pack_is_its_own(chief: Visitor) -> None:
    """The frame stays in the officer's language; the pack reads in the one that was chosen on its page."""
    page = chief.get(f"/packs/day/{last_end().date()}?lang=ar").text
    assert '<article class="pack" lang="ar" dir="rtl"' in page and "حالة الآلية" in page and "Daily pack" in page
    table = chief.get(f"/packs/day/{last_end().date()}.csv?lang=he").text
    assert table.startswith("\ufeff") and "section" in table


def test_what_was_issued_is_compared(cell: Cell, chief: Visitor) -> None:
    """The same as what this node counts; then another digest of a section, which is named."""
    pack = pack_of(cell.mechanism.nodes["US"])
    for content, says in (
        (pack.content(), "This node counts the same from the same entries."),
        ({**pack.content(), "digest": "0" * 64, "sections": [
            {**each, "digest": "0" * 64} if each["name"] == "disputes" else each for each in pack.content()["sections"]
        ]}, "From the same entries this node counts otherwise, in: Disputes."),
    ):  # fmt: skip
        filed = file(Draft("pack_issued", ALL, content, role="supervisor_staff"), node=cell.mechanism.nodes["US"])
        assert isinstance(filed, Filed), filed
        cell.carry()
        there = chief.get(f"/packs/{filed.id}")
        assert there.status == 302 and there.headers["location"].endswith(f"?pack={filed.id}")
        assert says in chief.get(there.headers["location"]).text
        assert filed.id in chief.get("/packs").text


def test_what_is_no_pack_is_not_there(chief: Visitor) -> None:
    """No other day, sort, pack or line, and no day that has not begun."""
    ahead = (last_end() + timedelta(days=3)).date()
    here = f"/packs/day/{last_end().date()}"
    for address in (
        "/packs/day/2026-02-30", "/packs/month/2026-02-03", f"/packs/day/{ahead}", "/packs/IL/999999",
        f"{here}?pack=US/1", f"{here}/entries?line=no",
    ):  # fmt: skip
        assert chief.get(address).status == 404, address


def test_a_party_issues_none(chief: Visitor) -> None:
    """Refused with the clause, on the pack's page."""
    refused = chief.post(f"/packs/day/{last_end().date()}/issue", {})
    assert refused.status == 422 and "SU-12" in refused.text


def test_every_figure_leads_to_its_entries(cell: Cell, chief: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the role reads are listed; the figures of every member stand in the pack."""
    from parley.desk.supervision import packs

    monkeypatch.setattr(packs, "MINUTE_MS", 1)
    cell.says("IL", "message_sent", message())
    here = f"/packs/day/{(last_end() + timedelta(days=1)).date()}"
    page = chief.get(here).text
    assert 'data-section="figures"' in page
    links = re.findall(r'href="(/packs/day/[^"]+/entries[^"]+)"', page)
    assert links
    for link in links[:3]:
        assert "/record/" in chief.get(unescape(link)).text
