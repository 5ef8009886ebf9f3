"""Outside of its audience nobody can tell that a report exists: by content, counts, cursors or work, on any page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from urllib.parse import quote

import pytest

from parley.node import reading
from parley.node.changes import Changes
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.information.bundling import bundle_of
from tests.desk.cell import Cell, message
from tests.desk.informing import PLACE, analyst, gives, report, texts
from tests.desk.visitor import Answer, Visitor

OTHERS = ("IL", "US")
SECRET = "Mulberryfold"
NOTHING = "IL/70707"
PAGES = (
    "information/reports/{}", "information/reports/{}/part/found", "information/requests/{}",
    "information/assessments/{}", "information/assessments/{}/part/found", "details/{}", "details/{}.json",
    "information/stix?matter={}", "information/new-report?tear={}", "information/new-assessment?reports={}",
    "map/features?matters={}",
)  # fmt: skip
ACTS = (
    "information/reports/{}/check", "information/reports/{}/keep", "information/reports/{}/retract",
    "information/requests/{}/answer", "information/assessments/{}/sign",
)  # fmt: skip
LISTS = (
    "/information", "/information/requests", "/information/assessments", "/information/table", "/information/json",
    "/information/json?form=assessment", "/information/stix", "/information/stix?for=IL", "/information/new-assessment",
    "/map/features", "/map", "/timeline", "/calendar?days=31", "/calendar/table?days=31", "/calendar/json?days=31",
    f"/search?q={SECRET}", "/part/watch", "/",
)  # fmt: skip
# What a chief reads beside: lists of all other tracks, figures in both scopes, packs of days and weeks, the console.
WIDER = (
    "/figures/json", "/figures/json?scope=held", "/packs",
    "/supervision/parts", "/hotline", "/incidents/json", "/disputes.json", "/notices",
    "/notices/table.csv", "/part/watch-news", "/part/timeline", "/part/opposite", "/attention", "/charter",
    f"/search?q=*{SECRET[2:]}*", f"/search?q={SECRET}&state=retracted", "/information?state=retracted",
    "/information?words=heard",
)  # fmt: skip
# What a page says anew each time: tokens, instants, and the places of the stream.
ANEW = re.compile(
    r'value="[A-Za-z0-9_-]{20,}"|\d{4}-\d\d-\d\d[T ]?[\d:.]*Z?|\b\d\d:\d\d(?::\d\d)?Z?|\b\d{10,}\b'
    r'|data-(?:now|place)="[^"]*"|"mark": "[^"]*"|name="csrf[^>]*>|csrf[^"]*"[^"]*"'
)


@pytest.fixture(scope="module")
def visitor(cell: Cell) -> Visitor:
    """An analyst of the member that is not addressed."""
    return analyst(cell)


@pytest.fixture(scope="module")
def chief(cell: Cell) -> Visitor:
    """The chief of the member that is not addressed, whose role reads most."""
    return analyst(cell, "chief-unseeing", role="chief")


@pytest.fixture(scope="module")
def hidden(cell: Cell, visitor: Visitor, chief: Visitor) -> Iterator[dict[str, str]]:
    """A report, a request and an assessment between the others, with all that follows, and the pages before them."""
    said = {"subject": f"{SECRET} heard", "text": SECRET}
    talk = told(cell, "message_sent", message(**said))
    before = {address: bare(visitor.get(address)) for address in LISTS}
    before |= {address: bare(chief.get(address)) for address in wider(chief)}
    matter = gives(cell, "IL", "report_given", report(f"{SECRET} seen", OTHERS, place=PLACE), to=OTHERS)
    about = {"subject": f"{SECRET} asked", "text": SECRET, "lang": "en", "asked": ["US"], "purpose": "hazards"}
    due_s = report("")["expires_s"]
    gives(cell, "IL", "information_requested", {**about, "due_s": due_s}, to=OTHERS)
    names = ("tlp", "purpose", "releasable_to", "expires_s", "credibility")
    marking = {name: report("", OTHERS)[name] for name in names}
    view = {"subject": f"{SECRET} view", "texts": texts(SECRET), "reports": [matter]}
    joint = gives(cell, "IL", "assessment_proposed", {**view, "signatories": list(OTHERS), **marking}, to=OTHERS)
    gives(cell, "IL", "report_retracted", {"of": matter, "why": SECRET}, matter=matter, to=OTHERS)
    yield {"report": matter, "assessment": joint, "message": talk, **before}


def wider(chief: Visitor) -> tuple[str, ...]:
    """Return what a chief reads beside, with the packs of the day and the week that run, in each form."""
    running = sorted(set(re.findall(r'"(/packs/(?:day|week)/[0-9-]+)"', chief.get("/packs").text)))[-2:]
    assert running
    return (*WIDER, *(f"{each}{form}" for each in running for form in ("", ".json", ".csv")))


def told(cell: Cell, kind: str, content: dict[str, object]) -> str:
    """Let IL say something of the hotline to US alone, by which its log grows as by a report; return its id."""
    outcome = file(Draft(kind, OTHERS, content, role="duty_officer"), node=cell.mechanism.nodes["IL"])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def bare(answer: Answer) -> tuple[int, str]:
    """Return what stands on the stage of an answer, but for what is said anew each time.

    Beside the stage stands how far each log is mirrored: that it grew everybody knows who carries it.
    """
    text = answer.text
    if '"parley-figures-v1"' in text:
        return answer.status, ANEW.sub("ANEW", figures_told(text))
    if "<html" in text:
        text = text.partition('id="stage"')[2].partition("<aside")[0]
        assert len(text) > 200
    return answer.status, ANEW.sub("ANEW", text)


def figures_told(text: str) -> str:
    """Return figures but for how long a log did not grow: that everybody knows who mirrors it."""
    return json.dumps([each for each in json.loads(text)["figures"] if not each["figure"].startswith("silence")])


def same(answer: Answer, matter: str) -> tuple[int, str]:
    """Return an answer but for that and the id that was asked for."""
    status, text = bare(answer)
    for each in (quote(matter, safe=""), matter):
        text = re.sub(rf"{re.escape(each)}(?!\d)", "THAT", text)
    return status, text


def test_each_address_answers_as_for_what_is_not_there(visitor: Visitor, hidden: dict[str, str]) -> None:
    """Pages, parts, exports and forms of the hidden matters, and acts on them, are those of a number nobody used."""
    different = [
        page
        for name in ("report", "assessment")
        for page in PAGES
        if same(visitor.get("/" + page.format(hidden[name])), hidden[name])
        != same(visitor.get("/" + page.format(NOTHING)), NOTHING)
    ]
    assert not different
    for act in ACTS:
        answers = [same(visitor.post("/" + act.format(each), {}), each) for each in (hidden["report"], NOTHING)]
        assert answers[0] == answers[1] and answers[0][0] == 404, act


def test_its_entry_is_told_as_any_that_is_sealed_to_others(visitor: Visitor, hidden: dict[str, str]) -> None:
    """That a log grew everybody knows: the record has no word on the report that it has not on a message to others."""
    pages = [bare(visitor.get(f"/record/{hidden[name]}"))[1] for name in ("report", "message")]
    said, plain = (set(re.findall(r"[^\W\d_]{3,}", re.sub(r"<[^>]*>|[0-9a-f]{64}", " ", page))) for page in pages)
    assert len(said) > 20 and said <= plain


def test_no_list_count_cursor_or_export_changes(visitor: Visitor, hidden: dict[str, str]) -> None:
    """Each list, count, pager, export, search, map, time line, calendar and watch list reads as before."""
    changed = [address for address in LISTS if bare(visitor.get(address)) != hidden[address]]
    assert changed == []


def test_no_figure_pack_console_or_other_list_changes(chief: Visitor, hidden: dict[str, str]) -> None:
    """What a chief reads of all tracks, and all that is counted, reads as before, and is there to be read."""
    answers = {address: bare(chief.get(address)) for address in wider(chief)}
    assert {status for status, _ in answers.values()} <= {200, 204}, {each: a[0] for each, a in answers.items()}
    assert [address for address, answer in answers.items() if answer != hidden[address]] == []


def test_the_same_work_is_done(cell: Cell, hidden: dict[str, str]) -> None:
    """The steps of the database for the hidden number are those for one that nobody used: by work, not by the clock."""
    node = cell.mechanism.nodes["SY"]

    def work(matter: str) -> int:
        counted, conn = [0], node.reader()

        def step() -> int:
            counted[0] += 1
            return 0

        conn.set_progress_handler(step, 1)
        try:
            assert reading.matter(node, matter) is None and reading.conversation(node, matter) is None
            assert '"report"' not in str(bundle_of(node, matters=(matter,)))
        finally:
            conn.set_progress_handler(None, 0)
        return counted[0]

    work(NOTHING)
    assert work(hidden["report"]) == work(NOTHING) > 20


def test_whoever_listens_hears_of_it_as_of_any_that_is_sealed_to_others(
    cell: Cell, hidden: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the stream of the desk is told has the topics that a message to others has, and is told as often."""
    changes, publish, heard = cell.mechanism.nodes["SY"].changes, Changes.publish, list[list[str]]()

    def listened(self: Changes, topics: Set[str]) -> None:
        if self is changes:
            heard.append(sorted(topics))
        publish(self, topics)

    monkeypatch.setattr(Changes, "publish", listened)
    told(cell, "message_sent", message(subject=SECRET))
    plain, heard = heard[:], heard[:0]
    gives(cell, "IL", "report_given", report(f"{SECRET} heard", OTHERS), to=OTHERS)
    assert plain and heard == plain


def test_who_is_addressed_reads_it(cell: Cell, hidden: dict[str, str]) -> None:
    """The test could fail: at the addressee's node it stands."""
    theirs = reading.matter(cell.mechanism.nodes["US"], hidden["report"])
    assert theirs is not None and theirs.state["name"] == "retracted"
