"""The door of feeds: a token and nothing else opens it, each use counts, and nobody learns by trying."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.feeds import door
from parley.feeds.answers import Answer
from parley.feeds.door import AT_ONCE, WRONG_A_MINUTE
from parley.node.feeds import kept
from parley.node.feeds.kept import Push, Terms
from parley.node.running import Node
from tests.feeds.reading import Reader, basic, feed, reader
from tests.feeds.saying import notice
from tests.node.mechanism import Mechanism

GEOJSON = "/feeds/notices.geojson"


def test_a_slow_answer_keeps_its_turn_until_it_is_done(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is told to come again, and does, begins no more beside it than few at once: officers come first."""
    node = paris.nodes["SY"]
    client, goes_on, begun = Reader(node).with_token(feed(node)), threading.Event(), list[int]()

    def slow(*_: Any, **__: Any) -> Answer:
        begun.append(1)
        goes_on.wait()
        return Answer.words(200, "late")

    async def asked_often() -> list[int]:
        try:
            return [(await client.ask(GEOJSON)).status for _ in range(AT_ONCE + 2)]
        finally:
            goes_on.set()

    monkeypatch.setattr(door, "answer", slow)
    monkeypatch.setattr(door, "PATIENCE_S", 0.3)
    assert asyncio.run(asked_often()) == [503] * (AT_ONCE + 2)
    assert len(begun) == AT_ONCE


def test_a_node_has_no_feed_until_one_is_added(paris: Mechanism) -> None:
    """By default nothing is served, whatever is asked."""
    notice(paris, "IL")
    client = Reader(paris.nodes["IL"])
    assert kept.listed(paris.nodes["IL"].reader()) == []
    for path in (GEOJSON, "/feeds/", "/feeds/ogc", "/feeds/t/one.x/ogc"):
        assert client.get(path).status == 401
    assert client.get("/notices").text == "the desk"


def test_a_token_opens_its_feed_in_every_way_a_client_may_have(paris: Mechanism) -> None:
    """As bearer, as the password of Basic, and in the path; the answer may be kept by nobody on the way."""
    node = paris.nodes["SY"]
    token, client = feed(node), Reader(node)
    answers = [
        client.get(GEOJSON, Authorization=f"Bearer {token}"),
        client.get(GEOJSON, **basic(token)),
        client.get(f"/feeds/t/{token}/notices.geojson"),
    ]
    assert [each.status for each in answers] == [200] * 3
    for each in answers:
        assert each.headers["cache-control"] == "private, no-store" and each.headers["vary"] == "authorization"
        assert "set-cookie" not in each.headers
    head = client.get(GEOJSON, method="HEAD", Authorization=f"Bearer {token}")
    assert head.body == b"" and int(head.headers["content-length"]) == len(answers[0].body)


@pytest.mark.parametrize("token", ["", "one", "one.", "one.x", "two.x", ".", "one.é"])
def test_another_token_opens_nothing(paris: Mechanism, token: str) -> None:
    """A name alone, a wrong secret, an unknown name: the same refusal."""
    node = paris.nodes["SY"]
    right, client = feed(node), Reader(node)
    assert client.get(GEOJSON, Authorization=f"Bearer {token}").status == 401
    assert client.get(GEOJSON, Authorization=f"Bearer {right}x").status == 401
    assert client.get(GEOJSON, Authorization=f"Basic {token}").status == 401
    assert client.get(GEOJSON, cookie=f"parley-session={right}").status == 401


def test_only_the_digest_of_a_token_is_kept(paris: Mechanism) -> None:
    """Neither the token nor its secret half stands in any file of the home folder."""
    node = paris.nodes["SY"]
    secret = feed(node).partition(".")[2].encode()
    assert len(secret) == 43
    files = [path for path in node.home.path.rglob("*") if path.is_file()]
    assert files and not any(secret in path.read_bytes() for path in files)


def test_each_use_is_counted_and_told_when_it_was(paris: Mechanism) -> None:
    """Also in the list of the operator."""
    node = paris.nodes["SY"]
    token = feed(node)
    for _ in range(3):
        Reader(node).with_token(token).get(GEOJSON)
    found = named(node, token)
    assert found.uses == 3 and found.used_ms is not None and found.used_ms > found.added_ms


def named(node: Node, token: str) -> kept.Feed:
    """Return the feed of a token."""
    found = kept.named(node.reader(), token.partition(".")[0])
    assert found is not None
    return found


