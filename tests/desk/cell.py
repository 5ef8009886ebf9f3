"""A whole mechanism of real nodes in one process, with the desk of the first of them behind a real server."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings

from parley.desk.opening import open_desk
from parley.node import reading
from parley.node.clock import SystemClock
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.visitor import Visitor
from tests.node.blind.cast import CLAUSE, template_with_clause
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import encounter_tellings, tellings

PASSWORD = "olive tree by the river"
ALL = ("IL", "SY", "US")
# The tests of one day share them.
MANY_LOOKS = CLAUSE.replace("looks_a_day: 3", "looks_a_day: 24")


@dataclass
class Cell:
    """The nodes of the Paris mechanism; the desk is that of SY."""

    mechanism: Mechanism
    port: int
    server: uvicorn.Server

    def fall(self) -> None:
        """Let the desk's server fall, with every stream that is open."""
        self.server.should_exit = True
        deadline = time.monotonic() + 20
        while self.server.servers and any(server.is_serving() for server in self.server.servers):
            assert time.monotonic() < deadline, "the desk's server did not stop"
            time.sleep(0.02)

    def rise(self) -> None:
        """Start the desk again at the same port, as another run of it."""
        from parley.desk.asgi import application_of

        self.server = serve(application_of(self.mechanism.nodes["SY"]), port=self.port)

    def says(
        self,
        member: str,
        kind: str,
        content: Mapping[str, Any],
        *,
        matter: str | None = None,
        to: tuple[str, ...] = ALL,
    ) -> str:
        """Let a member file an entry, carry it everywhere with its receipts, and return its id."""
        draft = Draft(kind, to, content, matter, role="duty_officer")
        outcome = file(draft, node=self.mechanism.nodes[member])
        assert isinstance(outcome, Filed), outcome
        self.carry()
        return outcome.id

    def acknowledge_all(self) -> None:
        """Acknowledge every FLASH that SY was sent and has not acknowledged yet."""
        for row in reading.of_form(self.mechanism.nodes["SY"], "message", from_ms=0):
            if row.state["precedence"] == "flash" and row.state["stages"].get("SY") == "sent":
                to, said = tuple(row.state["to"]), {"how": "received"}
                draft = Draft("message_acknowledged", to, said, row.id, role="duty_officer")
                # A key that an earlier test pressed at its very end may come before; then this one is refused.
                file(draft, node=self.mechanism.nodes["SY"])
        self.carry()

    def carry(self) -> None:
        """Carry all that was said everywhere, with receipts."""
        self.mechanism.carry_all(1)
        for code in self.mechanism.nodes:
            self.mechanism.receipts(code)
        self.mechanism.carry_all(1)

    def tells_overlaps(self, member: str) -> None:
        """Let the node of a member tell every overlap and encounter that nobody has told, whoever's turn it is."""
        node = self.mechanism.nodes[member]
        for telling in [*tellings(node), *encounter_tellings(node)]:
            assert isinstance(file(telling.draft, node=node), Filed)
        self.carry()

    def visitor(self, name: str = "officer-1") -> Visitor:
        """Return a browser that is signed in."""
        visitor = Visitor(self.port)
        assert visitor.sign_in(name, PASSWORD).status == 303
        return visitor


def message(**more: Any) -> dict[str, Any]:
    """Return the content of a plain message."""
    plain = {"subject": "Road works", "text": "Road works at kilometre 14.", "lang": "en", "items": []}
    return {**plain, "precedence": "routine", "asks_read_back": False, **more}


def pressing(**more: Any) -> dict[str, Any]:
    """Return the content of a message that stands in the first part of the watch list, however much else is owed."""
    return message(**{"precedence": "immediate", "asks_answer": True, **more})


def watch_parts(visitor: Visitor, *, show: str = "all") -> list[str]:
    """Return every part of the watch list: what is due late stands in a later one where much is owed."""
    found = [visitor.get(f"/part/watch?watch={show}").text]
    further = re.compile(r'hx-get="[^"]*watch_after=([^"&]+)" hx-target="#watch" hx-swap="innerHTML show')
    while after := further.search(found[-1]):
        found.append(visitor.get(f"/part/watch?watch={show}&watch_after={unescape(after[1])}").text)
    return found


def watch_list(visitor: Visitor, *, show: str = "all") -> str:
    """Return all parts of the watch list together."""
    return "".join(watch_parts(visitor, show=show))


def open_cell(folder: Path) -> Cell:
    """Open the nodes and the desk, with one officer, and wait until the server answers."""
    # The desk counts in real time, so the nodes do too.
    clocks: Any = {code: SystemClock() for code in ALL}
    # Its members have signed the clause for blind notices, so that its screens can be looked at.
    mechanism = Mechanism(folder, template=template_with_clause(folder, clause=MANY_LOOKS), clocks=clocks).make()
    application = open_desk(mechanism.nodes["SY"], home=mechanism.home("SY").path, asks_second_factor=False)
    # A quarter of a second for each password is what a guesser shall need, and no test.
    settings.PASSWORD_HASHERS = ["tests.desk.hasher.QuickScrypt"]
    # Only now: models can be loaded once the desk has its settings.
    from parley.desk.people import add_officer

    for name, shown_as in (("officer-1", "Duty officer 1"), ("officer-2", "Duty officer 2")):
        at = datetime.now(UTC)
        add_officer(name, role="duty_officer", password=PASSWORD, shown_as=shown_as, language="en", at=at)
    server = serve(application, port=0)
    return Cell(mechanism, server.servers[0].sockets[0].getsockname()[1], server)


def serve(application: Any, *, port: int) -> uvicorn.Server:
    """Serve an application from a thread of its own, and wait until it answers."""
    told = uvicorn.Config(application, port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(told)
    threading.Thread(target=server.run, daemon=True).start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the desk's server did not start"
        time.sleep(0.02)
    return server
