"""The rows of the watch list: what one member owes in one matter, until when and by which clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_matter
from parley.desk.blind.words import subject_of_blind
from parley.desk.duty_words import duty_place, duty_why, duty_word, part_of_duty
from parley.desk.encounters.words import subject_of_encounter
from parley.desk.overlaps.words import subject_of_overlap
from parley.desk.rising import Rung, rungs_at
from parley.desk.said_once import said_once
from parley.desk.told_rows import ToldRows
from parley.desk.verifying.rows import address_unsaid, subject_unsaid
from parley.matters.duty import Duty
from parley.node.reading import MatterRow
from parley.tracks.commitments.rules import DUTIES as OF_COMMITMENTS
from parley.tracks.deconfliction.lapses import CITABLE
from parley.tracks.disputes.duty_names import DUTIES as OF_DISPUTES
from parley.tracks.hotline.annexes import DUTIES
from parley.tracks.hotline.templates import TEMPLATES
from parley.tracks.incidents.asking import CITABLE as OF_INCIDENTS
from parley.tracks.incidents.hits import ANSWER_DUTY as OF_HITS
from parley.tracks.incidents.inspection_duties import DUTIES as OF_INSPECTIONS
from parley.tracks.supervision.changes import SIGN as OF_CHANGES
from parley.tracks.supervision.directives import DUTIES as OF_DIRECTIVES
from parley.tracks.talks.file_duties import DUTIES as OF_FILES
from parley.tracks.talks.round_duties import DUTIES as OF_ROUNDS
from parley.tracks.talks.statement_rules import DUTIES as OF_STATEMENTS
from parley.tracks.talks.text_rules import DUTIES as OF_TEXTS

SOON_MS = 10 * 60 * 1000
_NEVER = 1 << 62
_CITED_BY = {
    "dispute": "DI-14",
    "overlap": "O-8",
    "encounter": "EC-7",
    "notice": "N-9",
    "standstill": "ST-9",
    "site": "SI-7",
    "blind_overlap": "BN-8",
    "incident": "IN-11",
    "inspection": "II-8",
    "commitment": "CO-14",
    "round": "TA-16",
    "file": "TA-16",
    "hit": "IH-5",
    "directive": "SU-10",
    "mechanism_change": "SU-10",
    "text": "TX-10",
    "statement": "JS-8",
}

_CITABLE = frozenset(
    (*DUTIES, *CITABLE, *OF_INCIDENTS, OF_HITS, *OF_INSPECTIONS, *OF_COMMITMENTS, *OF_DISPUTES)
    + (*OF_DIRECTIVES, OF_CHANGES, *OF_ROUNDS, *OF_FILES, *OF_TEXTS, *OF_STATEMENTS)
)
# So many steps of one instrument are named in a row.
FEW_STEPS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is owed: the rule in a sentence, and its clause.

    `lapsed_at_ms` is when it lapsed, None where it did not; `level` the level it rose to, `cited` the entries that cite
    the lapse; `may_cite` whether this member could cite it at that level, and by which clause.
    """

    why: str
    clause: str
    duty: str
    word: str = ""
    lapsed_at_ms: int | None = None
    level: int = 0
    cited: tuple[str, ...] = ()
    may_cite: bool = False
    cite_clause: str = "H-17"


