"""Protected sites on the desk: notified with consent for each, received and passed on, checked, never decided over."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polib
import pytest

from parley.node import reading
from parley.texts import sentence
from tests.desk.cell import Cell
from tests.desk.in_role import assert_shut, delegate_at
from tests.desk.visitor import Visitor
from tests.house.tree import PACKAGE
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.deconfliction.sites import site

NOW = datetime.now(UTC).replace(microsecond=0, second=0)
# Each test stands on ground of its own: the cell serves them all.
GROUND = {"form": 32.25, "theirs": 32.35, "change": 32.45, "roles": 32.55}
DECIDING = re.compile(r"\b(approv|den(y|ied|ies)|permit|grant|authori[sz])", re.IGNORECASE)


def form(latitude: float, **changes: Any) -> dict[str, Any]:
    """Return the form of a hospital around a place, valid for a month."""
    begins, ends = NOW - timedelta(hours=1), NOW + timedelta(days=30)
    at = {"begins": f"{begins:%Y-%m-%d %H:%MZ}", "ends": f"{ends:%Y-%m-%d %H:%MZ}"}
    return {
        "category": "health", "organisation": "EXERCISE relief", "subject": "EXERCISE clinic", "text": "EXERCISE beds",
        "lang": "en", "contact": "line 2", "name": "A. Writer", "to": "SY,IL,US", "use_IL": "receive",
        "use_US": "pass_on", "way": "circle", "places": f"{latitude:.4f} N, 36.9000 E", "radius_m": "300",
        "lower": "0 m AGL", "upper": "50 m AGL", "confirm_days": "14", "step": "look", **at, **changes,
    }  # fmt: skip


def filed(visitor: Visitor, fields: dict[str, Any]) -> str:
    """File a form that was looked over and return its matter."""
    looked = visitor.post("/sites/new", fields)
    assert looked.status == 200, looked.text
    sent = visitor.post("/sites/new", {**fields, "step": "send"})
    assert sent.status == 303, sent.text
    return "/".join(sent.location.partition("#")[0].split("/")[-2:])


def theirs(cell: Cell, latitude: float, use: str = "pass_on") -> str:
    """Let the supervisor notify a site over a place."""
    e7 = round(latitude * 10_000_000)
    ring = [[368900000, e7 - 50000], [369100000, e7 - 50000], [369100000, e7 + 50000], [368900000, e7 + 50000]]
    begins = int((NOW - timedelta(hours=1)).timestamp())
    consent = [{"member": "IL", "use": "receive"}, {"member": "SY", "use": use}]
    content = site(volumes=[volume(begins_s=begins, hours=24 * 30, area=[[ring]])], consent=consent)
    return cell.says("US", "site_notified", content)


def test_a_site_is_notified_with_consent_for_each(cell: Cell, visitor: Visitor) -> None:
    """Looked over with every field and consent; at the others with the same outline; the list tells who received it."""
    looked = visitor.post("/sites/new", form(GROUND["form"])).text
    for words in ("EXERCISE clinic", "Hospital or clinic", "may receive it alone", "pass it on inside its force"):
        assert words in looked, words
    matter = filed(visitor, form(GROUND["form"]))
    cell.carry()
    here, there = (reading.matter(cell.mechanism.nodes[code], matter) for code in ("SY", "IL"))
    assert here is not None and there is not None and here.state == there.state
    assert here.state["consent"] == {"IL": "receive", "US": "pass_on"}
    page = visitor.get(f"/sites/{matter}").text
    assert visitor.get(f"/hotline/{matter}").location == f"/sites/{matter}"
    for words in ("no receipt yet", "not checked on the map yet", "without prejudice", "to be confirmed by"):
        assert words in page, words
    fields = {"to": "IL,SY,US", "version": matter}
    writer = {**fields, "name": "a. writer", "finding": "agrees", "distance_m": "0"}
    own = visitor.post(f"/sites/{matter}/check", writer)
    assert own.status == 422 and "SI-5" in own.text
    second = {**fields, "name": "B. Second", "finding": "differs", "distance_m": "320"}
    assert visitor.post(f"/sites/{matter}/check", second).status == 303
    page = visitor.get(f"/sites/{matter}").text
    assert "B. Second: differs from the map, 320 m from the last known point" in page
    assert visitor.post(f"/sites/{matter}/confirm", fields).status == 303
    assert matter in visitor.get("/sites").text
    assert f'"{matter}/site/0"' in visitor.get("/map/features").text
    assert visitor.post(f"/sites/{matter}/withdraw", {**fields, "why": "Closed"}).status == 303
    assert f'<tr data-matter="{matter}"' not in visitor.get("/sites").text
    assert f'<tr data-matter="{matter}"' in visitor.get("/sites?show=all").text


def test_a_site_is_received_with_the_list_held_and_passed_on(cell: Cell, visitor: Visitor) -> None:
    """The receipt states this member's list; to whom it was passed on inside the force is told with level and time."""
    matter = theirs(cell, GROUND["theirs"])
    watch = visitor.get("/part/watch?watch=all").text
    assert "Say that the notice of a site was received" in watch and "Pass the site on inside the force" in watch
    fields = {"to": "IL,SY,US", "version": matter}
    assert visitor.post(f"/sites/{matter}/receive", {**fields, "how": "under_protest"}).status == 303
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and row.state["receipts"]["SY"]["count"] >= 1
    digest = row.state["receipts"]["SY"]["digest"]
    lists = visitor.get("/sites").text
    assert digest in lists and "the same list" in lists
    late = visitor.post(f"/sites/{matter}/pass-on", {**fields, "to_whom": "x", "level": "x", "passed_at": "soon"})
    assert late.status == 422 and sentence("geo.time_not_understood", language="en", data={}) in late.text
    passed = {**fields, "to_whom": "Northern command", "level": "division", "passed_at": f"{NOW:%Y-%m-%d %H:%MZ}"}
    assert visitor.post(f"/sites/{matter}/pass-on", passed).status == 303
    page = visitor.get(f"/sites/{matter}").text
    assert "Northern command · division" in page and "Received under protest" in page
    assert visitor.post(f"/sites/{matter}/comment", {**fields, "text": "Gate west", "lang": "en"}).status == 303
    for act in ("approve", "deny", "permit"):
        assert visitor.post(f"/sites/{matter}/{act}", fields).status == 404


