"""The frame: parts add to it, the watch list shows all that is owed part by part, old things say so, looks are kept."""

from __future__ import annotations

import gzip
import http.client
from collections import Counter

import pytest
from django.template.loader import get_template
from django.urls import reverse

from parley.desk import installed, watch_list
from parley.desk.linkbar import links_shown
from parley.desk.watch_list import Viewer
from parley.node.links import Alive
from parley.node.owed import lines_owed
from parley.node.store import logs
from tests.desk.cell import Cell, message, pressing
from tests.desk.visitor import Visitor


def viewer(cell: Cell, *, role: str = "duty_officer") -> Viewer:
    """Return whoever looks at the desk of SY now."""
    return Viewer(str, str, role, cell.mechanism.nodes["SY"].clock.now_ms(), ("hotline",))


def test_parts_have_names_of_their_own_and_addresses_that_lead_somewhere(cell: Cell) -> None:
    """Parts, rail entries and panels are named once; every address resolves and every template is there."""
    for found in (installed.PARTS, installed.rail_entries(), installed.panels()):
        assert max(Counter(each.name for each in found).values()) == 1
    assert all(reverse(each.address) for each in (*installed.rail_entries(), *installed.menu_entries()))
    templates = [panel.template for panel in installed.panels()]
    templates += [name for kind in ("in_bar", "banners", "dialogs") for name in installed.files(kind)]
    assert all(get_template(name) for name in templates)


def test_the_palette_names_every_part_as_it_is_written(visitor: Visitor) -> None:
    """Without the marks by which the narrow rail may break a name: nobody types them."""
    palette = visitor.get("/").text.partition('id="palette-list"')[2].partition("</ul>")[0]
    assert ">Commitments<" in palette and "U+00AD" not in palette


