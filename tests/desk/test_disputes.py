"""Disputes on the desk: claimed from a form, answered, signed as shown; the ladder drawn with every rise and why."""

from __future__ import annotations

import csv
import json
from typing import Any

from parley.node.disputes.held import disputes_of
from tests.desk.cell import Cell
from tests.desk.test_standstills import NOW, filed, ring
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.disputes.claims import TEXTS, claim
from tests.tracks.disputes.test_measures import measure


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
    row = f'<tr data-matter="{matter}">'
    assert row not in visitor.get("/disputes").text and row in visitor.get("/disputes?show=all").text


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


def test_a_text_is_committed_kept_and_disclosed(cell: Cell, visitor: Visitor) -> None:
    """Only the digest leaves; the text lies here with its salt, is shown to the supervisor first, then to all."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE evidence"))
    way, to = f"/disputes/{matter}/evidence", "IL,SY,US"
    fields = {"to": to, "title": "EXERCISE guard's log", "text": "EXERCISE. Nobody passed.", "lang": "en"}
    assert visitor.post(f"{way}/commit", {**fields, "text": ""}).status == 422
    assert visitor.post(f"{way}/commit", fields).status == 303
    state = disputes_of(cell.mechanism.nodes["SY"]).one(matter)
    assert state is not None
    (committed,) = state.of("evidence_committed")
    assert "Nobody passed" not in str(state.as_json())
    page = visitor.get(f"/disputes/{matter}").text
    assert committed.content["digest"] in page and "lie at this desk" in page
    thing = {"of": committed.entry, "digest": committed.content["digest"]}
    assert visitor.post(f"{way}/show", {**thing, "to": "SY,US"}).status == 303
    cell.carry()
    assert "Nobody passed" in visitor.get(f"/disputes/{matter}").text
    held = disputes_of(cell.mechanism.nodes["IL"]).one(matter)
    assert held is not None and "Nobody passed" not in str(held.as_json())
    assert visitor.post(f"{way}/disclose", {**thing, "to": to}).status == 303
    cell.carry()
    held = disputes_of(cell.mechanism.nodes["IL"]).one(matter)
    assert held is not None and held.of("evidence_disclosed")[0].content["text"] == "EXERCISE. Nobody passed."
    unlike = {"of": committed.entry, "text": "EXERCISE. Other.", "salt": "00" * 16, "lang": "en", "to": to}
    assert visitor.post(f"{way}/disclose", unlike).status == 422


def test_what_meets_an_agreed_measure_is_shown_and_told_in_one_step(cell: Cell, visitor: Visitor) -> None:
    """On the dispute's page and beside the notice, before anybody filed anything of it."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE measure"))
    now_s = int(NOW.timestamp())
    asked_for = measure(areas=[{"area": ring(32.5)}], from_s=now_s - 60, until_s=now_s + 5 * 86_400)
    asked = cell.says("SY", "measure_asked", {**asked_for}, matter=matter)
    state = disputes_of(cell.mechanism.nodes["IL"]).one(matter)
    assert state is not None
    cell.says("IL", "measure_agreed", {"of": asked, "digest": state.measures[0].digest}, matter=matter)
    planned = plan({**volume(begins_s=now_s + 2 * 86_400), "area": ring(32.5)})
    notice = cell.says("IL", "activity_notified", planned)
    page = visitor.get(f"/disputes/{matter}").text
    assert notice in page and "Tell it in this dispute" in page
    assert "Interim measures that it meets" in visitor.get(f"/notices/{notice}").text
    fields = {"to": "IL,SY,US", "of": asked, "by": notice, "step": "send"}
    assert visitor.post(f"/disputes/{matter}/breach", fields).status == 303
    page = visitor.get(f"/disputes/{matter}").text
    assert "Tell it in this dispute" not in page


