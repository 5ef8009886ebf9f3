"""Very long matters of every track, entry by entry as members would write them: what row 10 folds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry, Point
from parley.matters.signing import digest_of
from parley.matters.track import Track
from parley.tracks.commitments.track import TRACK as COMMITMENTS
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION
from parley.tracks.disputes.track import TRACK as DISPUTES
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.track import TRACK as INCIDENTS
from parley.tracks.talks.track import TRACK as TALKS

START_MS = 1_772_361_720_000
START_S, DAY_S = START_MS // 1000, 86_400
TRACKS: Mapping[str, Track] = {
    kind: track for track in (HOTLINE, DECONFLICTION, INCIDENTS, DISPUTES, COMMITMENTS, TALKS) for kind in track.kinds
}
TEXTS = [{"lang": "en", "text": "EXERCISE."}]
SQUARE = [[[[358000000, 331000000], [358100000, 331000000], [358100000, 331100000], [358000000, 331100000]]]]


@dataclass
class Talk:
    """One matter that SY opens to all; each author had read the first `begun`, and all but the newest `unread`."""

    charter: Charter
    unread: int = 0
    begun: int = 1
    entries: list[Entry] = field(default_factory=list)
    by_log: dict[str, list[Entry]] = field(default_factory=dict)

    def say(self, code: str, kind: str, **content: Any) -> Entry:
        """Add an entry of this member, and return it."""
        by_log, number = self.by_log or {each: [] for each in self.charter.codes}, len(self.entries)
        self.by_log = by_log
        recent = self.entries[max(self.begun, number - self.unread) :]
        read = {each: len(by_log[each]) - sum(one.member == each for one in recent) for each in by_log}
        past = [by_log[each][size - 1] for each, size in read.items() if each != code and size] + by_log[code][-1:]
        seen = {self.charter.member(each).origin: size for each, size in read.items() if each != code and size}
        depth, own = 1 + max((each.point.depth for each in past), default=0), len(by_log[code])
        point = Point(self.charter.member(code).origin, own, START_MS + number * 1_000, depth, seen)
        matter = self.entries[0].id if self.entries else f"{code}/{own}"
        entry = Entry(f"{code}/{own}", code, point, tuple(sorted(by_log)), kind, matter, content)
        self.entries.append(entry)
        by_log[code].append(entry)
        return entry


# Says one entry more at each step, for ever.
Course = Callable[[Talk], Iterator[object]]


@dataclass(frozen=True, slots=True)
class Form:
    """A sort of matter: its name, the course it takes, and whether its entries name none of the newest others.

    `late` is what SY, which says nothing more after the beginning, may have said long ago: kind and content. `most` is
    the most entries that the rules of its track allow, None where they set no limit.
    """

    name: str
    course: Course
    may_be_unread: bool = False
    late: tuple[str, Mapping[str, Any]] | None = None
    most: int | None = None

    def entries(self, charter: Charter, count: int, *, unread: int = 0) -> list[Entry]:
        """Return the first so many entries of such a matter."""
        talk = Talk(charter, unread)
        for _ in self.course(talk):
            if len(talk.entries) >= count:
                break
        return talk.entries[:count]


OFFICER, CHIEF = {"role": "duty_officer"}, {"role": "chief"}
WORDS = {"text": "EXERCISE. They may pass.", "lang": "en"}


def _answers(talk: Talk) -> Iterator[object]:
    yield talk.say(
        "SY", "message_sent", precedence="routine", subject="EXERCISE", text="EXERCISE. May they pass?", lang="en",
        items=[], asks_read_back=False, asks_answer=True, asked=["IL", "US"], **OFFICER,
    )  # fmt: skip
    number = 0
    while True:
        number += 1
        text = f"EXERCISE. They may pass {number}."
        yield talk.say(("IL", "US")[number % 2], "message_answered", text=text, lang="en", **OFFICER)


def _account(**more: Any) -> dict[str, Any]:
    when = {"from_s": START_S - 3600, "until_s": START_S - 3000, "precision": "minute"}
    here = {"lat_e7": 331_256_000, "lon_e7": 358_246_000, "precision": "near", "radius_m": 500}
    return {
        "type": "mortar_fire", "subject": "EXERCISE mortar fire", "text": "EXERCISE.", "lang": "en", "place": here,
        "time": when, "means": ["heard"], "source": "B", "credibility": "2", "knowledge": "first_hand",
        "actors": [{"kind": "member", "member": "IL"}], "casualties": [], "damage": [], **OFFICER, **more,
    }  # fmt: skip


def _piece(number: int) -> dict[str, Any]:
    return {"n": 1, "form": "photo", "name": f"EXERCISE {number}", "sha256": f"{number:064x}"}


def _evidence(talk: Talk) -> Iterator[object]:
    yield talk.say("SY", "incident_reported", **_account())
    number = 0
    while True:
        number += 1
        yield talk.say(("IL", "US")[number % 2], "evidence_added", evidence=[_piece(number)], **OFFICER)


def _incident(talk: Talk) -> Iterator[object]:
    """Yield accounts that are corrected, questions asked, answered and judged, findings and replies, by turns."""
    opened = talk.say("SY", "incident_reported", **_account())
    yield opened
    account, number = opened, 0
    while True:
        number += 1
        told = talk.say("SY", "evidence_added", evidence=[_piece(number)], **OFFICER)
        yield told
        piece = {**_piece(number), "of": {"entry": told.id, "n": 1}}
        yield talk.say("SY", "evidence_added", evidence=[piece], **OFFICER)
        account = talk.say("SY", "incident_corrected", **_account(of=account.id, why="EXERCISE"))
        yield account
        asked = talk.say("SY", "explanation_requested", of=account.id, asked="IL", **WORDS, **OFFICER)
        yield asked
        given = talk.say("IL", "explanation_given", of=asked.id, **WORDS, **OFFICER)
        yield given
        yield talk.say("SY", "explanation_judged", of=given.id, how="accepted", lang="en", **OFFICER)
        found = talk.say(
            "US", "finding_made", question="fact", outcome="confirmed", standard="plausible",
            considered=[account.id, given.id], **WORDS, **CHIEF,
        )  # fmt: skip
        yield found
        yield talk.say("IL", "finding_answered", of=found.id, how="disputes", **WORDS, **CHIEF)


def _inspection(talk: Talk) -> Iterator[object]:
    said = {"subject": "EXERCISE inspection", **WORDS, **OFFICER}
    zone = "area_of_limitation_west_0_10"
    asked = talk.say("SY", "verification_requested", zones=[zone], verifier="US", **said)
    yield asked
    number = 0
    while True:
        number += 1
        counts = [{"zone": zone, "limit": "tanks", "counted": number % 90}]
        times = {"from_s": START_S - 7200, "until_s": START_S - 3600}
        made = talk.say("US", "inspection_made", of=asked.id, zones=[zone], counts=counts, **times, **said)
        yield made
        yield talk.say("IL", "inspection_answered", of=made.id, how="comments", **WORDS, **OFFICER)
        held = talk.say("US", "movement_restricted", how="denied", by="IL", zones=[zone], from_s=START_S - 60, **said)
        yield held
        yield talk.say("SY", "inspection_answered", of=held.id, how="agrees", **WORDS, **OFFICER)


def _commitment(talk: Talk) -> Iterator[object]:
    steps = [
        {"id": f"phase{n}", "what": f"EXERCISE {n}", "who": "SY", "to": ["IL"], "verifier": "US", "by": f"D+{n + 1}"}
        for n in range(20)
    ]
    terms = {
        "subject": "EXERCISE agreement", "sort": "agreement", "made": "here", "texts": TEXTS,
        "signatories": ["IL", "SY"], "events": [], "obligations": steps,
    }  # fmt: skip
    opened = talk.say("SY", "commitment_proposed", **terms, **CHIEF)
    yield opened
    digest = digest_of("commitment_proposed", terms, needed=("IL", "SY"), about="")
    for code in ("SY", "IL"):
        yield talk.say(code, "commitment_signed", of=opened.id, digest=digest, released_by="chief", **CHIEF)
    number = -1
    while True:
        number += 1
        name, stands = f"phase{number % 20}", number // 20 % 2 == 0
        done = {"step": name, "percent": 1 + number % 100, "done_s": START_S, **CHIEF}
        yield talk.say("SY", "step_reported", **done)
        yield talk.say("US", "step_certified", **done)
        yield talk.say("IL", "step_disputed", step=name, stands=stands, why="EXERCISE", **CHIEF)


def _certificates(talk: Talk) -> Iterator[object]:
    course = _commitment(talk)
    for _ in range(3):
        yield next(course)
    talk.begun = len(talk.entries)
    while True:
        done = {"step": f"phase{len(talk.entries) % 20}", "percent": 50, "done_s": START_S, **CHIEF}
        yield talk.say("US", "step_certified", **done)


def _dispute(talk: Talk) -> Iterator[object]:
    """Yield what three members may say of a dispute: so much of each kind as the track allows."""
    yield talk.say(
        "SY", "dispute_claimed", subject="EXERCISE road", **WORDS, asks="That it is opened.", against=["IL"],
        precedence="priority", **OFFICER,
    )  # fmt: skip
    langs = [{"lang": lang, "text": "EXERCISE."} for lang in talk.charter.languages]
    number = 0
    while True:
        number += 1
        for code in ("SY", "IL", "US"):
            over = {"over": "file", "digest": f"{number:064x}"}
            held = talk.say(code, "evidence_committed", title="EXERCISE", **over, **OFFICER)
            yield held
            file = {"name": "a", "media_type": "text/plain", "size": 1, "sha256": "0" * 64}
            shown = [{**file, "plain_sha256": over["digest"]}]
            yield talk.say(code, "evidence_disclosed", of=held.id, attachments=shown, **OFFICER)
            until_s = START_S + DAY_S
            yield talk.say(code, "pause_asked", until_s=until_s, why="EXERCISE", **OFFICER)
            one = talk.say(code, "settlement_proposed", subject="EXERCISE", texts=langs, **OFFICER)
            yield one
            yield talk.say("IL", "settlement_declined", of=one.id, why="EXERCISE", **OFFICER)
        made = talk.say("US", "mediator_proposed", subject="EXERCISE", **WORDS, **OFFICER)
        yield made
        for code in ("SY", "IL"):
            yield talk.say(code, "outcome_stated", of=made.id, **WORDS, **OFFICER)


def _volume() -> dict[str, Any]:
    heights = {name: {"value": value, "unit": "m", "reference": "AGL"} for name, value in (("lower", 0), ("upper", 50))}
    return {"area": SQUARE, **heights, "windows": [[START_S + 20 * DAY_S, START_S + 20 * DAY_S + 3600]]}


def _notice(talk: Talk) -> Iterator[object]:
    plan = {
        "class": "convoy", "subject": "EXERCISE convoy", **WORDS, "volumes": [_volume()], "contact": "line 2",
        **OFFICER,
    }  # fmt: skip
    version = talk.say("SY", "activity_notified", **plan)
    yield version
    while True:
        version = talk.say("SY", "activity_changed", of=version.id, why="EXERCISE", **plan)
        yield version
        for code in ("IL", "US"):
            yield talk.say(code, "activity_acknowledged", how="received", of=version.id, **OFFICER)
        yield talk.say("SY", "activity_begun", of=version.id, **OFFICER)
        for _ in range(2):
            yield talk.say("SY", "deviation_reported", of=version.id, **WORDS, **OFFICER)


def _standstill(talk: Talk) -> Iterator[object]:
    terms = {
        "subject": "EXERCISE standstill", "texts": TEXTS, "parties": ["IL", "SY"], "classes": [], "excepted": [],
        "areas": [{"area": SQUARE}], "from_s": START_S + DAY_S, "until_s": START_S + 30 * DAY_S,
        "precedence": "immediate",
    }  # fmt: skip
    main = talk.say("SY", "standstill_proposed", **terms, **OFFICER)
    yield main
    digest = digest_of(main.kind, terms, needed=("IL", "SY"), about="")
    for code in ("SY", "IL"):
        yield talk.say(code, "instrument_signed", of=main.id, digest=digest, released_by="chief", **OFFICER)
    while True:
        more = {"of": main.id, "texts": TEXTS, "from_s": START_S + DAY_S, "until_s": START_S + 2 * DAY_S,
                "notice": "SY/0"}  # fmt: skip
        one = talk.say("IL", "variance_proposed", **more, **OFFICER)
        yield one
        own = digest_of(one.kind, more, needed=("IL", "SY"), about=digest)
        for code in ("SY", "IL"):
            yield talk.say(code, "instrument_signed", of=one.id, digest=own, released_by="chief", **OFFICER)


def _site(talk: Talk) -> Iterator[object]:
    site = {
        "category": "health", "subject": "EXERCISE hospital", **WORDS, "organisation": "EXERCISE relief",
        "contact": "line 2", "name": "A. Writer", "confirm_days": 7, "volumes": [_volume()],
        "consent": [{"member": "IL", "use": "pass_on"}, {"member": "US", "use": "receive"}], **OFFICER,
    }  # fmt: skip
    version = talk.say("SY", "site_notified", **site)
    yield version
    while True:
        version = talk.say("SY", "site_changed", of=version.id, why="EXERCISE", **site)
        yield version
        of = {"of": version.id, **OFFICER}
        for code in ("IL", "US"):
            yield talk.say(code, "site_received", how="received", list={"count": 1, "digest": "0" * 64}, **of)
        told = {"to_whom": "EXERCISE", "level": "brigade", "passed_at_s": START_S}
        yield talk.say("IL", "site_passed_on", **told, **of)
        yield talk.say("SY", "site_checked", name="B. Reader", finding="agrees", distance_m=0, **of)
        yield talk.say("SY", "site_confirmed", **of)


def _round(talk: Talk) -> Iterator[object]:
    role, team = {"role": "delegate"}, [{"role": "observer", "number": 1}]
    round_ = talk.say(
        "SY", "round_proposed", subject="EXERCISE round", lang="en", place="EXERCISE", host_name="EXERCISE",
        from_s=START_S, until_s=START_S + 30 * DAY_S, invited=["IL", "SY", "US"], package=False, **role,
    )  # fmt: skip
    yield round_
    present = [{"member": "IL", "roles": team}]
    sitting = talk.say("SY", "sitting_opened", began_s=START_S, rule="on_record", present=present, **role)
    yield sitting
    by = {"speaker": {"member": "IL", "role": "observer"}}
    while True:
        yield talk.say("IL", "remark_made", of=sitting.id, **by, **WORDS, **role)
        yield talk.say("US", "attendance_told", of=sitting.id, roles=team, **role)
        yield talk.say("SY", "delegation_told", roles=team, **role)
        yield talk.say("IL", "national_readout_given", of=round_.id, texts=TEXTS, **role)
        yield talk.say("US", "round_answered", how="accepts", **role)


_TRANSLATION = {"of": "SY/0", "lang": "ar", "text": "EXERCISE.", "by_role": "translator", **OFFICER}
_REPORT = {"step": "phase1", "percent": 100, "done_s": START_S, **CHIEF}
# Of a kind a member says 200 things in one dispute (DI-3): with these kinds nobody comes beyond so many.
MOST_IN_A_DISPUTE = 3_600
FORMS = (
    Form("a message: answers", _answers, may_be_unread=True, late=("translation_attached", _TRANSLATION)),
    Form("an incident: evidence", _evidence, may_be_unread=True,
         late=("evidence_added", {"evidence": [_piece(0)], **OFFICER})),
    Form("an incident: accounts, questions, findings", _incident),
    Form("an inspection: counts, restrictions, answers", _inspection),
    Form("a commitment: certificates", _certificates, may_be_unread=True, late=("step_reported", _REPORT)),
    Form("a commitment: reports, certificates, contests", _commitment),
    Form("a dispute: evidence, pauses, settlements", _dispute, most=MOST_IN_A_DISPUTE),
    Form("a notice: changes, receipts, deviations", _notice),
    Form("a standstill: variances and signatures", _standstill),
    Form("a round: remarks, attendance, read-outs", _round),
    Form("a site: changes, receipts, checks", _site),
)  # fmt: skip
