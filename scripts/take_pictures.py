"""Take pictures of every screen from the real exercise: three nodes run, the script is played, a browser looks.

Each screen is taken wide and narrow, light and dark, in the three languages, into docs/screens with a list of them.
Usage: python scripts/take_pictures.py [--only NAME ...] [--chromium PATH]
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from parley.demo.exercise import open_stage, played
from parley.demo.homes import SIGN_INS
from parley.demo.playing import Stage, read_progress
from parley.demo.ports import unwatched
from parley.demo.running import stop
from parley.node.asking import ask
from parley.node.home import Home
from parley.tracks.hotline.templates import TEMPLATES

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
QUANTISE = (ROOT / "scripts" / "palette.js").read_text(encoding="utf-8")
SIZES = {"wide": (1440, 900), "small": (1280, 720), "narrow": (360, 1280)}
# So that every screen is seen in every language, width and light without being taken twelve times.
VIEWS = (
    ("en", "wide", "light"), ("ar", "wide", "dark"), ("he", "small", "light"),
    ("en", "narrow", "dark"), ("ar", "narrow", "light"), ("he", "narrow", "dark"),
)  # fmt: skip
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
MEMBER = "SY"
# The first officer of the member whose desk is taken, and who reads commitments beside all that they read.
OFFICER, CHIEF, DELEGATE = "sy-duty-1", "sy-chief", "sy-delegate"
# Screens of the written exercise by the step that opened what they show: name, where, what, and who reads it.
OF_STEPS = {
    "round": ("round", "talks", "A round in a third country: delegations, agenda, sittings, decisions", DELEGATE),
    "text": ("text", "texts", "One text in three languages, paragraph by paragraph, until all freeze it", DELEGATE),
    "statement": ("statement", "statements", "A joint statement, released at the agreed minute", DELEGATE),
    "report": ("report", "information/reports", "A report, graded and marked, and who corroborates it", CHIEF),
    "permit": ("crossing", "crossings", "A crossing: its slot, its route and its permit", CHIEF),
    "opportunity": ("opportunity", "opportunities", "An opportunity, and that both are interested", CHIEF),
    "project": ("project", "projects", "A project with a milestone that a certificate brought about", CHIEF),
    "directive": ("directive", "directives", "A directive, answered and done", CHIEF),
    "pack": ("pack", "packs", "The pack of a day, as this node counts it too", CHIEF),
}
SETTLE_MS = 900


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name, its path, a sentence for the list, and the keys that are pressed before the picture."""

    name: str
    path: str
    shows: str
    keys: tuple[str, ...] = ()
    media: str = "screen"
    officer: str = OFFICER


def screens(stage: Stage, *, flash: str) -> list[Screen]:
    """Return the screens whose path is known; what else the rail leads to is found on the page."""
    played = read_progress(stage.folder)
    fire = played["fire"].entry if "fire" in played else flash
    # Only the written exercise notifies an activity of its own accord.
    notices = [
        Screen("notice", f"/notices/{played[name].entry}", "A notice of activity that meets another")
        for name in ("patrol_planned",)
        if name in played
    ]
    return [
        *_settling({label: each.entry for label, each in played.items()}),
        *_agreeing({label: each.entry for label, each in played.items()}),
        Screen("sign-in", "/sign-in", "Signing in"),
        Screen("desk", "/", "The desk: a FLASH waits, watch list, conversations, time line"),
        Screen("selected", "/", "A row is selected: who knew what when", keys=("j", "j")),
        Screen("conversation", f"/hotline/{fire}", "A conversation with its receipts, read-backs and details"),
        Screen("flash", f"/hotline/{flash}", "An open FLASH"),
        Screen("new-message", "/hotline/new?template=hold_fire", "A fixed phrase that waits for its place"),
        Screen("call", "/hotline/call", "A telephone call is logged"),
        *notices,
        Screen("new-notice", "/notices/new", "An activity is notified: tried before it is filed"),
        Screen("new-site", "/sites/new", "A protected site is notified: its area is drawn on the map of the form"),
        Screen("map", "/map", "The map as it is now"),
        Screen("map-ahead", "/map?go=ahead-far", "The map of what is planned for an hour to come"),
        Screen("time-line", "/timeline", "The time line and all that is on it as a list"),
        Screen("figures-why", "/figures/why?span=day&figure=duties.unmet&of=IL", "From which entries a figure comes"),
        Screen("entry", f"/record/{fire}", "The way of one entry"),
        Screen("challenge", "/hotline/challenge", "A voice on the telephone is challenged"),
        Screen("search", "/search?q=EXERCISE", "What is found, and where"),
        Screen("account", "/account", "One's own account: second factors, sessions"),
        Screen("signing-keys", "/keys", "The keys with which officers sign, as members announced them"),
        Screen("emergency", "/emergency", "Emergency access: what lasts, waits and was"),
        Screen("glossary", "/help/glossary", "The agreed terms in three languages"),
        Screen("palette", "/", "The palette of commands", keys=("Control+k",)),
        Screen("keys", "/", "The list of keys", keys=("?",)),
        Screen("paper", "/", "The desk on paper", media="print"),
    ]


