"""One opening and one continuation of each of talks, information, commerce and supervision, for random courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Refusal
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from tests.node import comparing
from tests.tracks.commerce.offers import offer
from tests.tracks.information.exchanged import WORDS, report
from tests.tracks.talks.wording import LANGS

ALL = ("IL", "SY", "US")
DAY_S = 86_400
RELEASED = {"released_by": "chief"}
TEXTS = [{"lang": lang, "text": "EXERCISE."} for lang in LANGS]
# By track: the form of the matter that is opened, and the role that speaks.
TRACKS: Mapping[str, tuple[str, str]] = {
    "talks": ("text", "delegate"),
    "information": ("information_report", "analyst"),
    "commerce": ("opportunity", "chief"),
    "supervision": ("mechanism_change", "chief"),
}


def speak(node: Node, track: str, number: int) -> Filed | Refusal:
    """Open a matter of a track, or continue one that the node holds; return what was filed, or why not."""
    form, role = TRACKS[track]
    held = [matter for matter, state in comparing.states(node).items() if state.get("form") == form]
    if not held or number % 4 == 0:
        kind, content = _opening(node, track)
        draft = Draft(kind, ALL, content, role=role)
    else:
        matter = held[number % len(held)]
        draft = _continuing(node, track, matter, number)
    return file(draft, node=node)


def _opening(node: Node, track: str) -> tuple[str, dict[str, Any]]:
    now_s = int(node.clock.now_ms()) // 1000
    match track:
        case "talks":
            return "text_opened", {"subject": "EXERCISE text", "parties": list(ALL)}
        case "information":
            told = {key: value for key, value in report().items() if key not in ("role", "seen")}
            return "report_given", {**told, "expires_s": now_s + 9 * DAY_S, **RELEASED}
        case "commerce":
            told = {key: value for key, value in offer().items() if key != "role"}
            return "opportunity_offered", {**told, "expires_s": now_s + 9 * DAY_S}
    said = {"becomes": "suspended", "texts": TEXTS[:1], "from_s": now_s, "until_s": now_s + 9 * DAY_S}
    return "mechanism_change_proposed", said


def _continuing(node: Node, track: str, matter: str, number: int) -> Draft:
    state, role = comparing.states(node)[matter], TRACKS[track][1]
    to: tuple[str, ...] = ALL
    within: str | None = matter
    content: dict[str, Any]
    match track:
        case "talks":
            texts = [{**each, "text": f"EXERCISE {number}."} for each in TEXTS]
            kind, content = "text_paragraph_worded", {"paragraph": "1", "replaces": [], "texts": texts}
        case "information":
            kind, content = "report_disputed", {"of": matter, "stands": number % 3 != 0, **WORDS}
        case "commerce" if node.member in state["between"]:
            # Interest is a matter of its own, sealed to the supervisor that matches.
            to, within = (state["matcher"],), None
            kind, content = "interest_declared", {"opportunity": matter, "member": node.member}
        case "commerce":
            kind, content = "opportunity_withdrawn", {"why": "EXERCISE"}
        case _:
            kind, content = "mechanism_change_signed", {"of": matter, "digest": state["main"]["digest"], **RELEASED}
    return Draft(kind, to, content, within, role=role)
