"""Disputes at real nodes: the same levels everywhere, found again after a stop and a jump; what meets a measure."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.duty import OVER
from parley.node import pressing, reading
from parley.node.disputes import rising
from parley.node.disputes.held import disputes_of
from parley.node.drafts import AttachmentDraft, Draft
from parley.node.filing import Filed, file, refusal_of
from parley.node.rebuilding import rebuild
from parley.node.store import logs
from parley.node.why.duties import why_owed
from parley.tracks.disputes.state import DisputeState
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import DAY, plan, volume
from tests.tracks.disputes.claims import TEXTS, claim
from tests.tracks.disputes.test_measures import measure
from tests.tracks.incidents.reports import HERE, account

ALL = ("IL", "SY", "US")
HOUR_MS = 3_600_000


def says(
    paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None,
    role: str = "chief", to: tuple[str, ...] = ALL,
) -> str:  # fmt: skip
    """Let a member file an entry, which is carried everywhere with its receipts; return its id."""
    told = {name: value for name, value in content.items() if name != "role"}
    filed = file(Draft(kind, to, told, role=role, matter=matter), node=paris.nodes[member])
    assert isinstance(filed, Filed), filed
    carry(paris)
    return filed.id


def carry(paris: Mechanism) -> None:
    """Carry everything everywhere, with receipts."""
    paris.carry_all(1)
    for code in paris.nodes:
        paris.receipts(code)
    paris.carry_all(1)


def one(paris: Mechanism, code: str, matter: str) -> DisputeState:
    """Return a dispute as a node holds it."""
    state = disputes_of(paris.nodes[code]).one(matter)
    assert state is not None
    return state


def levels(paris: Mechanism, code: str, matter: str, *, now_ms: int) -> list[tuple[str, str, int]]:
    """Return the levels of a dispute at a node: each name, why, and since when."""
    rungs = one(paris, code, matter).rungs(now_ms=now_ms)
    return [(each.level.name, each.why, each.began_ms) for each in rungs]


def sizes(paris: Mechanism) -> dict[str, int]:
    """Return how many entries each member has written."""
    found = {code: logs.head(node.reader(), node.ledger.origin) for code, node in paris.nodes.items()}
    return {code: head.size for code, head in found.items() if head is not None}


def test_it_rises_at_one_instant_at_every_node_and_files_nothing(paris: Mechanism) -> None:
    """Each node finds the same levels since the same instants; one that was away for days finds them as they were."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    start = one(paris, "SY", matter).opening.at_ms
    later, before = start + 80 * HOUR_MS, sizes(paris)
    known = {code: rising.look(paris.nodes[code], {}) for code in paris.nodes}
    paris.close("IL")
    for code in paris.clocks:
        paris.clocks[code].at_ms = later
    paris.open("IL")
    found = {code: levels(paris, code, matter, now_ms=later) for code in paris.nodes}
    assert found["SY"] == found["IL"] == found["US"]
    assert found["IL"] == [
        ("duty_officers", "claimed", start), ("liaison_chiefs", "lapsed", start + 4 * HOUR_MS),
        ("supervisor_facilitation", "lapsed", start + 28 * HOUR_MS),
        ("joint_commission", "lapsed", start + 76 * HOUR_MS),
    ]  # fmt: skip
    assert all(rising.look(paris.nodes[code], known[code])[matter] == 3 for code in paris.nodes)
    assert sizes(paris) == before


def test_whoever_owes_since_a_rise_has_it_on_its_list(paris: Mechanism) -> None:
    """The supervisor owes nothing at first; from the rise to its level on the dispute is among what it owes."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    node, start = paris.nodes["US"], one(paris, "US", matter).opening.at_ms

    def ours() -> list[str]:
        part = pressing.part(node, now_ms=paris.clocks["US"].at_ms, limit=100, ours=True)
        return [row.id for row in part.rows]

    known = rising.look(node, {})
    assert ours() == []
    paris.clocks["US"].at_ms = start + 29 * HOUR_MS
    known = rising.look(node, known)
    assert ours() == [matter]
    owed = reading.duties_of(node, matter, now_ms=paris.clocks["US"].at_ms)
    mine = {duty.what: duty.state for duty in owed if duty.owed_by == "US" and duty.state not in OVER}
    assert mine == {"acknowledge_dispute": "running", "facilitate_dispute": "running"}
    # Set back, the clock takes it off again; nothing was filed that could not be taken back.
    paris.clocks["US"].at_ms = start + HOUR_MS
    rising.look(node, known)
    assert ours() == []


def test_a_dispute_made_again_from_the_log_is_the_live_one(paris: Mechanism) -> None:
    """Rebuilt from entry zero every node holds the same state as before, and as each other."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    text = says(paris, "US", "settlement_proposed", {"subject": "EXERCISE", "texts": TEXTS}, matter=matter)
    digest = one(paris, "SY", matter).settlements[0].digest
    signed = {"of": text, "digest": digest, "released_by": "chief"}
    says(paris, "SY", "settlement_signed", signed, matter=matter)
    says(paris, "IL", "settlement_signed", signed, matter=matter)
    live = {code: one(paris, code, matter) for code in paris.nodes}
    assert live["SY"] == live["IL"] == live["US"] and live["SY"].name == "settled"
    for code, node in paris.nodes.items():
        node.writer.call(rebuild).result()
        row = reading.matter(node, matter)
        assert row is not None and row.state == live[code].as_json()


