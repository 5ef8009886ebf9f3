"""Search finds what this member opened and the role reads, in any spelling, and nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parley.geo.place import Place
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.search import index, keeping
from parley.node.search.asking import Near, Wish, entry_of_number, search
from parley.node.search.contents import areas_of, cells_over, places_of
from parley.node.search.keeping import SearchKeeper
from parley.texts.finding import read_question
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import plan, volume

ALL = ("SY", "IL", "US")
TRACKS = ("hotline",)
QUNEITRA = {"lat_e7": 331_256_000, "lon_e7": 358_246_000}


def content(text: str, **more: Any) -> dict[str, Any]:
    """Return the content of a message."""
    plain = {"subject": "Notice", "text": text, "lang": "en", "items": [], "precedence": "routine"}
    return {**plain, "asks_read_back": False, **more}


class Desk:
    """The node of SY with its index, and what members say."""

    def __init__(self, mechanism: Mechanism) -> None:
        """Open the index; nothing follows the record but the questions themselves."""
        self.mechanism, self.keeper = mechanism, SearchKeeper(mechanism.nodes["SY"])

    def says(self, text: str, *, by: str = "IL", to: tuple[str, ...] = ALL, **more: Any) -> str:
        """Let a member send a message, carry it, and return its id."""
        return self.files("message_sent", content(text, **more), by=by, to=to)

    def files(
        self, kind: str, said: Mapping[str, Any], *, by: str, to: tuple[str, ...] = ALL, matter: str | None = None
    ) -> str:
        """Let a member file an entry and carry it."""
        filed = file(Draft(kind, to, said, matter, role="duty_officer"), node=self.mechanism.nodes[by])
        assert isinstance(filed, Filed), filed
        self.mechanism.carry_all(1)
        return filed.id

    def finds(self, text: str = "", *, tracks: tuple[str, ...] = TRACKS, **wishes: Any) -> list[str]:
        """Return the ids of all that is found."""
        wish = replace(Wish(tracks), question=read_question(text), **wishes)
        return [hit.id for hit in search(self.keeper, wish).hits]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three nodes that are in force, and the index of SY."""
    mechanism = Mechanism(tmp_path, durable=False).make()
    opened = Desk(mechanism)
    yield opened
    opened.keeper.stop()
    mechanism.close_all()


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The convoy waits at the bridge.", "BRIDGES convoy"),
        ("القافلة عند الجِسْرِ", "جسر قافله"),
        ("השיירה ממתינה ליד הגֶּשֶׁר", "גשר"),
        ("Post ١٠٤٢ is closed", "1042"),
    ],
)
def test_a_message_is_found_in_another_spelling(desk: Desk, written: str, asked: str) -> None:
    """In three languages, as soon as it is here."""
    said = desk.says(written)
    desk.says("Something else.")
    assert desk.finds(asked) == [said]


def test_what_is_sealed_to_others_is_not_there(desk: Desk) -> None:
    """A message between two others is found by neither its words nor its number nor any list."""
    said = desk.says("Orchard by the well", to=("IL", "US"))
    assert desk.finds("orchard") == []
    assert desk.finds(member="IL") == []
    assert entry_of_number(desk.keeper, said, tracks=TRACKS) is None


def test_a_role_finds_only_the_tracks_that_admit_it(desk: Desk) -> None:
    """Whoever reads no track of it is answered as if nothing were there."""
    said = desk.says("Orchard by the well")
    assert desk.finds("orchard", tracks=("mechanism",)) == []
    assert desk.finds("orchard", tracks=()) == []
    assert entry_of_number(desk.keeper, said, tracks=("mechanism",)) is None
    assert entry_of_number(desk.keeper, said.lower().replace("/", " "), tracks=TRACKS) == said


