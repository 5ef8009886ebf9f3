"""What was found of an incident as its page shows it: three columns, each with its authors; and the forms beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.charter.verifying import QUESTIONS
from parley.desk.addresses import address_of_entry
from parley.desk.frame import Frame
from parley.desk.naming import Names
from parley.desk.verifying import telling, words
from parley.desk.verifying.finding_typed import provision_key
from parley.desk.verifying.words import word
from parley.tracks.incidents.finding_entries import OUTCOMES

Values = Mapping[str, Any]
TONES = {"stands": "done", "replaced": "hold", "withdrawn": "hold"}


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """What one member finds on a question; of a provision that is not agreed, `asserted` says whose word it is."""

    entry: str
    member: str
    at_ms: int
    outcome: str
    standard: str
    text: str
    lang: str
    facts: tuple[tuple[str, str], ...]
    asserted: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with what others say of it."""

    said: AnswerShown
    name: str
    name_word: str
    tone: str
    considered: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    minorities: tuple[AnswerShown, ...]
    replies: tuple[tuple[str, str, str, str, str], ...]
    why: str
    may_answer: bool
    may_differ: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One question with its findings, the newest first; `replaces` is this member's own that stands."""

    question: str
    title: str
    findings: tuple[FindingShown, ...]
    may_find: bool
    replaces: str
    outcomes: tuple[tuple[str, str], ...]


def findings_of(state: Values, *, frame: Frame) -> dict[str, Any]:
    """Return what the templates of findings ask for, of the state of an incident."""
    charter, own, names = frame.node.charter(), frame.node.member, frame.name_of
    return {
        "columns": [_column(each, state, charter=charter, own=own, names=names) for each in QUESTIONS],
        "has_findings": bool(state.get("findings")),
        "measures": [
            (each["entry"], names(each["member"]), gettext(", ").join(word(words.TAKEN, one) for one in each["what"]),
             each["text"], each["lang"], each["of"] if each["of"] != each["entry"] else "")
            for each in state.get("measures", ())
        ],
        "standards": words.choices(words.STANDARDS),
        "ways_to_reply": words.choices(words.REPLIED),
        "ways_taken": words.choices(words.TAKEN),
        "considerable": list(_considerable(state, names=names)),
        "found_members": [(each.code, names(each.code)) for each in charter.members],
        "provisions": list(_provisions(charter)),
        "bases": [(name, basis.source) for name, basis in charter.bases.items() if basis.standing == "agreed"],
    }  # fmt: skip


def _column(question: str, state: Values, *, charter: Charter, own: str, names: Names) -> Column:
    terms = charter.findings
    may_find = terms is not None and (not terms.provenance.judges or own in terms.by[question])
    found = [each for each in state.get("findings", ()) if each["question"] == question]
    mine = [each["entry"] for each in found if each["member"] == own and each["name"] == "stands"]
    return Column(
        question, word(words.QUESTIONS, question),
        tuple(_finding(each, charter=charter, own=own, names=names) for each in reversed(found)),
        may_find and state["name"] != "withdrawn", mine[-1] if mine else "",
        tuple((code, word(words.OUTCOMES, code)) for code in OUTCOMES[question]),
    )  # fmt: skip


def _finding(said: Values, *, charter: Charter, own: str, names: Names) -> FindingShown:
    stands, is_ours = said["name"] == "stands", said["member"] == own
    has_differed = any(each["member"] == own for each in said["minorities"])
    gone = said["withdrawn"]
    return FindingShown(
        _answer(said, charter=charter, own=own, names=names), said["name"], word(words.FINDING_STATES, said["name"]),
        TONES[said["name"]], tuple((each, address_of_entry(each)) for each in said["considered"]),
        tuple((each, address_of_entry(by)) for each, by in said["rests_on_withdrawn"].items()),
        tuple(_answer(each, charter=charter, own=own, names=names) for each in said["minorities"]),
        tuple((each["entry"], names(each["member"]), word(words.REPLIED, each["how"]), each["text"], each["lang"])
              for each in said["replies"]),
        gone["why"] if gone is not None else "",
        may_answer=stands and not is_ours, may_differ=stands and not is_ours and not has_differed,
        may_withdraw=stands and is_ours,
    )  # fmt: skip


def _answer(said: Values, *, charter: Charter, own: str, names: Names) -> AnswerShown:
    outcome = word(words.OUTCOMES, said["outcome"])
    members = gettext(", ").join(map(names, said["members"]))
    facts = [(gettext("Standard of proof"), word(words.STANDARDS, said["standard"]))]
    facts += [(gettext("Provision"), _standing_said(each, charter=charter, names=names)) for each in said["provisions"]]
    by = sorted({code for each in said["provisions"] for code in each["by"]})
    return AnswerShown(
        said["entry"], names(said["member"]), said["at_ms"], f"{outcome} {members}".strip(), said["standard"],
        said["text"], said["lang"], tuple(facts),
        (gettext(", ").join(map(names, by)) or "–") if said["is_asserted"] else "", said["member"] == own,
    )  # fmt: skip


def _standing_said(provision: Values, *, charter: Charter, names: Names) -> str:
    said = telling.provision_said(charter, provision)
    if provision["standing"] == "agreed":
        return said
    by = gettext(", ").join(map(names, provision["by"]))
    return gettext("%(provision)s (not agreed: put forward by %(by)s)") % {"provision": said, "by": by}


def _considerable(state: Values, *, names: Names) -> Iterator[tuple[str, str]]:
    """Yield the entries on which a finding may rest, each with what it is."""
    for account in state["accounts"]:
        if account["withdrawn"] is None:
            yield account["entry"], gettext("Account of %(member)s") % {"member": names(account["member"])}
    for entry in dict.fromkeys(piece["entry"] for piece in state["evidence"]):
        yield entry, gettext("Evidence in %(entry)s") % {"entry": entry}
    for request in state["requests"]:
        for each in request["explanations"]:
            yield each["entry"], gettext("Explanation %(entry)s") % {"entry": each["entry"]}
    for found in state.get("findings", ()):
        if found["name"] == "stands":
            yield found["entry"], f"{word(words.QUESTIONS, found['question'])} {found['entry']}"


def _provisions(charter: Charter) -> Iterator[tuple[str, str, str]]:
    """Yield the rules and limits of the charter's zones: the name in the form, in words, and how each stands."""
    for zone in charter.zones.values():
        for number, rule in enumerate(zone.rules):
            said: dict[str, Any] = {"zone": zone.name, "rule": number}
            yield provision_key(said), telling.provision_said(charter, said), zone.standing_of(rule)
        for limit in zone.limits.values():
            said = {"zone": zone.name, "limit": limit.name}
            yield provision_key(said), telling.provision_said(charter, said), zone.standing_of(limit)