def _settling(played: dict[str, str]) -> Iterator[Screen]:
    """Yield the screens of incidents, disputes and commitments, their duties and figures."""
    yield Screen("new-incident", "/incidents/new", "An incident is reported")
    yield Screen("inspections", "/inspections", "Inspections by calendar and on request")
    yield Screen("sectors", "/sectors", "Sectors in which more happens than their past lets expect")
    yield Screen("de-escalation", "/de-escalation", "What was called, answered and done by when, for each member")
    yield Screen("new-dispute", "/disputes/new", "A claim")
    yield Screen("calendar", "/calendar", "All that is due, day by day")
    yield Screen("figures", "/figures", "Figures of each side, counted from entries")
    yield Screen("commitments", "/commitments", "Instruments", officer=CHIEF)
    yield Screen("steps", "/commitments/steps", "Steps of all instruments, by when and why", officer=CHIEF)
    yield Screen("new-commitment", "/commitments/new", "An instrument is proposed", officer=CHIEF)
    yield Screen("forces", "/commitments/forces", "Limits of forces by zone, and what was counted", officer=CHIEF)
    if "incident" in played:
        yield Screen("incident", f"/incidents/{played['incident']}", "An incident, by the accounts of both sides")
    if "dispute" in played:
        yield Screen("dispute", f"/disputes/{played['dispute']}", "A dispute and its ladder, which rises by itself")
    if "arrangement" in played:
        at = played["arrangement"]
        yield Screen("commitment", f"/commitments/{at}", "An instrument and its steps, each with why", officer=CHIEF)
        yield Screen("timetable", f"/timetables/{at}", "The timetable: what waits for what", officer=CHIEF)


def _agreeing(played: dict[str, str]) -> Iterator[Screen]:
    """Yield the screens of talks, information, commerce and supervision."""
    yield Screen("supervision", "/supervision", "The console of supervision, each member alike", officer=CHIEF)
    for label, (name, where, shows, officer) in OF_STEPS.items():
        if label in played:
            yield Screen(name, f"/{where}/{played[label]}", shows, officer=officer)


def file_open_ends(stage: Stage) -> str:
    """Let the others leave something open: a FLASH to be acknowledged, whose id is returned, and a question."""
    template, now_s = TEMPLATES["medical_access"], int(time.time()) // 60 * 60
    other, third = [code for code in stage.posts if code != MEMBER][:2]
    question = {
        "subject": "EXERCISE: repair of the water main at Exercise Gate 2", "lang": "en", "precedence": "priority",
        "text": "EXERCISE. Six workers and one excavator wish to work from 12:00Z to 15:00Z. Do you agree?",
        "items": [], "asks_read_back": False, "asks_answer": True,
    }  # fmt: skip
    _file(stage, third, question)
    urgent = {
        "subject": template.titles["en"], "lang": "en", "precedence": "flash", "template": template.name,
        "text": template.phrases["en"], "asks_read_back": True, "asks_answer": True,
        "items": [
            {"n": 1, "type": "place", "label": "Exercise Gate 4", "value": {"lat_e7": 330427000, "lon_e7": 358246000}},
            {"n": 2, "type": "time", "value": {"at_s": now_s, "precision": "minute"}},
            {"n": 3, "type": "number", "label": "persons", "value": {"value": "2", "unit": "persons"}},
        ],
    }  # fmt: skip
    return _file(stage, other, urgent)


