"""A short play for any charter, made from what the charter itself says: who speaks, in which role, to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.charter.model import Charter
from parley.demo.script import OfficerPart, Script, Step, UnfitTemplate, the_exercise
from parley.texts import LANGUAGES

TRACK, CHIEF = "hotline", "chief"
WATCH_S = 28_800


def script_for(charter: Charter) -> Script:
    """Return the written exercise where its members are the charter's, else a short play; UnfitTemplate for neither."""
    written = the_exercise()
    if {officer.member for officer in written.officers} == set(charter.codes):
        return written
    speakers = _speakers(charter)
    roles = {code: _role(charter, code) for code in speakers}
    for code in charter.codes:
        if CHIEF not in charter.roles or charter.member(code).kind not in charter.roles[CHIEF].of:
            raise UnfitTemplate("demo.nobody_signs", member=code, role=CHIEF)
    officers = tuple(_officers(charter, roles))
    return Script(officers=officers, steps=tuple(_steps(charter, speakers, roles)))


def _speakers(charter: Charter) -> tuple[str, ...]:
    """Return the members of the largest audience of the hotline, its parties first."""
    track = charter.tracks.get(TRACK)
    audiences = [charter.audiences[name].members for name in (track.audiences if track else ())]
    largest = max(audiences, key=len, default=())
    if len(largest) < 2 or not charter.precedences:
        raise UnfitTemplate("demo.nobody_speaks")
    parties = [code for code in largest if charter.member(code).kind == "party"]
    return (*parties, *(code for code in largest if code not in parties))


def _role(charter: Charter, code: str) -> str:
    """Return the lowest role of a member's officers that may file on the hotline."""
    allowed = [
        role
        for name in charter.tracks[TRACK].roles
        if (role := charter.roles[name]) and charter.member(code).kind in role.of and TRACK in role.may
    ]
    if not allowed:
        raise UnfitTemplate("demo.no_speaker", member=code)
    return min(allowed, key=lambda role: role.level).name


def _officers(charter: Charter, roles: dict[str, str]) -> Iterator[OfficerPart]:
    language = next((each for each in charter.languages if each in LANGUAGES), "en")
    for code in charter.codes:
        for name, role in {"duty": roles.get(code), CHIEF: CHIEF}.items():
            if role is not None:
                shown_as = f"{charter.roles[role].names.get(language, role)} {code}"
                yield OfficerPart(code, f"{code.lower()}-{name}", shown_as, role, language)


def _steps(charter: Charter, speakers: tuple[str, ...], roles: dict[str, str]) -> Iterator[Step]:
    first, second = speakers[:2]

    def step(
        by: str, kind: str, content: dict[str, Any], *, opening: str | None = None, state: str | None = None
    ) -> Step:
        said = {**content, "role": roles[by]}
        return Step(f"{kind}_{by}", by, kind, said, opening, to=speakers, pause_s=4, state=state)

    # Two watches are enough: each is told to all, and every node tells all others that it read it.
    for code in speakers[:2]:
        yield step(code, "watch_taken", _watch(code))
    yield step(first, "message_sent", _message(charter, asked=second))
    opening = f"message_sent_{first}"
    of = {"of": f"$entry:{opening}"}
    for code in speakers[1:]:
        yield step(code, "message_acknowledged", {**of, "how": "received"}, opening=opening)
    answer = {**of, "lang": "en", "text": "EXERCISE. The fire has stopped; we look into it."}
    yield step(second, "message_answered", answer, opening=opening, state="answered")
    closing = {"reason": "settled", "text": "EXERCISE. Nothing more is needed."}
    yield step(first, "message_closed", closing, opening=opening, state="closed")


def _watch(code: str) -> dict[str, Any]:
    return {
        "name": f"Duty officer of {code}",
        "authority": "EXERCISE: may acknowledge, read back and answer",
        "call_back": "EXERCISE line 1",
        "until_s": f"$now:{WATCH_S}",
    }


def _message(charter: Charter, *, asked: str) -> dict[str, Any]:
    urgent = min(charter.precedences.values(), key=lambda precedence: precedence.rank)
    return {
        "precedence": urgent.name, "subject": "EXERCISE: fire near Exercise Hill 1", "lang": "en", "items": [],
        "text": "EXERCISE. Fire was heard near Exercise Hill 1. Please tell us what you know of it.",
        "template": None, "asks_read_back": False, "asks_answer": True, "asked": [asked],
    }  # fmt: skip