def test_what_was_looked_over_and_changed_is_nowhere(paris: Mechanism) -> None:
    """An answer that was tried, then written otherwise and filed: its own node tells what it filed, as all others."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    tried = {"text": "EXERCISE. Half of it.", "lang": "en", "position": "accepts_in_part"}
    draft = Draft("dispute_answered", ALL, tried, role="chief", matter=matter)
    assert refusal_of(draft, node=paris.nodes["IL"]) is None
    paris.clocks["IL"].at_ms += 1_000
    says(paris, "IL", "dispute_answered", {**tried, "text": "EXERCISE. No.", "position": "denies"}, matter=matter)
    rows = [reading.matter(node, matter) for node in paris.nodes.values()]
    told = [row.state for row in rows if row is not None]
    assert len(told) == len(ALL) and told[0] == told[1] == told[2]
    assert "EXERCISE. No." in str(told[0]) and "Half of it" not in str(told)


def test_what_meets_a_measure_is_found_at_every_node_and_can_be_told(paris: Mechanism) -> None:
    """A notice and a report within an agreed measure are found at once by all who hold them; cancelled it is gone."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    now_s = paris.clocks["SY"].at_ms // 1000
    times = {"from_s": now_s, "until_s": now_s + 5 * DAY}
    asked = says(paris, "SY", "measure_asked", measure(**times), matter=matter)
    notice = says(paris, "IL", "activity_notified", plan(volume(begins_s=now_s + 2 * DAY)), role="duty_officer")
    assert all(disputes_of(node).met(matter) == [] for node in paris.nodes.values())
    digest = one(paris, "IL", matter).measures[0].digest
    says(paris, "IL", "measure_agreed", {"of": asked, "digest": digest}, matter=matter)
    met = {code: disputes_of(node).met(matter) for code, node in paris.nodes.items()}
    assert met["SY"] == met["IL"] == met["US"]
    assert [(each.by, each.member, each.form) for each in met["SY"]] == [(notice, "IL", "notice")]
    place = {**HERE, "lat_e7": 331_050_000, "lon_e7": 358_050_000}
    when = {"from_s": now_s + 60, "until_s": now_s + 120, "precision": "minute"}
    paris.clocks["US"].at_ms += HOUR_MS
    report = says(paris, "US", "incident_reported", account(place=place, time=when), role="duty_officer")
    found = [(each.by, each.member) for each in disputes_of(paris.nodes["IL"]).met(matter)]
    inside = [(report, "IL"), (notice, "IL")]
    assert found == inside, found
    draft = Draft("measure_breach_told", ALL, {"of": asked, "by": report}, role="chief", matter=matter)
    assert refusal_of(draft, node=paris.nodes["SY"]) is None
    says(paris, "SY", "measure_breach_told", {"of": asked, "by": report}, matter=matter)
    says(paris, "IL", "activity_cancelled", {"why": "EXERCISE"}, matter=notice, role="duty_officer")
    assert [each.by for each in disputes_of(paris.nodes["US"]).met(matter)] == [report]
    assert [each.measure for each in disputes_of(paris.nodes["US"]).met_by(report)] == [asked]


