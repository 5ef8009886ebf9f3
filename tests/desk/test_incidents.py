"""Incidents on the desk: reported from the form, accounts side by side, explained, listed, kept as a table."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

from parley.node import reading
from parley.tracks.incidents.hit_entries import hit_id
from tests.desk.cell import Cell
from tests.desk.in_role import assert_shut, delegate_at
from tests.desk.incidents import EARLIER_S, NOW, PLACE, shelter, tells_hits, theirs
from tests.desk.visitor import Visitor

WHEN = f"{NOW - timedelta(hours=2):%Y-%m-%d %H:%MZ}"


def form(subject: str, **changes: Any) -> dict[str, Any]:
    """Return the form of a report as an officer fills it in, its place in degrees and minutes."""
    return {
        "way_of": "report", "to": "SY,IL,US", "type": "mortar_fire", "subject": subject, "lang": "en",
        "text": "EXERCISE. Four rounds.", "places": "33°07'32\"N 35°49'29\"E", "place_precision": "near",
        "radius_m": "700", "begins": WHEN, "ends": "", "time_precision": "minute", "means": ["heard", "seen"],
        "source": "B", "credibility": "2", "knowledge": "first_hand", "actor-1-who": "member:IL",
        "casualty-1-who": "civilian", "casualty-1-harm": "injured", "casualty-1-least": "1", "casualty-1-most": "3",
        "damage-1-what": "home", "damage-1-extent": "light", "damage-1-count": "2", "evidence-1-form": "photo",
        "evidence-1-name": "EXERCISE photograph", "evidence-1-sha256": "AB" * 32, "step": "send", **changes,
    }  # fmt: skip


def filed(visitor: Visitor, fields: dict[str, Any], *, at: str = "/incidents/new") -> str:
    """File a form and return the address to which the desk leads."""
    answer = visitor.post(at, fields)
    assert answer.status == 303, answer.text
    return answer.location.partition("#")[0]


def matter_of(cell: Cell, subject: str) -> str:
    """Return the incident of that subject as the desk's node holds it."""
    rows = reading.of_form(cell.mechanism.nodes["SY"], "incident", from_ms=0)
    return next(row.id for row in rows if row.state["subject"] == subject)


def test_a_figure_without_its_subject_is_told_and_not_left_out(visitor: Visitor) -> None:
    """Casualties of nobody, damage to nothing and the name of no actor: each is a fault, and what was typed stays."""
    for blank in ("casualty-1-who", "damage-1-what", "actor-1-who"):
        answer = visitor.post("/incidents/new", form("EXERCISE half", **{"actor-1-name": "EXERCISE one", blank: ""}))
        assert answer.status == 422 and "EXERCISE one" in answer.text, blank


def test_a_report_is_looked_over_and_filed_as_it_was_typed(cell: Cell, visitor: Visitor) -> None:
    """Place in any notation with its radius, time with its precision, grading, harm, and evidence by its digest."""
    looked = visitor.post("/incidents/new", form("EXERCISE looked over", step="look"))
    assert looked.status == 200 and "near, within 700 m" in looked.bare and "SHA-256 " + "ab" * 32 in looked.bare
    filed(visitor, form("EXERCISE filed report"))
    state = reading.matter(cell.mechanism.nodes["SY"], matter_of(cell, "EXERCISE filed report")).state
    terms = state["accounts"][0]["terms"]
    assert terms["place"] == {"lat_e7": 331255556, "lon_e7": 358247222, "precision": "near", "radius_m": 700}
    assert terms["time"] == {"from_s": EARLIER_S, "until_s": EARLIER_S, "precision": "minute"}
    assert terms["casualties"] == [{"who": "civilian", "harm": "injured", "at_least": 1, "at_most": 3}]
    assert (terms["source"], terms["credibility"], terms["means"]) == ("B", "2", ["heard", "seen"])
    assert state["evidence"][0]["sha256"] == "ab" * 32


def test_a_wrong_form_says_what_is_wrong_at_its_field(visitor: Visitor) -> None:
    """All at once; nothing is filed, and what was typed stands in the form again."""
    wrong = visitor.post("/incidents/new", form("EXERCISE wrong", places="33 N", begins="yesterday"))
    assert wrong.status == 422 and "Place: " in wrong.text and "When, or from when: " in wrong.text
    assert 'value="yesterday"' in wrong.text and 'value="member:IL" selected' in wrong.text
    before = f"{NOW - timedelta(days=1):%Y-%m-%d %H:%MZ}"
    backwards = visitor.post("/incidents/new", form("EXERCISE wrong", ends=before))
    assert backwards.status == 422 and "It ends before it begins." in backwards.text
    more = visitor.post("/incidents/new", form("EXERCISE wrong", step="more"))
    assert more.status == 200 and 'name="actor-4-who"' in more.text and 'value="EXERCISE photograph"' in more.text


