"""Every screen has its page of help, in three languages; the glossary of the desk is the one of the documents."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from parley.desk.help.texts import HelpPage, page_of_screens, pages, terms
from tests.house.test_glossary import rows
from tests.house.tree import PACKAGE, ROOT, own_files, shown, text_of

SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "he": re.compile("[\u0590-\u05ff]")}
NAMED = re.compile(r'path\([^\n]*?name="([\w-]+)"')
EXTENDS = re.compile(r'{%\s*extends "(desk/[\w/]+\.html)"')
# Screens by their templates: what is drawn within the frame, or within what every page of a matter has around it.
FRAMES = ("desk/frame.html", "desk/matter.html")
RENDERED = re.compile(r'"(desk/[\w/]+\.html)"')


@cache
def address_files() -> tuple[Path, ...]:
    """Return the files that list the desk's addresses."""
    return (PACKAGE / "desk" / "urls.py", *sorted((PACKAGE / "desk").glob("*/urls.py")))


@cache
def url_names() -> frozenset[str]:
    """Return the names of all addresses of the desk."""
    return frozenset(name for path in address_files() for name in NAMED.findall(text_of(path)))


@cache
def modules() -> tuple[Path, ...]:
    """Return every module of the desk."""
    return tuple((PACKAGE / "desk").rglob("*.py"))


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_a_page_says_the_same_in_three_languages(page: HelpPage) -> None:
    """Title, lead and as many steps in each, written in its script; short enough to be read at once."""
    assert set(page.text) == {"en", "ar", "he"}
    assert len({len(told.steps) for told in page.text.values()}) == 1
    for language, told in page.text.items():
        assert 1 <= len(told.steps) <= 6
        for text in (told.title, told.lead, *told.steps):
            assert text and len(text) <= 220
            assert language == "en" or SCRIPTS[language].search(text), text


def test_pages_name_only_screens_and_pages_that_are_there() -> None:
    """What a page is for is the name of an address, and what is near is a page."""
    assert set(page_of_screens()) <= url_names()
    assert {name for page in pages().values() for name in page.see} <= set(pages())


def framed_templates() -> list[Path]:
    """Return the templates that are whole screens."""
    found = (path for path in own_files() if path.suffix == ".html" and "/templates/" in shown(path))
    return [path for path in found if not shown(path).endswith(FRAMES) and _is_framed(path)]


def _is_framed(path: Path) -> bool:
    extended = EXTENDS.search(text_of(path))
    return extended is not None and extended[1] in FRAMES


@pytest.mark.parametrize("template", framed_templates(), ids=shown)
def test_every_screen_has_help(template: Path) -> None:
    """A view that renders a whole screen has an address that a page of the help names: add it to its `screens`."""
    name = str(template.relative_to(PACKAGE / "desk" / "templates"))
    rendering = [path for path in modules() if f'"{name}"' in text_of(path)]
    assert rendering, f"no view renders {name}"
    addressed = {_module_of(address) for address in url_names()}
    if not any(shown(module) in addressed for module in rendering):
        return  # drawn in answer to the form of another screen, under that one's address
    helped = {_module_of(address) for address in page_of_screens()}
    assert any(shown(module) in helped for module in rendering), f"no page of the help names a screen of {name}"


@cache
def _module_of(address: str) -> str:
    """Return the file of the view behind the name of an address."""
    for path in address_files():
        text = text_of(path)
        found = re.search(rf'path\([^\n]*?,\s*([\w.]+)\.\w+,\s*name="{address}"', text)
        if found is not None:
            return _file_of(found[1], imports=text, folder=path.parent)
    return ""


def _file_of(module: str, *, imports: str, folder: Path) -> str:
    renamed = re.search(rf"from ([\w.]+) import \(?[^\n]*?(\w+) as {module}\b", imports)
    if renamed is not None:
        return f"src/{renamed[1].replace('.', '/')}/{renamed[2]}.py"
    found = re.search(rf"from (parley[\w.]*) import [^\n]*\b{module}\b", imports)
    package = found[1].replace(".", "/") if found else str(folder.relative_to(ROOT / "src"))
    return f"src/{package}/{module}.py"


def test_the_glossary_of_the_desk_is_that_of_the_documents() -> None:
    """One list of terms, shown in two places: after a change make help/glossary.json again from docs/glossary.md."""
    documented = [(row[0], row[1], row[2], row[4]) for row in rows()]
    assert [(t.words["en"], t.words["ar"], t.words["he"], t.meaning["en"]) for t in terms()] == documented


def test_what_a_term_means_is_said_in_three_languages() -> None:
    """The document gives the meaning in English; the desk gives it to each reader in its script."""
    for term in terms():
        assert set(term.meaning) == {"en", "ar", "he"}, term.words
        assert all(SCRIPTS[language].search(term.meaning[language]) for language in SCRIPTS), term.words
