"""Two officers of one desk who decide at once: what the other decided meanwhile is told before anything goes out.

A form says what this member had decided when it was shown. Where that is another entry by now, the act is held back
once (DESK-26): nobody turns a decision of a colleague without having read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.hotline.meanwhile import is_repeat


def decision_standing(state: Mapping[str, Any], *, own: str) -> str:
    """Return the entry by which a member decided last, of a crossing on its version in force; "" where it did not."""
    version = state.get("version")
    said = [each["entry"] for each in state["decisions"] if each["member"] == own and each.get("of") == version]
    return said[-1] if said else ""


def decided_by_another(request: HttpRequest, matter: str, state: Mapping[str, Any], *, kind: str) -> Refusal | None:
    """Return the refusal of a decision where another was made here since its form was shown; None where none was."""
    if "stood" not in request.POST or is_repeat(request, matter, kind=kind):
        return None
    now = decision_standing(state, own=node().member)
    return Refusal("said_meanwhile", "DESK-26", {"entry": now}) if now and now != request.POST["stood"] else None
