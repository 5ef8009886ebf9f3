"""The fingerprint sheet: what a member prints, and reads to the others before they use its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from parley.texts import sentence

DIRECTIONS = {"en": "ltr", "ar": "rtl", "he": "rtl"}
# So that two officers without a common language can read digits to each other.
DIGIT_WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "ar": ("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
    "he": ("אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע"),
}
STEPS = ("sheet.read_aloud", "sheet.compare", "sheet.stop")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: whose keys, of which mechanism, and the groups of digits."""

    names: Mapping[str, str]
    code: str
    mechanism: str
    exercise: bool
    groups: tuple[str, ...]


def sheet_text(sheet: Sheet) -> str:
    """Return the sheet as plain text, in all three languages, the digits once at the top."""
    lines = [f"{sheet.code}  {sheet.mechanism}", ""]
    if sheet.exercise:
        lines += ["*** EXERCISE / تمرين / תרגיל ***", ""]
    half = len(sheet.groups) // 2
    lines += ["    " + "   ".join(sheet.groups[:half]), "    " + "   ".join(sheet.groups[half:]), ""]
    for language in DIRECTIONS:
        lines += [title(sheet, language=language), *steps(language), _digits_line(language), ""]
    return "\n".join(lines) + "\n"


def title(sheet: Sheet, *, language: str) -> str:
    """Return whose keys the sheet stands for."""
    figures = {"name": sheet.names.get(language, sheet.code), "code": sheet.code, "mechanism": sheet.mechanism}
    return sentence("sheet.title", language=language, data=figures)


def steps(language: str) -> list[str]:
    """Return what to do with the sheet, in order."""
    return [f"{number}. {sentence(code, language=language, data={})}" for number, code in enumerate(STEPS, start=1)]


def _digits_line(language: str) -> str:
    return "  ".join(f"{digit} {word}" for digit, word in enumerate(DIGIT_WORDS[language]))


def sheet_html(sheet: Sheet) -> str:
    """Return the sheet as one printable page without anything from outside."""
    groups = "".join(f"<li>{group}</li>" for group in sheet.groups)
    exercise = '<p class="exercise">EXERCISE · تمرين · תרגיל</p>' if sheet.exercise else ""
    sections = "".join(_section(sheet, language=language) for language in DIRECTIONS)
    return PAGE % {
        "title": escape(f"{sheet.code} {sheet.mechanism}"),
        "exercise": exercise,
        "groups": groups,
        "sections": sections,
    }


def _section(sheet: Sheet, *, language: str) -> str:
    items = "".join(f"<li>{escape(sentence(code, language=language, data={}))}</li>" for code in STEPS)
    words = "".join(f"<td><bdi>{digit}</bdi> {escape(word)}</td>" for digit, word in enumerate(DIGIT_WORDS[language]))
    heading = escape(title(sheet, language=language))
    direction = DIRECTIONS[language]
    return (
        f'<section lang="{language}" dir="{direction}"><h2>{heading}</h2><ol>{items}</ol>'
        f"<table><tr>{words}</tr></table></section>"
    )


PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>%(title)s</title>
<style>
body { font: 12pt/1.5 "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", sans-serif; margin: 2cm; color: #000; }
h1 { font-size: 16pt; margin-block: 0 0.5em; }
h2 { font-size: 13pt; margin-block: 1.2em 0.3em; }
.exercise { border: 3px double #000; padding: 0.3em; text-align: center; font-weight: bold; }
.groups { list-style: none; display: grid; grid-template-columns: repeat(4, auto); gap: 0.4em 1em; padding: 0.8em;
  border: 1px solid #000; margin: 0; direction: ltr; justify-content: space-evenly; }
.groups li { font: 22pt "DejaVu Sans Mono", monospace; letter-spacing: 0.15em; }
table { border-collapse: collapse; font-size: 10pt; }
td { border: 1px solid #888; padding: 0.1em 0.5em; }
section { break-inside: avoid; }
</style></head>
<body>
<h1><bdi>%(title)s</bdi></h1>
%(exercise)s
<ol class="groups">%(groups)s</ol>
%(sections)s
</body></html>
"""
