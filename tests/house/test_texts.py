"""Code looks at codes, people read whole sentences: every code has its sentence in English, Arabic and Hebrew."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.texts import LANGUAGES, catalogue
from tests.house.tree import PACKAGE, dotted, own_files, own_python, parsed, shown, text_of, translations

FIGURE = re.compile(r"%\((\w+)\)[sd]")
# Which argument of each carries the code, and which the figures of its sentence.
CARRIERS = {
    "Refusal": (0, "code", 2, "data"),
    "Fault": (1, "code", 2, "data"),
    "Misread": (0, "code", 2, "data"),
    "Problem": (0, "code", 3, "data"),
    "KeyFileError": (0, "code", None, None),
}
SCRIPTS = {"ar": re.compile(r"[\u0600-\u06ff]"), "he": re.compile(r"[\u0590-\u05ff]")}


@dataclass(frozen=True, slots=True)
class Use:
    """One place in the source that answers with a code; `figures` is None where they are not written out there."""

    place: str
    code: str
    figures: frozenset[str] | None


def uses(path: Path) -> Iterator[Use]:
    """Yield every Refusal and Fault of a file whose code is written out."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and (carrier := CARRIERS.get(dotted(node.func).split(".")[-1])):
            code = _argument(node, position=carrier[0], name=carrier[1])
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                figures = None if carrier[2] is None else _figures(node, position=carrier[2], name=carrier[3])
                yield Use(f"{shown(path)}:{node.lineno}", code.value, figures)


def _argument(call: ast.Call, *, position: int, name: str | None) -> ast.expr | None:
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _figures(call: ast.Call, *, position: int, name: str | None) -> frozenset[str] | None:
    given = _argument(call, position=position, name=name)
    if given is None:
        return frozenset() if all(keyword.arg for keyword in call.keywords) else None
    if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
        return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))
    return None


ALL_USES = tuple(use for path in own_python("src/") for use in uses(path))


def test_every_code_has_a_sentence() -> None:
    """Every code of a refusal or a fault stands in a file of parley/texts."""
    assert [f"{use.place} {use.code}" for use in ALL_USES if use.code not in catalogue()] == []


def test_every_figure_of_a_sentence_is_given_where_its_code_is_used() -> None:
    """A sentence names no figure that the place which answers with its code does not give."""
    missing = [
        f"{use.place} {use.code}: {sorted(wanted - use.figures)}"
        for use in ALL_USES
        if use.figures is not None
        for wanted in [frozenset(FIGURE.findall(catalogue().get(use.code, {}).get("en", "")))]
        if not wanted <= use.figures
    ]
    assert missing == []


def test_every_sentence_stands_in_every_language_with_the_same_figures() -> None:
    """A code has a sentence in each language, written in its script, with the same figures."""
    for code, sentences in catalogue().items():
        assert tuple(sorted(sentences)) == tuple(sorted(LANGUAGES)), code
        assert len({frozenset(FIGURE.findall(text)) for text in sentences.values()}) == 1, code
        assert all(script.search(sentences[language]) for language, script in SCRIPTS.items()), code


def test_no_code_stands_in_two_files() -> None:
    """A code has one sentence in one file."""
    seen: dict[str, str] = {}
    for file in sorted((PACKAGE / "texts").glob("*.json")):
        for code in json.loads(file.read_text(encoding="utf-8")):
            assert code not in seen, f"{code} stands in {seen.get(code)} and {file.name}"
            seen[code] = file.name


def test_no_sentence_holds_a_stray_percent_sign() -> None:
    """A percent sign that is no figure is doubled, or the sentence could not be set."""
    for code, sentences in catalogue().items():
        for text in sentences.values():
            assert "%" not in FIGURE.sub("", text).replace("%%", ""), code


PO_FILES = tuple(path for path in own_files() if path.suffix == ".po")


