"""What an officer typed into the forms of commitments, turned into their contents, each fault at its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault, Refusal
from parley.desk.commitments.areas import area_typed
from parley.desk.hotline.typed import Typed, figure, instant_typed, text_typed
from parley.desk.standstill.typed import Form, texts_typed

MOST_ROWS = 60
_ROW = re.compile(r"(obligations|events|counts)\.(\d+)(?:\.(.*))?")


def rows_of(form: Mapping[str, str], prefix: str, *, least: int) -> int:
    """Return how many rows a form shows: as many as it had, and one more where that was asked for."""
    known = figure(form.get(f"{prefix}-rows", ""))
    return max(least, min((least if known is None else known) + (form.get("step") == f"more-{prefix}"), MOST_ROWS))


def instrument_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of an instrument: its terms, its events and its obligations, one a row."""
    faults: list[Fault] = []
    one = form.one
    content: dict[str, Any] = {
        "subject": one.get("subject", "").strip(),
        "sort": one.get("sort", ""),
        "made": one.get("made", "here"),
        "texts": texts_typed(one, charter=charter),
        "signatories": sorted(form.many("signatory")),
        "events": events_typed(one),
        "obligations": obligations_typed(form, faults, charter=charter),
    }
    if one.get("made_at", "").strip():
        content["made_s"] = _instant(one, "made_at", faults)
    if one.get("supersedes", "").strip():
        content["supersedes"] = one["supersedes"].strip()
    offset = _figure(one, "offset_minutes", faults)
    if offset:
        content["offset_minutes"] = offset
    return Typed(content, tuple(faults))


def amendment_typed(form: Form, *, charter: Charter, standing: Mapping[str, Any]) -> Typed:
    """Read the form of an amendment: the steps that it states anew, those it adds, those it takes out.

    `standing` holds the terms in force by the short names of their steps.
    """
    faults: list[Fault] = []
    content: dict[str, Any] = {
        "of": form.one.get("of", ""),
        "texts": texts_typed(form.one, charter=charter),
        "events": events_typed(form.one),
        "obligations": obligations_typed(form, faults, charter=charter, standing=standing),
        "dropped": _names(form.one, "dropped"),
    }
    return Typed(content, tuple(faults))


def variance_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a variance of a limit."""
    faults: list[Fault] = []
    zone, _, limit = form.one.get("limit", "").partition("/")
    content = {
        "subject": form.one.get("subject", "").strip(),
        "texts": texts_typed(form.one, charter=charter),
        "zone": zone,
        "limit": limit,
        "member": form.one.get("member", ""),
        "at_most": _figure(form.one, "at_most", faults),
        "from_s": _instant(form.one, "begins", faults),
        "until_s": _instant(form.one, "ends", faults),
    }
    return Typed(content, tuple(faults))


def forces_typed(form: Form) -> Typed:
    """Read a declaration of forces: a figure for each limit that was filled in."""
    faults: list[Fault] = []
    counts = []
    for name in form.one:
        zone, _, limit = name.removeprefix("count-").partition("/")
        if name.startswith("count-") and limit and form.one[name].strip():
            counts.append({"zone": zone, "limit": limit, "count": _figure(form.one, name, faults)})
    content: dict[str, Any] = {"as_of_s": _instant(form.one, "as_of", faults), "counts": counts}
    text = text_typed(form.one)
    return Typed({**content, "text": text} if text else content, tuple(faults))


def done_typed(form: Form) -> Typed:
    """Read what was done of a step: how much, when, with which evidence."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        **step_typed(form.one),
        "percent": _figure(form.one, "percent", faults),
        "done_s": _instant(form.one, "done_at", faults),
    }
    evidence = _evidence(form.one)
    if evidence:
        content["evidence"] = evidence
    text = text_typed(form.one)
    return Typed({**content, "text": text} if text else content, tuple(faults))


def step_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """Return of which step, and of which turn of it, something is said."""
    turn = figure(form.get("occurrence", ""))
    named = {"step": form.get("of_step", "")}
    return named if turn is None else {**named, "occurrence": turn}


