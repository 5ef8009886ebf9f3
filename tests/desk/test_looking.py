"""What is looked over is all that goes: every field of every kind is shown, before and after."""

from __future__ import annotations

import re
from inspect import getclosurevars
from typing import Any

import pytest

from parley.desk.hotline.facts import APART, FIELDS, IN_SIGHT, facts_of
from parley.desk.hotline.saying import Words
from parley.matters.acting import BESIDE
from parley.matters.track import Kind
from parley.tracks.commerce.entries import KINDS as OF_COMMERCE
from parley.tracks.commitments.entries import KINDS as OF_COMMITMENTS
from parley.tracks.deconfliction.entries import KINDS as OF_DECONFLICTION
from parley.tracks.disputes.entries import KINDS as OF_DISPUTES
from parley.tracks.hotline.entries import KINDS as OF_HOTLINE
from parley.tracks.incidents.entries import KINDS as OF_INCIDENTS
from parley.tracks.information.entries import KINDS as OF_INFORMATION
from parley.tracks.talks.file_entries import FILE_KINDS, POSITION_KINDS
from parley.tracks.talks.round_entries import ROUND_KINDS
from tests.desk.blind import CELL
from tests.desk.cell import Cell, message
from tests.desk.test_hotline_forms import WRITTEN, matter_of
from tests.desk.visitor import Visitor
from tests.tracks.commitments.instruments import terms
from tests.tracks.deconfliction.plans import volume
from tests.tracks.deconfliction.standstills import standstill
from tests.tracks.incidents.reports import account, piece
from tests.tracks.incidents.test_warnings import note
from tests.tracks.talks.rounds import HEAD

