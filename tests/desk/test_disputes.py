"""Disputes on the desk: claimed from a form, answered, signed as shown; the ladder drawn with every rise and why."""

from __future__ import annotations

from typing import Any

from parley.node.disputes.held import disputes_of
from tests.desk.cell import Cell
from tests.desk.test_standstills import filed
from tests.desk.visitor import Visitor
from tests.tracks.disputes.claims import TEXTS, claim


def form(**changes: Any) -> dict[str, Any]:
    """Return the form of a claim."""
    return {
        "subject": "EXERCISE road closed", "text": "EXERCISE. The road was closed without notice.", "lang": "en",
        "asks": "That it is opened.", "against": ["IL"], "precedence": "priority", "to": "SY,IL,US", "step": "look",
        **changes,
    }  # fmt: skip


def matter_of(way: str) -> str:
    """Return the matter to which an address leads."""
    return "/".join(way.partition("#")[0].split("/")[-2:])


def test_it_is_claimed_from_a_form_and_stands_on_the_first_level(cell: Cell, visitor: Visitor) -> None:
    """Looked over with every field; then it stands in the list and on its page, with level, move and time."""
    looked = visitor.post("/disputes/new", form())
    for words in ("EXERCISE road closed", "without notice", "That it is opened.", "Against whom"):
        assert words in looked.text, words
    matter = matter_of(filed(visitor, "/disputes/new", form()))
    assert visitor.get(f"/hotline/{matter}").location == f"/disputes/{matter}"
    page, rows = visitor.get(f"/disputes/{matter}").text, visitor.get("/disputes").text
    for words in ("Duty officers", "The move is with:", "Chiefs of the liaison cells", "not reached", "DI-1"):
        assert words in page, words
    assert matter in rows and "Duty officers" in rows
    cell.carry()
    answer = {"text": "EXERCISE. For an hour.", "lang": "en", "position": "denies"}
    cell.says("IL", "dispute_answered", answer, matter=matter)
    page = visitor.get(f"/disputes/{matter}").text
    assert "Denies the claim" in page and "EXERCISE. For an hour." in page


def test_a_settlement_is_signed_over_the_digest_that_the_page_shows(cell: Cell, visitor: Visitor) -> None:
    """Signed by one it settles nothing; the second officer's release and the other side's signature do."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE signed"))
    text = cell.says("US", "settlement_proposed", {"subject": "EXERCISE hours", "texts": TEXTS}, matter=matter)
    state = disputes_of(cell.mechanism.nodes["SY"]).one(matter)
    assert state is not None
    digest = state.settlements[0].digest
    page = visitor.get(f"/disputes/{matter}").text
    assert digest in page and "Sign this text" in page and "waits for signatures" in page
    way = filed(visitor, f"/disputes/{matter}/sign", {"to": "IL,SY,US", "of": text, "digest": digest, "step": "look"})
    assert way.startswith("/waiting#")
    sent = cell.visitor("officer-2").post(f"/waiting/{way.partition('#')[2]}/release")
    assert sent.status == 303, sent.text
    assert "answered, not settled" not in visitor.get(f"/disputes/{matter}").text
    signed = {"of": text, "digest": digest, "released_by": "chief"}
    cell.says("IL", "settlement_signed", signed, matter=matter)
    page = visitor.get(f"/disputes/{matter}").text
    assert "settled" in page and "Sign this text" not in page
    assert matter not in visitor.get("/disputes").text and matter in visitor.get("/disputes?show=all").text


def test_what_is_refused_keeps_what_was_typed(cell: Cell, visitor: Visitor) -> None:
    """A level passed over without danger to life is refused with its clause, and the form still holds the reason."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE raised"))
    fields = {"to": "IL,SY,US", "level": "principals", "why": "EXERCISE urgent", "step": "send"}
    refused = visitor.post(f"/disputes/{matter}/raise", fields)
    assert refused.status == 422 and "DI-11" in refused.text and "EXERCISE urgent" in refused.text
    sent = visitor.post(f"/disputes/{matter}/raise", {**fields, "level": "liaison_chiefs"})
    assert sent.status == 303
    page = visitor.get(f"/disputes/{matter}").text
    assert "raised it: EXERCISE urgent" in page and "DI-11" in page
