"""A pack as its page shows it: sections of lines in the words of the language that was chosen on the page itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext, pgettext

from parley.desk.figures.words import row_word
from parley.desk.hotline.wordings import kind_word, precedence_word
from parley.desk.incidents.telling import type_word
from parley.desk.naming import in_language
from parley.desk.supervision.pack_words import SECTIONS as HEADINGS
from parley.desk.supervision.pack_words import SORTS, line_word, word
from parley.desk.supervision.words import ANSWERS, BECOMES, clause_word, said
from parley.desk.templatetags.desk import lag
from parley.node.figures.sheet import Row
from parley.node.running import Node
from parley.node.supervision.packs.events import BY_KIND
from parley.node.supervision.packs.lines import FIGURES, MECHANISM, SECTIONS, Line
from parley.node.supervision.packs.pack import Pack

# Of which track each section tells; figures are of all of them.
OF_TRACK: Mapping[str, str] = {
    "incidents": "incidents", "notices": "deconfliction", "overlaps": "deconfliction", "standstills": "deconfliction",
    "disputes": "disputes", "steps": "commitments", "supervision": "supervision",
    **{name: name for name in BY_KIND},
}  # fmt: skip
FORM_TRACKS: Mapping[str, str] = {
    "hit": "incidents", "inspection": "incidents", "warning": "incidents", "commitment": "commitments",
    "forces": "commitments", "site": "deconfliction", "blind_overlap": "deconfliction", "blind_looks": "deconfliction",
    "shift": "hotline", "evidence": "disputes",
}  # fmt: skip
# So many rows of one section are shown; the table and the JSON hold them all.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class CellShown:
    """One member's figure, what it was before, and where its entries are; `text` is empty where nothing was counted."""

    member: str
    text: str
    out_of: str
    before: str
    address: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One figure of every member, or of nobody alone."""

    label: str
    clause: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One heading with its rows; `names` head its columns, and `more` rows are not shown."""

    name: str
    label: str
    names: tuple[str, ...]
    rows: tuple[RowShown, ...]
    more: int


def readable(line: Line, tracks: tuple[str, ...], all_tracks: tuple[str, ...]) -> bool:
    """Return whether a role that reads these tracks is told what a line counts (C-3).

    Figures are of members and of no single track: they are told, and their entries where the role reads them.
    """
    if line.section in (MECHANISM, FIGURES):
        return True
    track = FORM_TRACKS.get(line.of) if line.section == "others" else OF_TRACK[line.section]
    return track in tracks if track is not None else set(all_tracks) <= set(tracks)


def sections_shown(lines: Iterable[Line], *, node: Node, language: str, here: str) -> list[SectionShown]:
    """Return every section that has a line, in the order of the pack, but for the state of the mechanism."""
    by_section: dict[str, list[Line]] = {name: [] for name in SECTIONS}
    for each in lines:
        by_section[each.section].append(each)
    del by_section[MECHANISM]
    shown = _Shown(node, language, here)
    return [shown.section(name, found) for name, found in by_section.items()]


class _Shown:
    def __init__(self, node: Node, language: str, here: str) -> None:
        self._node, self._language, self._here = node, language, here
        self._names = {each.code: in_language(each.names, language=language) for each in node.charter().members}

    def section(self, name: str, lines: list[Line]) -> SectionShown:
        """Return one section: a column a member, and one of what is nobody's where there is such."""
        codes = [*self._names, *([""] if any(not each.member for each in lines) else [])]
        if not any(each.member for each in lines):
            codes = [""] if lines else []
        rows: dict[tuple[str, str], dict[str, Line]] = {}
        for each in lines:
            rows.setdefault((each.code, each.of), {})[each.member] = each
        found = list(rows.items())
        return SectionShown(
            name, HEADINGS[name](), tuple(self._names.get(code, gettext("In all")) for code in codes),
            tuple(self._row(name, code, of, by, codes) for (code, of), by in found[:MOST_ROWS]),
            max(0, len(found) - MOST_ROWS),
        )  # fmt: skip

    def _row(self, section: str, code: str, of: str, by: Mapping[str, Line], codes: list[str]) -> RowShown:
        clause = of if (section, code) == (FIGURES, "lapsed") else ""
        cells = tuple(self._cell(by.get(member), member) for member in codes)
        return RowShown("" if clause else label_of(section, code, of, node=self._node, language=self._language),
                        clause, cells)  # fmt: skip

    def _cell(self, line: Line | None, member: str) -> CellShown:
        name = self._names.get(member, gettext("In all"))
        if line is None:
            return CellShown(name, "", "", "", "")
        is_time = bool(line.times)
        text = " · ".join(lag(each) for each in line.times) if is_time else _number(line.count)
        out_of = _number(line.out_of) if line.out_of and not is_time else ""
        before = "" if line.before is None else lag(line.before) if is_time else str(line.before)
        if line.before is not None and not text:
            before = str(line.before) if line.code not in _TIMED else lag(line.before)
        address = f"{self._here}/entries?{urlencode({'line': line.name})}" if line.entries else ""
        return CellShown(name, text, out_of, before, address)


_TIMED = ("answers", "decisions", "exchanged", "receipts", "notices_by", "silence_longest")


def label_of(section: str, code: str, of: str, *, node: Node, language: str) -> str:
    """Say what a line counts, and of which sort."""
    if section == FIGURES:
        row = row_word(Row(code, of, {}))
        return f"{gettext('Answer times')}: {row}" if code == "answers" else row
    label = kind_word(code, {"how": of}) if section in BY_KIND else line_word(section, code)
    sort = _sort(section, code, of, node=node, language=language)
    if section == "incidents":
        return sort
    return pgettext("what is counted, of which sort", "%(what)s: %(sort)s") % {"what": label, "sort": sort} if (
        sort
    ) else label  # fmt: skip


def _sort(section: str, code: str, of: str, *, node: Node, language: str) -> str:
    if not of:
        return ""
    if section == "incidents":
        return type_word(node.charter(), of)
    if section == "supervision":
        return said(ANSWERS, of) if of in ANSWERS else clause_word(of, language=language)
    if section in BY_KIND:
        return precedence_word(of) if code == "message_sent" else ""
    return word(SORTS, of)


def states_shown(pack: Pack) -> Iterator[tuple[str, int | None, str]]:
    """Yield each state that the mechanism had within the span: its word, since when, by which entry."""
    for line in pack.section(MECHANISM):
        since = int(line.of) * 1000 if line.of else None
        yield said(BECOMES, line.code), since, line.entries[0] if line.entries else ""


def _number(count: int | None) -> str:
    return "" if count is None else str(count)
