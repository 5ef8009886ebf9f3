"""What a part of the desk adds to the frame, as plain data: rail entries, panels of the details, rows of the time line.

A part lives in a folder of its own, says in its `part.py` what it adds, and is named once in
`parley.desk.installed`. Nothing here reads anything; every function is called when a page is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class RailEntry:
    """An entry of the rail: `name` is what its pages give as `section`, `address` the name of a URL, `shape` a drawing.

    `place` sorts the rail; `count` is the number of its badge, none where it is nought, and `why` the explanation of
    that number: what the tag `why` is asked for. `within` names the entry to which it belongs: then it stands in no
    rail, but beside that one over the lists of both, for a rail that has to be scrolled hides what it ends with. `tab`
    is what it is called there, where that is another word than in the rail.
    """

    name: str
    label: Callable[[], str]
    address: str
    shape: str
    place: int = 50
    count: Callable[[Frame], int] | None = None
    why: str = ""
    within: str = ""
    tab: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of the details side for one matter, fetched anew when one of its topics changes.

    `read` returns what the template shows, or None where the panel has nothing to say of this matter. In
    `topics` "{matter}" stands for the matter's id. `is_folded` begins closed.
    """

    name: str
    title: Callable[[], str]
    template: str
    read: Callable[[Frame, str], Mapping[str, Any] | None]
    topics: str = "matter:{matter}"
    shape: str = ""
    place: int = 50
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The hours that the time line shows, in milliseconds."""

    from_ms: int
    until_ms: int
    now_ms: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the time line: at an instant, or from `at_ms` to `until_ms` as a bar.

    `shape` is one of `parley.desk.shapes`, `tone` one of over, flash, soon, wait, theirs, done, away or plain; `word`
    says the state, `label` what it is; `short`, its number, is drawn beside it. All three are read out. `matter` joins
    it to the selection.
    """

    at_ms: int
    label: str
    short: str = ""
    shape: str = "todo"
    tone: str = "plain"
    word: str = ""
    until_ms: int | None = None
    address: str = ""
    matter: str = ""
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A row of the time line with its marks, in any order.

    `proven_until_ms` is given where the row's source is out of reach: what lies between it and now is hatched.
    `more` is how many of these hours are not among the marks, `whole` the address of a list that holds them all.
    """

    name: str
    label: str
    marks: tuple[Mark, ...] = ()
    proven_until_ms: int | None = None
    more: int = 0
    whole: str = ""


@dataclass(frozen=True, slots=True)
class TimeRows:
    """Rows that a part adds to the time line, read for the hours shown; `place` sorts them among those of others."""

    read: Callable[[Frame, Span], Iterable[TimeRow]]
    place: int = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that stands on the calendar and is owed by nobody: hours of a plan, a scheduled check, an end.

    `what` says what it is, `subject` of what, `word` its state; `until_ms` where it lasts; `who` are members' codes.
    """

    at_ms: int
    what: str
    subject: str = ""
    until_ms: int | None = None
    who: tuple[str, ...] = ()
    shape: str = "todo"
    word: str = ""
    matter: str = ""
    address: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRows:
    """What a part adds to the calendar for the days shown; `place` sorts what falls on the same instant."""

    read: Callable[[Frame, Span], Iterable[Planned]]
    place: int = 50


@dataclass(frozen=True, slots=True)
class StageView:
    """Another way to show the stage for what is selected, offered beside "Conversation": a map, for one.

    `address` returns where it is for a matter, or for none ("").
    """

    name: str
    label: Callable[[], str]
    address: Callable[[str], str]
    shape: str = ""
    place: int = 50


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link in the officer's menu; `address` is the name of a URL."""

    label: Callable[[], str]
    address: str
    place: int = 50


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A line in the list of keys."""

    keys: tuple[str, ...]
    does: Callable[[], str]


@dataclass(frozen=True, slots=True)
class DeskPart:
    """All that one part adds.

    `urls` is the dotted name of its module of addresses. `styles` (joined into one sheet by scripts/build_desk.py) and
    `scripts` (modules) are files below static/desk that every page loads; what only one page needs stands in the block
    `files` of that page. `in_bar`, `banners` and `dialogs` are templates: in the top bar beside the clock, below it
    over the whole width, at the end of the page.
    """

    name: str
    urls: str = ""
    rail: tuple[RailEntry, ...] = ()
    panels: tuple[Panel, ...] = ()
    time_rows: tuple[TimeRows, ...] = ()
    planned: tuple[PlannedRows, ...] = ()
    stage_views: tuple[StageView, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    in_bar: tuple[str, ...] = ()
    banners: tuple[str, ...] = ()
    dialogs: tuple[str, ...] = ()
    keys: tuple[KeyHint, ...] = ()
