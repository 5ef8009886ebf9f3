"""What every page shows around its subject: link bar, FLASH bar, parts, watch list, language, officer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.desk import installed
from parley.desk.adding import KeyHint, StageView
from parley.desk.appearance import Choice, appearance_of, choices_of
from parley.desk.cell import node
from parley.desk.hotline.voice_shown import CallBar, call_bars
from parley.desk.linkbar import LinkShown, links_shown, stale_since
from parley.desk.naming import in_language, member_name
from parley.desk.once import AGAIN
from parley.desk.reach import refuse_track, tracks_read
from parley.desk.refusing import refused_in_words
from parley.desk.seats import Seat, seats
from parley.desk.timeline.showing import TimeLine, time_line
from parley.desk.warnings import Notice, warnings_of
from parley.desk.watch_flash import FlashBar, flash_bar
from parley.desk.watch_list import SHOWS, Owed, Viewer, WatchList, may_cite, owed, rows_of, watch_list
from parley.desk.watch_news import WatchNews, watch_news
from parley.desk.watching import WatchRow
from parley.matters.duty import Duty
from parley.node import reading
from parley.node.pressing import place_of
from parley.node.reading import MatterRow
from parley.node.running import Node

WATCH_COOKIE = "parley-watch"
CALLS_LOOKED_AT = 100
# The count in the head of the rendered watch list.
COUNTED = re.compile(r'id="waiting" data-count="(\d+)"')
LANGUAGES_SHOWN = (("en", "English", "EN"), ("ar", "العربية", "ع"), ("he", "עברית", "עב"))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the desk, as the rail shows it; `within` is the part beside which it stands instead."""

    name: str
    label: str
    address: str
    shape: str
    count: int = 0
    why: str = ""
    within: str = ""
    tab: str = ""


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Give templates `frame`; nothing in it is read from the node before a template asks."""
    return {"frame": Frame(request)}


class Frame:
    """The frame of one request. Each property is read at most once, and only where it is shown."""

    languages = LANGUAGES_SHOWN

    def __init__(self, request: HttpRequest) -> None:
        """Remember the request; read nothing."""
        # View and templates ask for the same things: all frames of a request share what one of them read.
        self.__dict__ = getattr(request, "__dict__", {}).setdefault("parley_frame", self.__dict__)
        self._request = request
        self.language = get_language() or "en"

    @cached_property
    def node(self) -> Node:
        """The node that this desk is a door to."""
        return node()

    @cached_property
    def now_ms(self) -> int:
        """The node's time when this page was made."""
        return self.node.clock.now_ms()

    @property
    def place(self) -> str:
        """The place in the event stream at which this page was begun, from which the browser goes on."""
        return str(getattr(self._request, "scope", {}).get("parley.place", ""))

    @cached_property
    def officer(self) -> Any:
        """The officer who is signed in."""
        return self._request.user

    @cached_property
    def tracks(self) -> tuple[str, ...]:
        """The tracks whose matters the officer's role reads (C-3)."""
        return tracks_read(self.officer)

    @cached_property
    def not_read(self) -> str:
        """Why the hotline is not shown to this role; "" where it is."""
        refusal = refuse_track(self.officer)
        return refused_in_words(refusal, language=self.language) if refusal else ""

    @cached_property
    def own_name(self) -> str:
        """The name of this desk's member in the reader's language."""
        return self.name_of(self.node.member)

    @cached_property
    def mechanism_name(self) -> str:
        """The name of the mechanism in the reader's language."""
        return in_language(self.node.charter().mechanism.names, language=self.language)

    @cached_property
    def is_exercise(self) -> bool:
        """Whether everything here is an exercise, as the charter says."""
        return self.node.charter().mechanism.exercise

    @cached_property
    def role_name(self) -> str:
        """The officer's role in the reader's language; the bare name where the charter no longer knows it."""
        return self.role_of(str(self.officer.role))

    @cached_property
    def watch_line(self) -> str:
        """Who has the watch at this member, in one short line; "" for a role that does not read it."""
        if self.not_read:
            return ""
        on_duty = next((seat for seat in self.seats if seat.member == self.node.member), None)
        if on_duty is None or not on_duty.officer or on_duty.is_over:
            return gettext("nobody has the watch")
        if on_duty.officer == self.officer.shown_as:
            return gettext("has the watch")
        return gettext("%(officer)s has the watch") % {"officer": on_duty.officer}

    @cached_property
    def watch_news(self) -> WatchNews | None:
        """What this officer is told of the watch: offered to the own role, or taken by another."""
        return None if self.not_read else watch_news(self)

    @cached_property
    def seats(self) -> list[Seat]:
        """Who is on duty at each member, this one among them; nobody for a role that does not read it."""
        return [] if self.not_read else seats(self.node, now_ms=self.now_ms)

    @cached_property
    def opposite(self) -> list[tuple[str, str, Seat]]:
        """The seats of the others, each with its member's name and the name of its role."""
        others = [seat for seat in self.seats if seat.member != self.node.member]
        return [(self.name_of(seat.member), self.role_of(seat.role), seat) for seat in others]

    @property
    def again(self) -> str:
        """The entry as which the act just sent stood before, "held" for one that waits here; "" for neither."""
        again = self._request.GET.get("again", "")
        return again if AGAIN.fullmatch(again) else ""

    @cached_property
    def warnings(self) -> list[Notice]:
        """What is wrong with the record or keeps this node from signing; empty on a good day."""
        return warnings_of(self.node, names=self.name_of)

    @cached_property
    def links(self) -> list[LinkShown]:
        """The link bar: this node first, then each member."""
        return links_shown(self.node, names=self.name_of, language=self.language, now_ms=self.now_ms)

    @cached_property
    def stale(self) -> Mapping[str, int | None]:
        """The members of whom nothing current is held, each with the time up to which it is proven."""
        return stale_since(self.links)

    @cached_property
    def looks(self) -> Mapping[str, str]:
        """What this browser chose: theme, contrast, density."""
        return appearance_of(self._request)

    @property
    def looks_offered(self) -> list[Choice]:
        """The choices of theme, contrast and density, for the officer's menu."""
        return choices_of(self._request)

    @property
    def agos(self) -> Mapping[str, str]:
        """The sentences with which JavaScript goes on from the template filter `ago`."""
        return {"s": gettext("heard %s s ago"), "m": gettext("heard %s min ago"), "h": gettext("heard %s h ago")}

    @cached_property
    def watch(self) -> WatchList:
        """The watch list, sorted by what is due next: as the address asks for, else as this browser last did."""
        return self.watch_of(*self.watch_asked)

    @property
    def watch_asked(self) -> tuple[str, str]:
        """Whose duties are asked for, mine, desk or all, and after which place; "" from the most urgent on."""
        asked, kept = self._request.GET.get("watch", ""), self._request.COOKIES.get(WATCH_COOKIE, "")
        show = next((wish for wish in (asked, kept) if wish in SHOWS), "all")
        after = self._request.GET.get("watch_after", "")
        return show, after if place_of(after) else ""

    @property
    def watch_panel(self) -> str:
        """The name of the panel that the watch list of this page is; "" for a later part of the list."""
        show, after = self.watch_asked
        return "" if after else f"watch-{show}"

    @cached_property
    def ours(self) -> int:
        """How much this member owes, or has risen to it, as the watch list of this very page counts it."""
        if not self.watch_panel:
            return self.watch.ours
        found = COUNTED.search(self.panel_text(self.watch_panel))
        return int(found[1]) if found else 0

    def panel_text(self, name: str) -> str:
        """Return a panel from the shelf, taken once a request: rail and list must not count at two times."""
        from parley.desk.kept import kept_text  # noqa: PLC0415
        from parley.desk.pushed import BY_NAME  # noqa: PLC0415

        if name not in self._panels:
            self._panels[name] = kept_text(self._request, BY_NAME[name])
        return self._panels[name]

    @cached_property
    def _panels(self) -> dict[str, str]:
        return {}

    def watch_of(self, show: str, after: str = "") -> WatchList:
        """Return the watch list for mine, desk or all, from where `after` says."""
        # Only now: models can be loaded once Django has its settings.
        from parley.desk.attention.shelving import with_shelved  # noqa: PLC0415

        return with_shelved(watch_list(self._owed(after, ours=show != "all"), show=show), now_ms=self.now_ms)

    def watch_rows_of(self, row: MatterRow, *, duties: Iterable[Duty] | None = None) -> list[WatchRow]:
        """Return what is owed in one matter; `duties` where they were read already."""
        if duties is None:
            duties = reading.duties_of(self.node, row.id, now_ms=self.now_ms)
        return rows_of(self.node, duties, matters=[row], viewer=self.viewer)

    @cached_property
    def may_cite(self) -> bool:
        """Whether the officer's role may cite a lapse."""
        return may_cite(self.node, role=str(self.officer.role))

    def _owed(self, after: str, *, ours: bool) -> Owed:
        """Return what is owed within a window, read once however many lists are made of it."""
        windows = self._windows
        whole = windows.get(("", False))
        if whole is not None and not after and not whole.older:
            return whole
        if (after, ours) not in windows:
            windows[after, ours] = owed(self.node, viewer=self.viewer, after=after, ours=ours)
        return windows[after, ours]

    @property
    def viewer(self) -> Viewer:
        """For whom what is owed is put into words."""
        return Viewer(self.name_of, self.role_of, str(self.officer.role), self.now_ms, self.tracks)

    @cached_property
    def _windows(self) -> dict[tuple[str, bool], Owed]:
        return {}

    @cached_property
    def flashes(self) -> FlashBar:
        """The FLASH messages that wait for this member's acknowledgement, asked for apart from any window."""
        return flash_bar(self.node, viewer=self.viewer)

    @cached_property
    def call_bars(self) -> list[CallBar]:
        """The calls whose words wait to be read out here, or whose voice was not authenticated."""
        rows = reading.open_calls(self.node, limit=CALLS_LOOKED_AT)
        return call_bars(self, [row for row in rows if row.track in self.tracks])

    @cached_property
    def timeline(self) -> TimeLine:
        """The time line below the stage."""
        return time_line(self._request, frame=self)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the desk, those of the rail and those beside them."""
        found = ((each, each.count(self) if each.count else 0) for each in installed.rail_entries())
        return [
            Part(
                each.name, each.label(), reverse(each.address), each.shape, count, each.why, each.within,
                each.tab() if each.tab else each.label(),
            )
            for each, count in found
        ]

    def beside(self, section: str) -> list[Part]:
        """The parts that belong together with that of a page, itself among them; none for one that stands alone."""
        whole = next((each.within or each.name for each in self.parts if each.name == section), "")
        found = [each for each in self.parts if whole in (each.name, each.within)]
        return found if whole and len(found) > 1 else []

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The links of the officer's menu: word and address."""
        return [(each.label(), reverse(each.address)) for each in installed.menu_entries()]

    @property
    def stage_views(self) -> tuple[StageView, ...]:
        """The ways to show the stage."""
        return installed.stage_views()

    @property
    def key_hints(self) -> list[tuple[KeyHint, str]]:
        """The lines that parts add to the list of keys, each with its words."""
        return [(hint, hint.does()) for hint in installed.key_hints()]

    @property
    def in_bar(self) -> tuple[str, ...]:
        """Templates that parts put into the top bar."""
        return installed.files("in_bar")

    @property
    def banners(self) -> tuple[str, ...]:
        """Templates that parts put below the top bar."""
        return installed.files("banners")

    @property
    def dialogs(self) -> tuple[str, ...]:
        """Templates that parts put at the end of the page."""
        return installed.files("dialogs")

    def role_of(self, name: str) -> str:
        """Return a role's name in the reader's language; the bare name where the charter does not know it."""
        role = self.node.charter().roles.get(name)
        return in_language(role.names, language=self.language) if role else name

    def name_of(self, code: str) -> str:
        """Return a member's name in the reader's language; the code where the charter does not know it."""
        return member_name(self.node, code, language=self.language)
