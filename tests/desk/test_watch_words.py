"""The watch list speaks the reader's language down to the level to which a lapse has risen."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.utils.translation import override

import parley.tracks
from parley.desk.duty_words import duty_kind, duty_why, duty_word, part_of_duty
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


def test_a_level_of_a_dispute_is_told_by_its_name(cell: Cell) -> None:
    """A level has the name that the charter gives it in the language of the reader; a step keeps its own."""
    charter = cell.mechanism.nodes["SY"].charter()
    level = "SY/3:settle_dispute.liaison_chiefs:SY"
    assert part_of_duty(level, charter=charter, language="en") == "Chiefs of the liaison cells"
    assert part_of_duty(level, charter=charter, language="he") == "ראשי תאי הקישור"
    assert part_of_duty("SY/3:do_step.phase1:SY", charter=charter, language="ar") == "phase1"
    assert part_of_duty("SY/3:answer:SY", charter=charter, language="en") == ""


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
    on_talks, _ = seen("talks")
    assert not on_talks & both


def whats() -> dict[str, str]:
    """Return every code of a duty that a track may give, with the module that gives it."""
    found: dict[str, str] = {}
    root = Path(parley.tracks.__file__).parent
    for path in sorted(root.rglob("*.py")):
        name = ".".join(("parley.tracks", *path.relative_to(root).with_suffix("").parts))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            given = [each.value for each in call.keywords if each.arg == "what"] if isinstance(call, ast.Call) else []
            for value in given:
                code = value.value if isinstance(value, ast.Constant) else None
                if isinstance(value, ast.Name):
                    code = getattr(import_module(name), value.id, None)
                if isinstance(code, str):
                    found[code] = name
    return found


def test_every_duty_of_every_track_has_its_words() -> None:
    """What is owed, by which rule, and by which kind of entry it is met: no list shows a bare code."""
    codes = whats()
    assert {"acknowledge", "acknowledge_notice", "do_step", "make_inspection", "settle_dispute"} <= set(codes)
    assert {code: module for code, module in codes.items() if duty_word(code) == code or not duty_why(code)} == {}
    assert {code for code in codes if not duty_kind(code)} == set()