@pytest.mark.parametrize("path", PO_FILES, ids=shown)
def test_every_string_of_the_screens_is_translated(path: Path) -> None:
    """A .po file has a translation for every string, none of them fuzzy, each with the figures of its original."""
    catalogue_of_file = translations(path)
    assert [entry.msgid for entry in catalogue_of_file if entry.fuzzy or entry.obsolete] == []
    if "/en/" in shown(path):
        return
    assert [entry.msgid for entry in catalogue_of_file.untranslated_entries()] == []
    for entry in catalogue_of_file:
        wanted = set(FIGURE.findall(entry.msgid))
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert wanted >= set(FIGURE.findall(text)), entry.msgid


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_string_of_the_screens_is_translated_once(language: str) -> None:
    """One translation in one file, else the first file's is shown for all; two meanings are told apart by a context."""
    strings = Counter(
        (entry.msgctxt, entry.msgid) for path in PO_FILES if f"/{language}/" in shown(path)
        for entry in translations(path)
    )  # fmt: skip
    assert [string for string, count in strings.items() if count > 1] == []


BLOCK = re.compile(r"{%-?\s*blocktrans(?:late)?\b([^%]*)%}(.*?){%-?\s*endblocktrans(?:late)?", re.DOTALL)
# In a template, behind a string; without one it is another string.
CONTEXT = re.compile(r"\bcontext\s+[\"']([^\"']*)[\"']")
# Which argument of each is the string; where it is the second, the first is the context.
TRANSLATORS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "pgettext": 1}


def context_in(options: str) -> str | None:
    """Return the context that a tag of a template names, None where it names none."""
    found = CONTEXT.search(options)
    return found[1] if found is not None else None


def sentences_of_blocks(template: str) -> Iterator[tuple[str | None, str]]:
    """Yield what each `blocktranslate` of a template asks to have translated, by context, as a .po file names it."""
    for options, body in BLOCK.findall(template):
        said = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", re.split(r"{%-?\s*plural\s*-?%}", body)[0])
        yield context_in(options), re.sub(r"\s*\n\s*", " ", said.strip()) if "trimmed" in options else said


def used_on_screens() -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Yield each string that a template or a module of the desk asks to have translated, with place and context."""
    in_template = re.compile(r"{%-?\s*trans(?:late)?\s+(?:\"([^\"]+)\"|'([^']+)')([^%]*)%}")
    for path in own_files():
        if path.suffix in {".html", ".txt"} and "/templates/" in shown(path):
            text = text_of(path)
            for double, single, options in in_template.findall(text):
                yield shown(path), (context_in(options), double or single)
            yield from ((shown(path), sentence) for sentence in sentences_of_blocks(text))
    for path in own_python("src/parley/desk/"):
        for node in ast.walk(parsed(path)):
            position = TRANSLATORS.get(dotted(node.func).split(".")[-1]) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and position is not None:
                message = _argument(node, position=position, name="message")
                context = _argument(node, position=0, name="context") if position else None
                if isinstance(message, ast.Constant):
                    named = str(context.value) if isinstance(context, ast.Constant) else None
                    yield f"{shown(path)}:{node.lineno}", (named, str(message.value))


@pytest.mark.parametrize("language", ["ar", "he"])
def test_every_string_that_a_screen_shows_stands_in_the_translations(language: str) -> None:
    """What a template or a view asks to have translated stands in the .po file of each language."""
    paths = (path for path in PO_FILES if f"/{language}/" in shown(path))
    known = {(entry.msgctxt, entry.msgid) for path in paths for entry in translations(path)}
    assert [f"{place}: {text}" for place, text in used_on_screens() if text not in known] == []


@pytest.mark.parametrize("language", ["ar", "he"])
def test_nothing_is_translated_that_no_screen_shows(language: str) -> None:
    """A string that left the screens leaves the .po files too."""
    used = {asked for _, asked in used_on_screens()}
    paths = (path for path in PO_FILES if f"/{language}/" in shown(path))
    assert [f"{shown(p)}: {e.msgid}" for p in paths for e in translations(p) if (e.msgctxt, e.msgid) not in used] == []


def test_a_sentence_of_a_block_is_found() -> None:
    """With its figures, and of one with a plural the singular, by which a .po file knows it."""
    block = "{% blocktranslate count counter=n trimmed %}{{ counter }} row\n waits{% plural %}x{% endblocktranslate %}"
    assert list(sentences_of_blocks(block)) == [(None, "%(counter)s row waits")]