def test_a_pause_agreed_behind_a_cut_link_mends_what_had_seemed_to_rise(paris: Mechanism) -> None:
    """SY, cut off, sees it risen; once IL's agreement comes both see that the clock had stopped before."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    start = one(paris, "SY", matter).opening.at_ms
    until_s = (start + 40 * HOUR_MS) // 1000
    asked = says(paris, "SY", "pause_asked", {"until_s": until_s, "why": "EXERCISE"}, matter=matter)
    paris.clocks["IL"].at_ms = start + 3 * HOUR_MS
    agreed = file(Draft("pause_agreed", ALL, {"of": asked}, role="chief", matter=matter), node=paris.nodes["IL"])
    assert isinstance(agreed, Filed)
    later = start + 6 * HOUR_MS
    assert levels(paris, "SY", matter, now_ms=later)[-1][0] == "liaison_chiefs"
    assert levels(paris, "IL", matter, now_ms=later)[-1][0] == "duty_officers"
    carry(paris)
    assert {code: levels(paris, code, matter, now_ms=later) for code in paris.nodes} == {
        code: [("duty_officers", "claimed", start)] for code in paris.nodes
    }


def test_every_duty_of_a_dispute_explains_its_due_time(paris: Mechanism) -> None:
    """The steps name the level, how the dispute came there, its time and what was paused; the sum is the due time."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    start, node = one(paris, "SY", matter).opening.at_ms, paris.nodes["SY"]
    until_s = (start + 2 * HOUR_MS) // 1000
    asked = says(paris, "SY", "pause_asked", {"until_s": until_s, "why": "EXERCISE"}, matter=matter)
    says(paris, "IL", "pause_agreed", {"of": asked}, matter=matter)
    paris.clocks["SY"].at_ms = start + 40 * HOUR_MS
    told = {}
    for duty in reading.duties_of(node, matter, now_ms=paris.clocks["SY"].at_ms):
        steps = {step.code: step for step in why_owed(node, duty)}
        told[duty.id.partition(":")[2]] = steps
        sums = [steps[code].data["due_ms"] for code in steps if "sum" in code]
        assert sums == [duty.due_at_ms], (duty, list(steps))
    first, second = told["settle_dispute.duty_officers:IL"], told["settle_dispute.liaison_chiefs:IL"]
    assert "why.dispute.paused" in first and first["why.dispute.paused"].entry == asked
    assert second["why.dispute.lapsed"].data["lapsed"] == "duty_officers"
    assert "why.duty.hours" in told["answer_dispute:IL"] and "why.duty.read" in told["acknowledge_dispute:IL"]
    assert "why.dispute.minutes" in told["acknowledge_dispute.supervisor_facilitation:US"]


def test_two_claims_over_the_same_are_shown_as_crossed_at_every_node(paris: Mechanism) -> None:
    """Each side claimed before it had read the other's claim: both stand, and each node shows each beside the other."""
    message = {"subject": "EXERCISE", "text": "EXERCISE.", "lang": "en", "items": [], "asks_read_back": False}
    about = says(paris, "US", "message_sent", {**message, "precedence": "routine"}, role="duty_officer")
    ids = []
    for member, other in (("SY", "IL"), ("IL", "SY")):
        content = claim(about=[about], against=[other])
        filed = file(Draft("dispute_claimed", ALL, content, role="chief"), node=paris.nodes[member])
        assert isinstance(filed, Filed)
        ids.append(filed.id)
    carry(paris)
    mine, theirs = ids
    for node in paris.nodes.values():
        held = disputes_of(node)
        for one_id, other_id in ((mine, theirs), (theirs, mine)):
            state = held.one(one_id)
            assert state is not None and [each.opening.id for each in held.crossing(state)] == [other_id]


def test_a_file_is_disclosed_that_has_the_digest_committed_and_no_other(paris: Mechanism, tmp_path: Path) -> None:
    """The node names the digest of the very file; another file is refused before anything leaves."""
    matter = says(paris, "SY", "dispute_claimed", claim())
    digest = hashlib.sha256(b"EXERCISE log").hexdigest()
    committed = {"title": "EXERCISE", "over": "file", "digest": digest}
    of = says(paris, "SY", "evidence_committed", committed, matter=matter)
    outcomes = []
    for content in (b"EXERCISE other", b"EXERCISE log"):
        path = tmp_path / "log.txt"
        path.write_bytes(content)
        files = (AttachmentDraft("log.txt", "text/plain", path),)
        draft = Draft("evidence_disclosed", ALL, {"of": of}, matter, files, role="chief")
        outcomes.append(file(draft, node=paris.nodes["SY"]))
    assert isinstance(outcomes[0], Refusal) and outcomes[0].code == "disputes.evidence_unlike"
    assert isinstance(outcomes[1], Filed)
    carry(paris)
    assert one(paris, "IL", matter).of("evidence_disclosed")[0].content["attachments"][0]["plain_sha256"] == digest