def test_what_comes_to_a_site_is_told_on_both_pages_and_before_it_is_filed(cell: Cell, visitor: Visitor) -> None:
    """With the words that the protected one is never asked to move."""
    matter = theirs(cell, GROUND["change"], use="receive")
    at = {"begins": f"{NOW + timedelta(days=3):%Y-%m-%d %H:%MZ}", "ends": f"{NOW + timedelta(days=4):%Y-%m-%d %H:%MZ}"}
    tried = visitor.post("/notices/new", {
        "class": "convoy", "to": "SY,IL,US", "subject": "EXERCISE x", "text": "x", "lang": "en", "contact": "2",
        "way": "circle", "places": f"{GROUND['change']:.4f} N, 36.9000 E", "radius_m": "100", "lower": "0 m AGL",
        "upper": "50 m AGL", "step": "try", **at,
    })  # fmt: skip
    assert tried.status == 200 and "Comes to a protected site" in tried.text and f'href="/sites/{matter}"' in tried.text
    e7 = round(GROUND["change"] * 10_000_000)
    ring = [[368990000, e7], [369010000, e7], [369010000, e7 + 10000], [368990000, e7 + 10000]]
    begins = int((NOW + timedelta(days=3)).timestamp())
    notice = cell.says("IL", "activity_notified", plan(volume(begins_s=begins, area=[[ring]])))
    assert "never asked to" in visitor.get(f"/notices/{notice}").text
    assert f'href="/notices/{notice}"' in visitor.get(f"/sites/{matter}").text
    passed = {"to": "IL,SY,US", "version": matter, "to_whom": "x", "level": "x", "passed_at": f"{NOW:%Y-%m-%d %H:%MZ}"}
    refused = visitor.post(f"/sites/{matter}/pass-on", passed)
    assert refused.status == 422 and "SI-6" in refused.text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_each_field_that_cannot_be_read_is_told(visitor: Visitor, language: str) -> None:
    """All at once, in the reader's language, with what was typed still there."""
    visitor.speak(language)
    answer = visitor.post("/sites/new", form(GROUND["form"], places="33.1, 35.8", lower="50", confirm_days="often"))
    assert answer.status == 422
    for code in ("geo.hemisphere_missing", "geo.unit_missing", "geo.count_asked"):
        assert sentence(code, language=language, data={}) in answer.bare, code
    assert "often" in answer.text


def test_no_screen_of_it_says_that_anybody_decides_over_a_site() -> None:
    """Neither templates nor words nor help nor sentences: a site is received, passed on and commented."""
    texts = [path.read_text(encoding="utf-8") for path in (PACKAGE / "desk/templates/desk/sites").glob("*.html")]
    texts += [path.read_text(encoding="utf-8") for path in (PACKAGE / "desk/sites").glob("*.py")]
    texts += [entry.msgid for entry in polib.pofile(str(PACKAGE / "desk/sites/locale/ar/LC_MESSAGES/django.po"))]
    texts.append(Path(PACKAGE / "desk/help/pages/sites.json").read_text(encoding="utf-8"))
    clauses = json.loads((PACKAGE / "texts/clauses.json").read_text(encoding="utf-8"))
    texts += [said["en"] for name, said in clauses.items() if name.startswith(("clause.SI", "clause.SD"))]
    assert [found[0] for text in texts if (found := DECIDING.search(text))] == []


def test_a_role_that_is_not_on_the_track_sees_no_site(cell: Cell) -> None:
    """Neither list nor page nor map."""
    matter = theirs(cell, GROUND["roles"])
    with delegate_at(cell) as visitor:
        assert_shut(visitor, "/sites", "/sites/new", f"/sites/{matter}")
        assert matter not in visitor.get("/map/features").text