def test_two_accounts_stand_side_by_side(cell: Cell, visitor: Visitor) -> None:
    """Another member's report, our account beside it, and what the two do not say alike is marked in both."""
    matter = cell.says("IL", "incident_reported", theirs("EXERCISE side by side"))
    begun = visitor.get(f"/incidents/new?counter={matter}").text
    assert f'name="of" value="{matter}"' in begun and 'value="33.1256 N, 35.8246 E"' in begun
    fields = form("EXERCISE our account", way_of="counter", matter=matter, of=matter, type="explosion_controlled")
    assert filed(visitor, fields) == f"/incidents/{matter}"
    page = visitor.get(f"/incidents/{matter}").text
    assert page.count('class="account"') == 2 and "the accounts differ" in page
    assert "EXERCISE side by side" in page and "EXERCISE our account" in page
    assert page.index("One time line") < page.index("It happened, by this account")


def test_an_explanation_is_asked_given_and_judged(cell: Cell, visitor: Visitor) -> None:
    """The other side asks, this desk explains; then it asks itself and says that what came does not suffice."""
    matter = cell.says("IL", "incident_reported", theirs("EXERCISE explained"))
    question = {"of": matter, "asked": "SY", "text": "EXERCISE. What was it?", "lang": "en"}
    request = cell.says("IL", "explanation_requested", question, matter=matter)
    page = visitor.get(f"/incidents/{matter}").text
    assert "asked, not explained yet" in page and f"/incidents/{matter}/explain" in page
    filed(visitor, {"to": "IL,SY,US", "of": request, "text": "EXERCISE. A drill.", "lang": "en"},
          at=f"/incidents/{matter}/explain")  # fmt: skip
    assert "explained, not judged yet" in visitor.get(f"/incidents/{matter}").text
    ask = {"to": "IL,SY,US", "of": matter, "asked": "IL", "text": "EXERCISE. And yours?", "lang": "en"}
    filed(visitor, ask, at=f"/incidents/{matter}/ask")
    cell.carry()
    state = reading.matter(cell.mechanism.nodes["SY"], matter).state
    ours = next(each["entry"] for each in state["requests"] if each["by"] == "SY")
    given = cell.says(
        "IL", "explanation_given", {"of": ours, "text": "EXERCISE. No.", "lang": "en"}, matter=matter
    )
    mute = visitor.post(f"/incidents/{matter}/judge",
                        {"to": "IL,SY,US", "of": given, "how": "insufficient", "lang": "en", "text": ""})  # fmt: skip
    assert mute.status == 422 and "Say why the explanation does not suffice." in mute.text
    reasons = {"to": "IL,SY,US", "of": given, "how": "insufficient", "lang": "en", "text": "EXERCISE. It says nothing."}
    filed(visitor, reasons, at=f"/incidents/{matter}/judge")
    page = visitor.get(f"/incidents/{matter}").text
    assert "the explanation was judged insufficient" in page and "EXERCISE. It says nothing." in page
    assert "The charter offers:" in page


def test_a_file_is_evidence_by_its_digest(cell: Cell, visitor: Visitor) -> None:
    """It is held against the digest told; one under the same name with another digest is refused before it goes."""
    matter = cell.says("IL", "incident_reported", theirs("EXERCISE with a file"))
    content = b"EXERCISE photograph"
    fields = {"to": "IL,SY,US", "evidence-1-name": "photo.txt", "evidence-1-form": "photo", "lang": "en"}
    wrong = visitor.upload(
        f"/incidents/{matter}/evidence", {**fields, "evidence-1-sha256": "0" * 64}, name="photo.txt", content=content
    )
    assert wrong.status == 422 and "does not match its digest" in wrong.text
    good = visitor.upload(f"/incidents/{matter}/evidence", fields, name="photo.txt", content=content)
    assert good.status == 303
    page = visitor.get(f"/incidents/{matter}").text
    assert sha256(content).hexdigest() in page and "matches its digest" in page


