"""Hostile words are shown harmlessly and marked on every page that shows them; the record keeps the exact bytes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from parley.node import reading
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor

TURNED = "To \u2066gnirts\u2069 and p\u0430ss at 12\u066030\u200b\u200f <script>alert(1)</script> {{ 7 }} &lt;b&gt;"
TEMPLATES = Path(__file__).parents[2] / "src" / "parley" / "desk" / "templates" / "desk"
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\x00-\x08]")
# What stands in a field is shown for changing and must stay as it was written.
FIELD = re.compile(r"<textarea[^>]*>.*?</textarea>|value=\"[^\"]*\"", re.DOTALL)


@pytest.fixture(scope="module")
def hostile(cell: Cell) -> str:
    """A message of the other side with hostile subject, text, labels and names."""
    line = {"key": None, "name": "\u0410\u0412 line"}
    items = [
        {"n": 1, "type": "line", "label": "Line\u200b \u043ene", "value": line},
        {"n": 2, "type": "place", "label": TURNED[:60], "value": {"lat_e7": 331256000, "lon_e7": 358246000}},
    ]
    words = message(subject=f"S {TURNED[:40]}", text=TURNED, items=items)
    return cell.says("IL", "message_sent", words)


@pytest.fixture(scope="module")
def handed(cell: Cell) -> None:
    """A handover of this desk's own, with hostile remarks."""
    watch = {"authority": f"A {TURNED[:40]}", "call_back": "1", "until_s": 2_000_000_000, "name": TURNED[:40]}
    matter = cell.says("SY", "watch_taken", watch)
    said = {"to_role": "chief", "open_items": [TURNED[:60]], "text": TURNED, "promises": [TURNED[:60]]}
    cell.says("SY", "watch_handed_over", said, matter=matter)


