"""What of information exchange this desk's node holds: reports, requests, assessments, filtered as an officer asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.desk.cell import node
from parley.node import reading
from parley.node.reading import MatterRow
from parley.texts.finding import is_met, read_question
from parley.tracks.information import assessment_state, report_state, request_state
from parley.tracks.information.marking import is_expired

REPORT, REQUEST, ASSESSMENT = report_state.FORM, request_state.FORM, assessment_state.FORM
FORMS = (REPORT, REQUEST, ASSESSMENT)
# So many of the newest are looked at; the list says where there are more.
MOST_LOOKED_AT = 5_000
EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; what is empty narrows nothing."""

    member: str = ""
    state: str = ""
    tlp: str = ""
    purpose: str = ""
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Return whether anything is asked for."""
        return any((self.member, self.state, self.tlp, self.purpose, self.words))


def asked_for(query: Mapping[str, str]) -> Asked:
    """Return what the fields of a list ask for."""
    return Asked(**{name: query.get(name, "").strip() for name in ("member", "state", "tlp", "purpose", "words")})


def newest(form: str) -> list[MatterRow]:
    """Return the newest matters of a form, the newest first; at most `MOST_LOOKED_AT`."""
    return reading.of_form(node(), form, from_ms=0, limit=MOST_LOOKED_AT)[::-1]


def terms_of(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was given, asked or proposed, of whichever form."""
    terms: Mapping[str, Any] = state["main"]["terms"] if state["form"] == ASSESSMENT else state["terms"]
    return terms


def state_name(state: Mapping[str, Any], *, now_ms: int) -> str:
    """Return how a matter stands now: a report or an assessment that was not taken back may have expired."""
    terms, name = terms_of(state), str(state["name"])
    may_expire = state["form"] in (REPORT, ASSESSMENT) and name not in ("retracted", "withdrawn", "not_joint")
    is_over = may_expire and is_expired(terms, now_ms=now_ms)
    return EXPIRED if is_over else name


def matching(rows: Iterable[MatterRow], asked: Asked, *, now_ms: int) -> list[MatterRow]:
    """Return the rows that are asked for, in their order."""
    question = read_question(asked.words)
    return [
        row for row in rows
        if _is_asked(row.state, asked, now_ms=now_ms) and (not asked.words or is_met(question, _texts(row.state)))
    ]  # fmt: skip


def _is_asked(state: Mapping[str, Any], asked: Asked, *, now_ms: int) -> bool:
    terms = terms_of(state)
    return (
        asked.member in ("", state["opened_by"])
        and asked.state in ("", state_name(state, now_ms=now_ms))
        and asked.tlp in ("", terms.get("tlp"))
        and asked.purpose in ("", terms.get("purpose"))
    )


def _texts(state: Mapping[str, Any]) -> list[str]:
    terms = terms_of(state)
    texts = [each["text"] for each in terms.get("texts") or ()]
    return [
        state["id"],
        terms["subject"],
        terms.get("text") or "",
        (terms.get("place") or {}).get("name") or "",
        *texts,
    ]


def citable(*, to: Iterable[str], now_ms: int) -> list[MatterRow]:
    """Return the reports that all of these read and that may be cited now, the newest first."""
    readers = set(to)
    return [
        row for row in newest(REPORT)
        if readers <= set(row.state["to"]) and state_name(row.state, now_ms=now_ms) in ("standing", "disputed")
    ]  # fmt: skip