def _file(stage: Stage, code: str, content: dict[str, Any]) -> str:
    draft = {
        "kind": "message_sent", "to": list(stage.charter.codes), "content": content, "role": "duty_officer",
    }  # fmt: skip
    answer = ask(Home(stage.posts[code].home).socket, {"op": "file", "draft": draft})
    if answer["outcome"] != "filed":
        raise SystemExit(f"The picture's message was not filed at {code}: {answer}")
    return str(answer["id"])


def sign_in(context: BrowserContext, stage: Stage, name: str) -> Page:
    """Sign in as an officer of the member whose desk is taken, and return the page."""
    lines = (stage.folder / SIGN_INS).read_text(encoding="utf-8").splitlines()
    password = next(line.split()[3] for line in lines if line.split()[2] == name)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.click("button.primary")
    page.wait_for_selector("#stage")
    return page


def rail_screens(page: Page, *, known: list[Screen]) -> list[Screen]:
    """Return a screen for each part of the desk in the rail that the list does not name yet."""
    page.goto("/")
    read = "all => all.map((a) => [a.getAttribute('href'), a.innerText.trim()])"
    links = page.eval_on_selector_all(".rail a:not(.tally)", read)
    paths = {screen.path.partition("?")[0] for screen in known}
    return [
        Screen(href.strip("/").replace("/", "-"), href, text.splitlines()[0])
        for href, text in links
        if href.partition("?")[0] not in paths
    ]


def take(browser: Browser, stage: Stage, *, wanted: list[Screen], kept: Any) -> Iterator[tuple[Screen, str]]:
    """Take every view of every screen and yield it with the name of its file."""
    quantiser = browser.new_page()
    for language, size, light in VIEWS:
        pages = {
            name: _context(browser, stage, language=language, size=size, light=light, kept=kept[name]).new_page()
            for name in dict.fromkeys(each.officer for each in wanted)
        }
        for screen in wanted:
            if screen.media == "print" and light == "dark":
                continue
            page = pages[screen.officer]
            raw = _picture(page, screen, signed_out=browser, stage=stage, view=(language, size, light))
            name = f"{screen.name}-{language}-{size}-{light}.png"
            (SCREENS / name).write_bytes(reduced(quantiser, raw))
            yield screen, name
        for page in pages.values():
            page.context.close()


def _context(
    browser: Browser, stage: Stage, *, language: str, size: str, light: str, kept: Any = None
) -> BrowserContext:
    width, height = SIZES[size]
    address = stage.posts[MEMBER].desk_address
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, storage_state=kept,
        color_scheme="dark" if light == "dark" else "light", reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    return context


def _picture(page: Page, screen: Screen, *, signed_out: Browser, stage: Stage, view: tuple[str, str, str]) -> bytes:
    if screen.path == "/sign-in":
        language, size, light = view
        context = _context(signed_out, stage, language=language, size=size, light=light)
        stranger = context.new_page()
        stranger.goto(screen.path)
        stranger.wait_for_timeout(SETTLE_MS)
        raw = stranger.screenshot()
        context.close()
        return raw
    page.goto(screen.path)
    page.wait_for_timeout(SETTLE_MS)
    for key in screen.keys:
        page.keyboard.press(key)
        page.wait_for_timeout(SETTLE_MS)
    page.emulate_media(media="print" if screen.media == "print" else "screen")
    raw = page.screenshot(full_page=screen.media == "print")
    page.emulate_media(media="screen")
    return raw