OF_TALKS = {**ROUND_KINDS, **FILE_KINDS, **POSITION_KINDS}
KINDS = {**OF_HOTLINE, **OF_COMMITMENTS, **OF_DECONFLICTION, **OF_INCIDENTS, **OF_DISPUTES, **OF_TALKS}
KINDS |= OF_INFORMATION | OF_COMMERCE
SIDE = {"version": "IL/1", "member": "IL", "class": "patrol", "subject": "EXERCISE"}
PAIR = {"volumes": [0, 0], "volume": 0, "place": 0, "kind": "near", "standing": "agreed", "from_s": 0, "until_s": 60}
GROUP = {"words": [1, 2, 3], "figure": 7}
# One value for each field; what is not named here is a text.
VALUES: dict[str, Any] = {
    "asked": ["IL"], "silent": ["IL"], "routes": ["direct"], "open_items": ["SY/1 one"], "promises": ["A word."],
    "asks_read_back": True, "asks_answer": True, "called_back": False, "far": GROUP, "near": GROUP, "level": 2,
    "answer_by_s": 1_772_361_000, "started_at_s": 1_772_361_000, "ended_at_s": 1_772_361_001, "until_s": 1_772_361_000,
    "slot_at_s": 1_772_361_000, "done_at_s": 1_772_361_000, "due_at_ms": 1_772_361_000_000, "text_no": 7, "attempt": 1,
    "duty": "SY/1:answer:IL",
    # Of deconfliction.
    "volumes": [volume()], "contingency": [volume()], "areas": standstill()["areas"], "cell": CELL,
    "slack": {"time_min": 10, "lateral_m": 5, "vertical_m": 0}, "texts": [{"lang": "en", "text": "Words."}],
    "parties": ["IL"], "classes": ["patrol"], "excepted": ["patrol"], "concerns": ["IL"], "notices": ["IL/1", "SY/1"],
    "versions": ["IL/1", "SY/1"], "sides": [SIDE], "side": SIDE, "met": {"kind": "site", "name": "US/1"},
    "apart": {"time_min": 10, "lateral_m": 5, "vertical_m": 0}, "pairs": [PAIR], "burdens": [0, 0],
    "proposals": [{"moves": [{"member": "IL", "how": "time", "amount": 300, "unit": "s"}]}],
    "agreed": {"digest": "0" * 64, "accepted": ["IL/1"]}, "consent": [{"member": "IL", "use": "receive"}],
    "list": {"count": 1, "digest": "0"}, "from_s": 1_772_361_000, "ends_s": 1_772_361_000, "hour_s": 1_772_361_000,
    "obligations": terms()["obligations"], "events": [{"id": "D", "what": "x", "on": "2026-05-01"}], "made_s": 5,
    "counts": [{"zone": "area_of_separation", "limit": "military_personnel", "count": 2, "counted": 2}],
    "as_of_s": 5, "done_s": 5,
    "evidence": [{**piece(), "what": "x", "digest": "0"}], "signatories": ["IL"], "dropped": ["a"],
    "offset_minutes": 120, "stands": True,
    # Of incidents.
    **{name: account()[name] for name in ("place", "time", "means", "actors", "casualties", "damage")},
    "about": ["SY/1"], "zones": ["area_of_separation"], "considered": ["SY/1"], "members": ["IL"], "what": ["training"],
    "limits": [{"zone": "area_of_separation", "limit": "military_personnel"}], "sector": note()["sector"],
    "seen": note()["seen"], "provisions": [{"zone": "area_of_separation", "rule": 0}],
    # Of talks.
    "invited": ["IL"], "package": True, "roles": HEAD, "points": [{"subject": "EXERCISE", "file": "IL/1"}],
    "began_s": 5, "ended_s": 5, "present": [{"member": "IL", "roles": HEAD}], "files": ["IL/1"], "grounds": ["IL/2"],
    "speaker": {"member": "IL", "role": "observer"}, "decisions": [{"of": "IL/1", "digest": "0" * 64}],
    "left_out": ["IL/1"], "gates": [{"instrument": "IL/1", "step": "phase1"}],
    # Of information exchange.
    "releasable_to": ["IL"], "expires_s": 5, "due_s": 5, "reports": ["IL/1"],
    **{f"{kind}.seen": {"from_s": 5, "until_s": 5} for kind in ("report_given", "report_checked")},
    # Of commerce.
    "slot_s": 5, "at_s": 5, "vehicles": 2, "persons": 4, "humanitarian": True, "between": ["IL"],
    "goods": [{"what": "EXERCISE", "quantity": 1, "unit": "tonne"}], "people": [{"role": "patient", "count": 1}],
    "documents": [{"what": "EXERCISE", "sha256": "0"}], "waits_for": {"commitment": "IL/1", "step": "one"},
    "milestones": [{"id": "a", "what": "EXERCISE", "commitment": "IL/1", "step": "one"}],
    "permit_asked.what": "goods",
    # Of disputes.
    "against": ["IL"], "danger_to_life": True,
    "passed_at_s": 1_772_361_000, "tick_s": 1_772_361_000, "day": 20_513, "confirm_days": 7, "distance_m": 5,
}  # fmt: skip


def fields_of(kind: Kind) -> set[str]:
    """Return the names of the fields of a kind, as its own check knows them."""
    check = getclosurevars(kind.check).nonlocals["check"]
    return set(getclosurevars(getclosurevars(check).nonlocals["is_sound"]).nonlocals["known"])


@pytest.mark.usefixtures("cell")
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_shown(kind: str) -> None:
    """Whoever adds a field to an entry gives it its words: it stands in FIELDS, or has an element of its own."""
    names = fields_of(KINDS[kind])
    assert names <= {*FIELDS, *APART}
    for name in names - APART:
        (shown,) = facts_of(kind, {name: VALUES.get(f"{kind}.{name}", VALUES.get(name, "IL"))}, words=Words(str, str))
        assert all(shown), name


@pytest.mark.usefixtures("cell")
def test_a_notice_is_excepted_by_a_variance_alone() -> None:
    """Elsewhere, as in a lapse that is cited in an encounter, it is just the notice."""
    labels = {kind: facts_of(kind, {"notice": "SY/1"}, words=Words(str, str))[0][0]
              for kind in KINDS if "notice" in fields_of(KINDS[kind])}  # fmt: skip
    assert labels.pop("variance_proposed") == "Excepts the plan"
    assert set(labels.values()) == {"Notice"} and "encounter_lapse_cited" in labels