def test_incidents_are_linked_and_offered_where_they_may_be_one(cell: Cell, visitor: Visitor) -> None:
    """Two reports of one hour and place are shown to each other; linked, they stay two."""
    place = {"lat_e7": 327_000_000, "lon_e7": 366_000_000, "precision": "near", "radius_m": 300}
    one = cell.says("IL", "incident_reported", theirs("EXERCISE twin one", place=place))
    two = cell.says("US", "incident_reported", theirs("EXERCISE twin two", place=place))
    page = visitor.get(f"/incidents/{one}").text
    assert "May be the same event" in page and f'href="/incidents/{two}"' in page
    filed(visitor, {"to": "IL,SY,US", "other": two, "how": "same_event", "lang": "en", "text": ""},
          at=f"/incidents/{one}/link")  # fmt: skip
    assert "the same event" in visitor.get(f"/incidents/{two}").text
    assert "May be the same event" not in visitor.get(f"/incidents/{one}").text


def test_the_list_is_narrowed_down_and_kept(cell: Cell, visitor: Visitor) -> None:
    """By words, group, member, state and time; the table and the JSON hold what is listed and nothing else."""
    subject = "=EXERCISE qanater"
    matter = cell.says("US", "incident_reported", theirs(subject, type="monitor_delayed", actors=[{"kind": "unknown"}]))
    other = cell.says("IL", "incident_reported", theirs("EXERCISE elsewhere"))
    for query, is_there in (
        ("words=qanater", True), ("group=monitor", True), ("group=sea", False), ("member=US", True),
        ("state=countered&words=qanater", False), (f"words=qanater&begins={WHEN[:10]}+00:00Z", True),
        ("words=qanater&ends=2026-01-01+00:00Z", False),
    ):  # fmt: skip
        assert (f'<tr data-matter="{matter}">' in visitor.get(f"/incidents?{query}").text) is is_there, query
    assert "fault" in visitor.get("/incidents?begins=never").text
    table = visitor.get("/incidents/table?words=qanater")
    lines = list(csv.reader(io.StringIO(table.body.decode("utf-8-sig"))))
    assert len(lines) == 2 and lines[1][0] == matter and lines[1][6] == f"'{subject}"
    told = json.loads(visitor.get("/incidents/json?words=qanater").text)
    assert [each["id"] for each in told["incidents"]] == [matter] and told["form"] == "parley-incidents-v1"
    assert other not in table.text


def test_a_table_of_too_many_is_not_given(cell: Cell, visitor: Visitor, monkeypatch: Any) -> None:
    """It says how many there are and how many may be given, and gives none rather than some."""
    from parley.desk.incidents import exporting

    cell.says("US", "incident_reported", theirs("EXERCISE one of many"))
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 0)
    answer = visitor.get("/incidents/table")
    assert answer.status == 422 and "at most 0 are given at once" in answer.bare


def test_incidents_stand_on_the_map_and_in_the_search(cell: Cell, visitor: Visitor) -> None:
    """Each standing account at its own place with its circle; its words are found."""
    matter = cell.says("IL", "incident_reported", theirs("EXERCISE mapped wadi"))
    facts = json.loads(visitor.get("/map/features").text)["facts"]
    assert {each["style"] for each in facts if each.get("matter") == matter} == {"incident", "incident-area"}
    for _ in range(100):
        if matter in (found := visitor.get("/search?q=wadi").text):
            break
        time.sleep(0.1)
    assert f'href="/incidents/{matter}' in found or f'href="/hotline/{matter}' in found


def test_whoever_is_off_the_track_sees_none_of_it(cell: Cell) -> None:
    """A delegate does not read incidents: no list, no page, no form, no table."""
    matter = cell.says("IL", "incident_reported", theirs("EXERCISE shut"))
    with delegate_at(cell) as delegate:
        assert_shut(
            delegate, "/incidents", "/incidents/new", f"/incidents/{matter}", "/incidents/table", "/incidents/json"
        )


def test_a_report_within_a_site_opens_its_case_on_the_desk(cell: Cell, visitor: Visitor) -> None:
    """The case shows the account and the site; this member says what it knows, and both pages lead there."""
    protected = shelter(cell)
    incident = cell.says("IL", "incident_reported", theirs("EXERCISE within a shelter", place=PLACE))
    tells_hits(cell, incident)
    case = hit_id(incident, protected)
    page = visitor.get(f"/hits/{case}").text
    assert "EXERCISE within a shelter" in page and "EXERCISE shelter" in page and "has not said yet" in page
    hit = reading.matter(cell.mechanism.nodes["SY"], case).state["hits"][-1]["entry"]
    fields = {"to": "IL,SY,US", "of": hit, "how": "looks_into_it", "lang": "en", "text": ""}
    assert filed(visitor, fields, at=f"/hits/{case}/answer") == f"/hits/{case}"
    assert "We look into it" in visitor.get(f"/hits/{case}").text
    for address in (f"/incidents/{incident}", f"/sites/{protected}"):
        assert f'href="/hits/{case}"' in visitor.get(address).text, address
