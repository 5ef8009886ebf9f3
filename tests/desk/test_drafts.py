"""Drafts are bounded and one officer's alone; rows are shelved with a reason, a FLASH never."""

from __future__ import annotations

import json
import re

from tests.desk.cell import Cell, pressing
from tests.desk.screens import flash
from tests.desk.visitor import Visitor


def test_a_row_is_shelved_with_a_reason_and_a_flash_never(cell: Cell, visitor: Visitor) -> None:
    """A row goes to the end of the list with who and why, comes back when told, and a FLASH stays where it is."""
    matter = cell.says("IL", "message_sent", pressing(subject="Can wait"))
    page = visitor.get("/part/watch").text
    row = next(each for each in re.findall(r'data-row="([^"]+)"', page) if each.startswith(matter))
    assert visitor.post("/shelve", {"row": row, "minutes": "10", "why": ""}).status == 422
    long = visitor.post("/shelve", {"row": row, "minutes": "10", "why": "w" * 201})
    assert long.status == 422 and "more than 200 characters" in long.text and "DESK-43" in long.text
    assert visitor.post("/shelve", {"row": row, "minutes": "10", "why": "Waits for the patrol"}).status == 303
    assert "Waits for the patrol" in visitor.get("/part/watch").text
    assert "Waits for the patrol" in visitor.get("/shelve?row=x").text
    visitor.post("/shelve/back", {"row": row})
    assert "Waits for the patrol" not in visitor.get("/part/watch").text
    urgent = flash(cell)
    page = visitor.get("/part/watch").text
    row = next(each for each in re.findall(r'data-row="([^"]+)"', page) if each.startswith(urgent))
    assert visitor.post("/shelve", {"row": row, "minutes": "10", "why": "no"}).status == 422
    visitor.post(f"/hotline/{urgent}/acknowledge", {"how": "received"})


def test_a_full_disk_is_told_while_a_draft_is_saved(cell: Cell, visitor: Visitor) -> None:
    """A draft for which the disk has no room is refused with a sentence, and kept once there is room."""
    from django.db import connection

    from parley.desk.drafts import keeping
    from parley.desk.models import Officer

    officer = Officer.objects.get(name="officer-1")
    node = cell.mechanism.nodes["SY"]
    draft = keeping.Draft("/hotline/full", "/hotline/new", {"text": ["x" * 60_000]}, 5)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")
        refusal = keeping.keep(node, draft, officer=officer)
        cursor.execute(f"PRAGMA max_page_count = {1 << 30}")
    assert refusal is not None and refusal.code == "draft_disk_full"
    assert keeping.draft_of(node, "/hotline/full", officer=officer) is None
    assert keeping.keep(node, draft, officer=officer) is None
    assert keeping.draft_of(node, "/hotline/full", officer=officer) == draft
    keeping.discard("/hotline/full", officer=officer)


def test_drafts_are_bounded_and_one_officer_sees_no_other_s(cell: Cell, visitor: Visitor) -> None:
    """Too long a draft is refused, an older one replaces no newer one, and each officer has drafts of his own."""
    def keep(text: str, at: int) -> int:
        said = {"form": "/hotline/bounds", "page": "/hotline/new", "written_at_ms": str(at)}
        return visitor.post("/drafts/keep", {**said, "fields": json.dumps({"text": [text]})}).status

    assert keep("x" * 70_000, 10) == 413
    assert (keep("newer", 20), keep("older", 10)) == (204, 204)
    assert '"newer"' in visitor.get("/drafts/of?form=/hotline/bounds").text
    assert cell.visitor("officer-2").get("/drafts/of?form=/hotline/bounds").status == 204
    form = {"to": "SY,IL,US", "lang": "en", "subject": "S", "text": "T", "precedence": "routine"}
    assert visitor.post("/hotline/new", {**form, "draft_of": "/hotline/bounds"}).status == 303
    assert visitor.get("/drafts/of?form=/hotline/bounds").status == 204