def events_typed(form: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the events of the rows that name one."""
    found = []
    for n in range(rows_of(form, "event", least=1)):
        row = {name: form.get(f"event-{n}-{name}", "").strip() for name in ("id", "what", "on", "verifier")}
        if any(row.values()):
            found.append({key: value for key, value in row.items() if value or key in ("id", "what")})
    return found


def obligations_typed(
    form: Form, faults: list[Fault], *, charter: Charter, standing: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the obligations of the rows in which anything was typed."""
    found = []
    for n in range(rows_of(form.one, "step", least=1)):
        row = _obligation(form, n, faults)
        if row is not None:
            area = area_typed(form.one, f"step-{n}-", faults, charter=charter, standing=standing or {})
            found.append(row | area)
    return found


def _obligation(form: Form, n: int, faults: list[Fault]) -> dict[str, Any] | None:
    one, at = form.one, f"step-{n}-"
    plain = {name: one.get(at + name, "").strip() for name in ("id", "what", "by", "verifier", "zone", "line")}
    if not plain["id"] and not plain["what"] and not plain["by"]:
        return None
    row: dict[str, Any] = {key: value for key, value in plain.items() if value or key in ("id", "what")}
    row |= {"who": one.get(at + "who", ""), "to": sorted(form.many(at + "to"))}
    for name in ("after", "with"):
        row |= {name: named} if (named := _names(one, at + name)) else {}
    again = {name: one.get(f"{at}{name}", "").strip() for name in ("every", "from", "until")}
    if any(again.values()):
        row["recurring"] = again
    if one.get(at + "value", "").strip():
        row["quantity"] = {"value": _figure(one, at + "value", faults), "unit": one.get(at + "unit", "").strip()}
    if one.get(at + "percent", "").strip():
        row["share"] = {"percent": _figure(one, at + "percent", faults), "of": one.get(at + "of", "").strip()}
    for name in ("begins", "ends"):
        row |= {name: sorted(chosen)} if (chosen := [each for each in form.many(at + name) if each]) else {}
    return row


def _names(form: Mapping[str, str], name: str) -> list[str]:
    return [each for each in re.split(r"[\s,،;]+", form.get(name, "")) if each]


def _evidence(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the evidence, one a line: what it is, and last its digest."""
    lines = [line.split() for line in form.get("evidence", "").splitlines() if line.strip()]
    return [{"what": " ".join(words[:-1]) or words[-1], "digest": words[-1].lower()} for words in lines]


def with_files(
    evidence: Iterable[Mapping[str, str]], digests: Mapping[str, str]
) -> tuple[list[dict[str, str]], tuple[Fault, ...]]:
    """Return the evidence with a line more for each file (`digests` by name) that no line tells by its digest.

    A line that names a file and tells another digest is a fault: it would be the evidence of other bytes.
    """
    found, faults = [dict(each) for each in evidence], []
    for name, digest in digests.items():
        named = next((n for n, each in enumerate(found) if each["what"] == name), None)
        if any(each["digest"] == digest for each in found):
            continue
        if named is not None:
            faults.append(Fault(f"evidence.{named}", "commitments.file_of_other_digest", {"name": name}))
        else:
            found.append({"what": name, "digest": digest})
    return found, tuple(faults)


def _figure(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    text = form.get(name, "").strip()
    if re.fullmatch(r"-?[0-9]{1,9}", text):
        return int(text)
    if text or name not in ("offset_minutes",):
        faults.append(Fault(name, "hotline.number_out_of_bounds", {"lowest": 0, "highest": 10_000_000}))
    return 0


def _instant(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    found = instant_typed(form.get(name, ""), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def with_lines(refusal: Refusal) -> Refusal:
    """Return a refusal of which each fault names the row of its field, as the form counts them."""
    return Refusal(refusal.code, refusal.clause, refusal.data, tuple(map(_with_line, refusal.faults)))


def _with_line(fault: Fault) -> Fault:
    found = _ROW.match(fault.where)
    if found is None:
        return fault
    where = f"row.{found[1]}.{found[3].split('.')[0]}" if found[3] else f"row.{found[1]}"
    return Fault(where, fault.code, {**fault.data, "line": int(found[2]) + 1})
