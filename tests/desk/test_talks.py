"""Talks on the desk: a round proposed, answered and held by forms, files that wait, positions that are reserved."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape

import pytest

from parley.geo.moment import Moment, moment_text
from parley.node.store import due
from parley.node.talks import held
from tests.desk.cell import Cell, watch_list
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.in_role import assert_shut, in_role, released_by_second
from tests.desk.talking import agenda, now_s, opened, proposed, says, signs, sits
from tests.desk.visitor import Answer, Visitor

ALL = "SY,IL,US"


@pytest.fixture
def delegate(cell: Cell) -> Iterator[Visitor]:
    """A visitor in the role of a delegate, who reads and files talks."""
    with in_role(cell, "delegate") as visitor:
        yield visitor


def plain(answer: Answer) -> str:
    """Return the words of a page as they are read: without elements, marks of direction and line ends."""
    words = re.sub(r"<[^>]*>", "", answer.text.partition("<main")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069\u200e\u200f]", "", unescape(words)))


def at(cell: Cell, *, days: int = 0, minutes: int = 0) -> str:
    """Return an instant from now as it is typed."""
    return moment_text(Moment((now_s(cell) + days * 86_400 + minutes * 60) // 60 * 60, "minute"))


def test_a_round_is_proposed_answered_and_told_by_forms(cell: Cell, delegate: Visitor) -> None:
    """The form is looked over before it goes; its page answers, tells the delegation, and says who is invited."""
    form = {
        "subject": "EXERCISE talks on water", "place": "EXERCISE Larnaca", "host_name": "EXERCISE host", "lang": "en",
        "begins": at(cell, days=10), "ends": at(cell, days=12), "invited": ["SY", "IL", "US"], "package": "yes",
        "to": ALL, "text": "EXERCISE.",
    }  # fmt: skip
    look = delegate.post("/talks/new", {**form, "step": "look"})
    assert (
        look.status == 200 and "EXERCISE Larnaca" in look.text and "Nothing is agreed until all is agreed" in look.text
    )
    sent = delegate.post("/talks/new", form)
    assert sent.status == 303, sent.text
    matter = max((each.opening.id for each in held.rounds(cell.mechanism.nodes["SY"])), key=lambda e: int(e[3:]))
    cell.carry()
    address = f"/talks/{matter}"
    page = plain(delegate.get(address))
    assert "EXERCISE talks on water" in page and "has not answered" in page and "Nothing is agreed until" in page
    assert (
        delegate.post(f"{address}/delegation", {"to": ALL, "n.head_of_delegation": "1", "n.interpreter": "2"}).status
        == 303
    )
    assert "Head of delegation, Interpreter ×2" in plain(delegate.get(address))
    wrong = delegate.post(f"{address}/delegation", {"to": ALL, "n.interpreter": "many"})
    assert wrong.status == 422
    listed = plain(delegate.get("/talks"))
    assert "EXERCISE talks on water" in listed and "EXERCISE Larnaca" in listed
    ours = proposed(cell)
    answered = delegate.post(
        f"/talks/{ours}/answer", {"to": ALL, "how": "accepts_with", "text": "EXERCISE if", "lang": "en"}
    )
    assert answered.status == 303
    assert "comes, on a condition: EXERCISE if" in plain(delegate.get(f"/talks/{ours}"))
    assert delegate.post(f"/talks/{ours}/answer", {"to": ALL, "how": "declines"}).status == 422


def test_a_faulty_round_is_shown_again_with_its_reason(cell: Cell, delegate: Visitor) -> None:
    """Every fault is told at its field, and what was typed stays."""
    form = {"subject": "EXERCISE kept", "place": "x", "lang": "en", "begins": "soon", "ends": "later", "to": ALL}
    answer = delegate.post("/talks/new", form)
    assert answer.status == 422 and "EXERCISE kept" in answer.text
    refused = delegate.post(
        "/talks/new", {**form, "begins": at(cell, days=1), "ends": at(cell, days=2), "invited": ["SY"]}
    )
    assert refused.status == 422 and "one host" in refused.text
    matter = proposed(cell, by="SY")
    moved = {"to": ALL, "of": matter, "begins": "soon", "ends": at(cell, days=9), "why": "EXERCISE a feast"}
    kept = delegate.post(f"/talks/{matter}/postpone", moved)
    assert kept.status == 422 and kept.text.count('value="EXERCISE a feast"') == kept.text.count('value="soon"') == 1


def test_a_file_waits_and_comes_on_a_sitting_once_its_step_is_certified(cell: Cell, delegate: Visitor) -> None:
    """Before, the form is refused with the clause and what is waited for; the pages say what it waits for."""
    instrument = agreement(cell, obligation("phase1", by="D+30"))
    form = {
        "subject": "EXERCISE return of land", "lang": "en", "lead": "SY", "party": ["SY", "IL"], "to": ALL,
        "gate-1": f"{instrument}|phase1",
    }  # fmt: skip
    assert delegate.post("/talks/files/new", form).status == 303
    cell.carry()
    found = (each.opening.id for each in held.files(cell.mechanism.nodes["SY"]))
    file = max((each for each in found if each.startswith("SY/")), key=lambda each: int(each[3:]))
    page = plain(delegate.get(f"/talks/files/{file}"))
    assert "waits for a step" in page and "phase1 EXERCISE phase1 – not certified yet · expected" in page
    assert "waits for a step" in plain(delegate.get("/talks/files"))
    matter = proposed(cell, by="SY")
    agenda(cell, matter, file)
    assert "waits for a step" in plain(delegate.get(f"/talks/{matter}"))
    sitting = {
        "to": ALL, "begins": at(cell), "rule": "on_record", "p.SY.head_of_delegation": "1",
        "p.IL.head_of_delegation": "1", "file": [file],
    }  # fmt: skip
    early = delegate.post(f"/talks/{matter}/sit", sitting)
    assert early.status == 422 and "TA-8" in early.text and "phase1" in plain(early)
    done(cell, instrument, "phase1")
    assert "Take the file up" in watch_list(delegate)
    assert delegate.post(f"/talks/{matter}/sit", sitting).status == 303
    cell.carry()
    page = plain(delegate.get(f"/talks/{matter}"))
    assert "in session" in page and "Files taken up" in page
    content = {"step": "phase1", "stands": True, "why": "EXERCISE"}
    chief_says(cell, "IL", "step_disputed", content, matter=instrument)
    page = plain(delegate.get(f"/talks/files/{file}"))
    assert "the certificate is disputed" in page and "the gate is shut again" in page


def test_a_remark_is_recorded_by_the_rule_of_its_sitting(cell: Cell, delegate: Visitor) -> None:
    """On the record the form asks who spoke; without, it is refused and what was typed stays."""
    matter = proposed(cell, by="SY")
    words = {"to": ALL, "of": sits(cell, matter), "text": "EXERCISE we agree", "lang": "en"}
    refused = delegate.post(f"/talks/{matter}/remark", words)
    assert refused.status == 422 and "TA-9" in refused.text and "EXERCISE we agree" in refused.text
    spoken = {**words, "speaker": "SY", "speaker_role": "head_of_delegation"}
    assert delegate.post(f"/talks/{matter}/remark", spoken).status == 303
    assert "Syria, Head of delegation · recorded by" in plain(delegate.get(f"/talks/{matter}"))
    page = delegate.get(f"/talks/{matter}").text
    of = page.partition('action="/talks/' + matter + '/correct"')[2].partition('name="of" value="')[2].partition('"')[0]
    mended = {**words, "of": of, "text": "EXERCISE we may agree"}
    assert delegate.post(f"/talks/{matter}/correct", mended).status == 303
    assert delegate.post(f"/talks/{matter}/correct", {**mended, "text": ""}).status == 303
    page = delegate.get(f"/talks/{matter}")
    assert re.search("<s>[^/]*EXERCISE we agree", page.text) and "EXERCISE we may agree" in plain(page)
    assert "Correction by Syria" in plain(page) and "taken back by Syria" in plain(page)


def test_a_decision_is_signed_as_shown_and_reserved_beside(cell: Cell, delegate: Visitor) -> None:
    """Its digest stands on the page; other bytes are refused; a reservation stands beside it."""
    matter = proposed(cell, by="SY")
    decision = {
        "to": ALL, "subject": "EXERCISE joint team", "text_en": "EXERCISE a team.", "signatory": ["SY", "IL"],
        "sitting": sits(cell, matter),
    }  # fmt: skip
    assert delegate.post(f"/talks/{matter}/decide", decision).status == 303
    cell.carry()
    state = held.round_named(cell.mechanism.nodes["SY"], matter)
    assert state is not None
    (about,) = state.of_kind("decision_proposed")
    assert about.digest in delegate.get(f"/talks/{matter}").text
    sign = {"to": ALL, "of": about.entry, "digest": about.digest}
    assert delegate.post(f"/talks/{matter}/sign", {**sign, "digest": "0" * 64}).status == 422
    held_back = delegate.post(f"/talks/{matter}/sign", sign)
    assert "has not said yet" in plain(delegate.get(f"/talks/{matter}"))
    released_by_second(cell, held_back)
    signs(cell, "IL", matter, about.entry)
    reserve = {"to": ALL, "of": about.entry, "text": "EXERCISE without prejudice", "lang": "en"}
    assert delegate.post(f"/talks/{matter}/reserve", reserve).status == 303
    page = plain(delegate.get(f"/talks/{matter}"))
    assert "in effect" in page and "Reservation · Syria" in page
    assert delegate.post(f"/talks/{matter}/lift", {"to": ALL, "of": about.entry}).status == 303
    assert "Lift our reservation" not in plain(delegate.get(f"/talks/{matter}"))


def test_a_round_is_closed_and_each_side_tells_of_it(cell: Cell, delegate: Visitor) -> None:
    """The sitting is closed first; read-outs stand beside each other."""
    matter = proposed(cell, by="SY")
    sitting = sits(cell, matter, began_s=now_s(cell) - 7_200)
    assert delegate.post(f"/talks/{matter}/close", {"to": ALL}).status == 422
    ended = {"to": ALL, "of": sitting, "ends": at(cell, minutes=-180)}
    assert delegate.post(f"/talks/{matter}/end", ended).status == 422
    assert delegate.post(f"/talks/{matter}/end", {**ended, "ends": at(cell, minutes=-60)}).status == 303
    cell.carry()
    assert delegate.post(f"/talks/{matter}/close", {"to": ALL}).status == 303
    cell.carry()
    readout = {"to": ALL, "of": matter, "text_en": "EXERCISE our account"}
    assert delegate.post(f"/talks/{matter}/readout", readout).status == 303
    texts = [{"lang": "en", "text": "EXERCISE their account"}]
    says(cell, "IL", "national_readout_given", {"of": matter, "texts": texts}, matter=matter)
    page = plain(delegate.get(f"/talks/{matter}"))
    assert "EXERCISE our account" in page and "EXERCISE their account" in page and "closed" in page


def test_a_package_closes_by_its_form(cell: Cell, delegate: Visitor) -> None:
    """The form names what waits; signed by all, the decisions are in effect."""
    matter = proposed(cell, by="SY", package=True)
    decision = says(cell, "SY", "decision_proposed", {
        "subject": "EXERCISE", "texts": [{"lang": "en", "text": "EXERCISE."}], "signatories": ["IL", "SY"],
    }, matter=matter)  # fmt: skip
    for member in ("SY", "IL"):
        signs(cell, member, matter, decision)
    assert "not in effect before the package" in plain(delegate.get(f"/talks/{matter}"))
    assert delegate.post(f"/talks/{matter}/pack", {"to": ALL}).status == 303
    cell.carry()
    state = held.round_named(cell.mechanism.nodes["SY"], matter)
    assert state is not None
    (package,) = state.of_kind("package_proposed")
    for member in ("SY", "IL"):
        signs(cell, member, matter, package.entry)
    assert "not in effect before the package" not in plain(delegate.get(f"/talks/{matter}"))


def test_a_position_is_reserved_and_disclosed_by_forms(cell: Cell, delegate: Visitor) -> None:
    """Others hold the digest and never the words, until they are disclosed: then the same words."""
    file = opened(cell)
    note = {"to": ALL, "text": "EXERCISE we would accept half", "lang": "en"}
    assert delegate.post(f"/talks/files/{file}/note", {**note, "text": "EXERCISE for us alone"}).status == 303
    assert delegate.post(f"/talks/files/{file}/reserve", note).status == 303
    cell.carry()
    page = plain(delegate.get(f"/talks/files/{file}"))
    assert "EXERCISE we would accept half" in page and "EXERCISE for us alone" in page
    others = held.file_named(cell.mechanism.nodes["IL"], file)
    assert others is not None and len(others.positions) == 1
    assert "half" not in json.dumps(others.as_json())
    assert held.notes(cell.mechanism.nodes["IL"], file=file) == []
    of = others.positions[0].entry
    assert delegate.post(f"/talks/files/{file}/disclose", {"to": ALL, "of": of}).status == 303
    cell.carry()
    others = held.file_named(cell.mechanism.nodes["IL"], file)
    assert others is not None and others.disclosures[0].text == "EXERCISE we would accept half"


def test_files_are_changed_set_aside_and_reopened_by_forms(cell: Cell, delegate: Visitor) -> None:
    """Other gates hold once all parties have signed."""
    instrument = agreement(cell, obligation("phase1", by="D+30"))
    file = opened(cell, by="SY", lead="SY")
    change = {"to": ALL, "gate-1": f"{instrument}|phase1", "why": "EXERCISE"}
    assert delegate.post(f"/talks/files/{file}/gates", change).status == 303
    cell.carry()
    for member in ("SY", "IL"):
        state = held.file_named(cell.mechanism.nodes[member], file)
        assert state is not None
        (one,) = state.instruments
        if member == "SY":
            sign = {"to": ALL, "of": one.entry, "digest": one.digest}
            released_by_second(cell, delegate.post(f"/talks/files/{file}/sign", sign))
        else:
            says(cell, member, "gates_signed", {"of": one.entry, "digest": one.digest}, matter=file)
    assert "waits for a step" in plain(delegate.get(f"/talks/files/{file}"))
    assert delegate.post(f"/talks/files/{file}/aside", {"to": ALL, "why": "EXERCISE"}).status == 303
    assert "set aside" in plain(delegate.get(f"/talks/files/{file}"))
    assert delegate.post(f"/talks/files/{file}/reopen", {"to": ALL, "why": "EXERCISE"}).status == 303


def test_rounds_and_files_are_exported_and_stand_on_the_calendar(cell: Cell, delegate: Visitor) -> None:
    """CSV and JSON name each round, decision and file; the calendar shows the dates of the round."""
    matter, file = proposed(cell), opened(cell, by="SY")
    told = json.loads(delegate.get("/talks/export.json").text)
    assert matter in {each["id"] for each in told["rounds"]}
    found = next(each for each in told["files"] if each["id"] == file)
    assert found["standing"]["name"] == "ready" and told["exercise"] is False
    rows = list(csv.DictReader(io.StringIO(delegate.get("/talks/export.csv").text.lstrip("\ufeff"))))
    assert {"round", "file"} <= {row["sort"] for row in rows}
    assert delegate.get("/talks/export.xml").status == 404
    alone = f"words=first+{matter}&state=proposed&member={matter.partition('/')[0]}"
    listed = delegate.get(f"/talks?{alone}").text
    assert listed.count("<tr data-matter") == 1 and "only=rounds&amp;words=first+" in listed and matter in listed
    told = json.loads(delegate.get(f"/talks/export.json?only=rounds&{alone}").text)
    assert ([each["id"] for each in told["rounds"]], told["files"]) == ([matter], [])
    assert file in delegate.get(f"/talks/files?words={file}").text
    assert "Nothing is as asked for above" in delegate.get(f"/talks/files?words={file}&state=agreed").text
    day = moment_text(Moment(now_s(cell) + 10 * 86_400, "day"))[:10]
    assert "EXERCISE first round" in delegate.get(f"/calendar?from={day}&days=1").text
    sits(cell, matter)
    line = delegate.get("/part/timeline").text
    assert "Talks" in line and "Sitting · EXERCISE first round" in unescape(re.sub("[\u2066-\u2069]", "", line))
    assert matter in delegate.get("/search?q=Larnaca").text and file in delegate.get("/search?q=water").text


def test_talks_are_shut_to_who_is_not_on_the_track(cell: Cell, visitor: Visitor) -> None:
    """A duty officer reads no talks (C-3)."""
    matter, file = proposed(cell), opened(cell)
    assert_shut(visitor, "/talks", "/talks/files", "/talks/new", "/talks/export.json", f"/talks/{matter}",
                f"/talks/files/{file}")  # fmt: skip


def test_who_only_releases_reads_talks_and_is_offered_no_act(cell: Cell) -> None:
    """The chief of a cell reads what binds its side and files nothing; what is sent all the same is refused."""
    matter, file = proposed(cell, by="SY"), opened(cell, by="SY", lead="SY")
    decision = says(cell, "SY", "decision_proposed", {
        "subject": "EXERCISE", "texts": [{"lang": "en", "text": "EXERCISE."}], "signatories": ["IL", "SY"],
    }, matter=matter)  # fmt: skip
    text = says(cell, "US", "text_opened", {"subject": "EXERCISE text", "parties": ["IL", "SY"]})
    lists = ["/talks", "/talks/files", "/texts", "/statements"]
    with in_role(cell, "delegate") as delegate:
        assert [each for each in lists if f'href="{each}/new"' in delegate.get(each).text] == lists
    with in_role(cell, "chief") as chief:
        for address in (f"/talks/{matter}", f"/talks/files/{file}", f"/texts/{text}"):
            page = chief.get(address)
            forms = re.findall(r'<form method="post" action="([^"]*)"', page.text)
            assert page.status == 200 and [each for each in forms if address in each] == []
        assert [each for each in lists if f'href="{each}/new"' in chief.get(each).text] == []
        state = held.round_named(cell.mechanism.nodes["SY"], matter)
        digest = state.instrument(decision).digest if state is not None else ""
        sent = chief.post(f"/talks/{matter}/sign", {"to": ALL, "of": decision, "digest": digest})
        assert sent.status == 422 and "C-4" in sent.text


def test_a_file_stands_in_the_order_of_what_is_due_once_its_gate_opens(cell: Cell) -> None:
    """Another matter says so: the certificate, its dispute, the sitting; at every node alike."""
    instrument = agreement(cell, obligation("phase1", by="D+30"))
    file = opened(cell, lead="SY", gates=[{"instrument": instrument, "step": "phase1"}])
    matter = proposed(cell, by="SY")
    agenda(cell, matter, file)

    def due_ms() -> list[int]:
        rows = [due.row_of(each.reader(), file) for each in cell.mechanism.nodes.values()]
        return [row.due_ms for row in rows if row is not None]

    shut = due_ms()
    assert all(each >= due.NO_CLOCK for each in shut) and len(shut) == 3
    done(cell, instrument, "phase1")
    opened_ms = due_ms()
    assert len(set(opened_ms)) == 1 and opened_ms[0] < due.NO_CLOCK
    contest = {"step": "phase1", "stands": True, "why": "EXERCISE"}
    chief_says(cell, "IL", "step_disputed", contest, matter=instrument)
    assert due_ms() == shut
    chief_says(cell, "IL", "step_disputed", {**contest, "stands": False}, matter=instrument)
    assert due_ms() == opened_ms
    sits(cell, matter, file, grounds=[instrument])
    assert due_ms() == shut
