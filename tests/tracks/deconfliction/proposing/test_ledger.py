"""The burden ledger: a sum over accepted proposals, the same in every order, each counted once."""

from __future__ import annotations

from itertools import permutations

from parley.tracks.deconfliction.proposing.ledger import Burden, burdens_between, concessions_of, ledger
from parley.tracks.deconfliction.proposing.moves import Move, Proposal

NAMES = {"SY/1": "convoy", "IL/1": "patrol"}


def proposal(*moves: tuple[str, str, int, str, int]) -> Proposal:
    """Return a proposal of moves of one notice a member."""
    return Proposal(tuple(Move(f"{m}/1", f"{m}/1", m, how, amount, unit, cost) for m, how, amount, unit, cost in moves))


def test_what_was_conceded_is_summed_by_member_and_class() -> None:
    """Each way in its own unit, costs together; in any order of arrival, and read twice it counts once."""
    given = [
        *concessions_of(
            proposal(("SY", "time", -600, "s", 100), ("IL", "time", 900, "s", 150)), names=NAMES, entry="a"
        ),
        *concessions_of(proposal(("SY", "aside", 500, "m", 250)), names=NAMES, entry="b"),
        *concessions_of(proposal(("SY", "height", 100, "ft", 30)), names=NAMES, entry="c"),
        *concessions_of(proposal(("IL", "trim", 300, "permille", 600)), names=NAMES, entry="d"),
    ]
    found = ledger(given)
    assert found == {
        ("IL", "patrol"): Burden(2, 750, seconds=900, permille_of_ground=300),
        ("SY", "convoy"): Burden(3, 380, 600, 500, 304_800),
    }
    assert all(ledger([*order, *order]) == found for order in permutations(given, len(given)))
    assert burdens_between(found, one=("SY", "convoy"), other=("IL", "convoy")) == {"SY": 380, "IL": 0}
