"""The acts of an officer in matters of each sort, as its forms send them: what is sound, and what may be changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.store import logs
from tests.desk.cell import ALL, Cell
from tests.desk.committing import agreement, obligation
from tests.desk.incidents import hit_told, theirs
from tests.desk.officers.aside import aside
from tests.desk.trading import asked, match, says_alone, slot_to_come
from tests.tracks.commerce.offers import offer
from tests.tracks.disputes.claims import TEXTS, claim
from tests.tracks.incidents.inspections import report, request
from tests.tracks.incidents.test_findings import finding

TO = "IL,SY,US"
IN_EACH = {"text_en": "EXERCISE.", "text_ar": "تمرين.", "text_he": "תרגיל."}
WORDS = {"text": "EXERCISE. Said in a form.", "lang": "en"}


@dataclass(frozen=True, slots=True)
class Sound:
    """One act: its address, its track, and the fields of a form that would be filed."""

    address: str
    track: str
    fields: Mapping[str, Any]

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the form as it is sent, with these fields in the place of the sound ones."""
        return {**self.fields, "step": "send", **changes}


def standing(cell: Cell) -> tuple[int, int]:
    """Return how many entries this member filed until now, and how many acts wait for a second officer."""
    node = cell.mechanism.nodes["SY"]
    head = logs.head(node.reader(), node.keys.origin)
    return head.size if head is not None else 0, aside(_waiting)


def _waiting() -> int:
    from parley.desk.sending.models import Waiting

    return Waiting.objects.count()


def says(cell: Cell, member: str, kind: str, content: Mapping[str, Any], *, matter: str | None = None) -> str:
    """Let the chief of a party or the supervisor's staff file an entry and carry it everywhere."""
    role = "supervisor_staff" if member == "US" else "chief"
    outcome = file(Draft(kind, ALL, content, matter, role=role), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def state(cell: Cell, matter: str) -> Mapping[str, Any]:
    """Return the state of a matter at the desk's node."""
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    return row.state


def sound_acts(cell: Cell) -> list[Sound]:
    """Return acts in matters of every sort, none of them done yet."""
    found = [*_incidents(cell), *_inspections(cell), *_disputes(cell), *_commitments(cell), *_supervision(cell)]
    return [*found, *_commerce(cell)]


def _incidents(cell: Cell) -> list[Sound]:
    incident, hit = hit_told(cell)
    own = cell.says("SY", "incident_reported", theirs("EXERCISE own"))
    heard = cell.says("IL", "incident_reported", theirs("EXERCISE heard"))
    asked = cell.says("IL", "explanation_requested", {"of": heard, "asked": "SY", **WORDS}, matter=heard)
    told = {"of": cell.says("SY", "explanation_requested", {"of": heard, "asked": "IL", **WORDS}, matter=heard)}
    given = cell.says("IL", "explanation_given", {**told, **WORDS}, matter=heard)
    made = cell.says("US", "finding_made", finding(considered=[heard]), matter=heard)
    account = {
        "way_of": "counter", "matter": heard, "of": heard, "to": TO, **WORDS, "subject": "EXERCISE otherwise",
        "type": "mortar_fire", "begins": "2026-03-01 10:42Z", "time_precision": "minute", "means": ["heard"],
        "source": "B", "credibility": "2", "knowledge": "first_hand", "actor-1-who": "unknown",
        "places": "32.6500 N, 36.6500 E", "place_precision": "near", "radius_m": "500",
    }  # fmt: skip
    acts = {
        f"incidents/{own}/withdraw": {"of": own, "why": "EXERCISE not so"},
        f"incidents/{incident}/ask": {"of": incident, "asked": "IL", **WORDS},
        f"incidents/{heard}/judge": {"of": given, "how": "insufficient", **WORDS},
        f"incidents/{heard}/explain": {"of": asked, **WORDS},
        f"incidents/{heard}/reply": {"of": made, "how": "disputes", **WORDS},
        f"incidents/{heard}/minority": {
            "of": made, "question": "fact", "outcome": "undetermined", "standard": "plausible", **WORDS,
        },
        f"hits/{hit}/answer": {"of": state(cell, hit)["hits"][-1]["entry"], "how": "contests", **WORDS},
    }  # fmt: skip
    return [*_all("incidents", acts), Sound("/incidents/new", "incidents", account)]


def _inspections(cell: Cell) -> list[Sound]:
    wanted = cell.says("SY", "verification_requested", request())
    at_s = int(time.time()) - 3 * 3600
    made = cell.says("US", "inspection_made", report(from_s=at_s, until_s=at_s + 3600))
    acts = {
        f"inspections/{wanted}/withdraw": {"of": wanted, "why": "EXERCISE not needed"},
        f"inspections/{made}/answer": {"of": made, "how": "disputes", **WORDS},
    }
    return _all("incidents", acts)


def _disputes(cell: Cell) -> list[Sound]:
    own, theirs_ = (
        says(cell, "SY", "dispute_claimed", claim()),
        says(cell, "IL", "dispute_claimed", claim(against=["SY"])),
    )
    text = says(cell, "US", "settlement_proposed", {"subject": "EXERCISE hours", "texts": TEXTS}, matter=own)
    (settlement,) = state(cell, own)["settlements"]
    signed = {"of": text, "digest": settlement["digest"]}
    ends = time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(time.time() + 2 * 3600))
    acts = {
        f"disputes/{theirs_}/receive": {"how": "received", "level": "duty_officers"},
        f"disputes/{theirs_}/answer": {"position": "denies", **WORDS},
        f"disputes/{own}/propose": {"subject": "EXERCISE other hours", **IN_EACH},
        f"disputes/{own}/sign": signed,
        f"disputes/{own}/decline": {"of": text, "why": "EXERCISE too long"},
        f"disputes/{own}/pause": {"ends": ends, "why": "EXERCISE talks"},
        f"disputes/{own}/raise": {"level": "liaison_chiefs", "why": "EXERCISE no answer"},
        f"disputes/{own}/evidence/commit": {"title": "EXERCISE log", **WORDS},
        f"disputes/{own}/withdraw": {"why": "EXERCISE settled by talk"},
    }
    return _all("disputes", acts)


