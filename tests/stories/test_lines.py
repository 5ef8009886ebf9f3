"""Lines between real nodes fail one at a time or all at once; nothing is lost, and all come to show the same."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.stories.lines import CUT, OPEN, SILENT, SLOW
from tests.stories.nodes import Mechanism, acknowledgement, message, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]

PAIRS = (("SY", "IL"), ("SY", "US"), ("IL", "US"))
BETWEEN_TWO = "Only the two of us: the wells at the ford."


def opened_lines(mechanism: Mechanism, name: str) -> list[dict[str, Any]]:
    """Return every entry that the keys of a node open, as `parley export --open` writes it."""
    folder = mechanism.folder / f"open-{name}"
    mechanism.verb("export", str(folder), "--open", name=name)
    (file,) = folder.glob("*.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def holds_text(home: Path, text: str) -> list[Path]:
    """Return the files of a home in which a text stands in the clear."""
    return [path for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_the_supervisor_relays_what_it_cannot_read(paris: Mechanism) -> None:
    """With the line between SY and IL cut, what the two say to each other alone comes through US, sealed."""
    paris.lines.make(CUT, "SY", "IL")
    said = [paris.say("SY", f"{BETWEEN_TWO} {n}", to=("SY", "IL")) for n in range(5)]
    back = paris.say("IL", BETWEEN_TWO + " So be it.", to=("IL", "SY"))
    for entry in said:
        paris.reads("IL", entry)
    paris.reads("SY", back)
    until(lambda: "IL" in paris.opened("SY", said[0])["opened_by"], what="the receipt comes back through US")
    until(lambda: {("IL", "SY"), ("SY", "IL")} & set(paris.lines.refused), what="the cut line is tried again in vain")
    relayed = paris.holds("US", said[0])
    assert relayed["sealed"]["held"] and not relayed["opened_here"]
    assert (relayed["kind"], relayed["to"], relayed["matter"]) == (None, None, None)
    paris.agree()
    assert paris.verb("explain", said[0], name="US").count("Sealed to others") == 1
    assert not any(BETWEEN_TWO in json.dumps(line) for line in opened_lines(paris, "US"))
    assert sum(BETWEEN_TWO in json.dumps(line) for line in opened_lines(paris, "IL")) == 6
    paris.stop("US")
    assert holds_text(paris.posts["US"].home, BETWEEN_TWO) == []


def test_after_a_cut_of_everything_all_show_the_same(paris: Mechanism) -> None:
    """Each says things that contradict what the others say meanwhile; when the lines are back all states are alike."""
    asked = paris.draft("US", message("Is the bridge open?", to=paris.codes, asks_answer=True))["id"]
    for code in ("SY", "IL"):
        paris.reads(code, asked)
    for pair in PAIRS:
        paris.lines.make(CUT, *pair)
    for code, text in (("SY", "It is open."), ("IL", "It is closed.")):
        assert paris.draft(code, acknowledgement(asked, to=paris.codes))["outcome"] == "filed"
        answer = {
            "kind": "message_answered", "to": list(paris.codes), "matter": asked,
            "content": {"text": text, "lang": "en"}, "role": "duty_officer",
        }
        assert paris.draft(code, answer)["outcome"] == "filed"
        for n in range(3):
            paris.say(code, f"{code} alone {n}")
    paris.say("US", "US alone")
    assert paris.roots("SY") != paris.roots("IL")
    for pair in PAIRS:
        paris.lines.make(OPEN, *pair)
    states = paris.agree()
    assert len(states["SY"][asked][0]["answers"]) == 2
    # Line checks go between two; what was said to all must be at all.
    messages = [{m for m, (state, _) in shown.items() if state.get("form") == "message"} for shown in states.values()]
    assert messages[0] == messages[1] == messages[2] and len(messages[0]) == 8


def check_of_line(paris: Mechanism) -> dict[str, Any]:
    """Let SY check the line to IL over both routes; return the state as SY shows it once IL's node has answered."""
    content = {"to": "IL", "text_no": 3, "routes": ["direct", "relay"]}
    draft = {"kind": "line_check_sent", "to": list(paris.codes), "content": content, "role": "duty_officer"}
    filed = paris.draft("SY", draft)
    assert filed["outcome"] == "filed", filed

    # A quarter of a minute is given to a route over which it does not come.
    def answered() -> dict[str, Any] | None:
        state: dict[str, Any] = paris.states("SY")[filed["id"]][0]
        return state if state["answer"] is not None else None

    found: dict[str, Any] = until(answered, what="IL answers by itself", within_s=60)
    return found


def test_a_line_check_names_the_routes_by_which_it_really_came(paris: Mechanism) -> None:
    """Over the direct line and the relay; with the line cut over the relay alone, which is then no full answer."""
    whole = check_of_line(paris)
    assert (whole["name"], whole["answer"]["routes"]) == ("answered", ["direct", "relay"])
    paris.lines.make(CUT, "SY", "IL")
    partly = check_of_line(paris)
    assert (partly["name"], partly["silent_routes"]) == ("route_missing", ["direct"])


def test_a_line_that_is_reset_and_slowed_again_and_again_loses_nothing(paris: Mechanism) -> None:
    """While the line breaks under load at both ends, every message arrives once and in order."""
    paris.lines.make(SLOW, "SY", "IL")
    said = []
    for n in range(30):
        said.append(paris.say("SY", f"number {n}"))
        if n % 5 == 4:
            paris.lines.reset("SY", "IL")
            paris.lines.reset("SY", "US")
    paris.reads("IL", said[-1])
    paris.lines.make(OPEN, "SY", "IL")
    states = paris.agree()
    texts = [states["IL"][entry][0]["text"] for entry in said]
    assert texts == [f"number {n}" for n in range(30)]


@pytest.mark.slow
def test_a_silent_line_stops_nobody_else(paris: Mechanism) -> None:
    """A line that hangs is given up and shown as silent; over the others all arrives meanwhile, and then all of it."""
    # By now each follows the others directly and has told the rest that they need not relay.
    time.sleep(7)
    paris.lines.make(SILENT, "SY", "IL")
    said = paris.say("SY", "To all.")
    paris.reads("US", said, within_s=25)
    paris.reads("SY", paris.say("US", "Heard."), within_s=25)
    paris.reads("IL", said, within_s=90)
    until(lambda: links(paris, "IL")["SY"]["state"] != "up", what="IL shows that it has lost SY", within_s=90)
    until(lambda: links(paris, "IL")["US"]["state"] == "up", what="the line to US stands")


def links(mechanism: Mechanism, name: str) -> dict[str, Any]:
    """Return by peer how a node's links are."""
    return {link["peer"]: link for link in mechanism.status(name)["links"]["peers"]}
