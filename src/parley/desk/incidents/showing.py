"""An incident as its page shows it: accounts side by side, evidence, links, requests, and one time line for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.hotline.wordings import kind_word
from parley.desk.incidents import words
from parley.desk.incidents.evidence import standing_of
from parley.desk.incidents.telling import (
    Parts,
    account_facts,
    actors_said,
    group_word,
    place_parts,
    time_parts,
    type_word,
)
from parley.desk.incidents.words import word
from parley.matters.duty import Duty
from parley.node.reading import MatterRow, MatterView
from parley.tracks.incidents.incident_duties import EXPLAIN
from parley.tracks.incidents.incident_state import FORM

Names = Callable[[str], str]
NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Row:
    """An incident as the list shows it."""

    id: str
    address: str
    subject: str
    type: str
    group: str
    when: Parts
    where: Parts
    by: str
    alleged: str
    name: str
    state_word: str
    accounts: int
    open_requests: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class AccountShown:
    """One member's account: a column of the page. `facts` are label, value, and whether the accounts differ there."""

    entry: str
    name: str
    word: str
    is_ours: bool
    at_ms: int
    subject: str
    text: str
    lang: str
    facts: tuple[tuple[str, Parts, bool], ...]
    about: tuple[str, ...]
    versions: int
    why: str
    withdrawn: str
    withdrawn_entry: str


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A piece of evidence; `standing` is kept, awaited, matches or differs."""

    id: str
    entry: str
    member_code: str
    number: int
    place: int | None
    form: str
    name: str
    by: str
    sha256: str
    of: str
    taken: str
    standing: str


@dataclass(frozen=True, slots=True)
class ExplanationShown:
    """An explanation, and what who asked said of it."""

    entry: str
    at_ms: int
    text: str
    lang: str
    judged: str
    judged_word: str
    judged_entry: str
    reasons: str


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with its clock. `end` is how it stands now, "no_answer" where its time ran out with nothing."""

    entry: str
    by: str
    asked: str
    at_ms: int
    text: str
    lang: str
    due_at_ms: int | None
    end: str
    end_word: str
    is_late: bool
    is_over: bool
    may_explain: bool
    may_judge: str
    explanations: tuple[ExplanationShown, ...]


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A word how this incident and another belong together, said here or there."""

    other: str
    address: str
    subject: str
    how: str
    by: str
    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the time line: when it happened by somebody's account, when something was said, or when it is due."""

    at_ms: int
    until_ms: int | None
    what: str
    by: str
    entry: str
    kind: str


def row_shown(row: MatterRow, *, charter: Charter, names: Names) -> Row:
    """Return one line of the list."""
    state, account = row.state, row.state["accounts"][0]
    terms = account["terms"]
    found = charter.incidents.type_of(terms["type"]) if charter.incidents is not None else None
    return Row(
        row.id, address_of_form(FORM, row.id), str(terms["subject"]), type_word(charter, terms["type"]),
        group_word(charter, found.group) if found is not None else "", time_parts(terms["time"]),
        place_parts(terms.get("place")), names(row.opened_by), actors_said(terms["actors"], names=names),
        str(state["name"]), word(words.STATES, state["name"]), len(state["accounts"]),
        sum(each["end"] in ("asked", "answered") for each in state["requests"]), row.at_ms,
    )  # fmt: skip


def accounts_shown(state: Mapping[str, Any], *, own: str, charter: Charter, names: Names) -> list[AccountShown]:
    """Return the accounts in their order; what two that stand do not say alike is marked in each."""
    told = [account_facts(each["terms"], charter=charter, names=names) for each in state["accounts"]]
    standing = [facts for facts, each in zip(told, state["accounts"], strict=True) if each["withdrawn"] is None]
    differing = {label for label, _ in told[0] if len({dict(facts)[label] for facts in standing}) > 1}
    return [
        _account(each, facts, own=own, names=names, is_first=number == 0, differing=differing)
        for number, (each, facts) in enumerate(zip(state["accounts"], told, strict=True))
    ]


def _account(
    account: Mapping[str, Any], facts: list[tuple[str, Parts]], *, own: str, names: Names, is_first: bool,
    differing: set[str],
) -> AccountShown:  # fmt: skip
    terms, gone = account["terms"], account["withdrawn"]
    return AccountShown(
        entry=account["entry"],
        name=names(account["member"]),
        word=gettext("Report") if is_first else gettext("Counter-report"),
        is_ours=account["member"] == own,
        at_ms=account["at_ms"],
        subject=str(terms["subject"]),
        text=str(terms["text"]),
        lang=str(terms["lang"]),
        facts=tuple((label, value, label in differing) for label, value in facts),
        about=tuple(terms.get("about") or ()),
        versions=len(account["versions"]),
        why=str(account["versions"][-1]["why"] or ""),
        withdrawn=str(gone["why"]) if gone else "",
        withdrawn_entry=str(gone["entry"]) if gone else "",
    )