def test_what_every_act_may_carry_is_shown() -> None:
    """The role of who released it and the entry of its key stand among the facts."""
    assert set(BESIDE) <= {*FIELDS, *APART}


def test_a_conversation_leaves_out_only_what_it_shows_itself() -> None:
    """The times of a call, its line and whether it was called back stand before the other end, which confirms them."""
    assert not {"started_at_s", "ended_at_s", "channel", "called_back", "answer_by_s", "from", "to"} & IN_SIGHT


def test_a_call_is_looked_over_and_confirmed_with_its_times(cell: Cell, visitor: Visitor) -> None:
    """Begin, end, line and the check by calling back stand in the look, and in the conversation of the other end."""
    typed = {
        "other": "IL", "who_called": "they", "started_at": "2026-03-01 10:30Z", "ended_at": "2026-03-01 10:35Z",
        "channel": "Line 7", "called_back": "yes", "summary": "About the bridge.", "lang": "en",
    }  # fmt: skip
    look = visitor.post("/hotline/call", {**typed, "step": "look"}).text
    matter = matter_of(visitor.post("/hotline/call", typed))
    for page in (look, visitor.get(f"/hotline/{matter}").text):
        text = re.sub(r"<[^>]+>", "", page)
        for word in ("2026-03-01 10:30Z", "2026-03-01 10:35Z", "Line 7", "checked by calling back"):
            assert word in text, word


def test_a_message_is_looked_over_with_its_time_for_the_answer(visitor: Visitor) -> None:
    """The time by which an answer is asked for is part of what goes."""
    look = visitor.post("/hotline/new", {**WRITTEN, "answer_by": "2031-03-01 18:00Z", "step": "look"}).text
    assert re.search(r"<dt>Answer by</dt><dd>.*2031-03-01 18:00Z", look)


@pytest.mark.parametrize(("act", "form_of"), [
    ("read-back", {"item-1-type": "place", "item-1-text": "33.2 N, 35.9 E"}),
    ("translate", {"of": "", "lang": "ar", "text": "Words of the translation"}),
])  # fmt: skip
def test_words_to_the_other_side_are_looked_over(
    cell: Cell, visitor: Visitor, act: str, form_of: dict[str, str]
) -> None:
    """A read-back and a working translation are shown as they would go before they go."""
    place = {"n": 1, "type": "place", "value": {"lat_e7": 332000000, "lon_e7": 359000000}}
    matter = cell.says("IL", "message_sent", message(items=[place], asks_read_back=True))
    page = visitor.get(f"/hotline/{matter}").text
    (form,) = re.findall(rf'<form[^>]*action="/hotline/{matter}/{act}"[^>]*data-look>.*?</form>', page, re.DOTALL)
    assert '<input type="hidden" name="step" value="look">' in form
    typed = {**form_of, "of": matter} if "of" in form_of else form_of
    look = visitor.post(f"/hotline/{matter}/{act}", {**typed, "to": "IL,SY,US", "step": "look"})
    assert look.status == 200 and ("33.2000 N, 35.9000 E" in look.text or "Words of the translation" in look.text)


def test_a_handover_is_looked_over_with_all_that_it_names(cell: Cell, visitor: Visitor) -> None:
    """What is owed, what was promised and to which role stand on the page before it is told to all."""
    watch = {"authority": "The cell", "call_back": "+963 11 5550100", "until": "2031-03-01 18:00Z", "hears": "no"}
    assert visitor.post("/shift/take", watch).status == 303
    page = visitor.get("/shift").text
    own = re.search(r'name="matter" value="([^"]+)"', page)
    assert own is not None and re.search(r'action="/shift/hand-over"[^>]*data-look>', page)
    typed = {"matter": own[1], "to_role": "chief", "promises": "A word by ten.", "open_items": "SY/9 one"}
    look = visitor.post("/shift/hand-over", {**typed, "step": "look"}).text
    assert all(word in look for word in ("A word by ten.", "SY/9 one", "Chief of the liaison cell"))