@dataclass(frozen=True, slots=True)
class WatchRow:
    """What one member owes in one matter, with the clock of what is due first.

    `urgency` is flash, over, soon, wait or theirs, each with its own shape and word. `whats` are the codes owed,
    `from_code` the member that opened the matter, `left_share` how much of the time is left, in hundredths.
    """

    id: str
    matter: str
    address: str
    subject: str
    party: str
    party_owing: str
    from_code: str
    owed_by: str
    what: str
    whats: tuple[str, ...]
    reasons: tuple[Reason, ...]
    told: str
    due_at_ms: int | None
    since_ms: int | None
    left_share: int
    is_ours: bool
    urgency: str
    shape: str
    word: str
    precedence: str
    at_ms: int
    to: str = ""
    corrected_by: str = ""
    corrected_at_ms: int = 0
    risen: tuple[Rung, ...] = ()
    shelved: Any = None
    is_still: bool = False

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses by which something is owed, each once."""
        return tuple(dict.fromkeys(each.clause for each in self.reasons))

    @property
    def risen_here(self) -> Rung | None:
        """The highest rung of the ladder that the lapse has reached at this member."""
        return self.risen[-1] if self.risen else None


@dataclass(frozen=True, slots=True)
class Flash:
    """A FLASH message that waits for this member's acknowledgement."""

    id: str
    address: str
    acknowledge: str
    subject: str
    from_name: str
    word: str
    at_ms: int
    due_at_ms: int | None
    left_ms: int
    duty: str
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What rows are told with, in the reader's language: members, roles, what is owed, by which rule, from whom."""

    names: Callable[[str], str]
    roles: Callable[[str], str]
    duties: Callable[[str], str]
    rules: Callable[[str], str]
    language: str
    coming: Callable[[str], str]
    awaited: Callable[[str], str]


def rows_of_duties(
    duties: Iterable[Duty],
    *,
    matters: Mapping[str, MatterRow],
    own: str,
    charter: Charter,
    names: Callable[[str], str],
    roles: Callable[[str], str],
    now_ms: int,
    told: ToldRows[WatchRow] | None = None,
    still: frozenset[str] = frozenset(),
) -> list[WatchRow]:
    """Join what each member owes in one matter into a row, sorted by what is due next; without a clock comes last.

    `names` and `roles` give the words for a member and a role of the charter in the reader's language; what was told
    before is taken from `told`.
    """
    language, names = get_language() or "en", said_once(names)
    kept: ToldRows[WatchRow] = ToldRows() if told is None else told
    words = Words(
        names, roles, said_once(duty_word), said_once(duty_why), language,
        coming=said_once(lambda code: gettext("from %(member)s") % {"member": names(code)}),
        awaited=said_once(lambda code: gettext("waits for %(member)s") % {"member": names(code)}),
    )  # fmt: skip
    rows = []
    for joined in sorted(_joined(duties), key=lambda joined: _first_due(joined) or _NEVER):
        row = matters.get(joined[0].matter)
        rows.append(
            kept.row(
                (language, joined[0].matter or joined[0].id, joined[0].owed_by),
                (joined, row.version if row is not None else b"", own, charter.digest),
                make=partial(_row, joined, row=row, own=own, words=words, charter=charter),
                at=partial(_at, joined=joined, now_ms=now_ms, is_still=row is not None and row.track in still),
            )
        )
    return rows


def flashes_of(rows: Iterable[WatchRow], *, now_ms: int) -> list[Flash]:
    """Return the FLASH messages among what this member owes an acknowledgement for."""
    return [
        Flash(
            row.matter, _address_of(row), reverse("acknowledge", args=row.matter.split("/")), row.subject, row.party,
            gettext("FLASH"), row.corrected_at_ms or row.at_ms, row.due_at_ms,
            row.due_at_ms - now_ms if row.due_at_ms is not None else 0, row.id, row.corrected_by,
        )
        for row in rows
        if row.is_ours and row.precedence == "flash" and "acknowledge" in row.whats
    ]  # fmt: skip


def _address_of(row: WatchRow) -> str:
    """Return where its words in force stand: the correction, where there was one."""
    return f"{row.address}#{row.corrected_by}" if row.corrected_by else row.address


