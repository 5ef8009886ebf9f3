"""The watch list speaks the reader's language down to the level to which a lapse has risen."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from parley.desk.frame import in_language
from parley.desk.watch_list import Viewer, owed, watch_list
from tests.desk.cell import Cell, message

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
