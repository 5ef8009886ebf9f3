"""From the bytes of a file of cases to the cases, or to every reason why they are none (docs/cases.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parley.charter.form import Form, Notes
from parley.charter.problem import CharterError, Problem
from parley.charter.source import Mapping, Scalar, read_source
from parley.node.cases.followed import read_looks
from parley.node.cases.saying import read_said
from parley.node.cases.told import Case, CasesFile, CharterChange, DayCase, PlanCase
from parley.node.cases.values import Values

FORMAT = "parley-cases-v1"
MOST_CASES, MOST_SAID, MOST_LOOKS = 200, 200, 60
LONGEST_NAME = 300
TOP = ("format", "charter", "cases")
OF_CHARTER = ("d", "agreed_too", "sections")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
PLAN = ("member", "class", "at", "radius_m", "lower", "upper", "from", "until")
SHAPES = (("said",), ("plan", "meets"), ("day", "lines", "zones"), ("refused",))


def read_cases(raw: bytes) -> CasesFile:
    """Return the cases that these bytes tell; CharterError with every problem at once where they tell none."""
    root, problems = read_source(raw)
    notes = Notes([_of_cases(each) for each in problems])
    found: CasesFile | None = None
    if root is not None:
        form = Form(root, where="", notes=notes, required=TOP, optional=OF_CHARTER)
        form.word("format", among=(FORMAT,))
        found = CasesFile(form.text("charter"), tuple(_cases(form)) if isinstance(root, Mapping) else ())
    if found is None or notes.problems:
        raise CharterError(notes.problems)
    return found


def _of_cases(problem: Problem) -> Problem:
    """Return a problem of the text; an empty file is told how files of cases begin."""
    is_empty = problem.code == "charter.empty"
    return Problem("cases.empty", problem.mark, problem.where, {"format": FORMAT}) if is_empty else problem


def _cases(top: Form) -> Iterator[Case]:
    words = (word for shape in SHAPES for word in shape)
    every = tuple(top.forms("cases", required=("name",), optional=("source", "then", *OF_CHARTER, *words)))
    if len(every) > MOST_CASES:
        top.note("cases.too_many", "cases", limit=MOST_CASES, found=len(every))
        return
    names: dict[str, str] = {}
    for item in every:
        name = item.text("name", longest=LONGEST_NAME)
        if name in names:
            item.note("cases.name_twice", "name", name=name)
        names[name] = name
        item.text("source", longest=LONGEST_NAME)
        yield _case(item, top, name=name)


def _case(item: Form, top: Form, *, name: str) -> Case:
    mark = item.notes.marks[item.where]
    values = Values(_day_zero(item, top))
    case = Case(name, mark, _charter(item, top))
    shapes = [shape for shape in SHAPES if item.has(shape[0])]
    if len(shapes) != 1:
        item.notes.note("cases.one_shape", item.where)
        return case
    for word in {word for shape in SHAPES for word in shape} - {*shapes[0]}:
        if item.has(word):
            item.note("cases.not_beside", word, key=word, beside=shapes[0][0])
    if item.has("refused"):
        case = Case(name, mark, case.charter, refused=item.text("refused"))
    elif item.has("plan"):
        case = Case(name, mark, case.charter, plan=_plan(item, values))
    elif item.has("day"):
        case = Case(name, mark, case.charter, day=_day(item))
    else:
        said = read_said(item, values, most=MOST_SAID)
        case = Case(name, mark, case.charter, said=said, looks=read_looks(item, values, said, most=MOST_LOOKS))
    item.notes.problems += [Problem(each.code, each.mark, item.where, each.data) for each in values.problems]
    return case


def _day_zero(item: Form, top: Form) -> int | None:
    """Return the instant that this case calls D; its own goes before that of the file."""
    form = item if item.has("d") else top
    written = form.value("d")
    if not isinstance(written, Scalar):
        return None
    found = Values(None).instant(written)
    if found is None:
        form.note("cases.not_an_instant", "d", value=written.text[:80])
    return found


def _charter(item: Form, top: Form) -> CharterChange:
    agreed = item if item.has("agreed_too") else top
    changed = item if item.has("sections") else top
    sections = changed.value("sections")
    if changed.has("sections") and not isinstance(sections, Mapping):
        changed.note("charter.not_a_mapping", "sections")
    return CharterChange(
        item.notes.marks[item.where],
        agreed.texts("agreed_too"),
        sections.entries if isinstance(sections, Mapping) else (),
    )


def _plan(item: Form, values: Values) -> PlanCase:
    plan = item.form("plan", required=PLAN, optional=("strength",))
    meets = item.value("meets")
    if meets is None:
        item.note("charter.missing", "meets", key="meets")
    return PlanCase({name: plan.text(name) for name in plan.names_written}, tuple(_listed(item, "meets", values)))


def _listed(item: Form, name: str, values: Values) -> list[object]:
    written = item.value(name)
    found = values.plain(written) if written is not None else []
    if not isinstance(found, list):
        item.note("charter.not_a_list", name)
        return []
    return found


def _day(item: Form) -> DayCase:
    day = item.day("day")
    noon_s = (day.toordinal() - 719_163) * 86_400 + 43_200
    return DayCase(noon_s, *(_names(item, name) for name in ("lines", "zones")))


def _names(item: Form, name: str) -> tuple[str, ...]:
    if not item.has(name):
        item.note("charter.missing", name, key=name)
        return ()
    return tuple(str(each) for each in _listed(item, name, Values(None)))
