"""Which text may be signed: what can break a reader or show other words than were signed is refused. Pure.

Refused: NUL and every other control character but line feed and tab; lone surrogates; line and
paragraph separators; tag characters; overrides (U+202D, U+202E), which turn figures round; embeddings and isolates not
closed within their line, which would turn round what stands after the text. Kept: direction marks, closed
isolates and joiners, without which Arabic and Hebrew cannot be written.
"""

from __future__ import annotations

import re
import unicodedata

from parley.charter.verdict import Fault

SUBJECT_LIMIT = 200
TEXT_LIMIT = 20_000
SHORT_LIMIT = 200
LINES_LIMIT = 500

_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS = "\u202a\u202b"
_ISOLATES = "\u2066\u2067\u2068"
_CLOSES = {"\u202c": _EMBEDDINGS, "\u2069": _ISOLATES}

# All that holds no control, no line or paragraph separator, no direction control, no half character and nothing
# beyond the first plane: nearly every text, and then nothing has to be looked at character by character.
_PLAIN = re.compile(r"[\n\t\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")


_PLAIN_LINE = re.compile(r"[\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]+")


def is_plain_line(text: str, *, limit: int) -> bool:
    """Return whether a text of one line has no fault, as nearly every one: where not, `line_faults` says what it is."""
    return len(text) <= limit and _PLAIN_LINE.fullmatch(text) is not None and not text.isspace()


def is_plain_text(text: str, *, limit: int) -> bool:
    """Return whether a text of several lines has no fault, as nearly every one; where not, ask `text_faults`."""
    is_short = len(text) <= limit and (len(text) < LINES_LIMIT or text.count("\n") < LINES_LIMIT)
    return is_short and text != "" and _PLAIN.fullmatch(text) is not None and not text.isspace()


def text_faults(text: str, *, where: str, limit: int) -> tuple[Fault, ...]:
    """Return every fault of a text of several lines, at most `limit` code points long."""
    found = []
    if not text.strip():
        found.append(Fault(where, "hotline.text_empty"))
    if len(text) > limit:
        found.append(Fault(where, "hotline.text_too_long", {"limit": limit, "length": len(text)}))
    if text.count("\n") >= LINES_LIMIT:
        found.append(Fault(where, "hotline.text_too_many_lines", {"limit": LINES_LIMIT}))
    if _PLAIN.fullmatch(text) is not None:
        return tuple(found)
    found += _character_faults(text, where=where)
    if any(not _is_balanced(line) for line in text.split("\n")):
        found.append(Fault(where, "hotline.direction_not_closed"))
    return tuple(found)


def line_faults(text: str, *, where: str, limit: int) -> tuple[Fault, ...]:
    """Return every fault of a text of one line: as `text_faults`, and no line feed or tab either."""
    broken = (Fault(where, "hotline.text_of_one_line"),) if "\n" in text or "\t" in text else ()
    return (*text_faults(text, where=where, limit=limit), *broken)


def word_count(text: str) -> int:
    """Return the number of words, counted as the runs of characters between white space."""
    return len(text.split())


def _character_faults(text: str, *, where: str) -> list[Fault]:
    """Name each kind of forbidden character once, with the place of the first."""
    found: dict[str, Fault] = {}
    for index, character in enumerate(text):
        code = _refused(character)
        if code is not None and code not in found:
            data = {"position": index + 1, "character": f"U+{ord(character):04X}"}
            found[code] = Fault(where, code, data)
    return list(found.values())


def _refused(character: str) -> str | None:
    if character in "\n\t":
        return None
    if character in _OVERRIDES:
        return "hotline.direction_overridden"
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return "hotline.control_character"
    if category == "Cs":
        return "hotline.half_a_character"
    if 0xE0000 <= ord(character) <= 0xE007F or _never_a_character(ord(character)):
        return "hotline.character_without_shape"
    return None


def _never_a_character(point: int) -> bool:
    # Not "unassigned": what is assigned grows with each Unicode edition, and verdicts must not.
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _is_balanced(line: str) -> bool:
    opened: list[str] = []
    for character in line:
        if character in _EMBEDDINGS or character in _ISOLATES:
            opened.append(character)
        elif character in _CLOSES and (not opened or opened.pop() not in _CLOSES[character]):
            return False
    return not opened
