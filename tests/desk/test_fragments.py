"""Pushed panels: one rendering for an audience and a change, lines instead of the whole, nothing of one officer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from parley.desk import fragments
from parley.desk.feeding import MOVING_SECONDS, Paces
from parley.desk.fragments import Audience, Fragment, Press, Printed, Sheet, without_clocks
from parley.desk.line_edits import edits_between
from parley.desk.ring import Ring
from parley.desk.stream import Session, Stream
from parley.node.changes import Changes
from tests.desk.cell import Cell, message
from tests.desk.test_stream import listening
from tests.desk.visitor import Visitor

WATCH = Fragment("watch", "w.html", ("duties", "matter:*"))


@pytest.fixture(autouse=True)
def everybody_reads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no node is attached there is no charter to ask: every role reads the hotline."""
    if "cell" not in request.fixturenames:
        monkeypatch.setattr(fragments, "tracks_shown_in", lambda role: ("hotline",))


def browsers(count: int, *, press: Press, changes: Changes, languages: tuple[str, ...] = ("en",)) -> Any:
    """Let so many browsers listen while one event passes, and return what each was sent."""

    async def story() -> list[list[bytes]]:
        sent: list[list[bytes]] = [[] for _ in range(count)]
        stream = Stream(check=always, changes=changes, press=press)

        async def listen(number: int) -> None:
            async def receive() -> dict[str, Any]:
                await asyncio.sleep(3600)
                return {"type": "http.disconnect"}

            async def send(said: dict[str, Any]) -> None:
                sent[number].append(said.get("body", b""))

            query = f"parts=watch,none&language={languages[number % len(languages)]}".encode()
            await stream({"headers": [], "query_string": query}, receive, send)

        tasks = [asyncio.create_task(listen(number)) for number in range(count)]
        await asyncio.sleep(0.1)
        changes.publish({"duties"})
        await asyncio.sleep(0.5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return sent

    return asyncio.run(story())


async def always(scope: Any) -> Session | None:
    """Every browser is a duty officer's."""
    return Session("duty_officer")


@pytest.mark.parametrize("languages", [("en",), ("en", "ar", "he")])
def test_an_event_to_500_desks_is_rendered_once_an_audience(
    monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...]
) -> None:
    """However many browsers listen, a change is rendered once for each language that somebody reads."""
    made: list[Audience] = []

    def render(wanted: list[Fragment], audience: Audience) -> dict[str, str]:
        made.append(audience)
        return {each.name: f"<p>{audience.language}</p>" for each in wanted}

    monkeypatch.setattr(fragments, "render_fragments", render)
    press = Press((WATCH,))
    sent = browsers(500, press=press, changes=Changes(), languages=languages)
    assert sorted(each.language for each in made) == sorted(languages)
    assert press.renderings == len(languages)
    assert all(any(b"event: parts" in body for body in each) for each in sent)


