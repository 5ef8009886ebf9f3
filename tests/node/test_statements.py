"""Joint statements at real nodes: released at the minute alike, late over a cut link, never early, proven offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parley.cli.main import main
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.rebuilding import rebuild
from parley.node.settings import Settings, write_settings
from parley.node.statements.pages import MOST_ON_PAGE, files_of, indexes_of
from parley.node.statements.public import all_files, public_file
from parley.node.statements.readouts import readouts_of
from parley.node.statements.releasing import Releaser
from parley.texts import sentence
from parley.tracks.talks.statement_state import StatementState
from parley.tracks.talks.text_freezing import digest_of, what_can_be_frozen
from parley.tracks.talks.text_state import TextState
from tests.interop.stranger_of_statements import check_as_stranger
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import RELEASED, Cell
from tests.tracks.talks import wording
from tests.tracks.talks.wording import LANGS, WORDS

ALL = ("IL", "SY", "US")
MINUTE_MS, PARAGRAPHS = 60_000, 12


def says(paris: Mechanism, member: str, kind: str, matter: str | None = None, **content: Any) -> str:
    """Let a delegate of a member file an entry, carry it everywhere, and return its id."""
    released = {"released_by": "chief"} if kind in RELEASED else {}
    to = tuple(code for code in ALL if code != member)
    draft = Draft(kind, to, {**content, **released}, matter, role="delegate")
    outcome = file(draft, node=paris.nodes[member])
    assert isinstance(outcome, Filed), outcome
    paris.carry_all(1)
    return outcome.id


def state_of(paris: Mechanism, matter: str, *, at: str = "US") -> Any:
    """Return the state of a matter as a node folds it."""
    from parley.node.owed import fold_now
    from parley.node.store import matters

    node = paris.nodes[at]
    row = matters.matter(node.reader(), matter)
    assert row is not None
    return fold_now(node, matter, version=row.locked).state


def frozen(paris: Mechanism) -> str:
    """Return a text of twelve paragraphs in three languages to which all consent, frozen by all."""
    matter = says(paris, "US", "text_opened", subject="EXERCISE text", parties=list(ALL))
    for number in range(1, PARAGRAPHS + 1):
        texts = [{"lang": lang, "text": f"{WORDS[lang]} {number}."} for lang in LANGS]
        content = {"paragraph": str(number), "replaces": [], "texts": texts}
        version = says(paris, "SY", "text_paragraph_worded", matter, **content)
        for member in ("IL", "US"):
            says(paris, member, "text_consented", matter, paragraph=str(number), version=version)
    state = state_of(paris, matter)
    assert isinstance(state, TextState)
    versions = what_can_be_frozen(state)
    digest = digest_of(state, versions, attempt=1)
    of = says(paris, "SY", "text_freeze_proposed", matter, versions=list(versions), attempt=1, digest=digest)
    for member in ("IL", "US"):
        says(paris, member, "text_freeze_agreed", matter, of=of, digest=digest)
    return matter


def drafted(paris: Mechanism, *, from_text: str | None = None) -> str:
    """Return a statement of all three that is released in an hour."""
    texts = state_of(paris, from_text).frozen_texts() if from_text else WORDS
    content = {
        "subject": "EXERCISE statement", "signatories": list(ALL), "attribution": "jointly", "readouts": True,
        "release_s": paris.clocks["US"].now_ms() // MINUTE_MS * 60 + 3600,
        "texts": [{"lang": lang, "title": f"EXERCISE {lang}", "text": texts[lang]} for lang in LANGS],
        **({"from_text": from_text} if from_text else {}),
    }  # fmt: skip
    return says(paris, "US", "statement_drafted", **content)


def signs(paris: Mechanism, matter: str, *members: str) -> None:
    """Let members sign the statement as their own nodes hold it."""
    for member in members:
        state: StatementState = state_of(paris, matter, at=member)
        digests = [{"lang": lang, "sha256": digest} for lang, digest in state.digests.items()]
        says(paris, member, "statement_signed", matter, of=matter, digest=state.main.digest, digests=digests)


def comes(paris: Mechanism, matter: str, *, after_ms: int = 0) -> int:
    """Let the minute of release come by every clock, so long ago; return the instant."""
    state: StatementState = state_of(paris, matter)
    at_ms = state.release_s * 1000 + after_ms
    for clock in paris.clocks.values():
        clock.at_ms = at_ms
    return at_ms


def hears(paris: Mechanism, member: str, peer: str, *, clock_ms: int, at_s: float = 0.0) -> None:
    """Let the link of a node tell it the clock of a peer, at an instant of the clock that nobody sets."""
    board = paris.nodes[member].board
    if board.peer(peer) is None:
        board.follow((peer,), now_ms=0)
    board.clock_read(peer, skew_ms=0, within_ms=1, clock_ms=clock_ms, at_s=at_s)


def release(paris: Mechanism, member: str, *, at_s: float = 0.0) -> bool:
    """Let a node look what it has to release; return whether it did."""
    return bool(Releaser(paris.nodes[member], monotonic=lambda: at_s).release())


@pytest.fixture
def stated(paris: Mechanism) -> Iterator[tuple[Mechanism, str]]:
    """A statement that all three have signed."""
    matter = drafted(paris)
    signs(paris, matter, *ALL)
    yield paris, matter


def test_twelve_paragraphs_in_three_languages_become_a_statement_that_a_stranger_verifies(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the first word to the released pages: identical bytes from every node, a receipt that holds offline."""
    text = frozen(paris)
    matter = drafted(paris, from_text=text)
    signs(paris, matter, *ALL)
    folder = matter.replace("/", "-")
    names = [f"{folder}/{name}" for name in ("index.html", "en.html", "ar.html", "he.html", "ar.txt", "receipt.json")]
    assert [public_file(name, node=paris.nodes[code]) for code in ALL for name in names] == [None] * 18
    at_ms = comes(paris, matter)
    for code in ALL:
        hears(paris, code, "US" if code != "US" else "SY", clock_ms=at_ms)
        assert release(paris, code)
    paris.carry_all(2)
    pages = [{name: public_file(name, node=paris.nodes[code]) for name in names[:5]} for code in ALL]
    assert pages[0] == pages[1] == pages[2] and all(pages[0].values())
    for code in ALL:
        files = all_files(node=paris.nodes[code])
        for path, body in files.items():
            (tmp_path / code / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / code / path).write_bytes(body)
        receipt = tmp_path / code / folder / "receipt.json"
        charter = str(paris.home("US").charter)
        assert main(["verify", str(receipt), "--charter", charter]) == 0
        told = capsys.readouterr().out
        state: StatementState = state_of(paris, matter, at=code)
        assert all(digest in told for digest in state.digests.values())
        keys = [key for member in paris.nodes["US"].founding.members for key in member.keys.log]
        assert set(check_as_stranger(tmp_path / code / folder, keys=keys)) == set(ALL)
        changed = json.loads(receipt.read_bytes())
        changed["entries"][0]["payload"] = changed["entries"][0]["payload"].replace("road", "line")
        receipt.write_text(json.dumps(changed, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
        assert main(["verify", str(receipt), "--charter", charter]) == 1
    page = pages[0][f"{folder}/ar.html"]
    assert page is not None and b'dir="rtl"' in page.body and b"<script" not in page.body


def test_readouts_stand_beside_a_released_statement_and_change_nothing_of_its_page(
    stated: tuple[Mechanism, str],
) -> None:
    """Each under its author's name, in the language of the page or in its own; the signed page stays as it was."""
    paris, matter = stated
    hears(paris, "SY", "US", clock_ms=comes(paris, matter))
    assert release(paris, "SY")
    paris.carry_all(1)
    folder, node = matter.replace("/", "-"), paris.nodes["SY"]
    before = public_file(f"{folder}/en.html", node=node)
    assert before is not None and b'href="readouts.en.html"' in before.body
    hostile = "EXERCISE <script>alert(1)</script>\n\nEXERCISE more"
    texts = [{"lang": "en", "text": hostile}, {"lang": "he", "text": "תרגיל"}]
    says(paris, "IL", "statement_readout_given", matter, of=matter, texts=texts)
    pages = {lang: public_file(f"{folder}/readouts.{lang}.html", node=node) for lang in LANGS}
    assert public_file(f"{folder}/en.html", node=node) == before
    assert all(each is not None for each in pages.values())
    told = {lang: each.body.decode() for lang, each in pages.items() if each is not None}
    assert "<script" not in told["en"] and "&lt;script" in told["en"] and "תרגיל" not in told["en"]
    assert '<article lang="he" dir="rtl"><p>תרגיל</p>' in told["he"]
    assert "&lt;script" in told["ar"] and "תרגיל" in told["ar"], "it was not given in that language"
    assert told["en"].count("No read-out is known here.") == 2
    assert f"{folder}/readouts.he.html" in all_files(node=node)
    assert public_file(f"{folder}/readouts.en.html", node=paris.nodes["IL"]) is None, "it has not released it"


@pytest.mark.parametrize("is_exercise", [True, False])
def test_every_public_page_of_an_exercise_says_so(is_exercise: bool) -> None:
    """In the language of the page; the list in every language; and nothing real says it."""
    cell = Cell()
    matter = wording.drafted(cell, readouts=True)
    wording.signs(cell, matter, *ALL)
    state = wording.statement(cell, matter)
    charter = replace(cell.charter, mechanism=replace(cell.charter.mechanism, exercise=is_exercise))
    pages = {**files_of(state, charter=charter), **readouts_of(state, charter=charter)}
    for lang in LANGS:
        mark = sentence("public.exercise", language=lang, data={})
        for name in (f"{lang}.html", f"readouts.{lang}.html"):
            assert (mark in pages[name].decode()) is is_exercise, name
        (listed,) = indexes_of([state], charter=charter).values()
        assert (mark in listed.decode()) is is_exercise
        assert mark not in state.bytes_of(lang).decode(), "what was signed is what is published"


def test_the_list_stands_on_pages_that_lead_to_each_other() -> None:
    """The newest stand on the first, what is older on the next; neither leads to a page that is not there."""
    cell = Cell()
    state = wording.statement(cell, wording.drafted(cell))
    pages = indexes_of([state] * (MOST_ON_PAGE + 1), charter=cell.charter)
    assert list(pages) == ["index.html", "index-2.html"]
    assert [body.count(b"<section>") for body in pages.values()] == [MOST_ON_PAGE, 1]
    assert b'href="index-2.html"' in pages["index.html"] and b'href="index.html"' in pages["index-2.html"]
    assert b'href="index-3.html"' not in pages["index-2.html"]
    assert b"<nav>" not in indexes_of([], charter=cell.charter)["index.html"]


def test_the_pages_are_written_for_any_web_server(stated: tuple[Mechanism, str], tmp_path: Path) -> None:
    """`parley statement export` writes what the node shows, also while the node does not run."""
    paris, matter = stated
    hears(paris, "SY", "US", clock_ms=comes(paris, matter))
    assert release(paris, "SY")
    shown = all_files(node=paris.nodes["SY"])
    paris.close("SY")
    paris.home("SY").settings.write_bytes(write_settings(Settings(member="SY")))
    assert main(["statement", "export", str(tmp_path / "out"), "--home", str(paris.home("SY").path)]) == 0
    written = {str(each.relative_to(tmp_path / "out")): each.read_bytes()
               for each in (tmp_path / "out").rglob("*") if each.is_file()}  # fmt: skip
    assert written == shown and f"{matter.replace('/', '-')}/receipt.json" in written


def test_a_clock_that_jumps_ahead_releases_nothing(stated: tuple[Mechanism, str]) -> None:
    """Its own hour is not enough: another's clock must bear it out, and that one counts on by what nobody sets."""
    paris, matter = stated
    before_ms = paris.clocks["SY"].now_ms()
    hears(paris, "SY", "US", clock_ms=before_ms, at_s=100.0)
    minute_ms = comes(paris, matter, after_ms=86_400_000) - 86_400_000
    assert not release(paris, "SY", at_s=101.0)
    assert public_file(f"{matter.replace('/', '-')}/", node=paris.nodes["SY"]) is None
    left_s = (minute_ms - before_ms) / 1000
    assert not release(paris, "SY", at_s=100.0 + left_s - 1)
    # The link was cut meanwhile; the minute has come all the same.
    assert release(paris, "SY", at_s=100.0 + left_s)


def test_over_a_cut_link_a_release_is_late_and_told_as_of_when(stated: tuple[Mechanism, str]) -> None:
    """A node that started anew without any link waits for the first word of another, also one that a stick brings."""
    paris, matter = stated
    comes(paris, matter)
    assert not release(paris, "IL")
    hears(paris, "SY", "US", clock_ms=paris.clocks["US"].at_ms)
    assert release(paris, "SY")
    for clock in paris.clocks.values():
        clock.at_ms += 600_000
    assert not release(paris, "IL")
    paris.carry("SY", "IL")
    assert release(paris, "IL") and not release(paris, "IL")
    paris.carry_all(1)
    state: StatementState = state_of(paris, matter)
    late = {each.member: state.late_ms(each) for each in state.releases}
    assert late["SY"] == 0 and late["IL"] >= 600_000
    paris.nodes["IL"].writer.call(rebuild).result()
    assert state_of(paris, matter, at="IL") == state


def test_a_last_signature_that_was_cut_off_is_released_late_and_never_before(paris: Mechanism) -> None:
    """Signed before the minute and read after it: until it is read nobody releases."""
    matter = drafted(paris)
    signs(paris, matter, "SY", "US")
    node, state = paris.nodes["IL"], state_of(paris, matter, at="IL")
    digests = [{"lang": lang, "sha256": digest} for lang, digest in state.digests.items()]
    content = {"of": matter, "digest": state.main.digest, "digests": digests, "released_by": "chief"}
    draft = Draft("statement_signed", ("SY", "US"), content, matter, role="delegate")
    assert isinstance(file(draft, node=node), Filed)
    at_ms = comes(paris, matter, after_ms=300_000)
    hears(paris, "SY", "US", clock_ms=at_ms)
    assert not release(paris, "SY")
    paris.carry("IL", "SY")
    assert release(paris, "SY")


def test_a_withdrawal_takes_the_pages_of_every_node_down(stated: tuple[Mechanism, str]) -> None:
    """IL had not read it when it released: its page says so then, and nobody shows the text any more."""
    paris, matter = stated
    draft = Draft("statement_withdrawn", ("IL", "US"), {"of": matter, "why": "News came"}, matter, role="delegate")
    assert isinstance(file(draft, node=paris.nodes["SY"]), Filed)
    at_ms = comes(paris, matter)
    hears(paris, "IL", "US", clock_ms=at_ms)
    assert release(paris, "IL")
    path = f"{matter.replace('/', '-')}/"
    assert public_file(f"{path}en.txt", node=paris.nodes["IL"]) is not None
    paris.carry_all(1)
    assert public_file(f"{path}en.txt", node=paris.nodes["IL"]) is None
    page = public_file(path, node=paris.nodes["IL"])
    assert page is not None and b"Withdrawn" in page.body and WORDS["en"].encode() not in page.body
    hears(paris, "US", "IL", clock_ms=at_ms)
    assert not release(paris, "US")
    assert public_file(path, node=paris.nodes["US"]) is None