def test_following_the_parts_of_the_watch_list_meets_every_matter_once(
    cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a window of three matters, going on to the end shows each matter that is owed in, once."""
    owed = {cell.says("IL", "message_sent", message(asks_answer=True)) for _ in range(5)}
    monkeypatch.setattr(watch_list, "WINDOW", 3)
    seen: list[str] = []
    after, node = "", cell.mechanism.nodes["SY"]
    while True:
        shown = watch_list.watch_list(watch_list.owed(node, viewer=viewer(cell), after=after))
        # The alarm of a line stands in the first part whatever else does: other tests leave lines silent.
        running = lines_owed(node, now_ms=viewer(cell).now_ms)[1] if not after else ()
        assert shown.looked_at <= 3 + len(running) and shown.total >= 5 and shown.is_part
        seen += {row.matter for row in shown.rows if row.matter}
        after = shown.older
        if not after:
            break
    assert owed <= set(seen) and max(Counter(seen).values()) == 1


def test_the_screen_says_how_many_matters_a_part_looks_at(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that does not hold all says of how many it shows how many, and leads on."""
    cell.says("IL", "message_sent", message(asks_answer=True))
    monkeypatch.setattr(watch_list, "WINDOW", 1)
    page = visitor.get("/part/watch").text
    assert "This part looks at" in page and "watch_after=" in page


def test_mine_is_what_the_role_may_do(cell: Cell) -> None:
    """A translator may acknowledge nothing: what the desk owes is not hers; a duty officer's it is."""
    matter = cell.says("IL", "message_sent", pressing())
    node = cell.mechanism.nodes["SY"]
    for role, is_shown in (("duty_officer", True), ("translator", False)):
        shown = watch_list.watch_list(watch_list.owed(node, viewer=viewer(cell, role=role)), show="mine")
        assert (matter in {row.matter for band in shown.bands for row in band.rows}) is is_shown


def test_the_filter_of_the_watch_list_is_kept(visitor: Visitor) -> None:
    """Whoever chose the desk's own duties finds them chosen on the next page."""
    assert 'data-show="all"' in visitor.get("/").text
    visitor.get("/part/watch?watch=desk")
    assert 'data-show="desk"' in visitor.get("/").text


def test_a_link_tells_lag_in_entries_and_seconds_and_its_route(cell: Cell) -> None:
    """A member two entries and a minute behind, relayed by another, is shown so and counts as old."""
    node = cell.mechanism.nodes["SY"]
    now_ms, origin = node.clock.now_ms(), node.charter().member("US").origin
    head = logs.head(node.reader(), origin)
    assert head is not None
    node.board.follow(("IL", "US"), now_ms=now_ms)
    node.board.connected("US", now_ms=now_ms)
    node.board.heads_told("US", sizes={origin: head.size + 2}, now_ms=now_ms)
    node.board.proved_alive(Alive("US", head.size, now_ms // 1000 - 60, now_ms - 59_000, "via:IL"))
    link = next(each for each in links_shown(node, names=str, language="en", now_ms=now_ms) if each.code == "US")
    assert (link.behind, link.lag_ms // 1000, link.route, link.state) == (2, 60, "via IL", "slow")
    assert link.is_stale and link.as_of_ms == now_ms - 59_000


@pytest.mark.parametrize(("route", "shown"), [("direct", ""), ("via:IL", "via IL"), ("stick", "stick")])
def test_a_cut_line_is_no_route(cell: Cell, route: str, shown: str) -> None:
    """Of a member without a link the bar never says direct; what another relays or a stick brings it says."""
    node = cell.mechanism.nodes["SY"]
    now_ms = node.clock.now_ms()
    before = node.board.alive("US")
    signed_at_s = max(now_ms // 1000, before.signed_at_s + 1 if before else 0)
    node.board.proved_alive(Alive("US", before.size + 1 if before else 1, signed_at_s, now_ms, route))
    node.board.closed("US", code="link_refused", now_ms=now_ms)
    link = next(each for each in links_shown(node, names=str, language="en", now_ms=now_ms) if each.code == "US")
    assert (link.state, link.route) == ("down", shown)


def test_what_comes_from_a_member_out_of_reach_says_as_of_when(cell: Cell, visitor: Visitor) -> None:
    """A row of a member without a link is hatched and says up to when the member is proven."""
    cell.says("IL", "message_sent", message(subject="From afar", asks_answer=True))
    page = visitor.get("/").text
    row = page[page.index("is-stale") : page.index("is-stale") + 3000]
    assert "as of" in row or "nothing proven" in row


def test_the_details_of_a_matter_tell_who_knew_what_when(cell: Cell, visitor: Visitor) -> None:
    """After a receipt the panel names the reader with a time, and what the author had read."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page = visitor.get(f"/details/{matter}/knowing").text
    assert "United States" in page and "Its author had read" in page and "<time" in page
    assert visitor.get(f"/details/{matter}").status == 200
    assert visitor.get("/details/IL/999999").status == 404
    assert visitor.get(f"/details/{matter}/nothing").status == 404


def test_the_time_line_stands_below_every_page_and_on_its_own(cell: Cell, visitor: Visitor) -> None:
    """A message of now is a mark on the strip, and a row of the list."""
    matter = cell.says("IL", "message_sent", message(subject="On the line", asks_answer=True))
    assert "tl-plot" in visitor.get("/shift").text
    page = visitor.get("/timeline?line=3").text
    assert "On the line" in page and matter in page
    assert visitor.get("/timeline?line=nonsense,x").status == 200


def test_the_chosen_looks_are_kept_and_nonsense_is_not(visitor: Visitor) -> None:
    """Dark and more contrast stay chosen on the next page; a value that is not offered changes nothing."""
    visitor.post("/appearance", {"theme": "dark", "next": "/"})
    visitor.post("/appearance", {"contrast": "more", "theme": "mauve", "next": "/"})
    page = visitor.get("/").text
    assert 'data-theme="dark"' in page and 'data-contrast="more"' in page and 'data-density="normal"' in page


def test_pages_and_files_are_compressed_for_whoever_can_read_it(cell: Cell, visitor: Visitor) -> None:
    """A page and a style sheet come as gzip where that is asked for, and are the same as without."""
    sheet = next(part for part in visitor.get("/").text.split('"') if part.endswith("desk.css"))
    for path in ("/sign-in", sheet):
        connection = http.client.HTTPConnection("127.0.0.1", cell.port, timeout=20)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        assert answer.getheader("Content-Encoding") == "gzip"
        plain = gzip.decompress(raw)
        assert plain.endswith(b"</html>\n") if path == "/sign-in" else plain == visitor.get(sheet).body