def pieces_shown(state: Mapping[str, Any], *, names: Names) -> list[PieceShown]:
    """Return every piece of evidence, and how it stands at this node."""
    return [_piece(each, names=names) for each in state["evidence"]]


def _piece(each: Mapping[str, Any], *, names: Names) -> PieceShown:
    return PieceShown(
        each["id"], each["entry"], each["entry"].rpartition("/")[0], int(each["entry"].rpartition("/")[2]),
        each["attachment"], word(words.FORMS, each["form"]), each["name"], names(each["member"]), each["sha256"],
        each["of"] or "", instant(each["taken_s"]) if each["taken_s"] is not None else "", standing_of(each),
    )  # fmt: skip


def requests_shown(
    state: Mapping[str, Any], duties: Iterable[Duty], *, own: str, names: Names
) -> list[RequestShown]:
    """Return the requests, the newest first, each with what may be done about it here."""
    known = {duty.entry: duty for duty in duties if duty.what == EXPLAIN}
    return [_request(each, known.get(each["entry"]), own=own, names=names) for each in reversed(state["requests"])]


def _request(request: Mapping[str, Any], duty: Duty | None, *, own: str, names: Names) -> RequestShown:
    lapsed = duty is not None and duty.state == "lapsed"
    end = NO_ANSWER if lapsed and request["end"] == "asked" else str(request["end"])
    unjudged = [each["entry"] for each in request["explanations"] if each["judged"] is None]
    return RequestShown(
        request["entry"], names(request["by"]), names(request["asked"]), request["at_ms"], request["text"],
        request["lang"], duty.due_at_ms if duty is not None else None, end, word(words.ENDS, end),
        is_late=duty is not None and duty.state == "done_late",
        is_over=end in (NO_ANSWER, "insufficient"),
        may_explain=own == request["asked"] and end != "accepted",
        may_judge=unjudged[-1] if own == request["by"] and unjudged else "",
        explanations=tuple(_explanation(each) for each in request["explanations"]),
    )  # fmt: skip


def _explanation(each: Mapping[str, Any]) -> ExplanationShown:
    judged = each["judged"]
    return ExplanationShown(
        each["entry"], each["at_ms"], each["text"], each["lang"], judged["how"] if judged else "",
        word(words.JUDGED, judged["how"]) if judged else "", judged["entry"] if judged else "",
        str(judged["text"] or "") if judged else "",
    )  # fmt: skip


def links_shown(
    row: MatterRow, linking: Iterable[tuple[MatterRow, Mapping[str, Any]]], *, subjects: Mapping[str, str],
    names: Names,
) -> list[LinkShown]:  # fmt: skip
    """Return what was said of this incident and others, here and in the others."""
    here = [_link(each, each["other"], subjects.get(each["other"], ""), names=names) for each in row.state["links"]]
    there = [_link(each, other.id, str(other.state["subject"]), names=names) for other, each in linking]
    return [*here, *there]


def _link(link: Mapping[str, Any], other: str, subject: str, *, names: Names) -> LinkShown:
    return LinkShown(
        other, address_of_form(FORM, other), subject, word(words.LINKS, link["how"]), names(link["member"]),
        link["entry"], str(link["text"] or ""),
    )  # fmt: skip


def moments_of(
    view: MatterView, requests: Iterable[RequestShown], *, names: Names
) -> list[Moment]:
    """Return one line for all: what happened by each account, what was said, what is due; the earliest first."""
    found = [*_happened(view.row.state, names=names), *_said(view, names=names)]
    found += [
        Moment(each.due_at_ms, None, gettext("An explanation is due"), each.asked, each.entry, "due")
        for each in requests if each.due_at_ms is not None
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.at_ms, each.kind, each.entry))


def _happened(state: Mapping[str, Any], *, names: Names) -> Iterator[Moment]:
    for account in state["accounts"]:
        time = account["terms"]["time"]
        lasted = time["until_s"] * 1000 if time["until_s"] > time["from_s"] else None
        what = pgettext("an incident", "It happened, by this account")
        yield Moment(time["from_s"] * 1000, lasted, what, names(account["member"]), account["entry"], "a-happened")


def _said(view: MatterView, *, names: Names) -> Iterator[Moment]:
    for entry in view.entries:
        if entry.refusal is None:
            what = kind_word(entry.kind, entry.content)
            yield Moment(entry.at_ms, None, what, names(entry.member), entry.id, "said")