def _commitments(cell: Cell) -> list[Sound]:
    matter = agreement(cell, obligation("phase1", by="D+30"), obligation("theirs", who="IL", to=["SY"], verifier="SY"))
    waits = agreement(cell, obligation("phase1"), sign=False)
    now = time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(time.time() - 60))
    terms = {"of": matter, "text_en": "EXERCISE.", "step-0-id": "phase1", "step-0-what": "EXERCISE later",
             "step-0-who": "SY", "step-0-to": ["IL"], "step-0-by": "D+40"}  # fmt: skip
    acts = {
        f"commitments/{waits}/sign": {"of": waits, "digest": state(cell, waits)["main"]["digest"]},
        f"commitments/{waits}/decline": {"of": waits, "why": "EXERCISE not these terms"},
        f"commitments/{matter}/report": {"of_step": "phase1", "percent": "50", "done_at": now},
        f"commitments/{matter}/certify": {"of_step": "theirs", "percent": "50", "done_at": now},
        f"commitments/{matter}/amend": terms,
    }
    return _all("commitments", acts)


def _supervision(cell: Cell) -> list[Sound]:
    texts = [{"lang": "en", "text": "EXERCISE."}]
    directed = {"subject": "EXERCISE monitors", "texts": texts, "given_to": ["IL", "SY"]}
    directive = says(cell, "US", "directive_given", directed)
    calm = {"clause": "calm_observed", "subject": "EXERCISE calm", "texts": texts, "as_of_s": int(time.time()) - 60}
    certificate = says(cell, "US", "certificate_given", {**calm, "about": [directive]})
    now = time.strftime("%Y-%m-%d %H:%MZ", time.gmtime(time.time() - 60))
    acts = {
        f"directives/{directive}/answer": {"answer": "will_do"},
        f"directives/{directive}/done": {"done": now},
        f"certificates/{certificate}/contest": {"stands": "yes", "why": "EXERCISE not so"},
    }
    return _all("supervision", acts)


def _commerce(cell: Cell) -> list[Sound]:
    slot_s = slot_to_come(cell, days=95)
    own, given, refused = (asked(cell, "SY", slot_s=slot_s), *(
        asked(cell, "IL", slot_s=slot_s, towards="SY", vehicles=1) for _ in range(2)
    ))  # fmt: skip
    between = {name: value for name, value in offer(expires_s=slot_s).items() if name != "role"}
    offered, matched = (says(cell, code, "opportunity_offered", between) for code in ("SY", "US"))
    for code in ("IL", "SY"):
        says_alone(cell, code, "interest_declared", {"opportunity": matched, "member": code})
    match(cell)
    step = {"commitment": agreement(cell, obligation("one")), "step": "one"}
    project = says(cell, "IL", "project_opened", {
        "subject": "EXERCISE line", "sector": "water", "text": "EXERCISE.", "lang": "en", "parties": ["IL", "SY"],
        "milestones": [{"id": "pipes", "what": "EXERCISE pipes", **step}],
    })  # fmt: skip
    acts = {
        f"crossings/{own}/withdraw": {"of": own, "why": "EXERCISE by rail"},
        f"crossings/{given}/give": {"of": given, **WORDS},
        f"crossings/{refused}/refuse": {"of": refused, **WORDS},
        f"opportunities/{offered}/withdraw": {"why": "EXERCISE not ours"},
        f"matches/{matched.replace('/', '.')}.match-IL-SY/0/receive": {"how": "received", **WORDS},
        f"projects/{project}/decide": {"how": "approved", **WORDS},
    }
    return _all("commerce", acts)


def _all(track: str, acts: Mapping[str, Mapping[str, Any]]) -> list[Sound]:
    return [Sound(f"/{address}", track, {"to": TO, **fields}) for address, fields in acts.items()]
