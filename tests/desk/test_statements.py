"""Texts and statements on the desk: a paragraph worded and consented to, a freeze, a statement signed and released."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.statements.held import statement, text
from parley.node.statements.public import public_file
from tests.desk.cell import ALL, Cell
from tests.desk.in_role import in_role, released_by_second
from tests.desk.visitor import Visitor
from tests.tracks.talks.wording import LANGS, WORDS

TO = ",".join(sorted(ALL))
HOUR_MS = 3_600_000


@pytest.fixture
def delegate(cell: Cell) -> Iterator[Visitor]:
    """A visitor of SY in the role of a delegate."""
    with in_role(cell, "delegate") as visitor:
        yield visitor


def filed(visitor: Visitor, address: str, **fields: Any) -> str:
    """Send a form without looking it over again; return where it leads."""
    answer = visitor.post(address, {**fields, "step": "send"})
    assert answer.status == 303, answer.text
    return answer.location


def hidden(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def says(cell: Cell, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let a delegate of a member file an entry and carry it everywhere."""
    outcome = file(Draft(kind, ALL, content, matter, role="delegate"), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def opened(cell: Cell, **more: Any) -> str:
    """Let the supervisor open a text on which SY and IL are to agree."""
    return says(cell, "US", "text_opened", {"subject": "EXERCISE text", "parties": ["IL", "SY"], **more})


def worded(cell: Cell, matter: str, *, tail: str = ".", langs: tuple[str, ...] = LANGS) -> str:
    """Let IL word the first paragraph."""
    state = text(cell.mechanism.nodes["IL"], matter)
    assert state is not None
    known = state.paragraphs.get("1")
    texts = [{"lang": lang, "text": WORDS[lang] + tail} for lang in langs]
    content = {"paragraph": "1", "replaces": [each.entry for each in known.heads] if known else [], "texts": texts}
    return says(cell, "IL", "text_paragraph_worded", content, matter=matter)


def drafted(cell: Cell, **more: Any) -> str:
    """Let the supervisor draft a statement of all three, released in two hours."""
    release_s = int((datetime.now(UTC) + timedelta(hours=2)).timestamp()) // 60 * 60
    texts = [{"lang": lang, "title": f"EXERCISE {lang}", "text": WORDS[lang]} for lang in LANGS]
    content = {"subject": "EXERCISE statement", "texts": texts, "signatories": list(ALL), "release_s": release_s,
               "attribution": "jointly", **more}  # fmt: skip
    return says(cell, "US", "statement_drafted", content)


def released(cell: Cell) -> str:
    """Return a statement that all three signed by clocks of two hours ago, and released since."""
    nodes, clocks = cell.mechanism.nodes, [each.clock for each in cell.mechanism.nodes.values()]
    with ExitStack() as put_back:
        for clock in clocks:
            before = put_back.enter_context(pytest.MonkeyPatch.context())
            before.setattr(clock, "_skew_ms", -2 * HOUR_MS)
        matter = drafted(cell, readouts=True, release_s=clocks[0].now_ms() // 60_000 * 60 + 3_600)
        for member in ALL:
            state = statement(nodes[member], matter)
            assert state is not None
            digests = [{"lang": lang, "sha256": digest} for lang, digest in state.digests.items()]
            content = {"of": matter, "digest": state.main.digest, "digests": digests, "released_by": "chief"}
            says(cell, member, "statement_signed", content, matter=matter)
    digest = state.main.digest
    for member in ALL:
        draft = Draft("statement_released", ALL, {"of": matter, "digest": digest}, matter)
        assert isinstance(outcome := file(draft, node=nodes[member]), Filed), outcome
        cell.carry()
    return matter


def test_a_readout_is_published_beside_a_statement_once_a_second_officer_released_it(
    cell: Cell, delegate: Visitor
) -> None:
    """Before the statement is released its page offers none; a read-out without words is refused at its form."""
    early = drafted(cell)
    assert "Publish our read-out" not in delegate.get(f"/statements/{early}").text
    texts = {"text_ar": "تمرين. روايتنا", "text_en": "EXERCISE our account"}
    assert delegate.post(f"/statements/{early}/read-out", {"to": TO, "of": early, **texts}).status == 422
    matter = released(cell)
    page = f"/statements/{matter}"
    shown = delegate.get(page).text
    assert "Publish our read-out" in shown and "Under embargo." not in shown
    empty = delegate.post(f"{page}/read-out", {"to": TO, "of": matter, "step": "send"})
    assert empty.status == 422
    held = delegate.post(f"{page}/read-out", {"to": TO, "of": matter, **texts, "step": "send"})
    assert held.status == 303 and "waiting" in held.location
    assert "روايتنا" not in delegate.get(page).text
    released_by_second(cell, held)
    assert "روايتنا" in delegate.get(page).text
    theirs = {"of": matter, "texts": [{"lang": "he", "text": "תרגיל. גרסתנו"}], "released_by": "chief"}
    says(cell, "IL", "statement_readout_given", theirs, matter=matter)
    assert "תרגיל. גרסתנו" in delegate.get(page).text
    public = public_file(f"{matter.replace('/', '-')}/readouts.he.html", node=cell.mechanism.nodes["SY"])
    assert public is not None and "תרגיל. גרסתנו" in public.body.decode()


def test_a_text_is_opened_worded_and_frozen_from_forms(cell: Cell, delegate: Visitor) -> None:
    """SY opens it, words a paragraph in three languages, IL consents; SY proposes to freeze and IL agrees."""
    filed(delegate, "/texts/new", subject="EXERCISE road", to=TO, party=["IL", "SY"])
    found = [each for each in _texts(cell) if each.subject == "EXERCISE road"]
    matter = found[0].opening.id
    page = f"/texts/{matter}"
    said = {f"text_{lang}": f"{WORDS[lang]} [SY: by day]." for lang in LANGS}
    filed(delegate, f"{page}/word", to=TO, paragraph="1", replaces="", **said)
    shown = delegate.get(page).text
    assert "txt-bracket" in shown and "Paragraph 1 has words in brackets." in shown
    head = text(cell.mechanism.nodes["SY"], matter)
    assert head is not None
    plain = {f"text_{lang}": f"{WORDS[lang]} by day." for lang in LANGS}
    filed(delegate, f"{page}/word", to=TO, paragraph="1", replaces=head.paragraphs["1"].heads[0].entry, **plain)
    cell.carry()
    version = text(cell.mechanism.nodes["SY"], matter).paragraphs["1"].heads[0].entry  # type: ignore[union-attr]
    row = re.compile(rf'data-matter="{matter}".*?(\d) of (\d)', re.DOTALL)
    assert row.findall(delegate.get("/texts").text) == [("0", "1")]
    says(cell, "IL", "text_consented", {"paragraph": "1", "version": version}, matter=matter)
    assert row.findall(delegate.get("/texts").text) == [("1", "1")]
    shown = delegate.get(page).text
    assert "all consent" in shown and "redline" in shown and "Propose to freeze the text" in shown
    proposed = {name: hidden(shown, name) for name in ("versions", "digest")}
    assert delegate.post(f"{page}/freeze", {"to": TO, **proposed, "attempt": "9" * 5000}).status == 422
    freezing = {name: hidden(shown, name) for name in ("versions", "attempt", "digest")}
    # Nobody binds the member alone: the second officer's release lets it leave.
    released_by_second(cell, delegate.post(f"{page}/freeze", {"to": TO, **freezing, "step": "send"}))
    freeze = text(cell.mechanism.nodes["IL"], matter).freezes[0]  # type: ignore[union-attr]
    agreed = {"of": freeze.entry, "digest": freeze.digest, "released_by": "chief"}
    says(cell, "IL", "text_freeze_agreed", agreed, matter=matter)
    assert "Frozen: all agree to the same bytes." in delegate.get(page).text
    begun = delegate.get(f"/statements/new?from_text={matter}").text
    assert f"{WORDS['he']} by day." in begun


def _texts(cell: Cell) -> list[Any]:
    from parley.node.statements.held import texts

    return texts(cell.mechanism.nodes["SY"])


def test_a_missing_language_is_shown_and_bars_the_freeze(cell: Cell, delegate: Visitor) -> None:
    """It is told at the paragraph, and among what stands against the freeze."""
    matter = opened(cell)
    worded(cell, matter, langs=("en", "he"))
    shown = delegate.get(f"/texts/{matter}").text
    assert "Missing in this language." in shown and "Paragraph 1 is missing in ar." in shown
    assert "Propose to freeze the text" not in shown


def test_consent_and_reservation_are_given_and_taken_back_from_forms(cell: Cell, delegate: Visitor) -> None:
    """A refusal comes back at the form with its reason."""
    matter = opened(cell)
    version = worded(cell, matter)
    page = f"/texts/{matter}"
    filed(delegate, f"{page}/consent", to=TO, paragraph="1", version=version)
    again = delegate.post(f"{page}/consent", {"to": TO, "paragraph": "1", "version": version, "step": "send"})
    assert again.status == 422 and "consents to" in again.text
    back = {"to": TO, "paragraph": "1", "version": version, "why": "EXERCISE " + "x" * 200}
    long = delegate.post(f"{page}/take-back", back)
    assert long.status == 422 and long.text.count('value="EXERCISE xxx') == 1
    filed(delegate, f"{page}/take-back", to=TO, paragraph="1", version=version, why="Asked at home")
    assert "took its consent back:" in delegate.get(page).text
    filed(delegate, f"{page}/reserve", to=TO, paragraph="1", why="No word yet")
    state = text(cell.mechanism.nodes["SY"], matter)
    assert state is not None
    mark = state.paragraphs["1"].standing[0]
    filed(delegate, f"{page}/lift", to=TO, paragraph="1", of=mark.entry)
    assert "reserves:" not in delegate.get(page).text


def test_a_statement_is_signed_in_every_language_and_withdrawn(cell: Cell, delegate: Visitor) -> None:
    """What is signed are the hashes that the page showed; a second officer releases the signature."""
    matter = drafted(cell)
    page = f"/statements/{matter}"
    shown = delegate.get(page).text
    state = statement(cell.mechanism.nodes["SY"], matter)
    assert state is not None and all(digest in shown for digest in state.digests.values())
    assert "Under embargo." in shown
    hashes = {f"sha256_{lang}": digest for lang, digest in state.digests.items()}
    answer = delegate.post(f"{page}/sign", dict(to=TO, of=matter, digest=state.main.digest, **hashes, step="send"))
    assert answer.status == 303 and "waiting" in answer.location
    bad = {**hashes, "sha256_ar": "0" * 64}
    answer = delegate.post(f"{page}/sign", dict(to=TO, of=matter, digest=state.main.digest, **bad, step="send"))
    assert answer.status == 422 and "ar" in answer.text
    filed(delegate, f"{page}/withdraw", to=TO, of=matter, why="News came")
    assert "Withdrawn:" in delegate.get(page).text


def test_lists_tables_and_json_tell_every_text_and_statement(cell: Cell, delegate: Visitor) -> None:
    """What the pages list is given as CSV and JSON."""
    matter, stated = opened(cell), drafted(cell)
    worded(cell, matter)
    found = delegate.get("/search?q=road").text
    assert matter in found and stated in found
    release = datetime.now(UTC) + timedelta(hours=2)
    assert "Release of a joint statement" in delegate.get(f"/calendar?from={release:%Y-%m-%d}&days=1").text
    assert matter in delegate.get("/texts").text and stated in delegate.get("/statements").text
    assert matter in delegate.get("/texts/export.csv").text
    told = json.loads(delegate.get("/statements/export.json").text)
    assert stated in [each["id"] for each in told["statements"]]
    assert delegate.get("/texts/export.xml").status == 404
    for name, each in (("texts", matter), ("statements", stated)):
        listed, table = (delegate.get(f"/{name}{rest}?words={each}&member={each.partition('/')[0]}").text
                         for rest in ("", "/export.csv"))  # fmt: skip
        assert listed.count("<tr data-matter") == 1 and each in listed and each in table
        assert "Nothing is as asked for above" in delegate.get(f"/{name}?words={each}&words=none+{each}x").text
        assert each not in delegate.get(f"/{name}/export.csv?words={each}&state=declined").text