def test_a_place_is_found_within_its_distance(desk: Desk) -> None:
    """By coordinates, whatever the place is called; nearest metres told, farther ones left out."""
    item = {"n": 1, "type": "place", "label": "gate", "value": QUNEITRA}
    said = desk.says("Gate opened", items=[item])
    desk.says("No place")
    here = Place(lat_e7=331_356_000, lon_e7=358_246_000)
    assert desk.finds(near=Near(here, 2.0)) == [said]
    assert desk.finds(near=Near(here, 1.0)) == []
    assert desk.finds(near=Near(here, 20_000.0)) == [said]
    (hit,) = search(desk.keeper, Wish(TRACKS, near=Near(here, 2.0))).hits
    assert hit.km == pytest.approx(1.109, abs=0.01)


def test_an_area_is_found_from_within_and_by_its_nearest_edge(desk: Desk) -> None:
    """A notice names an outline and no place: whoever stands in it, or not far from a side of it, finds it."""
    square = [[[[357_000_000, 330_000_000], [359_000_000, 330_000_000], [359_000_000, 332_000_000],
                [357_000_000, 332_000_000]]]]  # fmt: skip
    said = desk.files("activity_notified", plan(volume(area=square, begins_s=1_767_700_000 + 3 * 86_400)), by="IL")

    def near(lat_e7: int, lon_e7: int, km: float) -> list[tuple[str, float | None]]:
        wish = Wish(("deconfliction",), near=Near(Place(lat_e7=lat_e7, lon_e7=lon_e7), km))
        return [(hit.id, hit.km) for hit in search(desk.keeper, wish).hits]

    assert near(331_000_000, 358_000_000, 1.0) == [(said, 0.0)]
    # 0.01 degree north of the middle of its northern side, far from every corner.
    assert near(332_100_000, 358_000_000, 1.0) == []
    assert near(332_100_000, 358_000_000, 2.0) == [(said, pytest.approx(1.109, abs=0.01))]
    assert near(332_100_000, 358_000_000, 300.0) == [(said, pytest.approx(1.109, abs=0.01))]
    assert near(0, 0, 20_000.0) == [(said, pytest.approx(5_290, rel=0.02))]


def test_what_is_no_place_on_earth_is_found_near_none(desk: Desk) -> None:
    """A content that names a place beyond the poles, or no outline, has neither cells nor distance."""
    assert list(places_of({"a": [{"lat_e7": 10**15, "lon_e7": 5}, {"lat_e7": 5, "lon_e7": 7}]})) == [(5, 7)]
    areas = [[[[[10**15, 5], [5, 7]]]], "x", [[1.5, 2]], [], {"area": 7}]
    assert [cells_over(area) for area in areas] == [cells_over([[[[5, 7]]]]), [], [], [], []]
    assert list(areas_of({"areas": [[1], {"area": [2]}], "volumes": [{"area": [3]}]})) == [[1], [2], [3]]


def test_time_member_kind_precedence_and_state_narrow_what_is_found(desk: Desk) -> None:
    """Each wish alone, and what meets them all."""
    first = desk.says("Orchard", precedence="immediate")
    second = desk.says("Orchard", by="US")
    known = desk.files(
        "message_acknowledged", {"how": "received", "of": first}, by="SY", matter=first
    )
    assert desk.finds("orchard", member="US") == [second]
    assert desk.finds(precedence="immediate") == [known, first]
    assert desk.finds(kind="message_acknowledged") == [known]
    assert desk.finds(state="acknowledged") == [known, first]
    assert desk.finds("orchard", state="acknowledged", member="US") == []
    at_ms = search(desk.keeper, Wish(TRACKS, member="US")).hits[0].at_ms
    assert desk.finds("orchard", from_ms=at_ms) == [second]
    assert desk.finds("orchard", to_ms=at_ms) == [first]


def test_pages_follow_each_other_without_a_hole(desk: Desk) -> None:
    """Going on from page to page gives every entry once, newest first."""
    said = [desk.says(f"Orchard {n}") for n in range(7)]
    wish = Wish(TRACKS, question=read_question("orchard"))
    found, more = [], None
    while True:
        page = search(desk.keeper, wish, before=more, page=3)
        found += [hit.id for hit in page.hits]
        if page.more is None:
            break
        more = page.more
    assert found == said[::-1]