def reduced(page: Page, raw: bytes) -> bytes:
    """Return a PNG of at most 96 colours, a fifth of the size and the same to the eye."""
    found = page.evaluate(QUANTISE, base64.b64encode(raw).decode())
    width, height, indices = found["width"], found["height"], base64.b64decode(found["indices"])
    rows = b"".join(b"\0" + indices[row * width : (row + 1) * width] for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    framed = (struct.pack(">I", len(said)) + kind + said + _crc(kind + said) for kind, said in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def _crc(said: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(said))


def write_list(taken: list[tuple[Screen, str]], *, is_all: bool) -> None:
    """Write the list of all pictures that stand in the folder; of what is not taken now the old lines stay."""
    lines = [
        "# Screens", "",
        "Taken by `scripts/take_pictures.py` from the exercise as it runs: all events, persons and places' names are",
        "invented. Every screen is seen in the three languages, wide (1440 and 1280) and narrow (360), light and dark.",
        "",
    ]  # fmt: skip
    listed = SCREENS / "README.md"
    before = [] if is_all else [each for each in listed.read_text(encoding="utf-8").splitlines() if each[:2] == "- "]
    rows = {re.sub(r"-\w+-\w+-\w+\.png.*", "", each.partition("](")[2]): each for each in before}
    for screen in dict.fromkeys(screen for screen, _ in taken):
        names = [name for each, name in taken if each == screen]
        views = [f"[{name.removeprefix(screen.name + '-').removesuffix('.png')}]({name})" for name in names]
        rows[screen.name] = f"- {screen.shows}: {', '.join(views)}"
    listed.write_text("\n".join([*lines, *rows.values()]) + "\n", encoding="utf-8")


def chromium() -> str:
    """Return the browser of this machine: the one without a window where there is one."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return found or "/usr/bin/chromium"


def main() -> int:
    """Play the exercise, take the pictures, write their list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="names of the screens to take; others stay as they are")
    parser.add_argument("--chromium", default=chromium())
    args = parser.parse_args()
    SCREENS.mkdir(parents=True, exist_ok=True)
    template = (ROOT / "charters" / "paris-2026.yaml").read_bytes()
    with tempfile.TemporaryDirectory(prefix="parley-pictures-") as folder, sync_playwright() as playwright:
        stage = open_stage(Path(folder) / "demo", template=template, first_port=unwatched())
        with played(stage, tell=_quietly) as running:
            flash = file_open_ends(stage)
            browser = playwright.chromium.launch(executable_path=args.chromium, args=list(FLAGS))
            first = _context(browser, stage, language="en", size="wide", light="light")
            page = sign_in(first, stage, OFFICER)
            known = screens(stage, flash=flash)
            found = known + rail_screens(page, known=known)
            wanted = [each for each in found if each.name in args.only or not args.only]
            kept = {OFFICER: _without_language(first.storage_state())}
            for name in (CHIEF, DELEGATE):
                other = _context(browser, stage, language="en", size="wide", light="light")
                sign_in(other, stage, name)
                kept[name] = _without_language(other.storage_state())
            taken = []
            for screen, name in take(browser, stage, wanted=wanted, kept=kept):
                taken.append((screen, name))
                print(name, (SCREENS / name).stat().st_size, flush=True)
            if not args.only:
                taken += _with_a_silent_member(browser, stage, running=running, kept=kept)
            write_list(taken, is_all=not args.only)
            browser.close()
    return 0


def _with_a_silent_member(
    browser: Browser, stage: Stage, *, running: dict[str, Any], kept: Any
) -> list[tuple[Screen, str]]:
    """Stop one of the others and take the desk that knows it."""
    stop(running[next(code for code in reversed(list(stage.posts)) if code != MEMBER)])
    time.sleep(25)
    silent = Screen("silent", "/", "A member fell silent: what comes from it is hatched and says as of when")
    return list(take(browser, stage, wanted=[silent], kept=kept))


def _without_language(state: Any) -> Any:
    return {**state, "cookies": [each for each in state["cookies"] if each["name"] != "parley-language"]}


def _quietly(code: str, **data: Any) -> None:
    """Nobody watches the play."""


if __name__ == "__main__":
    sys.exit(main())
