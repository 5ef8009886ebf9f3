"""From the first word of a text to a statement that three running nodes release in one minute, and anybody verifies."""

from __future__ import annotations

import http.client
import time
from pathlib import Path
from typing import Any

import pytest

from parley.tracks.talks.text_bytes import freeze_digest
from tests.interop.stranger_of_statements import check_as_stranger
from tests.stories.lines import CUT, OPEN
from tests.stories.nodes import Mechanism, free_port, until
from tests.tracks.talks.wording import LANGS, WORDS

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.timeout(180)]

PARAGRAPHS = tuple(str(number) for number in range(1, 13))
# So long before the agreed minute the nodes are started anew: time enough for their links, and to cut one.
BEFORE_S = 14


class Talks:
    """Three running nodes, each with a listener for its public pages alone."""

    def __init__(self, mechanism: Mechanism) -> None:
        """Give each node its listener, and start them all."""
        self.cell, self.release_s = mechanism.make(), 0
        self.ports = {code: free_port() for code in self.cell.codes}
        for code, port in self.ports.items():
            file = self.cell.posts[code].home / "node.toml"
            told = file.read_text(encoding="utf-8")
            assert "public_port = 0" in told
            file.write_text(told.replace("public_port = 0", f"public_port = {port}"), encoding="utf-8")
        self.cell.begin()

    def says(self, member: str, kind: str, matter: str | None = None, *, role: str = "delegate", **content: Any) -> str:
        """Let an officer of a member file an entry at its node; return its id."""
        draft = {"kind": kind, "to": list(self.cell.codes), "content": content, "role": role, "matter": matter}
        answer = self.cell.draft(member, draft)
        assert answer["outcome"] == "filed", answer
        return str(answer["id"])

    def all_read(self, *entries: str) -> None:
        """Wait until every node has read these entries."""
        for entry in entries:
            for code in self.cell.codes:
                self.cell.reads(code, entry)

    def state(self, matter: str, *, at: str = "US") -> dict[str, Any]:
        """Return the state of a matter as a node folds it."""
        rows = self.cell.ask(at, {"op": "matters", "limit": 1000})["matters"]
        return dict(next(row["state"] for row in rows if row["id"] == matter))

    def page(self, code: str, path: str) -> tuple[int, bytes]:
        """Ask a node's public listener for a page; return the status and the bytes."""
        asking = http.client.HTTPConnection("127.0.0.1", self.ports[code], timeout=10)
        try:
            asking.request("GET", f"/public/{path}")
            answer = asking.getresponse()
            return answer.status, answer.read()
        finally:
            asking.close()

    def pages(self, path: str) -> dict[str, tuple[int, bytes]]:
        """Ask every node for the same page."""
        return {code: self.page(code, path) for code in self.ports}


@pytest.fixture
def talks(mechanism: Mechanism) -> Talks:
    """A mechanism whose members sit in a round."""
    return Talks(mechanism)


def met(talks: Talks) -> str:
    """Return a round in a third country to which all come."""
    now_s = int(time.time())
    matter = talks.says(
        "US", "round_proposed", subject="EXERCISE round", lang="en", place="EXERCISE city", host_name="EXERCISE host",
        from_s=now_s + 3600, until_s=now_s + 7200, invited=list(talks.cell.codes), package=False,
    )  # fmt: skip
    talks.all_read(matter)
    talks.all_read(*(talks.says(code, "round_answered", matter, how="accepts") for code in ("IL", "SY")))
    return matter


def frozen(talks: Talks, about: str) -> str:
    """Return a text of twelve paragraphs in three languages, consented to and frozen by all."""
    parties = list(talks.cell.codes)
    matter = talks.says("US", "text_opened", subject="EXERCISE text", parties=parties, about=[about])
    talks.all_read(matter)
    versions, rows = {}, []
    for number in PARAGRAPHS:
        texts = {lang: f"{WORDS[lang]} {number}." for lang in LANGS}
        said = [{"lang": lang, "text": text} for lang, text in texts.items()]
        versions[number] = talks.says("SY", "text_paragraph_worded", matter, paragraph=number, replaces=[], texts=said)
        rows.append({"paragraph": number, "version": versions[number], "texts": texts})
    talks.all_read(versions["12"])
    last = [
        [talks.says(code, "text_consented", matter, paragraph=n, version=each) for n, each in versions.items()][-1]
        for code in ("IL", "US")
    ]
    talks.all_read(*last)
    digest = freeze_digest(matter=matter, parties=parties, attempt=1, paragraphs=rows)
    more: dict[str, Any] = {"digest": digest, "released_by": "chief"}
    of = talks.says("IL", "text_freeze_proposed", matter, versions=list(versions.values()), attempt=1, **more)
    talks.all_read(of)
    talks.all_read(*(talks.says(code, "text_freeze_agreed", matter, of=of, **more) for code in ("SY", "US")))
    return matter


