"""An incident beside the line: was it used before, and what came of the first call after; of each account apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext

from parley.charter.de_escalation import DeEscalationTerms
from parley.charter.rules import standing_in
from parley.desk.addresses import address_of_matter
from parley.desk.de_escalation.showing import RequestShown, is_request, request_shown
from parley.desk.naming import in_language
from parley.node import reading
from parley.node.de_escalation.calls import of_incident
from parley.node.de_escalation.line_use import BEFORE, CLAUSE, DURING, MINUTE_MS, REACTION_MS, Call, LineUse, Reaction

if TYPE_CHECKING:
    from parley.desk.frame import Frame

FORM, AGREED = "incident", "agreed"
# So many requests about one incident stand beside it, the newest; the page of de-escalation holds all.
MOST_REQUESTS = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A word over the line: its entry and address, who said it and when."""

    entry: str
    address: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class LineShown:
    """What follows of one account and one member that it names; `after` is the first call after, and None without."""

    account: str
    by: str
    member: str
    type: str
    from_ms: int
    until_ms: int
    when: str
    word: str
    clause: str
    minutes: int
    calls: tuple[Named, ...]
    looked_at: tuple[Named, ...]
    after: Named | None
    after_minutes: int | None
    answer_minutes: int | None
    done_ms: int | None


def line_of(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return what the panel of an incident shows: the line before, the first call after, the requests about it.

    None for any other matter, and where the charter says nothing of the line before force.
    """
    row = reading.matter(frame.node, matter)
    if row is None or row.form != FORM or frame.not_read:
        return None
    found = [_shown(frame, use, after) for use, after in of_incident(frame.node, row.state)]
    requests = requests_about(frame, row.id, from_ms=row.at_ms)
    terms = frame.node.charter().de_escalation
    if terms is None or not (found or requests):
        return None
    return {"lines": found, "requests": requests, "standing": _standing(frame, terms)}


def _standing(frame: Frame, terms: DeEscalationTerms) -> str:
    """Say how the charter's word stands where it is not agreed, with by whom; "" where it is."""
    standing = standing_in(terms.provenance, in_force=frame.node.in_force())
    if standing == AGREED:
        return ""
    word = {
        "proposed": pgettext("standing", "proposed"),
        "asserted": pgettext("standing", "asserted"),
        "contested": pgettext("standing", "contested"),
    }.get(standing, standing)
    return " · ".join(filter(None, (word, ", ".join(map(frame.name_of, terms.provenance.by)))))


def requests_about(frame: Frame, matter: str, *, from_ms: int) -> list[RequestShown]:
    """Return the newest requests that name this matter, made within a day of it."""
    rows = reading.of_form(frame.node, "message", from_ms=from_ms, until_ms=from_ms + REACTION_MS)
    named = [row for row in rows if is_request(row.state) and matter in (row.state.get("about") or ())]
    views = (reading.conversation(frame.node, row.id) for row in named[-MOST_REQUESTS:])
    return [request_shown(frame, view) for view in views if view is not None]


def _shown(frame: Frame, use: LineUse, after: Reaction) -> LineShown:
    alleged = use.alleged
    return LineShown(
        alleged.account, frame.name_of(alleged.by), frame.name_of(alleged.member), _type(frame, alleged.type),
        alleged.from_ms, alleged.until_ms, use.when, _word(use.when), CLAUSE,
        (alleged.from_ms - use.since_ms) // MINUTE_MS,
        tuple(_named(frame, each) for each in use.calls), tuple(_named(frame, each) for each in use.looked_at),
        _named(frame, after.call) if after.call is not None else None, after.minutes_to_call(alleged),
        after.minutes_to_answer, after.call.done_ms if after.call is not None else None,
    )  # fmt: skip


def _named(frame: Frame, call: Call) -> Named:
    return Named(call.entry, address_of_matter(call.entry), frame.name_of(call.member), call.at_ms)


def _type(frame: Frame, name: str) -> str:
    terms = frame.node.charter().incidents
    known = terms.type_of(name) if terms is not None else None
    return in_language(known.names, language=frame.language) if known is not None else name


def _word(when: str) -> str:
    if when == BEFORE:
        return gettext("The line was used before")
    if when == DURING:
        return gettext("The line was used within the hours named")
    return gettext("The line was not used before")