def test_what_cannot_be_counted_does_not_leave(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the disk full the feed answers that it is busy, and with nothing else."""
    from parley.feeds import door

    def full(*args: object, **named: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(door, "count_use", full)
    answer = client.get(GEOJSON)
    assert answer.status == 503 and b"Feature" not in answer.body


def test_a_revoked_feed_is_closed_at_once_and_stays_in_the_list(paris: Mechanism) -> None:
    """Its name is not given again; revoking it twice is refused."""
    node = paris.nodes["SY"]
    token = feed(node)
    client, name = Reader(node).with_token(token), token.partition(".")[0]
    assert client.get(GEOJSON).status == 200
    assert _revoke(node, name) is None
    assert client.get(GEOJSON).status == 401
    again = _revoke(node, name)
    assert again is not None and (again.code, again.clause) == ("feed_unknown", "FEED-5")
    found = named(node, token)
    assert not found.is_open and found.uses == 1 and found in kept.listed(node.reader())
    refused = _add(node, name, Terms(("map",)))
    assert refused.code == "feed_known"


def _revoke(node: Node, name: str) -> Refusal | None:
    return node.writer.call(lambda ledger: kept.revoke(ledger.conn, name, at_ms=1)).result()


def _add(node: Node, name: str, terms: Terms) -> Refusal:
    charter = node.charter()
    made = node.writer.call(
        lambda ledger: kept.add(ledger.conn, name, terms, charter=charter, random=bytes(32), at_ms=1)
    ).result()
    assert isinstance(made, Refusal)
    return made


PUSH = Push("10.0.0.1", 8087, is_tls=False)


@pytest.mark.parametrize(("name", "terms", "code"), [
    ("One", Terms(("map",)), "feed_name"),
    ("one.two", Terms(("map",)), "feed_name"),
    ("one", Terms(("map",), audience="nobody"), "feed_audience"),
    ("one", Terms(()), "feed_terms"),
    ("one", Terms(("kml",)), "feed_terms"),
    ("one", Terms(("map",), per_minute=0), "feed_terms"),
    ("one", Terms(("cot",)), "feed_push"),
    ("one", Terms(("map",), push=PUSH), "feed_push"),
    ("one", Terms(("map",), carries="others"), "feed_unsigned"),
])  # fmt: skip
def test_a_feed_that_cannot_be_is_refused(paris: Mechanism, name: str, terms: Terms, code: str) -> None:
    """With its own sentence, and nothing is kept."""
    node = paris.nodes["SY"]
    assert _add(node, name, terms).code == code
    assert kept.named(node.reader(), name) is None


def test_a_feed_is_read_so_often_a_minute(paris: Mechanism) -> None:
    """Then it says how long to wait; another feed is not touched, and a minute later it goes on."""
    node = paris.nodes["SY"]
    client, other = reader(node, per_minute=2), reader(node)
    assert [client.get(GEOJSON).status for _ in range(3)] == [200, 200, 429]
    assert client.get(GEOJSON).headers["retry-after"] == "61"
    assert other.get(GEOJSON).status == 200
    client.now_s = 60.0
    assert client.get(GEOJSON).status == 200


def test_who_tries_tokens_is_told_to_wait_and_holds_nobody_up(paris: Mechanism) -> None:
    """Each address by itself; the right token opens its feed from there too, or anybody beside could shut it."""
    node = paris.nodes["SY"]
    token, client = feed(node), Reader(node)
    for number in range(WRONG_A_MINUTE):
        assert client.get(GEOJSON, Authorization=f"Bearer one.{number}").status == 401
    assert client.get(GEOJSON, Authorization="Bearer one.x").status == 429
    assert client.get(GEOJSON, Authorization=f"Bearer {token}").status == 200
    client.address = "10.0.0.10"
    assert client.get(GEOJSON, Authorization="Bearer one.x").status == 401
    client.address, client.now_s = "10.0.0.9", 60.0
    assert client.get(GEOJSON, Authorization="Bearer one.x").status == 401


def test_nothing_is_written_and_no_other_name_is_answered_to(client: Reader) -> None:
    """Other methods are refused; so is a host name that is not this desk's, which would come back in links."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.get(GEOJSON, method=method).status == 405
    assert client.get("http://elsewhere.example/feeds/ogc").status == 400
    assert client.get("http://[::1]:8000/feeds/ogc").json["links"][0]["href"] == "http://[::1]:8000/feeds/ogc"


def test_a_feed_gives_only_the_formats_it_was_added_for(paris: Mechanism) -> None:
    """And says which addresses there are."""
    client = reader(paris.nodes["SY"], formats=("calendar",))
    assert client.get(GEOJSON).status == 403 and client.get("/feeds/alerts").status == 403
    assert client.get("/feeds/calendar.ics").status == 200
    missing = client.get("/feeds/everything")
    assert missing.status == 404 and "calendar.ics" in missing.text


def test_a_running_node_serves_its_feeds_beside_its_desk(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `parley run` puts them together: the feeds below their place, the desk everywhere else."""
    from parley.cli import run
    from parley.cli.placing import Place
    from parley.desk import opening
    from tests.feeds.reading import nothing

    node = paris.nodes["SY"]
    monkeypatch.setattr(opening, "open_desk", lambda node, **told: nothing)
    client = reader(node)
    client.app = run._desk_app(node, Place(node.home, node.settings), single_sign_on=None)
    assert client.get("/feeds").text == client.get("/").text == "the desk"
    assert client.get(GEOJSON).status == 200
