"""Every field of an entry of talks in words: what is looked over before it goes, and what both ends then read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.talks.saying import role_said, roles_said
from parley.desk.talks.words import RULES, word
from parley.tracks.talks.file_entries import FILE_KINDS, POSITION_KINDS
from parley.tracks.talks.round_entries import ROUND_KINDS


def _present(value: Any, words: Words) -> str:
    return " · ".join(f"{words.names(each['member'])}: {roles_said(each['roles'])}" for each in value)


def _items(value: Any, words: Words) -> str:
    return " / ".join(
        f"{n}. {each['subject']}" + (f" ({each['file']})" if each.get("file") else "")
        for n, each in enumerate(value, start=1)
    )


def _speaker(value: Any, words: Words) -> str:
    return f"{words.names(value['member'])}, {role_said(value['role'])}"


def _gates(value: Any, words: Words) -> str:
    return " · ".join(f"{each['instrument']} {each['step']}" for each in value)


def _decisions(value: Any, words: Words) -> str:
    return " · ".join(f"{each['of']} {each['digest'][:16]}" for each in value)


FIELDS: Mapping[str, Field] = {
    "place": (lambda: gettext("Place"), saying.as_it_is),
    "host": (lambda: gettext("Host"), saying.member),
    "host_name": (lambda: gettext("Host"), saying.as_it_is),
    "from_s": (lambda: gettext("From"), saying.when),
    "until_s": (lambda: gettext("Until"), saying.when),
    "invited": (lambda: gettext("Invited"), saying.members),
    "package": (lambda: gettext("Nothing is agreed until all is agreed"), saying.yes_or_no),
    "roles": (lambda: gettext("Delegation"), lambda value, words: roles_said(value)),
    "points": (lambda: gettext("Agenda"), _items),
    "signatories": (lambda: gettext("Who signs it"), saying.members),
    "began_s": (lambda: gettext("Began"), saying.when),
    "ended_s": (lambda: gettext("Ended"), saying.when),
    "rule": (lambda: gettext("Rule for remarks"), lambda value, words: word(RULES, str(value))),
    "present": (lambda: gettext("Who is there"), _present),
    "files": (lambda: gettext("Files taken up"), saying.listed),
    "grounds": (lambda: gettext("Instruments for whose steps they wait"), saying.listed),
    "speaker": (lambda: gettext("Who spoke"), _speaker),
    "file": (lambda: gettext("File"), saying.as_it_is),
    "sitting": (lambda: gettext("Sitting"), saying.as_it_is),
    "decisions": (lambda: gettext("Decisions"), _decisions),
    "left_out": (lambda: gettext("Left out"), saying.listed),
    "statement": (lambda: gettext("Beside the joint statement"), saying.as_it_is),
    "lead": (lambda: gettext("Lead"), saying.member),
    "parties": (lambda: gettext("Parties of the file"), saying.members),
    "gates": (lambda: gettext("Waits for"), _gates),
    "round": (lambda: gettext("Round"), saying.as_it_is),
    "decision": (lambda: gettext("Decision"), saying.as_it_is),
    "salt": (lambda: gettext("Salt"), saying.as_it_is),
}
# Those that no other track names: by these each is found in an entry.
NEW: Mapping[str, Field] = {
    name: field for name, field in FIELDS.items()
    if name not in ("place", "from_s", "until_s", "parties", "signatories")
}  # fmt: skip
# By kind, so that a field of the same name on another track keeps its own words.
OF_KIND: Mapping[tuple[str, str], Field] = {
    (kind, name): field for kind in {**ROUND_KINDS, **FILE_KINDS, **POSITION_KINDS} for name, field in FIELDS.items()
}  # fmt: skip
