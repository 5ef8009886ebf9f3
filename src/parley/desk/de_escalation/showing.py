"""A de-escalation request as its screens show it: for each member called, answered, done, and who is late.

Every time is that of an entry or of the record, and what is late follows from duties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_matter
from parley.desk.hotline.replying import reason_title, reply_title
from parley.desk.hotline.showing import items_shown
from parley.desk.hotline.wordings import HOW, state_word
from parley.desk.watching import subject_of
from parley.matters.duty import DONE_LATE, Duty
from parley.node import reading
from parley.node.reading import EntryView, MatterView
from parley.tracks.hotline.replies import CANNOT, DONE, ORDERED
from parley.tracks.hotline.templates import DE_ESCALATING, TEMPLATES

if TYPE_CHECKING:
    from parley.desk.frame import Frame

DAY_MS = 86_400_000
READ_STATES = {"match": "read_back"}
LATE = ("lapsed", DONE_LATE)


@dataclass(frozen=True, slots=True)
class DutyShown:
    """A duty of a step: by when, its clause, whether it is late."""

    id: str
    clause: str
    due_at_ms: int | None
    is_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one member did at one step: when, by which entry, what it said of it; and what it owes or owed there."""

    at_ms: int | None = None
    entry: str = ""
    note: str = ""
    is_bad: bool = False
    duty: DutyShown | None = None
    # On another day than the request: then the day stands beside the time.
    is_later: bool = False

    @property
    def address(self) -> str:
        """Return the address of the entry."""
        return f"/record/{self.entry}" if self.entry else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One step, and the cell of each member in the order of the request's members."""

    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with its members side by side."""

    id: str
    address: str
    subject: str
    asked: str
    said: str
    by: str
    at_ms: int
    state: str
    about: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    lines: tuple[Line, ...]
    is_late: bool


def is_request(state: Mapping[str, Any]) -> bool:
    """Return whether a matter is a de-escalation request."""
    return state.get("form") == "message" and state.get("template") in DE_ESCALATING


def request_shown(frame: Frame, view: MatterView) -> RequestShown:
    """Return one request with every step of every member to whom it went."""
    row, state = view.row, view.row.state
    codes = [*state["asked"], *(code for code in state["stages"] if code not in state["asked"])]
    duties = {(each.what, each.owed_by): each for each in _of_words(frame, view)}
    steps = _Steps(view, duties)
    lines = tuple(Line(word, tuple(_dated(cell(code), row.at_ms) for code in codes)) for word, cell in steps.each)
    template = TEMPLATES[str(state["template"])]
    return RequestShown(
        row.id, address_of_matter(row.id), subject_of(state, language=frame.language) or row.id,
        template.titles.get(frame.language, template.titles["en"]),
        " · ".join(filter(None, (each for item in items_shown(state["items"]) for each in (item.said, item.name)))),
        frame.name_of(row.opened_by), row.at_ms, state_word(str(state["name"])),
        tuple((each, address_of_matter(each)) for each in state.get("about") or ()),
        tuple(frame.name_of(code) for code in codes), lines,
        any(cell.duty is not None and cell.duty.is_late for line in lines for cell in line.cells),
    )  # fmt: skip


def _dated(cell: Cell, sent_ms: int) -> Cell:
    instants = [cell.at_ms, cell.duty.due_at_ms if cell.duty else None]
    return replace(cell, is_later=any(at is not None and at // DAY_MS != sent_ms // DAY_MS for at in instants))


def _of_words(frame: Frame, view: MatterView) -> Iterator[Duty]:
    """Yield the duties about the words in force; those of older words last, so that the newer ones are shown."""
    found = reading.duties_of(frame.node, view.row.id, now_ms=frame.now_ms)
    in_force = view.row.state["wording"]
    yield from sorted(found, key=lambda each: (each.what != "tell_done" and each.entry == in_force, each.since_ms or 0))


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps of one request: what each member did at each of them."""

    view: MatterView
    duties: Mapping[tuple[str, str], Duty]

    @property
    def each(self) -> tuple[tuple[str, Callable[[str], Cell]], ...]:
        """Return each step with how its cell is read for a member."""
        return (
            (gettext("Called"), self.called),
            (gettext("Delivered"), self.delivered),
            (gettext("Received"), self.acknowledged),
            (gettext("Read-back"), self.read_back),
            (gettext("Answered"), self.answered),
            (gettext("Done at"), self.done),
        )

    @property
    def state(self) -> Mapping[str, Any]:
        """Return the state of the request."""
        return self.view.row.state

    @property
    def wording(self) -> EntryView | None:
        """Return the entry whose words are in force."""
        return next((each for each in self.view.entries if each.id == self.state["wording"]), None)

    def called(self, code: str) -> Cell:
        """Return when it was said."""
        wording = self.wording
        return Cell(wording.at_ms, wording.id) if wording is not None else Cell()

    def delivered(self, code: str) -> Cell:
        """Return when the member first showed that it had read it."""
        wording = self.wording
        return Cell(wording.transport.read.get(code)) if wording is not None else Cell()

    def acknowledged(self, code: str) -> Cell:
        """Return its acknowledgement, or what acknowledged as well."""
        said, duty = self.state["acknowledgements"].get(code), self.owed("acknowledge", code)
        if said is not None:
            return Cell(said["at_ms"], said["entry"], HOW[said["how"]](), duty=duty)
        # A read-back or an answer acknowledges, too (D-1).
        found = self.duties.get(("acknowledge", code))
        met = found.course if found is not None else None
        return Cell(met.done_ms, met.done_by, duty=duty) if met is not None and met.done_by else Cell(duty=duty)

    def read_back(self, code: str) -> Cell:
        """Return its newest read-back."""
        said, duty = self.state["read_backs"].get(code), self.owed("read_back", code)
        if said is None:
            return Cell(duty=duty)
        return Cell(said["at_ms"], said["entry"], _read_word(said["state"]), said["state"] == "mismatch", duty)

    def answered(self, code: str) -> Cell:
        """Return its first answer that says more than that it is done."""
        said = _answers(self.state, code)
        first = next((each for each in said if each["reply"] != DONE), said[0] if said else None)
        return _answer_cell(first, self.owed("answer", code))

    def done(self, code: str) -> Cell:
        """Return when, by its newest word, it was done."""
        told = next((each for each in reversed(_answers(self.state, code)) if each["reply"] == DONE), None)
        duty = self.owed("tell_done", code)
        return Cell(int(told["done_at_s"]) * 1000, told["entry"], "", duty=duty) if told else Cell(duty=duty)

    def owed(self, what: str, code: str) -> DutyShown | None:
        """Return what a member owes or owed of one step."""
        found = self.duties.get((what, code))
        if found is None:
            return None
        is_open = found.state in ("running", "lapsed", "waiting_for_receipt")
        return DutyShown(found.id, found.clause, found.due_at_ms, found.state in LATE, is_open)


def _read_word(state: str) -> str:
    """Say how a read-back stands: what agrees waits for its confirmation."""
    return gettext("of older words") if state == "of_older_text" else state_word(READ_STATES.get(state, state))


def _answers(state: Mapping[str, Any], code: str) -> list[Mapping[str, Any]]:
    return [each for each in state["answers"] if each["member"] == code and not each["of_older_text"]]


def _answer_cell(said: Mapping[str, Any] | None, duty: DutyShown | None) -> Cell:
    if said is None:
        return Cell(duty=duty)
    reply = said["reply"]
    note = reply_title(reply) if reply in (ORDERED, CANNOT, DONE) else gettext("in words")
    if reply == CANNOT:
        note = f"{note}: {reason_title(said['cannot_because'])}"
    return Cell(said["at_ms"], said["entry"], note, reply == CANNOT, duty)