def _correction(state: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the correction that put the words in force; None where they stand as first sent."""
    wording = state.get("wording")
    return next((each for each in state.get("corrections", ()) if each["entry"] == wording), None)


def _joined(duties: Iterable[Duty]) -> list[tuple[Duty, ...]]:
    """Join what one member owes in one matter into one row, at the place of what is due first."""
    found: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        found.setdefault((duty.matter or duty.id, duty.owed_by), []).append(duty)
    return [tuple(sorted(each, key=duty_place)) for each in found.values()]


def _first_due(joined: tuple[Duty, ...]) -> int | None:
    return min((duty.due_at_ms for duty in joined if duty.due_at_ms is not None), default=None)


def _row(joined: tuple[Duty, ...], *, row: Any, own: str, words: Words, charter: Charter) -> WatchRow:
    """Return a row but for what the hour says of it (`_at`)."""
    duty = joined[0]
    state: Mapping[str, Any] = row.state if row is not None else {}
    is_ours = duty.owed_by == own
    correction = _correction(state)
    return WatchRow(
        id=duty.id,
        matter=duty.matter,
        address=address_of_matter(duty.matter) if duty.matter else address_unsaid(duty),
        subject=_subject(duty, state, words=words, charter=charter),
        party=_party(row, duty=duty, own=own, words=words),
        party_owing=words.names(duty.owed_by),
        from_code=row.opened_by if row is not None else "",
        owed_by=duty.owed_by,
        what=_what(joined, words=words, charter=charter),
        whats=tuple(each.what for each in joined),
        reasons=tuple(_reason(each, state=state, own=own, words=words) for each in joined),
        told=_told(duty, roles=words.roles),
        due_at_ms=_first_due(joined),
        since_ms=duty.since_ms,
        left_share=0,
        is_ours=is_ours,
        urgency="",
        shape="",
        word="",
        precedence=str(state.get("precedence") or ""),
        at_ms=row.at_ms if row is not None else 0,
        to=",".join(state.get("to", ())),
        corrected_by=correction["entry"] if correction else "",
        corrected_at_ms=correction["at_ms"] if correction else 0,
        risen=rungs_at(joined, charter=charter, member=own, roles=words.roles),
    )


def _subject(duty: Duty, state: Mapping[str, Any], *, words: Words, charter: Charter) -> str:
    said = subject_of(state, language=words.language) or duty.matter or subject_unsaid(duty, charter=charter)
    return said or words.duties(duty.what)


def _what(joined: tuple[Duty, ...], *, words: Words, charter: Charter) -> str:
    """Say what is owed; several of one sort are told once: with the names of few steps, else with how many."""
    counts = Counter(each.what for each in joined)
    return " · ".join(_sort(what, many, joined, words=words, charter=charter) for what, many in counts.items())


def _sort(what: str, many: int, joined: tuple[Duty, ...], *, words: Words, charter: Charter) -> str:
    parts = [part_of_duty(each.id, charter=charter, language=words.language) for each in joined if each.what == what]
    if all(parts) and many <= FEW_STEPS:
        return f"{words.duties(what)} {', '.join(parts)}"
    return f"{words.duties(what)} ×{many}" if many > 1 else words.duties(what)


def _at(row: WatchRow, *, joined: tuple[Duty, ...], now_ms: int, is_still: bool) -> WatchRow:
    """Return the row as it is at this moment, the same object where the moment changes nothing."""
    urgency = _urgency(row, now_ms=now_ms)
    left_share = _left_share(joined, due_at_ms=row.due_at_ms, now_ms=now_ms)
    is_still = is_still and urgency != "over"
    if (urgency, left_share, is_still) == (row.urgency, row.left_share, row.is_still):
        return row
    shape = {"theirs": "wait"}.get(urgency, urgency)
    return replace(row, urgency=urgency, left_share=left_share, shape=shape, word=_WORDS[urgency](), is_still=is_still)


def _reason(duty: Duty, *, state: Mapping[str, Any], own: str, words: Words) -> Reason:
    lapsed_at_ms = duty.due_at_ms if duty.state == "lapsed" else None
    lapses = [lapse for lapse in state.get("lapses", ()) if lapse["duty"] == duty.id]
    is_cited = any(lapse["member"] == own and lapse["level"] == duty.level for lapse in lapses)
    is_citable = duty.what in _CITABLE and own in state.get("to", ())
    return Reason(
        words.rules(duty.what), duty.clause, duty.id, words.duties(duty.what), lapsed_at_ms, duty.level,
        tuple(lapse["entry"] for lapse in lapses),
        cite_clause=_CITED_BY.get(state.get("form", ""), "H-17"),
        may_cite=lapsed_at_ms is not None and is_citable and not is_cited,
    )  # fmt: skip


def _left_share(joined: tuple[Duty, ...], *, due_at_ms: int | None, now_ms: int) -> int:
    """Return how much of the time from the first reading to the due time is left, in twentieths of a hundred.

    Nought when late. No finer: each step is another rendering for everybody.
    """
    since_ms = min((duty.since_ms for duty in joined if duty.since_ms is not None), default=None)
    if due_at_ms is None or since_ms is None or due_at_ms <= since_ms:
        return 0
    return max(0, min(100, 20 * (due_at_ms - now_ms) // (due_at_ms - since_ms) * 5))


def _party(row: Any, *, duty: Duty, own: str, words: Words) -> str:
    """Say from whom it came where this member owes it, and else for whom it waits; with whom two notices overlap."""
    if duty.owed_by != own:
        return words.awaited(duty.owed_by)
    if row is not None and row.form == "overlap":
        others = (side["member"] for side in row.state["sides"] if side["member"] != own)
        return gettext("with %(member)s") % {"member": gettext(", ").join(map(words.names, others))}
    if row is not None and row.form == "encounter":
        author = row.state["side"]["member"]
        return gettext("our own") if author == own else words.coming(author)
    if row is not None and row.form == "blind_overlap" and own in row.state["parties"]:
        others = (member for member in row.state["parties"] if member != own)
        return gettext("with %(member)s") % {"member": gettext(", ").join(map(words.names, others))}
    if row is None or row.opened_by == own:
        return gettext("our own")
    return words.coming(row.opened_by)


_WORDS: Mapping[str, Callable[[], str]] = {
    "flash": lambda: gettext("FLASH"),
    "over": lambda: gettext("overdue"),
    "soon": lambda: gettext("due soon"),
    "wait": lambda: gettext("waits for you"),
    "theirs": lambda: gettext("waits for them"),
}


def subject_of(state: Mapping[str, Any], *, language: str) -> str:
    """Return the line under which a matter of the hotline is known.

    The title of a fixed phrase is said in the reader's language: it is the same message in each.
    """
    template = TEMPLATES.get(state.get("template") or "")
    if template is not None and state.get("subject") in template.titles.values():
        return template.titles.get(language, str(state["subject"]))
    if state.get("subject"):
        return str(state["subject"])
    form = str(state.get("form"))
    of = {"overlap": subject_of_overlap, "encounter": subject_of_encounter, "blind_overlap": subject_of_blind}.get(form)
    if of is not None:
        return of(state)
    return _FORMS[form]() if form in _FORMS else ""


_FORMS: Mapping[Any, Callable[[], str]] = {
    "blind_looks": lambda: gettext("Looks of blind notices"),
    "warning": lambda: gettext("Word on a raised sector"),
    "line_check": lambda: gettext("Line check"),
    "watch": lambda: gettext("Watch"),
    "mechanism_change": lambda: gettext("Change of the mechanism's state proposed"),
    "pack": lambda: gettext("Pack"),
    "call": lambda: gettext("Telephone call"),
    "message": lambda: gettext("Message"),
    "shift": lambda: gettext("Note of the shift"),
}


def _told(duty: Duty, *, roles: Callable[[str], str]) -> str:
    """Say to which level of the ladder a lapse has risen."""
    if duty.told is None:
        return ""
    return gettext("Level %(level)s: %(role)s") % {"level": duty.level, "role": roles(duty.told.role)}


def _urgency(row: WatchRow, *, now_ms: int) -> str:
    if row.due_at_ms is not None and row.due_at_ms < now_ms:
        return "over"
    if not row.is_ours:
        return "theirs"
    if row.precedence == "flash" and "acknowledge" in row.whats:
        return "flash"
    return "soon" if row.due_at_ms is not None and row.due_at_ms - now_ms < SOON_MS else "wait"
