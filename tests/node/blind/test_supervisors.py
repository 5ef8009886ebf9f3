"""Two that supervise: an answer about blind notices is told by the first of them who may read both, and by no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.node.blind.cast import CLAUSE, alike, settle_down, tells
from tests.node.mechanism import TEMPLATES, Mechanism
from tests.node.overlaps.saying import BEGINS_S, notice, says
from tests.tracks.deconfliction.plans import plan, volume

EVERY = ("IL", "SY", "UN", "US")
SECOND = """  - code: UN
    kind: supervisor
    names: {en: Commission, ar: اللجنة, he: הוועדה}
    origin: paris-2026.parley.example/un
    basis: paris_statement
    address: from_card
    keys: from_card

# level 1 is the desk."""
AUDIENCES = """audiences:
  all: {members: [SY, IL, US, UN], basis: this_charter}
  syria_and_both: {members: [SY, US, UN], basis: this_charter}
  syria_and_commission: {members: [SY, UN], basis: this_charter}
"""


@pytest.fixture
def four(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism with the clause and a second supervisor, the last of its members."""
    text = (TEMPLATES / "paris-2026.yaml").read_text()
    text = text.replace("# level 1 is the desk.", SECOND, 1)
    text = text.replace("audiences:\n  all: {members: [SY, IL, US], basis: this_charter}\n", AUDIENCES, 1)
    before, line, after = text.partition("  deconfliction:\n    audiences: [all, ")
    assert line and "syria_and_both" in before
    path = tmp_path / "four.yaml"
    path.write_text(f"{before}{line}syria_and_both, syria_and_commission, {after}{CLAUSE}")
    mechanism = Mechanism(tmp_path / "homes", template=str(path), durable=False).make()
    yield mechanism
    mechanism.close_all()


def gives(four: Mechanism, *supervisors: str) -> None:
    """Let SY give a blind notice to these supervisors, and IL an open one over the same ground."""
    blind = plan(volume(begins_s=BEGINS_S))
    says(four, "SY", "activity_notified", blind, to=tuple(sorted(("SY", *supervisors))))
    notice(four, "IL", to=EVERY)
    settle_down(four)


def test_of_two_that_may_read_both_the_first_of_the_charter_tells_it(four: Mechanism) -> None:
    """Once, to the two and to both that supervise."""
    gives(four, "UN", "US")
    assert tells(four, "UN") == []
    assert [each["to"] for each in tells(four, "US")] == [list(EVERY)]
    assert tells(four, "UN") == [] and tells(four, "US") == []
    alike(four)


def test_who_alone_may_read_both_tells_it_and_the_other_learns_nothing(four: Mechanism) -> None:
    """A notice to the second supervisor alone: it tells; the first hears of neither notice nor answer."""
    gives(four, "UN")
    assert tells(four, "US") == []
    assert [each["to"] for each in tells(four, "UN")] == [["IL", "SY", "UN"]]
    alike(four)
