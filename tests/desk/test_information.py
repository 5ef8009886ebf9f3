"""Information exchange on the desk: given by two officers, checked, disputed, retracted, requested, assessed."""

from __future__ import annotations

import json
import re

import pytest

from parley.node import reading
from tests.desk.cell import Cell
from tests.desk.in_role import in_role
from tests.desk.informing import PLACE, UNTIL, UNTIL_S, analyst, exchanged, form, gives, matter_of, report
from tests.desk.visitor import Answer, Visitor


def released(cell: Cell, visitor: Visitor, fields: dict[str, object], *, at: str = "/information/new-report") -> None:
    """File a form and let a second officer release it."""
    answer = visitor.post(at, fields)
    assert answer.status == 303 and "/waiting#" in answer.location, answer.text
    waiting = answer.location.partition("#")[2]
    assert analyst(cell, "analyst-2").post(f"/waiting/{waiting}/release").status == 303
    cell.carry()


def test_a_report_is_previewed_coarsened_and_released_by_a_second_officer(cell: Cell) -> None:
    """What each addressee will see stands there before; the place is rounded; who the source is stays at the desk."""
    visitor = analyst(cell)
    look = visitor.post("/information/new-report", form("EXERCISE drone over K4", step="look"))
    assert look.status == 200, look.text
    assert look.text.count('class="addressee"') == 2 and "TLP:AMBER+STRICT" in look.text and "B2" in look.bare
    seen = look.text.partition("What each addressee will see")[2].partition("<form")[0]
    assert "33.125" in seen and "33.1256" not in seen and "the miller" not in seen
    released(cell, visitor, form("EXERCISE drone over K4"))
    theirs = cell.mechanism.nodes["IL"]
    state = reading.matter(theirs, matter_of(cell, "EXERCISE drone over K4", member="IL")).state
    assert state["terms"]["place"] == {"lat_e7": 331_250_000, "lon_e7": 358_250_000, "radius_m": 1000}
    assert "miller" not in repr(state) and state["terms"]["cover"] == "EXERCISE source 17"
    at = f"/information/reports/{state['id']}"
    assert "the miller" in visitor.get(at).text and "TLP:AMBER+STRICT" in visitor.get(at).text
    # A note kept here is kept whole, once, or not at all.
    assert [visitor.post(f"{at}/keep", {"note": "EXERCISE once"}).status for _ in range(2)] == [303, 303]
    assert visitor.get(at).text.count("EXERCISE once") == 1
    long = visitor.post(f"{at}/keep", {"note": "EXERCISE long " + "x" * 4000})
    assert long.status == 422 and "4014" in long.text and "DESK-92" in long.text
    assert "EXERCISE long" not in visitor.get(at).text
    answer = visitor.post("/information/new-report", form("EXERCISE unsent", home_source="x" * 4001))
    assert answer.status == 422 and "4001" in answer.text and "EXERCISE unsent" not in visitor.get("/waiting").text
    assert "EXERCISE drone over K4" in visitor.get("/information").text


def test_who_wrote_it_does_not_release_it(cell: Cell) -> None:
    """The second officer is another one; nothing went before."""
    visitor = analyst(cell)
    waiting = visitor.post("/information/new-report", form("EXERCISE alone")).location.partition("#")[2]
    assert visitor.post(f"/waiting/{waiting}/release").status in (403, 422)
    assert "EXERCISE alone" not in visitor.get("/information").text


def test_a_place_too_fine_is_refused_at_its_field(cell: Cell) -> None:
    """A radius under the charter's floor is not widened behind the officer's back."""
    answer = analyst(cell).post("/information/new-report", form("EXERCISE fine", radius_m="50"))
    assert answer.status == 422 and "IR-3" in answer.text and 'value="50"' in answer.text


def test_nothing_that_was_typed_is_dropped(cell: Cell) -> None:
    """A radius or a name without its place, an end without its beginning, a source without a cover name: refused."""
    visitor = analyst(cell)
    for halves, said in (
        ({"places": "", "radius_m": "5000"}, "Place"), ({"places": "", "place_name": "EXERCISE ford"}, "Place"),
        ({"begins": "", "ends": UNTIL}, "When, or from when"), ({"cover": "", "home_source": "EXERCISE"}, "DESK-92"),
    ):  # fmt: skip
        for step in ("look", "send"):
            answer = visitor.post("/information/new-report", form("EXERCISE halves", step=step, **halves))
            assert answer.status == 422 and said in answer.text.partition('id="refused"')[2][:1500], halves
    assert "EXERCISE halves" not in visitor.get("/waiting").text