def test_what_nobody_listens_to_is_not_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no browser shows a panel, its changes cost nothing."""
    monkeypatch.setattr(fragments, "render_fragments", lambda *_: pytest.fail("rendered for nobody"))
    browsers(3, press=Press((Fragment("rows", "r.html", ("duties",)),)), changes=Changes())


def test_a_browser_that_holds_the_version_before_is_sent_lines() -> None:
    """Of a long list only the lines that changed travel, and they lead to the new text to the letter."""
    before = "".join(f"<li>{n}</li>\n" for n in range(200))
    after = before.replace("<li>7</li>\n", "<li>7</li>\n<li>new</li>\n").replace("<li>90</li>\n", "")
    said = json.loads(Sheet("b", after, (("a", before),)).as_json(name="watch", known="a"))
    lines = before.splitlines(keepends=True)
    for start, end, text in said["edits"]:
        lines[start:end] = [text]
    assert "".join(lines) == after
    assert len(json.dumps(said)) < 200


@pytest.mark.parametrize("known", ["", "x"])
def test_a_browser_that_holds_another_version_is_sent_the_whole(known: str) -> None:
    """Who holds nothing, or what is no longer known here, gets the whole panel."""
    assert json.loads(Sheet("b", "<p>", (("a", ""),)).as_json(name="w", known=known))["text"] == "<p>"


def test_clocks_are_left_to_the_browser() -> None:
    """A second that passes makes no new version: what a clock says is not in the fragment."""
    shown = '<b class="left" dir="ltr" data-due="17">03:12</b> <span data-heard="5">heard 3 s ago</span>'
    assert without_clocks(shown) == '<b class="left" dir="ltr" data-due="17"></b> <span data-heard="5"></span>'


def test_a_paced_panel_waits_and_is_never_forgotten() -> None:
    """A panel with a pace is told at once, then again only after its pace, with the last change among it."""
    paces = Paces(lambda: (Fragment("links", "l.html", ("log:*",), pace_s=1.0),))
    assert paces.due(frozenset({"log:x"}), now=100.0) == {"links"}
    assert paces.due(frozenset({"log:x"}), now=100.2) == set()
    assert paces.patience(100.2) == pytest.approx(0.8)
    assert paces.due(frozenset(), now=101.1) == {"links"}
    assert paces.due(frozenset(), now=103.0) == set()


def test_after_a_rest_some_follow_at_once_and_the_pace_holds_over_time() -> None:
    """What follows within a moment is told without waiting, but a panel is not made more often than its pace allows."""
    paces = Paces(lambda: (Fragment("watch", "w.html", ("duties",), pace_s=0.1, burst=3),))
    told = [at for at in range(1000) if paces.due(frozenset({"duties"}), now=100 + at / 1000)]
    assert told[:3] == [0, 1, 2]
    assert len(told) == 12
    assert all(later - earlier == 100 for earlier, later in zip(told[3:], told[4:], strict=False))
    assert paces.due(frozenset({"duties"}), now=100.999) == set()
    assert paces.patience(100.999) == pytest.approx(0.001)
    assert [paces.due(frozenset({"duties"}), now=200 + at / 1000) != set() for at in range(4)] == [True] * 3 + [False]


def test_a_panel_that_moves_with_time_is_made_again_without_news() -> None:
    """A row that becomes overdue is moved although nothing happened."""
    paces = Paces(lambda: (Fragment("watch", "w.html", ("duties",), moves=True), WATCH))
    assert paces.due(frozenset(), now=1000.0) == {"watch"}
    assert paces.due(frozenset(), now=1001.0) == set()
    assert paces.due(frozenset(), now=1000.0 + MOVING_SECONDS) == {"watch"}


def test_a_renderings_number_keeps_up_with_what_touched_it() -> None:
    """Everything, as the node says where it cannot name what changed, touches each panel."""

    async def story() -> None:
        ring = Ring()
        ring.add(frozenset({"part:watch"}))
        assert (ring.touched_at("watch"), ring.touched_at("links")) == (1, 0)
        ring.add(frozenset({"everything"}))
        assert (ring.touched_at("watch"), ring.touched_at("links")) == (2, 2)

    asyncio.run(story())


def test_a_pushed_watch_list_is_that_of_the_page(cell: Cell, visitor: Visitor) -> None:
    """What is pushed after an event names the matter that came, in the language that was asked for, and no token."""
    with listening(visitor, path="/stream?parts=watch-all&language=ar") as events:
        next(events)
        matter = cell.says("IL", "message_sent", message(subject="Pushed", asks_answer=True))
        text = ""
        while matter not in text:
            name, _, said = next(events)
            text = json.loads(said)["parts"][0].get("text", said) if name == "parts" else ""
    assert "بانتظارك" in text or "/hotline/" in text
    assert "csrfmiddlewaretoken" not in text


ENTRIES = Fragment("entries", "e.html", ("matter:{matter}",), of_matter=True)


def test_a_matters_panel_is_known_by_its_id_and_forgotten_with_its_last_listener() -> None:
    """A page names the matter that it shows; what no page shows any more is neither fed nor kept."""
    press = Press((WATCH, ENTRIES))
    asked = press.known(["watch", "entries", "entries:SY/12", "entries:<b>", "watch:SY/1", "none:SY/1"])
    assert asked == {"watch", "entries:SY/12"}
    with press.heard_by(asked), press.heard_by(asked):
        assert [each.topics for each in press.shown()] == [("duties", "matter:*"), ("matter:SY/12",)]
    assert [each.name for each in press.shown()] == ["watch"]


def test_of_too_many_panels_the_frames_own_are_never_cut() -> None:
    """Whatever stands before them: of matters the first are pushed, and what is left is told to the browser."""
    asked = [f"entries:SY/{n}" for n in range(fragments.MOST_OF_MATTERS + 2)]
    press = Press((WATCH, ENTRIES))
    assert press.known([*asked, "watch"]) == {"watch", *asked[:-2]}

    async def story() -> list[bytes]:
        sent: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(said: dict[str, Any]) -> None:
            sent.append(said.get("body", b""))

        query = f"parts={','.join(asked)},watch,gone".encode()
        stream = Stream(check=always, changes=Changes(), press=press)
        await stream({"headers": [], "query_string": query}, receive, send)
        return sent

    left = next(each for each in asyncio.run(story()) if each.startswith(b"event: left\n"))
    assert json.loads(left.split(b"data: ")[1]) == [*asked[-2:], "gone"]


def test_what_touched_a_matter_before_its_page_listened_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event between the making of a page and the opening of its stream is not lost, and no other matter is made."""
    monkeypatch.setattr(fragments, "render_fragments", lambda wanted, _: {each.name: "<p>" for each in wanted})

    async def story() -> bytes:
        changes, sent = Changes(), bytearray()
        stream = Stream(check=always, changes=changes, press=Press((ENTRIES,)))
        begun = stream.follow().place
        await asyncio.sleep(0.05)
        changes.publish({"matter:SY/1"})
        await asyncio.sleep(0.05)

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(said: dict[str, Any]) -> None:
            sent.extend(said.get("body", b""))

        query = f"parts=entries:SY/1,entries:SY/2&after={begun}".encode()
        task = asyncio.create_task(stream({"headers": [], "query_string": query}, receive, send))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return bytes(sent)

    said = asyncio.run(story())
    assert b'"name":"entries:SY/1"' in said and b"entries:SY/2" not in said


