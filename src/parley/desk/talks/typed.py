"""What an officer typed into the forms of talks, turned into the contents of entries or into faults, each at its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.standstill.typed import Form, texts_typed

MOST_ITEMS, MOST_GATES = 64, 16


def instant_of(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    """Return the second that a field says; a fault where it says none."""
    found = instant_typed(form.get(name, ""), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def words_of(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the text with its language; nothing where none was typed."""
    text = text_typed(form)
    return {"text": text, "lang": form.get("lang", "")} if text else {}


def round_typed(form: Form) -> Typed:
    """Read the form of a round."""
    one, faults = form.one, list[Fault]()
    content: dict[str, Any] = {
        "subject": one.get("subject", "").strip(), "lang": one.get("lang", ""), "place": one.get("place", "").strip(),
        "from_s": instant_of(one, "begins", faults), "until_s": instant_of(one, "ends", faults),
        "invited": sorted(form.many("invited")), "package": one.get("package") == "yes",
    }  # fmt: skip
    content |= {name: said for name in ("host", "host_name") if (said := one.get(name, "").strip())}
    text = text_typed(one)
    return Typed({**content, **({"text": text} if text else {})}, tuple(faults))


def file_typed(form: Form) -> Typed:
    """Read the form of a file."""
    one = form.one
    content: dict[str, Any] = {
        "subject": one.get("subject", "").strip(), "lang": one.get("lang", ""), "lead": one.get("lead", ""),
        "parties": sorted(form.many("party")), "gates": gates_typed(one),
    }  # fmt: skip
    text = text_typed(one)
    return Typed({**content, **({"text": text} if text else {})}, ())


def gates_typed(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the gates that were chosen, each once, as "US/3|phase1" names one."""
    chosen = dict.fromkeys(form.get(f"gate-{n}", "") for n in range(1, MOST_GATES + 1))
    parts = (each.partition("|") for each in chosen if each)
    return [{"instrument": instrument, "step": step} for instrument, _, step in parts]


def roles_typed(form: Mapping[str, str], *, charter: Charter, prefix: str, faults: list[Fault]) -> list[dict[str, Any]]:
    """Return how many of each role of the charter: a field for each, named by the prefix and the role."""
    found = []
    for name in charter.talks.roles if charter.talks is not None else ():
        text = form.get(f"{prefix}{name}", "").strip()
        if not text:
            continue
        if not text.isdecimal() or len(text) > 4:
            faults.append(Fault(f"{prefix}{name}", "hotline.number_out_of_bounds", {"lowest": 1, "highest": 1000}))
        elif int(text):
            found.append({"role": name, "number": int(text)})
    return found


def sitting_typed(form: Form, *, charter: Charter, files: Mapping[str, list[str]]) -> Typed:
    """Read the form of a sitting; `files` names for each file of the agenda the instruments for which it waits."""
    one, faults = form.one, list[Fault]()
    present = [
        {"member": code, "roles": roles}
        for code in charter.codes
        if (roles := roles_typed(one, charter=charter, prefix=f"p.{code}.", faults=faults))
    ]
    chosen = [each for each in files if each in form.many("file")]
    grounds = dict.fromkeys(instrument for each in chosen for instrument in files[each])
    return Typed(
        {
            "began_s": instant_of(one, "begins", faults), "rule": one.get("rule", ""), "present": present,
            "files": chosen, "grounds": list(grounds),
        },
        tuple(faults),
    )  # fmt: skip


def agenda_typed(form: Form) -> Typed:
    """Read the form of an agenda: one item a row, in their order."""
    one = form.one
    items = []
    for n in range(1, MOST_ITEMS + 1):
        subject, file = one.get(f"item-{n}", "").strip(), one.get(f"item-{n}-file", "")
        if subject or file:
            items.append({"subject": subject, **({"file": file} if file else {})})
    content = {"points": items, "signatories": sorted(form.many("signatory")), "lang": one.get("lang", "")}
    return Typed(content, ())


def decision_typed(form: Form, *, charter: Charter, files: Mapping[str, list[str]]) -> Typed:
    """Read the form of a decision."""
    one = form.one
    content: dict[str, Any] = {
        "subject": one.get("subject", "").strip(), "texts": texts_typed(one, charter=charter),
        "signatories": sorted(form.many("signatory")),
    }  # fmt: skip
    content |= {name: said for name in ("file", "sitting") if (said := one.get(name, ""))}
    grounds = files.get(one.get("file", ""), [])
    return Typed({**content, **({"grounds": grounds} if grounds else {})}, ())


def readout_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a read-out."""
    one = form.one
    content: dict[str, Any] = {"of": one.get("of", ""), "texts": texts_typed(one, charter=charter)}
    return Typed({**content, **({"statement": said} if (said := one.get("statement", "").strip()) else {})}, ())


def correction_typed(form: Mapping[str, str]) -> Typed:
    """Read what a remark is to be read as; without words it is taken back."""
    words = {"text": text_typed(form), "lang": form.get("lang", "")} if text_typed(form) else {}
    return Typed({"of": form.get("of", ""), **words}, ())


def remark_typed(form: Mapping[str, str]) -> Typed:
    """Read a remark, with who spoke where the form has a field for it."""
    content: dict[str, Any] = {"of": form.get("of", ""), "text": text_typed(form), "lang": form.get("lang", "")}
    if form.get("speaker"):
        content["speaker"] = {"member": form["speaker"], "role": form.get("speaker_role", "")}
    return Typed(content, ())