def test_who_only_reads_is_offered_no_act(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor's staff reads information and files none of it: no page offers it a form that is refused."""
    from parley.desk import cell as desk

    told = exchanged(cell)
    pages = {f"/information/{each}s/{told[name]}" for name, each in (
        ("information_report", "report"), ("information_request", "request"), ("assessment", "assessment"),
    )}  # fmt: skip
    begun = re.compile(r'href="/information/new-|<form method="post" action="/information/(?!.*/keep")')
    offered = {}
    for role in ("analyst", "supervisor_staff"):
        with in_role(cell, role) as reader:
            monkeypatch.setattr(desk, "_attached", [cell.mechanism.nodes["US"]])
            answers = [reader.get(each) for each in (*sorted(pages), "/information", "/information/requests")]
            assert {each.status for each in answers} == {200}
            offered[role] = [bool(begun.search(each.text)) for each in answers]
            monkeypatch.undo()
    assert all(offered["analyst"]) and not any(offered["supervisor_staff"]), offered


def test_others_check_dispute_and_the_author_replies(cell: Cell) -> None:
    """From the forms of the page: looked and did not see, disputed, and theirs of ours replied to."""
    visitor = analyst(cell)
    theirs = gives(cell, "IL", "report_given", report("EXERCISE theirs"))
    at = f"/information/reports/{theirs}"
    said = {"to": "IL,SY,US", "of": theirs, "text": "EXERCISE. We looked.", "lang": "en"}
    wrong = visitor.post(f"{at}/check", {**said, "how": "corroborated", "report": theirs, "lang": "he"})
    mended = re.findall(r'<details class="act" open>.*?</form>', wrong.text, re.DOTALL)
    # What was refused stands open in its own form with its words and their language, and in no other.
    assert wrong.status == 422 and len(mended) == 1 and f'action="{at}/check"' in mended[0]
    assert wrong.text.count(">EXERCISE. We looked.</textarea>") == mended[0].count("We looked.</textarea>") == 1
    assert re.search(r'value="he"[^>]* selected', mended[0])
    assert visitor.post(f"{at}/check", {**said, "how": "looked_did_not_see"}).status == 303
    assert visitor.post(f"{at}/dispute", {**said, "stands": "yes"}).status == 303
    page = visitor.get(at).bare
    assert "Looked and did not see" in page and "has not replied" in page and "its last word" not in page
    assert visitor.post(f"{at}/check", {**said, "how": "cannot_say"}).status == 303
    page = visitor.get(at).bare
    assert page.count("its last word") == 1 and page.index("Looked and did not see") < page.index("its last word")
    ours = gives(cell, "SY", "report_given", report("EXERCISE ours"))
    dispute = gives(cell, "IL", "report_disputed",
                    {"of": ours, "stands": True, "text": "EXERCISE. No.", "lang": "en"}, matter=ours)  # fmt: skip
    reply = {**said, "of": dispute, "text": "EXERCISE. It was."}
    assert visitor.post(f"/information/reports/{ours}/reply", reply).status == 303
    assert "EXERCISE. It was." in visitor.get(f"/information/reports/{ours}").text


def test_a_retraction_is_acknowledged_and_its_tear_line_followed(cell: Cell) -> None:
    """The duty stands in the watch list and is done from the page; the tear-line says nothing of its origin."""
    visitor = analyst(cell)
    narrow = gives(cell, "US", "report_given", report("EXERCISE narrow", ("SY", "US"), tlp="amber",
                                                      releasable_to=["IL", "SY", "US"]), to=("SY", "US"))  # fmt: skip
    tear = gives(cell, "SY", "report_given", report("EXERCISE torn off"))
    at, to = f"/information/reports/{narrow}", "SY,US"
    assert visitor.get(f"/information/new-report?tear={narrow}").text.count("EXERCISE narrow") > 0
    written = visitor.post("/information/new-report", form("EXERCISE torn by hand", tear_of=narrow))
    assert written.status == 303 and "A tear-line of it was written: EXERCISE torn by hand" in visitor.get(at).bare
    assert visitor.post("/information/new-report", form("EXERCISE of none", tear_of="IL/70707")).status == 303
    assert visitor.post(f"{at}/tear-line", {"to": to, "of": narrow, "made": tear}).status == 303
    assert narrow not in repr(reading.matter(cell.mechanism.nodes["SY"], tear).state)
    cell.carry()
    gone = gives(cell, "US", "report_retracted", {"of": narrow, "why": "EXERCISE. Mistaken"}, matter=narrow,
                 to=("SY", "US"))  # fmt: skip
    page = visitor.get(at).bare
    assert "Acknowledge: we had used it" in page and "What became of the tear-line" in page
    assert visitor.post(f"{at}/acknowledge", {"to": to, "of": gone, "how": "used"}).status == 303
    bare = visitor.post(f"{at}/follow", {"to": to, "of": gone, "made": tear, "how": "stands"})
    assert bare.status == 422 and "IR-11" in bare.text
    stands = {"to": to, "of": gone, "made": tear, "how": "stands", "text": "EXERCISE. Seen by others too."}
    assert visitor.post(f"{at}/follow", stands).status == 303
    assert "The tear-line stands" in visitor.get(at).bare


def test_a_request_is_made_answered_and_refused(cell: Cell) -> None:
    """The form asks with a deadline; who is asked answers with a report that all read, or refuses with a reason."""
    visitor = analyst(cell)
    fields = {"to": "SY,IL,US", "asked": ["IL"], "subject": "EXERCISE who flies", "text": "EXERCISE. Whose is it?",
              "lang": "en", "purpose": "civilian_protection", "due": UNTIL, "step": "send"}  # fmt: skip
    answer = visitor.post("/information/new-request", fields)
    assert answer.status == 303, answer.text
    ours = f"/information/requests/{matter_of(cell, 'EXERCISE who flies', form='information_request')}"
    assert "has not said yet" in visitor.get(ours).bare
    theirs = gives(cell, "IL", "information_requested",
                   {"subject": "EXERCISE asked of us", "text": "EXERCISE?", "lang": "en", "asked": ["SY"],
                    "purpose": "hazards", "due_s": UNTIL_S})  # fmt: skip
    at = f"/information/requests/{theirs}"
    said = {"to": "IL,SY,US", "of": theirs, "text": "EXERCISE. It would name somebody.", "lang": "en"}
    assert visitor.post(f"{at}/refuse", {**said, "reason": "protects_source"}).status == 303
    assert "to protect a source" in visitor.get(at).bare
    assert visitor.post(f"{at}/answer", {**said, "how": "nothing_held"}).status == 303
    assert "EXERCISE asked of us" in visitor.get("/information/requests?state=answered").text


def test_an_assessment_is_proposed_signed_and_dissented(cell: Cell) -> None:
    """In the form the reports are ticked; a signature is released; a dissent is read beside; a retraction is said."""
    visitor = analyst(cell)
    basis = gives(cell, "IL", "report_given", report("EXERCISE basis"))
    fields = {"to": "SY,IL,US", "signatories": ["SY", "IL", "US"], "subject": "EXERCISE joint view",
              "text-en": "EXERCISE. A hobby drone.", "text-ar": "EXERCISE. طائرة هواة.", "credibility": "2",
              "text-he": "",
              "reports": [basis], "tlp": "amber_strict", "purpose": "civilian_protection", "expires": UNTIL,
              "step": "send"}  # fmt: skip
    refused = visitor.post("/information/new-assessment", fields)
    assert refused.status == 422 and "Missing: he." in refused.bare and "IR-14" in refused.bare
    answer = visitor.post("/information/new-assessment", fields | {"text-he": "EXERCISE. רחפן חובבים."})
    assert answer.status == 303, answer.text
    matter = matter_of(cell, "EXERCISE joint view", form="assessment")
    cell.carry()
    at, to = f"/information/assessments/{matter}", "IL,SY,US"
    digest = reading.matter(cell.mechanism.nodes["SY"], matter).state["main"]["digest"]
    released(cell, visitor, {"to": to, "of": matter, "digest": digest}, at=f"{at}/sign")
    gives(cell, "US", "assessment_signed", {"of": matter, "digest": digest}, matter=matter)
    gives(cell, "IL", "assessment_dissented", {"of": matter, "why": "EXERCISE. Unsure.", "lang": "en"}, matter=matter)
    page = visitor.get(at).bare
    assert "joint, with dissent" in page and "EXERCISE. Unsure." in page
    for where in (f"/details/{matter}", f"/why/state/{matter}", "/search?q=joint+view"):
        shown = visitor.get(where)
        assert shown.status == 200 and "joint, with dissent" in shown.bare and "joint_with" not in shown.bare, where
    gone = gives(cell, "IL", "report_retracted", {"of": basis, "why": "EXERCISE. Wrong"}, matter=basis)
    page = visitor.get(at).bare
    assert "A report that it rests on was retracted" in page and "We still hold to it" in page
    for code, node in cell.mechanism.nodes.items():
        owed = [each for each in reading.duties_of(node, matter, now_ms=node.clock.now_ms()) if each.clause == "IRD-5"]
        assert sorted((each.owed_by, each.entry) for each in owed) == [("SY", gone), ("US", gone)], code
        row = reading.matter(node, matter)
        assert row is not None and row.owing and 0 < owed[0].since_ms <= node.clock.now_ms()
    assert "Say whether you still hold to the assessment" in visitor.get("/part/watch").bare
    assert visitor.post(f"{at}/review", {"to": to, "of": gone, "how": "no_longer"}).status == 303
    assert "no longer holds to it" in visitor.get(at).bare


def test_what_is_listed_leaves_as_table_json_and_stix_and_a_bundle_begins_forms(cell: Cell) -> None:
    """All that is listed in each form; a bundle is read with its faults told, begins a form, and files nothing."""
    visitor = analyst(cell)
    matter = gives(cell, "IL", "report_given", report("EXERCISE to keep", place=PLACE, cover="=EXERCISE 17"))
    table, plain = visitor.get("/information/table?words=keep"), visitor.get("/information/json?words=keep")
    assert table.text.count("EXERCISE to keep") == 2 and "TLP:AMBER+STRICT" in table.text
    assert [each["id"] for each in json.loads(plain.text)["matters"]] == [matter]
    bundle = visitor.get(f"/information/stix?matter={matter}")
    assert bundle.status == 200 and "SY-IL-" in bundle.headers["content-disposition"]
    told = json.loads(bundle.text)
    assert len([each for each in told["objects"] if each["type"] == "report"]) == 1
    assert visitor.get("/information/stix?for=XX").status == 422
    for words, count in (("keep", 1), ("nothing-like-it", 0)):
        listed = visitor.get(f"/information/stix?form=information_report&words={words}")
        assert len([each for each in json.loads(listed.text)["objects"] if each["type"] == "report"]) == count
    told["objects"].append({"type": "indicator", "id": "indicator--1"})
    before = len(reading.of_form(cell.mechanism.nodes["SY"], "information_report", from_ms=0))
    read = bring_in(visitor, json.dumps(told).encode())
    assert "EXERCISE to keep" in read.text and "indicator is no type of the profile" in read.text
    assert len(reading.of_form(cell.mechanism.nodes["SY"], "information_report", from_ms=0)) == before
    begun = visitor.post("/information/new-report", {"step": "begin", "subject": "EXERCISE to keep", "tlp": "green"})
    assert begun.status == 200 and 'value="green" selected' in begun.text
    told["objects"] += [{"type": "indicator", "id": f"indicator--{number}"} for number in range(300)]
    assert "Of each the first 200 are shown" in bring_in(visitor, json.dumps(told).encode()).bare
    assert bring_in(visitor, b"no json").status == 422


def bring_in(visitor: Visitor, raw: bytes) -> Answer:
    """Upload a bundle to be read."""
    return visitor.upload("/information/import", {}, name="bundle.json", content=raw)


def test_a_report_stands_on_the_map_the_time_line_and_the_calendar_until_it_expires(cell: Cell) -> None:
    """At its coarse place, from given to expired; its end is on the calendar; retracted it is on no map."""
    visitor = analyst(cell)
    matter = gives(cell, "IL", "report_given", report("EXERCISE drawn", place=PLACE))
    assert "EXERCISE drawn" in visitor.get("/map/features").text
    assert "EXERCISE drawn" in visitor.get("/timeline").text
    assert "It expires" in visitor.get("/calendar?days=31").bare
    assert "EXERCISE drawn" in visitor.get("/search?q=drawn").bare
    gives(cell, "IL", "report_retracted", {"of": matter, "why": "EXERCISE. Mistaken"}, matter=matter)
    assert "EXERCISE drawn" not in visitor.get("/map/features").text
