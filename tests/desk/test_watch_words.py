"""The watch list speaks the reader's language down to the level to which a lapse has risen."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from parley.desk.frame import in_language
from parley.desk.watch_list import Viewer, owed, watch_list
from tests.desk.cell import Cell, message
from tests.desk.planning import filed, form
from tests.desk.visitor import Visitor

LATE_MS = 60 * 60 * 1000


@pytest.mark.parametrize(("language", "role"), [("en", "Staff of the supervisor"), ("ar", "فريق الجهة المشرفة")])
def test_a_level_is_told_by_the_name_of_its_role(cell: Cell, language: str, role: str) -> None:
    """An hour after a FLASH that nobody acknowledged its row names the supervisor's role, and no code of a charter."""
    said = cell.says("IL", "message_sent", message(precedence="flash"))
    node = cell.mechanism.nodes["SY"]
    names = node.charter().roles
    with override(language):
        viewer = Viewer(
            str, lambda name: in_language(names[name].names, language=language), "duty_officer",
            node.clock.now_ms() + LATE_MS, ("hotline",),
        )  # fmt: skip
        shown = watch_list(owed(node, viewer=viewer))
    told = next(row.told for row in shown.rows if row.matter == said)
    assert role in told and "supervisor_staff" not in told


def test_the_list_holds_what_stands_on_the_tracks_of_the_role_and_counts_no_other(cell: Cell, visitor: Visitor) -> None:
    """A role on the hotline alone sees no notice's duty, one on deconfliction alone no message's, nor how many."""
    message_owed = cell.says("IL", "message_sent", message(precedence="flash"))
    notice_owed = filed(visitor, form(33.3))
    node = cell.mechanism.nodes["SY"]

    def seen(*tracks: str) -> tuple[set[str], int]:
        viewer = Viewer(str, str, "duty_officer", node.clock.now_ms(), tracks)
        found, rows = owed(node, viewer=viewer), set()
        rows |= {row.matter for row in found.rows}
        while found.older:
            found = owed(node, viewer=viewer, after=found.older)
            rows |= {row.matter for row in found.rows}
        return rows, found.total

    both, total = seen("hotline", "deconfliction")
    on_line, of_line = seen("hotline")
    on_plans, of_plans = seen("deconfliction")
    assert {message_owed, notice_owed} <= both
    assert message_owed in on_line and notice_owed not in on_line
    assert notice_owed in on_plans and message_owed not in on_plans
    assert of_line + of_plans == total
    assert seen("talks") == (set(), 0)
