"""CAP 1.2 alerts, held against the rules of the standard (OASIS, sections 3.2 and 3.3) by another reading of them."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from parley.feeds.cap import cap_time
from tests.feeds.reading import Reader, reader
from tests.feeds.saying import day, notice, says, sign
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, plan, volume
from tests.tracks.deconfliction.standstills import TEXTS, standstill

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"
# The order of the schema; an element that is left out is left out.
ORDER = {
    "alert": ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses",
              "code", "note", "references", "incidents", "info"],
    "info": ["language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience",
             "eventCode", "effective", "onset", "expires", "senderName", "headline", "description", "instruction",
             "web", "contact", "parameter", "resource", "area"],
    "area": ["areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"],
}  # fmt: skip
NEEDED = {
    "alert": {"identifier", "sender", "sent", "status", "msgType", "scope", "restriction"},
    "info": {"category", "event", "urgency", "severity", "certainty"},
    "area": {"areaDesc"},
}
AMONG = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"}, "msgType": {"Alert"}, "scope": {"Restricted"},
    "category": {"Security"}, "responseType": {"Assess"}, "urgency": {"Immediate", "Expected", "Future"},
    "severity": {"Extreme", "Severe", "Moderate"}, "certainty": {"Observed", "Likely", "Possible"},
}  # fmt: skip
# UTC is -00:00; Z is forbidden.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00")


def checked(raw: bytes) -> ElementTree.Element:
    """Return a document that keeps to the standard."""
    root = ElementTree.fromstring(raw)
    _check(root, "alert")
    for info in root.findall(f"{CAP}info"):
        _check(info, "info")
        for area in info.findall(f"{CAP}area"):
            _check(area, "area")
    assert re.fullmatch(r"[^\s,<&]+", root.findtext(f"{CAP}identifier") or "")
    assert re.fullmatch(r"[^\s,<&]+", root.findtext(f"{CAP}sender") or "")
    for polygon in root.iter(f"{CAP}polygon"):
        corners = (polygon.text or "").split()
        assert len(corners) >= 4 and corners[0] == corners[-1]
        for corner in corners:
            lat, lon = map(float, corner.split(","))
            assert -90 <= lat <= 90 and -180 <= lon <= 180
    return root


def _check(element: ElementTree.Element, name: str) -> None:
    assert element.tag == f"{CAP}{name}"
    children = [each.tag.removeprefix(CAP) for each in element]
    assert [ORDER[name].index(each) for each in children] == sorted(ORDER[name].index(each) for each in children)
    assert NEEDED[name] <= set(children)
    for each in element:
        tag = each.tag.removeprefix(CAP)
        assert each.text is None or each.text.strip() or len(each)
        if tag in AMONG:
            assert each.text in AMONG[tag]
        if tag in ("sent", "onset", "expires"):
            assert TIME.fullmatch(each.text or "")


def documents(client: Reader) -> list[bytes]:
    """Return every document that the list leads to."""
    got = client.get("/feeds/alerts")
    assert got.headers["content-type"] == "application/atom+xml"
    links = [each.get("href", "") for each in ElementTree.fromstring(got.body).iter(f"{ATOM}link")]
    answers = [client.get(each) for each in links[1:]]
    assert all(each.headers["content-type"] == "application/cap+xml" for each in answers)
    return [each.body for each in answers]


def test_an_overlap_is_an_alert_in_three_languages(paris: Mechanism) -> None:
    """Of the own notice's ground and times; it keeps to the standard and says what it concedes: nothing."""
    begins_s = day()
    mine = notice(paris, "SY", begins_s=begins_s)
    notice(paris, "IL", begins_s=begins_s + 3 * HOUR)
    (raw,) = [each for each in documents(reader(paris.nodes["SY"])) if mine in each.decode()]
    root = checked(raw)
    infos = root.findall(f"{CAP}info")
    assert [each.findtext(f"{CAP}language") for each in infos] == ["en", "ar", "he"]
    for info in infos:
        assert info.findtext(f"{CAP}severity") == "Severe" and mine in (info.findtext(f"{CAP}headline") or "")
        onset, expires = (datetime.fromisoformat(info.findtext(f"{CAP}{each}") or "") for each in ("onset", "expires"))
        assert (onset.timestamp(), expires.timestamp()) == (begins_s, begins_s + 4 * HOUR)
    assert "Without prejudice" in (infos[0].findtext(f"{CAP}instruction") or "")
    assert "33.1000000,35.8000000 33.1000000,35.8100000" in raw.decode()
    assert root.findtext(f"{CAP}status") == "Actual" and root.findtext(f"{CAP}sender") == "paris-2026.parley.example/sy"


