"""Reports, requests and assessments as their lists and pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.saying import instant
from parley.desk.incidents.words import CREDIBILITY, RELIABILITY
from parley.desk.incidents.words import word as graded
from parley.desk.information import words
from parley.desk.information.facts import place_said, seen_said
from parley.desk.information.found import ASSESSMENT, REPORT, REQUEST, state_name, terms_of
from parley.desk.information.words import purpose_word, tlp_label, use_said, word
from parley.node import reading
from parley.node.information.resting import citing
from parley.node.reading import MatterRow

FORMS = (REPORT, REQUEST, ASSESSMENT)
Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as the lists show it; `tlp` is empty for a request, `due` for anything else."""

    id: str
    address: str
    subject: str
    by: str
    to: tuple[str, ...]
    purpose: str
    tlp: str
    level: str
    grade: str
    until: str
    name: str
    state_word: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class SignerShown:
    """A member that is asked to sign: by which entry it did, or dissented; whether it still holds to it."""

    name: str
    entry: str
    has_signed: bool
    has_dissented: bool
    no_longer: bool


def row_shown(row: MatterRow, *, charter: Charter, language: str, names: Names, now_ms: int) -> Row:
    """Return a matter as a list shows it."""
    state, terms = row.state, terms_of(row.state)
    name, until_s = state_name(state, now_ms=now_ms), terms.get("expires_s") or terms.get("due_s") or 0
    level = str(terms.get("tlp") or "")
    return Row(
        row.id, address_of_form(row.form, row.id), str(state["subject"]), names(row.opened_by),
        tuple(names(code) for code in state["to"] if code != row.opened_by),
        purpose_word(charter, str(terms["purpose"]), language=language), tlp_label(level) if level else "", level,
        grade_said(terms), instant(int(until_s)), name, word(words.STATES, name), row.at_ms,
    )  # fmt: skip


def grade_said(terms: Mapping[str, Any]) -> str:
    """Return the two grades as they are written side by side; one alone where there is one."""
    return f"{terms.get('source') or ''}{terms.get('credibility') or ''}"


def marking_shown(terms: Mapping[str, Any], *, language: str, names: Names) -> dict[str, Any]:
    """Return the marking as it stands over every page of what is marked."""
    charter = node().charter()
    return {
        "label": tlp_label(terms["tlp"]),
        "level": str(terms["tlp"]),
        "means": word(words.TLP_MEANS, terms["tlp"]),
        "purpose": purpose_word(charter, str(terms["purpose"]), language=language),
        "releasable": [names(code) for code in terms["releasable_to"]],
        "until": instant(terms["expires_s"]),
        "use": use_said(charter, language=language),
    }


def given_shown(terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and value of what a report or request tells beside its words."""
    return list(_given(terms))


def _given(terms: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if terms.get("source"):
        yield gettext("Source"), f"{terms['source']} – {graded(RELIABILITY, terms['source'])}"
    if terms.get("credibility"):
        yield gettext("What it says"), f"{terms['credibility']} – {graded(CREDIBILITY, terms['credibility'])}"
    if terms.get("cover"):
        yield gettext("Cover name of the source"), str(terms["cover"])
    if terms.get("seen"):
        yield gettext("What it is about was"), seen_said(terms["seen"])
    if terms.get("place"):
        yield gettext("Place"), place_said(terms["place"])


def signers_shown(state: Mapping[str, Any], *, names: Names) -> list[SignerShown]:
    """Return each member that an assessment names, with how it stands to it."""
    main, found = state["main"], []
    dissents = {each["member"]: each["entry"] for each in state["dissents"]}
    for code in main["needed"]:
        signature = main["signatures"].get(code)
        entry = signature["entry"] if signature else dissents.get(code, "")
        found.append(
            SignerShown(
                names(code), entry, signature is not None, code in state["dissenters"], code in state["no_longer"]
            )
        )
    return found


def cited_shown(report: str, *, now_ms: int) -> dict[str, Any]:
    """Return a report that is cited elsewhere, with how it stands now: what rests on it stands where it was said."""
    row = reading.matter(node(), report)
    if row is None:
        return {"id": report, "address": "", "subject": "", "grade": "", "word": "", "retraction": "", "is_over": False}
    name, gone = state_name(row.state, now_ms=now_ms), row.state.get("retraction")
    return {
        "id": report, "address": address_of_form(row.form, report), "subject": str(row.state["subject"]),
        "grade": grade_said(terms_of(row.state)), "word": word(words.STATES, name),
        "retraction": gone["entry"] if gone else "", "is_over": name in ("retracted", "expired"),
    }  # fmt: skip


def resting_shown(report: str, *, now_ms: int) -> list[dict[str, Any]]:
    """Return the matters of information exchange in which a report is cited."""
    rows = (reading.matter(node(), each) for each in citing(node(), report))
    return [
        {"id": row.id, "address": address_of_form(row.form, row.id), "subject": str(row.state["subject"]),
         "word": word(words.STATES, state_name(row.state, now_ms=now_ms))}
        for row in rows if row is not None and row.form in FORMS and row.id != report
    ]  # fmt: skip
