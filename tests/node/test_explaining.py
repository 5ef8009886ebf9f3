"""The whole way of an entry: what each member had read when it was written, and by which charter it is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parley.cli.explain import lines
from parley.node.drafts import AttachmentDraft, Draft
from parley.node.explaining import explain
from parley.node.filing import Filed, file
from parley.texts import LANGUAGES, catalogue, sentence
from tests.node import forging
from tests.node.mechanism import Mechanism
from tests.node.schedule import amended
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


def says(paris: Mechanism, code: str, *, to: tuple[str, ...] = ALL) -> str:
    """Let a member send a message, and return its id."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    done = file(Draft("message_sent", to, content), node=paris.nodes[code])
    assert isinstance(done, Filed), done
    return done.id


def seen(told: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """Return for each member the last entry that the author had read of it, and what that one had read."""
    return {each["member"]: (each["last"], each["had_read"]) for each in told["seen"]}


def test_it_tells_what_each_member_had_read(paris: Mechanism) -> None:
    """US writes after it read IL's entry, which had read SY's: both are told, and IL's later entry is not."""
    first = says(paris, "SY")
    paris.carry("SY", "IL")
    second = says(paris, "IL")
    paris.carry("IL", "US")
    third = says(paris, "US")
    says(paris, "IL")
    paris.carry_all()
    for node in paris.nodes.values():
        had = seen(explain(node, third))
        assert had["IL"][0] == second and first in had["IL"][1]
        assert had["SY"][0] == first


def test_it_names_the_charter_by_which_the_entry_is_judged(paris: Mechanism) -> None:
    """After an amendment an older entry is still told under the charter that was in force for its author."""
    old = says(paris, "SY")
    founding = paris.nodes["SY"].founding
    text = amended(paris.home("SY").charter.read_text("utf-8"), founding.digest, "word_limit: 200", "word_limit: 100")
    assert isinstance(file(Draft("charter_proposed", ALL, {"text": text}, role="chief"), node=paris.nodes["SY"]), Filed)
    paris.carry_all()
    new = next(d for d in paris.nodes["SY"].ledger.history.versions if d != founding.digest)
    for node in paris.nodes.values():
        assert isinstance(file(Draft("charter_signed", ALL, {"charter": new}, role="chief"), node=node), Filed)
    paris.carry_all()
    young = says(paris, "SY")
    assert explain(paris.nodes["SY"], old)["charter"] == founding.digest
    assert explain(paris.nodes["SY"], young)["charter"] == new


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sort_of_entry_is_told_in_every_language(paris: Mechanism, language: str) -> None:
    """What is readable, sealed to others, void or unknown is told in whole sentences, with its clause where void."""
    said, aside = says(paris, "SY"), says(paris, "SY", to=("SY", "US"))
    void = forging.say(paris.nodes["SY"], "target_nominated", {"role": "chief"})
    paris.carry_all()
    paris.receipts("IL")
    paris.carry_all()
    told = {entry: explain(paris.nodes["IL"], entry) for entry in (said, aside, void)}
    for found in told.values():
        shown = "\n".join(lines(found, language))
        assert "%(" not in shown and "explain." not in shown
        mark = catalogue()["record.exercise"][language]
        assert mark not in shown and mark in lines({**found, "exercise": True}, language)[0]
    assert "M-1" in "\n".join(lines(told[void], language))
    assert explain(paris.nodes["IL"], "SY/999")["outcome"] == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_attachments_are_told_apart_from_what_was_mirrored(paris: Mechanism, tmp_path: Path, language: str) -> None:
    """A mirror has cosigned the entry and holds nothing of its attachment yet: each node tells its own part only."""
    path = tmp_path / "map.txt"
    path.write_text("EXERCISE")
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    draft = Draft("message_sent", ALL, content, attachments=(AttachmentDraft("map.txt", "text/plain", path),))
    done = file(draft, node=paris.nodes["SY"])
    assert isinstance(done, Filed), done
    paris.carry_all()
    for code, held in (("SY", 1), ("IL", 0)):
        found = explain(paris.nodes[code], done.id)
        assert "IL" in found["mirrored_by"]
        told = sentence("explain.attachments", language=language, data={"count": 1, "held": held})
        assert told in lines(found, language)
    none = sentence("explain.attachments", language=language, data={"count": 0, "held": 0})
    assert none not in lines(explain(paris.nodes["SY"], says(paris, "SY")), language)


def test_what_is_said_of_the_charter_is_told_without_a_state_of_no_name(paris: Mechanism) -> None:
    """The charter's matter has versions and no one state; of an entry in it no empty state is told."""
    told = explain(paris.nodes["US"], "SY/0")
    assert told["kind"] == "charter_signed" and told["why"] == []
    assert not [line for line in lines(told, "en") if line.rstrip().endswith(": .")]