def test_where_both_may_leave_the_shared_times_are_told(signed: Mechanism) -> None:
    """By name of both, and with the time that both share."""
    begins_s = day()
    mine = notice(signed, "SY", begins_s=begins_s)
    theirs = notice(signed, "IL", begins_s=begins_s + 3 * HOUR)
    client = reader(signed.nodes["SY"], carries="others")
    (raw,) = [each for each in documents(client) if mine in each.decode() and theirs in each.decode()]
    info = checked(raw).findall(f"{CAP}info")[0]
    onset, expires = (datetime.fromisoformat(info.findtext(f"{CAP}{each}") or "") for each in ("onset", "expires"))
    assert (onset.timestamp(), expires.timestamp()) == (begins_s + 3 * HOUR, begins_s + 4 * HOUR)


def test_a_document_never_changes_under_its_identifier_and_goes_with_its_overlap(paris: Mechanism) -> None:
    """A new version that still overlaps is another alert; one that clears it is none."""
    begins_s = day()
    client = reader(paris.nodes["SY"])
    before = documents(client)
    mine = notice(paris, "SY", begins_s=begins_s)
    notice(paris, "IL", begins_s=begins_s)
    (first,) = [each for each in documents(client) if each not in before]
    assert first in documents(client)
    still = plan(volume(begins_s=begins_s + HOUR), of=mine, why="Rain")
    change = says(paris, "SY", "activity_changed", still, matter=mine)
    (second,) = [each for each in documents(client) if each not in before]
    assert checked(first).findtext(f"{CAP}identifier") != checked(second).findtext(f"{CAP}identifier")
    says(paris, "SY", "activity_changed", plan(volume(begins_s=begins_s + 9 * HOUR), of=change, why="Makes room"),
         matter=mine)  # fmt: skip
    assert documents(client) == before
    address = f"/feeds/alerts/{checked(first).findtext(f'{CAP}identifier')}"
    assert client.get(address).status == 404


def test_a_standstill_is_an_alert_once_all_have_signed_it(signed: Mechanism) -> None:
    """With its area, its seconds and its text in each language it has; an ending is another alert, with its own end."""
    begins_s = day()
    client = reader(signed.nodes["SY"])
    texts = [*TEXTS, {"lang": "he", "text": "תרגיל. הכול עומד."}]
    content = standstill(from_s=begins_s, until_s=begins_s + 5 * HOUR, texts=texts)
    matter = says(signed, "US", "standstill_proposed", content)
    mine = notice(signed, "SY", begins_s=begins_s + 2 * HOUR)
    assert not any(matter in each.decode() for each in documents(client))
    sign(signed, matter, matter)
    found = {checked(each).findtext(f"{CAP}info/{CAP}headline"): checked(each) for each in documents(client)}
    (told,) = [each for name, each in found.items() if name and name.startswith(f"The standstill {matter} is signed")]
    infos = told.findall(f"{CAP}info")
    assert infos[0].findtext(f"{CAP}severity") == "Extreme" and "SY" not in (infos[0].findtext(f"{CAP}headline") or "")
    assert "stands still" in (infos[0].findtext(f"{CAP}description") or "")
    assert "הכול עומד" in (infos[2].findtext(f"{CAP}description") or "")
    assert infos[0].findtext(f"{CAP}expires") == cap_time(begins_s + 5 * HOUR)
    assert any(str(name).startswith(f"{mine} of SY falls into the standstill {matter}") for name in found)
    ending = says(signed, "SY", "ending_proposed", {"of": matter, "texts": TEXTS, "ends_s": begins_s + HOUR,
                                                    "role": "duty_officer"}, matter=matter)  # fmt: skip
    sign(signed, matter, ending)
    again = [checked(each) for each in documents(client) if f"The standstill {matter}" in each.decode()]
    assert [each.findtext(f"{CAP}info/{CAP}expires") for each in again] == [cap_time(begins_s + HOUR)]
    assert again[0].findtext(f"{CAP}identifier") != told.findtext(f"{CAP}identifier")


@pytest.mark.parametrize("words", ["<alert>&amp;\u2028", "]]> <!-- x", "\ufffe\uffff"])
def test_words_never_break_a_document(words: str) -> None:
    """What XML holds stays as it is; what it cannot hold is replaced."""
    from parley.feeds.written import child, xml

    root = ElementTree.Element("alert")
    child(root, "description", words)
    read = ElementTree.fromstring(xml(root)).findtext("description")
    assert read == words.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
