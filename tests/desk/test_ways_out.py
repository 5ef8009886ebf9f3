"""The ways out on the page of an overlap: in words for both sides, accepted by a press, followed by the change."""

from __future__ import annotations

import re

import pytest

from parley.node import reading
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.desk.cell import Cell
from tests.desk.planning import BEGINS_S, around
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import HOUR, plan, volume

GROUND = {"menu": 32.62, "accept": 32.72, "split": 32.82}
SLACK = {"time_min": 600, "lateral_m": 3_000, "vertical_m": 0}


def meeting(cell: Cell, latitude: float) -> tuple[str, str, str]:
    """Let two convoys of ours and of IL share two hours, SY's node tell it and propose; return both and the matter."""
    area = around(latitude)
    theirs = cell.says("IL", "activity_notified", plan(
        volume(begins_s=BEGINS_S + 2 * HOUR, area=area), subject="EXERCISE shepherds", slack=SLACK))  # fmt: skip
    mine = cell.says("SY", "activity_notified", plan(
        volume(begins_s=BEGINS_S, area=area), subject="EXERCISE water", slack=SLACK))  # fmt: skip
    matter = overlap_id((mine, theirs))
    # Found first, then proposed; what other tests left to be told may come before.
    for _ in range(5):
        cell.tells_overlaps("SY")
        row = reading.matter(cell.mechanism.nodes["SY"], matter)
        if row is not None and row.state.get("menu"):
            break
    return mine, theirs, matter


def form_of(page: str, number: int) -> dict[str, str]:
    """Return the form by which a way out is accepted, as its page offers it."""
    form = next(each for each in page.split("<form")[1:] if f"Accept way out {number}<" in each)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', form)
    assert digest is not None
    return {**hidden, "digest": digest[1], "step": "send"}


def number_of(page: str, words: str) -> int:
    """Return the number of the first way out that says this."""
    parts = page.split("Way out ")[1:]
    return next(int(part.split("<")[0]) for part in parts if words in part.split("Way out ")[0])


def test_the_menu_says_for_each_side_what_it_means(cell: Cell, visitor: Visitor) -> None:
    """Who moves how far, when it would then be, what that costs of its slack, that it was tried, and what it is not."""
    _, _, matter = meeting(cell, GROUND["menu"])
    page = visitor.get(f"/overlaps/{matter}").text
    for said in ("Ways out", "begins earlier by", "begins later by", "stays as planned", "of the slack it declared",
                 "This node tried it", "without prejudice to legality"):  # fmt: skip
        assert said in page, said
    assert re.search(r"Accept way out \d", page)


def test_a_way_out_of_ours_alone_is_accepted_and_carried_out(cell: Cell, visitor: Visitor) -> None:
    """One press; the node files the change; the page says that it is agreed and then that the overlap is cleared."""
    mine, _, matter = meeting(cell, GROUND["accept"])
    page = visitor.get(f"/overlaps/{matter}").text
    ours = [number for number in range(1, 6) if f"Accept way out {number}<" in page]
    alone = next(n for n in ours if "stays as planned" in page.split(f"Way out {n}<")[1].split("Way out ")[0])
    sent = visitor.post(f"/overlaps/{matter}/accept", form_of(page, alone))
    assert sent.status == 303 and sent.location.startswith(f"/overlaps/{matter}"), sent.text
    page = visitor.get(f"/overlaps/{matter}").text
    assert "agreed" in page and "Accept way out" not in page and "Way out accepted" in page
    for _ in range(2):
        cell.tells_overlaps("SY")
    page = visitor.get(f"/overlaps/{matter}").text
    assert "they do not meet any more" in page
    assert "Changed plan" in visitor.get(f"/notices/{mine}").text


@pytest.mark.parametrize(("language", "words"), [("ar", "مخارج"), ("he", "דרכי מוצא")])
def test_it_is_said_in_each_language(cell: Cell, language: str, words: str) -> None:
    """Nothing is left in English but what was written so."""
    _, _, matter = meeting(cell, GROUND["split"])
    visitor = cell.visitor()
    visitor.post("/language", {"language": language})
    page = visitor.get(f"/overlaps/{matter}").text
    assert words in page
    part = page.split('id="ways-out"')[1].split("</section>")[0]
    for english in ("Way out", "begins", "stays", "slack", "Accept", "prejudice"):
        assert english not in part
    # Figures keep their order by marks that are not seen: nothing is shown as if somebody had hidden it.
    assert "U+20" not in part and "\u2066" in part