def signed(talks: Talks, text: str) -> str:
    """Return a statement of these words that all have signed in every language, with a minute well ahead."""
    texts = talks.state(text)["frozen"]["texts"]
    talks.release_s = int(time.time()) // 60 * 60 + 3600
    matter = talks.says(
        "US", "statement_drafted", subject="EXERCISE statement", signatories=list(talks.cell.codes),
        texts=[{"lang": lang, "title": f"EXERCISE {lang}", "text": texts[lang]} for lang in LANGS],
        attribution="jointly", readouts=True, release_s=talks.release_s, from_text=text,
    )  # fmt: skip
    talks.all_read(matter)
    for code in talks.cell.codes:
        state = talks.state(matter, at=code)
        digests = [{"lang": lang, "sha256": digest} for lang, digest in state["digests"].items()]
        content = {"of": matter, "digest": state["digest"], "digests": digests, "released_by": "chief"}
        talks.all_read(talks.says(code, "statement_signed", matter, **content))
    return matter


def night(talks: Talks) -> float:
    """Stop every node and start it shortly before the agreed minute; return when that comes by this machine's clock."""
    for code in talks.cell.codes:
        talks.cell.stop(code)
    comes_s = time.time() + BEFORE_S
    skew_ms = round((talks.release_s - comes_s) * 1000)
    talks.cell.start(env={"PARLEY_CLOCK_SKEW_MS": str(skew_ms)})
    return comes_s


def links_up(cell: Mechanism) -> bool:
    """Return whether each node knows the clock of every other."""
    return all(link["skew_ms"] is not None for code in cell.codes for link in cell.status(code)["links"]["peers"])


def test_twelve_paragraphs_in_three_languages_become_a_statement_that_a_stranger_verifies(
    talks: Talks, tmp_path: Path
) -> None:
    """Over real lines, one node cut off before the minute: none is early, all are in time, the bytes are the same."""
    matter = signed(talks, frozen(talks, met(talks)))
    folder = matter.replace("/", "-")
    names = ("", *(f"{lang}.{form}" for lang in LANGS for form in ("html", "txt")), "readouts.he.html")
    comes_s = night(talks)
    until(lambda: links_up(talks.cell), what="every node knows the clocks of the others")
    for other in ("SY", "US"):
        talks.cell.lines.make(CUT, "IL", other)
    early = {status for name in names for status, _ in talks.pages(f"{folder}/{name}").values()}
    assert early == {404} and time.time() < comes_s
    until(lambda: all(status == 200 for status, _ in talks.pages(f"{folder}/").values()), what="all release it")
    assert time.time() > comes_s
    for name in names:
        found = talks.pages(f"{folder}/{name}")
        assert found["SY"][0] == 200 and found["IL"] == found["SY"] == found["US"], name
    verified(talks, folder, tmp_path)
    for other in ("SY", "US"):
        talks.cell.lines.make(OPEN, "IL", other)
    until(lambda: len(talks.state(matter)["releases"]) == 3, what="all know of all releases")
    states = talks.cell.agree()
    assert {each["late_ms"] for each in states["US"][matter][0]["releases"]} == {0}
    given(talks, matter, folder)


def verified(talks: Talks, folder: str, where: Path) -> None:
    """Let `parley verify` and a stranger's program check what each node's listener gives, with nothing but the keys."""
    keys = [key for member in talks.cell.charter.members for key in member.keys.log]
    for code in talks.cell.codes:
        (where / code).mkdir()
        for name in (*(f"{lang}.txt" for lang in LANGS), "receipt.json"):
            status, body = talks.page(code, f"{folder}/{name}")
            assert status == 200, (code, name)
            (where / code / name).write_bytes(body)
        receipt = str(where / code / "receipt.json")
        talks.cell.verb("verify", receipt, "--charter", str(talks.cell.charter_file))
        assert set(check_as_stranger(where / code, keys=keys)) == set(talks.cell.codes)


def given(talks: Talks, matter: str, folder: str) -> None:
    """Let one side publish its read-out; every node shows it beside the statement, whose page stays as it was."""
    before = talks.pages(f"{folder}/en.html")
    texts = [{"lang": "en", "text": "EXERCISE our account"}]
    more: dict[str, Any] = {"texts": texts, "released_by": "chief"}
    talks.all_read(talks.says("SY", "statement_readout_given", matter, of=matter, **more))
    beside = talks.pages(f"{folder}/readouts.en.html")
    assert len(set(beside.values())) == 1 and b"EXERCISE our account" in beside["IL"][1]
    assert talks.pages(f"{folder}/en.html") == before