def test_it_leaves_as_a_table_and_as_json(cell: Cell, visitor: Visitor) -> None:
    """Codes in place of words and instants in UTC; a subject that a spreadsheet would compute is text."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="=EXERCISE()"))
    table = visitor.get("/disputes.csv").text
    line = next(each for each in csv.reader(table.splitlines()) if each[0] == matter)
    assert line[1:4] == ["'=EXERCISE()", "SY", "IL"] and line[5:8] == ["claimed", "duty_officers", "IL"]
    listed = json.loads(visitor.get("/disputes.json").text)
    found = next(each for each in listed["disputes"] if each["dispute"]["id"] == matter)
    assert found["ladder"][0]["level"] == "duty_officers" and "exercise" in listed
    whole = json.loads(visitor.get(f"/disputes/{matter}.json").text)
    assert whole["dispute"]["id"] == matter and whole["ladder"][0]["level"] == "duty_officers"
    assert "ithout prejudice" in whole["note"]
    assert visitor.get("/disputes/IL/99999.json").status == 404


def test_a_duty_of_a_dispute_is_explained_cited_and_searched(cell: Cell, visitor: Visitor) -> None:
    """The watch list says why with the level; a lapse is cited in one step; the words of the claim are found."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE weir", text="EXERCISE. The weir was shut."))
    duty = f"{matter}:settle_dispute.duty_officers:IL"
    why = visitor.get(f"/why/duty/{duty}").text
    for words in ("put the dispute on the level", "Duty officers", "counted from the claim", "DID-3"):
        assert words in why, words
    assert matter in visitor.get("/search?q=weir").text
    fields = {"to": "IL,SY,US", "duty": duty, "due_at_ms": str(int(NOW.timestamp() * 1000) - 60_000), "level": "1"}
    cited = visitor.post(f"/disputes/{matter}/cite", fields)
    assert cited.status == 303, cited.text
    assert "Lapse cited" in visitor.get(f"/disputes/{matter}").text


def test_the_charter_shows_its_ladder(cell: Cell, visitor: Visitor) -> None:
    """Each level with its roles and times, and that nobody decides."""
    page = visitor.get("/charter").text
    for words in ("Facilitation by the supervisor", "Settled within hours, from the claim:", "Nobody decides:"):
        assert words in page, words


def test_where_it_stands_is_shown_anew_by_itself(cell: Cell, visitor: Visitor) -> None:
    """The ladder of the page and the rows of the list are fetched alone; of no dispute there is none."""
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE live"))
    part = visitor.get(f"/disputes/{matter}/ladder").text
    assert "Duty officers" in part and "<html" not in part
    assert f'hx-get="/disputes/{matter}/ladder"' in visitor.get(f"/disputes/{matter}").text
    rows = visitor.get("/disputes/rows").text
    assert f'<tr data-matter="{matter}">' in rows and "<html" not in rows
    assert visitor.get("/disputes/IL/99999/ladder").status == 404


def test_a_measure_of_one_class_names_its_types_and_ends_early_by_both(cell: Cell, visitor: Visitor) -> None:
    """The page says which types of incident are held against it and what of all others; each side agrees."""
    now_s = int(NOW.timestamp())
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE early"))
    asked_for = measure(
        areas=[{"area": ring(32.6)}], from_s=now_s - 60, until_s=now_s + 5 * 86_400, classes=["live_fire_exercise"]
    )
    asked = cell.says("SY", "measure_asked", {**asked_for}, matter=matter)
    page = visitor.get(f"/disputes/{matter}").text
    assert "Tank fire" in page and "Other types have no such class by the charter" in page
    assert "end-measure" not in page
    state = disputes_of(cell.mechanism.nodes["SY"]).one(matter)
    assert state is not None
    cell.says("IL", "measure_agreed", {"of": asked, "digest": state.measures[0].digest}, matter=matter)
    assert "Agree to end it early" in visitor.get(f"/disputes/{matter}").text
    fields = {"to": "IL,SY,US", "of": asked, "why": "EXERCISE it is quiet"}
    assert visitor.post(f"/disputes/{matter}/end-measure", fields).status == 303
    page = visitor.get(f"/disputes/{matter}").text
    assert "An early end is asked for" in page and "EXERCISE it is quiet" in page and "end-measure" not in page
    cell.says("IL", "measure_end_agreed", {"of": asked, "why": "EXERCISE agreed"}, matter=matter)
    assert "All sides agreed to end it early." in visitor.get(f"/disputes/{matter}").text
