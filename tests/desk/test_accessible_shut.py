"""The pages of tracks that a duty officer does not read are held against axe by a chief."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser

from tests.desk.axe import FRAME, bring, violations
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.officers.aside import aside
from tests.desk.test_accessible import LANGUAGES, Told, addresses, is_page, put_on, seated, supervised

pytestmark = [pytest.mark.browser, pytest.mark.nodejs, pytest.mark.timeout(400)]

# Pages of matters on these tracks, of which an example stands in the cell.
OWN_PAGES = ("directive", "certificate", "mechanism_change")
# What is to keep, and the entries of a figure: no page without further words.
NO_PAGES = ("supervision-table", "supervision-json", "pack-entries")


@pytest.fixture(scope="module")
def shut(browser: Browser, cell: Cell) -> list[tuple[str, str]]:
    """The names and addresses of these tracks, each shut to a duty officer."""
    examples = {each.name: cell.says("IL", "message_sent", message()) for each in fields(Told)[:1]}
    told = Told(*[next(iter(examples.values()))] * (len(fields(Told)) - len(OWN_PAGES)), *supervised(cell))
    context = seated(browser, cell, language="en", name="officer-1")
    named = {"new-supervision": "/supervision/new/mechanism_change"}
    tried = [(name, named.get(name, address)) for name, address in addresses(told) if is_of_shut(name)]
    found = [each for each in tried if context.request.get(each[1], max_redirects=0).status == HTTPStatus.FORBIDDEN]
    context.close()
    return found


def is_of_shut(name: str) -> bool:
    """Return whether an address shows a track that the role of a duty officer is not on."""
    from parley.desk.reach import OF_COMMITMENTS, OF_SUPERVISION

    return name in {*OF_COMMITMENTS, *OF_SUPERVISION, *OWN_PAGES} - {*NO_PAGES}


def test_the_pages_of_shut_tracks_pass_axe(browser: Browser, cell: Cell, shut: list[tuple[str, str]]) -> None:
    """What a duty officer does not read is looked at by a chief, each page in one language and look."""
    from parley.desk.people import add_officer

    chief = aside(add_officer, "axe-chief", role="chief", password=PASSWORD, shown_as="Chief", language="en",
                  at=datetime.now(UTC))  # fmt: skip
    faults, seen = [], set()
    for place, language in enumerate(LANGUAGES):
        context = seated(browser, cell, language=language, name="axe-chief")
        bring(context)
        page = context.new_page()
        for number, (name, address) in enumerate(shut):
            if number % 3 == place and is_page(context, name, address):
                put_on(page, number)
                page.goto(address, wait_until="domcontentloaded")
                faults += [f"{address} ({language}): {fault}" for fault in violations(page, without=FRAME)]
                seen.add(name)
        context.close()
    aside(chief.delete)
    assert faults == []
    assert {*OWN_PAGES, "supervision", "directives", "packs", "pack-of"} <= seen