def test_the_index_made_anew_equals_the_one_that_followed(desk: Desk) -> None:
    """Bite by bite behind the record, or at once from the first entry: the same rows with the same tokens."""
    for n in range(6):
        desk.says(f"Orchard {n} القنيطرة", items=[{"n": 1, "type": "place", "label": "x", "value": QUNEITRA}])
        desk.keeper.catch_up(most=2)
    while desk.keeper.catch_up(most=3):
        pass
    with desk.keeper.reader() as conn:
        live = index.contents(conn)
    desk.keeper.stop()
    index.throw_away(desk.keeper.path)
    desk.keeper = SearchKeeper(desk.mechanism.nodes["SY"])
    desk.keeper.catch_up(most=10_000)
    with desk.keeper.reader() as conn:
        again = index.contents(conn)
    assert again == live
    assert len(live) >= 6


def test_a_restart_goes_on_where_it_stopped(desk: Desk) -> None:
    """What was indexed is kept, and nothing is indexed twice."""
    said = desk.says("Orchard")
    assert desk.finds("orchard") == [said]
    reach = desk.keeper.reach()
    desk.keeper.stop()
    desk.keeper = SearchKeeper(desk.mechanism.nodes["SY"])
    assert desk.keeper.reach() == reach
    assert desk.finds("orchard") == [said]


def test_an_index_of_another_form_or_a_broken_one_is_made_again(desk: Desk) -> None:
    """It is disposable: whatever is wrong with it, it begins anew."""
    said = desk.says("Orchard")
    desk.keeper.stop()
    desk.keeper.path.write_bytes(b"no database at all" * 400)
    desk.keeper = SearchKeeper(desk.mechanism.nodes["SY"])
    assert desk.finds("orchard") == [said]


def test_the_file_holds_no_word(desk: Desk) -> None:
    """Who takes the file without the local key reads nothing of what was said."""
    desk.says("Orchard by the well", items=[{"n": 1, "type": "place", "label": "gatehouse", "value": QUNEITRA}])
    assert desk.finds("gatehouse")
    raw = b"".join(path.read_bytes() for path in desk.keeper.path.parent.glob("search.sqlite*"))
    assert b"rchard" not in raw and b"atehouse" not in raw and b"331256" not in raw


def test_a_thread_brings_the_index_up_by_itself(desk: Desk) -> None:
    """Nobody asks, and it comes up to the record all the same."""
    desk.says("Orchard")
    desk.keeper.start()
    for _ in range(200):
        if desk.keeper.reach().is_whole:
            break
        desk.keeper._stopped.wait(0.05)
    assert desk.keeper.reach().is_whole


@pytest.mark.parametrize("hard", [0, 3, 10**6])
def test_the_index_makes_way_while_the_writer_is_hard_at_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, hard: int
) -> None:
    """It waits for as long as the writer works most of the time, but not for ever."""
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.01)
    monkeypatch.setattr(keeping, "MOST_PATIENCE_S", 0.2)
    asked: list[int] = []
    monkeypatch.setattr(desk.keeper, "_writer_is_hard_at_work", lambda: asked.append(1) or len(asked) <= hard)
    desk.keeper._let_the_record_pass()
    assert len(asked) == hard + 1 or (hard > 100 and 2 < len(asked) <= 30)


def test_the_writers_work_is_reckoned_over_the_time_since_the_last_look(desk: Desk) -> None:
    """More than half of it is hard work; what goes on at this moment counts."""
    keeper, writer = desk.keeper, desk.mechanism.nodes["SY"].writer
    keeper._seen = (writer.worked_s() - 6.0, time.monotonic() - 10.0)
    assert keeper._writer_is_hard_at_work()
    keeper._seen = (writer.worked_s() - 4.0, time.monotonic() - 10.0)
    assert not keeper._writer_is_hard_at_work()
    begun, go_on = threading.Event(), threading.Event()
    job = writer.call(lambda ledger: begun.set() or go_on.wait(20))
    assert begun.wait(20)
    before = writer.worked_s()
    time.sleep(0.05)
    assert writer.worked_s() > before
    go_on.set()
    job.result()