@pytest.mark.usefixtures("handed")
@pytest.mark.parametrize("path", [
    "/hotline/{}", "/hotline", "/", "/record/{}", "/hotline/rows", "/part/watch", "/map", "/shift",
    "/timeline", "/search?q=misleading&kind=message_sent", "/details/{}", "/waiting", "/part/opposite",
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_no_page_passes_a_hidden_character_on(hostile: str, visitor: Visitor, path: str, language: str) -> None:
    """Every page that shows the words shows signs in place of what would turn them around."""
    visitor.speak(language)
    answer = visitor.get(path.format(hostile))
    assert answer.status == 200
    assert [line for line in FIELD.sub("", answer.text).splitlines() if INVISIBLE.search(line)] == []
    assert "<script>alert" not in answer.text


def test_what_the_map_draws_and_fills_in_is_marked(hostile: str, visitor: Visitor) -> None:
    """Names, labels and sources come to the browser with signs: a canvas and a script mark nothing."""
    answer = json.loads(visitor.get(f"/map/features?matter={hostile}").text)
    assert answer["facts"] and not INVISIBLE.search(json.dumps(answer, ensure_ascii=False))
    assert all("[U+2066]" in fact[name] for fact in answer["facts"] for name in ("label", "name", "source"))


def test_what_misleads_is_marked_with_its_reason(hostile: str, visitor: Visitor) -> None:
    """The sign names the character; a word of two scripts and a number of two kinds of figures are framed."""
    page = visitor.get(f"/hotline/{hostile}").text
    assert 'title="A hidden character stood here: U+2066 LEFT-TO-RIGHT ISOLATE">U+2066</bdi>' in page
    assert 'class="odd is-alike"' in page
    assert 'class="odd is-figures"' in page


def test_the_record_keeps_the_words_as_they_were_written(hostile: str, cell: Cell) -> None:
    """Marking is for the screen alone."""
    view = reading.conversation(cell.mechanism.nodes["SY"], hostile)
    assert view is not None
    assert view.entries[0].content["text"] == TURNED


def test_a_very_long_line_is_folded_with_its_count(cell: Cell, visitor: Visitor) -> None:
    """The page shows its beginning, and says how long it is."""
    said = cell.says("IL", "message_sent", message(text="x" * 15_000))
    page = visitor.get(f"/hotline/{said}").text
    assert '<details class="fold"><summary>Show all: 15,000 characters</summary>' in page
    assert page.count("x" * 2_400) >= 1


# A field of these names holds words of people, in whatever part.
OF_PEOPLE = frozenset(
    {"subject", "text", "name", "label", "note", "summary", "authority", "call_back", "officer", "shown_as", "source"}
    | {"asked_by", "confirmed_by", "begins", "file", "item", "channel", "from_name", "to_name", "by_shown", "phrase"}
    | {"done_by_shown", "party", "party_owing", "why", "value", "by", "subject_of", "person"}
)
MARKED = re.compile(r"\|(words|prose|prose_in|whole_sentence|plain_words|ltr|clause)\b")
NOT_SHOWN = re.compile(
    r"<textarea[^>]*>.*?</textarea>|<option[^>]*>.*?</option>|<script.*?</script>"
    r"|\b(value|name|data-[a-z-]+|id|class|for|hx-\w+|href|action)=\"[^\"]*\"", re.DOTALL
)  # fmt: skip
SHOWN = re.compile(r"{{\s*([\w.]+)((?:\|[^}]*)?)\s*}}")
TOLD = re.compile(r"{%\s*blocktranslate (.*?)%}.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
GIVEN = re.compile(r"(\w+)=([\w.]+)((?:\|[\w:\"]+)*)")
# Words of the program, by template and expression: of a track, a state, a member's name that the charter gives.
OF_THE_PROGRAM = frozenset(
    {
        ("details/panels.html", "panel.name"), ("frame.html", "name"), ("frame.html", "notice.text"),
        ("frame.html", "part.label"), ("hotline/call.html", "name"), ("hotline/list.html", "name"),
        ("hotline/parts/entries.html", "label"), ("hotline/parts/receipts.html", "each.why"),
        ("map/page.html", "label"), ("map/row.html", "label"), ("map/row.html", "fact.by"),
        ("officers/door.html", "name"), ("door.html", "name"),
        # What is drawn and what a script fills in is marked where the facts are made.
        ("map/row.html", "fact.source"), ("map/row.html", "fact.name"), ("map/small.html", "shown.source"),
        ("officers/fault.html", "text"), ("parts/links.html", "link.why"), ("parts/officer_menu.html", "label"),
        ("parts/watch.html", "band.label"), ("parts/watch_row.html", "each.why"), ("refused.html", "text"),
        ("search/page.html", "name"), ("search/page.html", "text"), ("sending/look_body.html", "label"),
        ("sending/look_body.html", "phrase"), ("sign_in.html", "name"), ("timeline/strip.html", "tick.label"),
        ("timeline/strip.html", "each.text"), ("why/charter.html", "name"), ("why/told.html", "step.text"),
        ("parts/warnings.html", "warning.text"), ("notices/drawn.html", "name"), ("overlaps/found.html", "begins"),
        ("encounters/found.html", "begins"), ("standstill/standstill.html", "label"),
        ("calendar/line.html", "line.why"), ("calendar/page.html", "day.name"),
        ("commitments/commitment.html", "label"), ("de_escalation/new.html", "rows.2.label"),
        ("disputes/text.html", "label"),
        ("figures/page.html", "group.label"), ("figures/page.html", "row.label"), ("figures/why.html", "label"),
        ("information/addressees.html", "each.label"), ("information/addressees.html", "label"),
        ("information/addressees.html", "name"), ("information/assessment_found.html", "label"),
        ("information/import.html", "each.label"), ("information/information_report_found.html", "label"),
        ("information/information_request_found.html", "label"), ("information/marking.html", "marking.label"),
        ("incidents/accounts.html", "label"), ("parts/beside.html", "part.label"),
        ("timetable/page.html", "tick.label"), ("verifying/answer.html", "label"),
        ("verifying/inspection.html", "label"), ("verifying/sectors.html", "why"),
        ("supervision/trend.html", "row.label"), ("supervision/counts.html", "each.label"),
        ("supervision/list.html", "name"), ("supervision/matter.html", "label"), ("supervision/pack.html", "name"),
        ("supervision/pack_sheet.html", "section.label"), ("supervision/texts.html", "name"),
        ("talks/texts.html", "name"),
    }
)  # fmt: skip


def unmarked(template: str, text: str) -> list[tuple[str, str]]:
    """Return the expressions of a template that may print words of people as they are."""
    found = [(name, how) for told in TOLD.findall(text) for _, name, how in GIVEN.findall(told)]
    found += SHOWN.findall(NOT_SHOWN.sub("", TOLD.sub("", text)))
    return [
        (template, name)
        for name, how in found
        if name.split(".")[-1] in OF_PEOPLE and not MARKED.search(how) and (template, name) not in OF_THE_PROGRAM
    ]


def test_every_template_marks_the_words_that_people_wrote() -> None:
    """Whatever is called a subject, a text or a name passes through a filter that marks it, or is named above."""
    found = [
        each
        for path in sorted(TEMPLATES.rglob("*.html"))
        for each in unmarked(str(path.relative_to(TEMPLATES)), path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_an_unmarked_word_is_found() -> None:
    """In a line, in a sentence that is translated, and not in a field."""
    told = "{% blocktranslate with a=row.text %}{{ a }}{% endblocktranslate %}"
    text = '{{ row.subject }} <p title="{{ x.name|words }}">' + told
    assert unmarked("t.html", text) == [("t.html", "row.text"), ("t.html", "row.subject")]
    assert unmarked("t.html", '<textarea>{{ row.text }}</textarea><input value="{{ row.name }}">') == []
