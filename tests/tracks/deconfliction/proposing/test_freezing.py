"""From a plan's freeze point on it is not asked to move any more, and nobody gains by filing early or late."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.deconfliction.proposing.freezing import MARGIN_S, Filed, as_asked, as_may_be_asked, not_asked
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.sides import Side
from tests.geo.drawing import DAY_S, HOUR, square
from tests.tracks.deconfliction.proposing.world import setting, side, volume

BEGINS, DAY = 1_000_000, 86_400
EARLY, LATER = BEGINS - 5 * DAY, BEGINS - 4 * DAY
LATE = BEGINS - 3 * HOUR

CASES: dict[str, Any] = {
    "long before, filing earlier gives no right": ((EARLY, LATER), BEGINS - 2 * DAY, (False, False)),
    "past the freeze point the later filer is asked": ((EARLY, LATER), BEGINS - HOUR, (True, False)),
    "whichever of the two that is": ((LATER, EARLY), BEGINS - HOUR, (False, True)),
    "filed after its own freeze point stands never firm": ((EARLY, LATE), BEGINS - HOUR, (True, False)),
    "both filed late, both are asked": ((LATE, LATE + 60), BEGINS - HOUR, (False, False)),
    "filed in the same second, both are asked": ((EARLY, EARLY), BEGINS - HOUR, (False, False)),
    "at the point itself it is": ((BEGINS - DAY, LATE), BEGINS - DAY, (True, False)),
}


@pytest.mark.parametrize("name", CASES)
def test_who_is_not_asked_any_more(name: str) -> None:
    """The same whichever side comes first."""
    filed, now_s, expected = CASES[name]
    one, other = (Filed(BEGINS, each) for each in filed)
    assert not_asked(one, other, now_s=now_s, freeze_s=DAY) == expected
    assert not_asked(other, one, now_s=now_s, freeze_s=DAY) == expected[::-1]
    assert not_asked(one, other, now_s=now_s, freeze_s=None) == (False, False)


def sides(**changes: Any) -> tuple[Side, Side]:
    """Return two that meet, SY's filed a day before IL's."""
    mine = side("SY", filed_s=DAY_S - 9 * DAY)
    theirs = side("IL", volume(square(35.81, 33.11, side=0.03), begins_min=20), filed_s=DAY_S - 8 * DAY, **changes)
    return mine, theirs


def movers(found: Any) -> set[str]:
    """Return who would move in any of these."""
    return {move.member for each in found for move in each.moves}


def test_a_menu_moves_only_who_is_asked() -> None:
    """Two days before both; an hour before, the later filer alone, whichever side is given first."""
    mine, theirs = sides()
    early = setting(now_s=DAY_S - 48 * HOUR, freeze_s=DAY)
    assert movers(menu(mine, theirs, setting=early)) == {"SY", "IL"}
    late = setting(now_s=DAY_S - HOUR, freeze_s=DAY)
    found = menu(mine, theirs, setting=late)
    assert movers(found) == {"IL"} and found == menu(theirs, mine, setting=late)


def test_a_judge_grants_the_minutes_between_computing_and_filing() -> None:
    """Who is asked at the hour that was computed with is so for the judge, whoever becomes firm in between."""
    mine, theirs = sides()
    for minutes in range(-30, 40, 3):
        now_s = DAY_S - DAY + 60 * minutes
        computed = as_asked(mine, theirs, setting=setting(now_s=now_s + MARGIN_S, freeze_s=DAY))
        for passed_s in (0, 300, MARGIN_S):
            judged = as_may_be_asked(mine, theirs, setting=setting(now_s=now_s + passed_s, freeze_s=DAY))
            assert all(was.stays or not now.stays for was, now in zip(computed, judged, strict=True))


def test_beside_a_class_that_keeps_its_right_nothing_stands_firm() -> None:
    """An evacuation is filed an hour before: the convoy is asked, past its freeze point or not."""
    mine, theirs = sides(stays=True)
    assert movers(menu(mine, theirs, setting=setting(now_s=DAY_S - HOUR, freeze_s=DAY))) == {"SY"}