def test_a_conversation_is_pushed_and_nothing_of_it_to_a_locked_screen(cell: Cell, visitor: Visitor) -> None:
    """An entry reaches the page of its conversation as a panel; a locked session that asks is sent no word of it."""
    matter = cell.says("IL", "message_sent", message(subject="Pushed whole", asks_answer=True))
    with listening(visitor, path=f"/stream?parts=entries:{matter},acts:{matter},watch-all&language=he") as events:
        next(events)
        cell.says("US", "message_acknowledged", {"how": "received"}, matter=matter)
        names: set[str] = set()
        while not {f"entries:{matter}", f"acts:{matter}"} <= names:
            name, _, said = next(events)
            names |= {part["name"] for part in json.loads(said)["parts"]} if name == "parts" else set()
    assert visitor.post("/lock").status == 303
    with listening(visitor, path=f"/stream?parts=entries:{matter},watch-all") as events:
        next(events)
        cell.says("US", "message_sent", message(subject="While locked", asks_answer=True), matter=None)
        told: list[str] = []
        while not told:
            name, _, said = next(events)
            told += [part["name"] for part in json.loads(said)["parts"]] if name == "parts" else []
    assert told == ["watch-all"]


def test_quick_panels_come_first_and_only_the_last_frame_names_the_place() -> None:
    """Each turn is written as soon as it is made; who is cut off between two is told all of it again."""
    quick, slow = Fragment("rows", "r.html", ("duties",)), Fragment("watch", "w.html", ("duties",), turn=1)
    press = Press((slow, quick))
    assert press.in_turns({"watch", "rows"}) == [["rows"], ["watch"]]

    async def made(names: list[str], audience: Audience, *, at: int) -> None:
        press._printed |= {(name, audience): Printed(at, Sheet("1", f"<p>{name}</p>")) for name in names}

    press._print = made  # type: ignore[method-assign]
    changes, sent = Changes(), []

    async def story() -> None:
        stream = Stream(check=always, changes=changes, press=press)

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(said: dict[str, Any]) -> None:
            sent.append(said.get("body", b""))

        listening = asyncio.create_task(stream({"headers": [], "query_string": b"parts=rows,watch"}, receive, send))
        await asyncio.sleep(0.1)
        changes.publish({"duties"})
        await asyncio.sleep(0.4)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(story())
    frames = [each.decode() for each in sent if b"event: parts" in each]
    assert ["rows" in frames[0], "watch" in frames[0]] == [True, False]
    assert ["rows" in frames[1], "watch" in frames[1]] == [False, True]
    assert not frames[0].startswith("id: ") and frames[1].startswith("id: ")


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", []),
        ("a\nb\nc\n", "new\na\nb\nc\n", [[0, 0, "new\n"]]),
        ("a\nb\nc\n", "a\nc\n", [[1, 2, ""]]),
        ("a\na\n", "a\na\na\n", [[2, 2, "a\n"]]),
        ("", "a\n", [[0, 0, "a\n"]]),
        ("a\nb\nc\nd\n", "a\nB\nc\nD\nd\n", [[3, 3, "D\n"], [1, 2, "B\n"]]),
    ],
)
def test_the_lines_between_two_versions(before: str, after: str, edits: list[list[Any]]) -> None:
    """What both begin and end with is left aside; what remains is named by its lines in the older one."""
    found = edits_between(before.splitlines(keepends=True), after.splitlines(keepends=True))
    assert found == edits
    lines = before.splitlines(keepends=True)
    for start, end, text in found:
        lines[start:end] = [text]
    assert "".join(lines) == after


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no clock", "no clock"),
        ('<b data-due="5">04:00</b> on', '<b data-due="5"></b> on'),
        ('<b data-due="5" x>04:00', '<b data-due="5" x>'),
        ('<b data-due="">a</b><i data-heard="7">b</i>', '<b data-due=""></b><i data-heard="7"></i>'),
        ('said data-due=&quot;5&quot;> and <b>more</b>', 'said data-due=&quot;5&quot;> and <b>more</b>'),
    ],
)
def test_what_clocks_write_is_left_out(text: str, left: str) -> None:
    """Of the elements that the browser's clocks write nothing but the tag remains; words of people are no clock."""
    assert without_clocks(text) == left
