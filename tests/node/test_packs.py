"""Packs at real nodes: counted alike wherever the same entries are held, whatever came since, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Refusal
from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from parley.node.supervision.packs import gathering
from parley.node.supervision.packs.gathering import count_pack
from parley.node.supervision.packs.issued import comparison, issued_of
from parley.node.supervision.packs.pack import MISSING, OTHERWISE, SAME, Comparison, Pack
from parley.node.supervision.packs.positions import positions_at
from parley.node.supervision.packs.spans import Span, span_ending
from tests.node.mechanism import Mechanism
from tests.tracks.commerce.offers import offer
from tests.tracks.deconfliction.plans import DAY, plan, volume
from tests.tracks.incidents.reports import account
from tests.tracks.information.exchanged import report as information
from tests.tracks.supervision.said import TEXTS
from tests.tracks.talks.rounds import terms

ALL = ("IL", "SY", "US")
HOUR_MS = 3_600_000
ANSWERED = "directive_answered"
# The pack of this day ends in the morning after everything below was said.
DAY_OF = date(2026, 1, 7)


def says(
    paris: Mechanism, member: str, kind: str, content: dict[str, Any], matter: str | None = None, *,
    to: tuple[str, ...] = ALL, role: str = "",
) -> str:  # fmt: skip
    """Let a member file an entry, carried everywhere with its receipts."""
    role = role or ("supervisor_staff" if member == "US" and kind != "activity_notified" else "chief")
    told = {name: value for name, value in content.items() if name != "role"}
    filed = file(Draft(kind, to, told, matter, role=role), node=paris.nodes[member])
    assert isinstance(filed, Filed), filed
    carry(paris)
    return filed.id


def carry(paris: Mechanism) -> None:
    """Carry everything everywhere."""
    paris.carry_all(1)
    for code in paris.nodes:
        paris.receipts(code)
    paris.carry_all(1)


def span_of(node: Node, day: date = DAY_OF, sort: str = "day") -> Span:
    """Return the span that ends on a day."""
    terms = supervision_terms(node.charter())
    assert terms is not None
    found = span_ending(sort, day, terms=terms)
    assert found is not None
    return found


def counted(node: Node, **more: Any) -> Pack:
    """Return the pack of the day as a node counts it of all that it holds."""
    span = span_of(node, **more)
    pack = count_pack(node, span, positions_at(node, span.until_ms), now_ms=span.until_ms + HOUR_MS)
    assert isinstance(pack, Pack), pack
    return pack


def figure(pack: Pack, section: str, code: str, member: str = "") -> int | None:
    """Return the sum of a figure over its sorts."""
    found = [each.count or 0 for each in pack.section(section) if (each.code, each.member) == (code, member)]
    return sum(found) if found else None


def report(paris: Mechanism) -> dict[str, Any]:
    """Return the account of an incident of the last hours."""
    now_s = paris.clocks["SY"].at_ms // 1000
    told = account(time={"from_s": now_s - 7200, "until_s": now_s - 3600, "precision": "minute"})
    return {name: value for name, value in told.items() if name != "role"}


def pass_the_night(paris: Mechanism) -> None:
    """Set every clock to an hour after the end of the day."""
    for clock in paris.clocks.values():
        clock.at_ms = int(datetime(2026, 1, 7, 7, tzinfo=UTC).timestamp()) * 1000


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """A mechanism in which something of everything was said, and whose clocks stand after the end of the day."""
    made = Mechanism(tmp_path_factory.mktemp("packs"), durable=False).make()
    now_s = made.clocks["SY"].at_ms // 1000
    first = says(made, "SY", "incident_reported", report(made))
    says(made, "IL", "incident_reported", report(made))
    begins = volume(begins_s=now_s + DAY)
    says(made, "SY", "activity_notified", plan(begins))
    given = says(made, "US", "directive_given", {"subject": "EXERCISE", "texts": TEXTS, "given_to": ["IL", "SY"]})
    says(made, "SY", "directive_answered", {"answer": "noted"}, given)
    said = {"clause": "calm_observed", "subject": "EXERCISE", "texts": TEXTS, "as_of_s": now_s, "about": [first]}
    says(made, "US", "certificate_given", said)
    talk_and_trade(made, now_s=now_s)
    pass_the_night(made)
    yield made
    made.close_all()


def talk_and_trade(made: Mechanism, *, now_s: int) -> None:
    """Let something be said on each of the other tracks, and one thing that IL never learns of."""
    plain = {"subject": "EXERCISE", "text": "EXERCISE", "lang": "en", "items": [], "asks_read_back": False}
    says(made, "SY", "message_sent", {**plain, "precedence": "flash"})
    told = {"expires_s": now_s + 9 * DAY, "seen": None, "released_by": "analyst"}
    given = says(made, "SY", "report_given", information(**told))
    says(made, "IL", "report_checked", {"of": given, "how": "corroborated"}, given)
    says(made, "SY", "report_given", information(("SY", "US"), **told), to=("SY", "US"))
    meets = says(made, "US", "round_proposed", terms(from_s=now_s + 9 * DAY, until_s=now_s + 10 * DAY), role="delegate")
    says(made, "IL", "round_answered", {"how": "accepts"}, meets, role="delegate")
    says(made, "US", "opportunity_offered", offer(expires_s=now_s + 9 * DAY))


def test_each_node_counts_the_same(day: Mechanism) -> None:
    """Of incidents, notices, directives, certificates and every member's figures, each with its entries."""
    packs = {code: counted(node) for code, node in day.nodes.items()}
    assert len({pack.digest for pack in packs.values()}) == 1
    pack = packs["IL"]
    assert figure(pack, "incidents", "reported", "SY") == 1 and figure(pack, "incidents", "reported", "IL") == 1
    assert figure(pack, "notices", "given", "SY") == 1
    assert figure(pack, "supervision", "directive_given", "US") == 1
    assert figure(pack, "supervision", "directive_answered", "SY") == 1
    assert figure(pack, "supervision", "certificate_given", "US") == 1
    assert [each.code for each in pack.section("mechanism")] == ["active"]
    assert {each.log for each in pack.positions} == set(ALL)
    line = next(each for each in pack.section("incidents") if each.member == "SY")
    assert [reading.matter(day.nodes["IL"], each) is not None for each in line.entries] == [True]
    assert {each.member for each in pack.section("figures")} == set(ALL)


def test_every_track_is_told_by_what_was_said_to_all(day: Mechanism) -> None:
    """Messages by precedence; of talks, information and commerce every kind; nothing that some were not told."""
    pack = counted(day.nodes["US"])
    for section, code, of, member in (
        ("hotline", "message_sent", "flash", "SY"), ("information", "report_given", "", "SY"),
        ("information", "report_checked", "corroborated", "IL"), ("talks", "round_proposed", "", "US"),
        ("talks", "round_answered", "", "IL"), ("commerce", "opportunity_offered", "", "US"),
    ):  # fmt: skip
        (line,) = [each for each in pack.section(section) if each.key == (section, code, of, member)]
        assert line.count == 1 and [reading.matter(day.nodes["IL"], each) for each in line.entries] != [], line.key


def test_what_is_said_after_the_end_counts_in_the_next_one(day: Mechanism) -> None:
    """An answer after the end changes nothing in the pack of the day before, at any node."""
    before = counted(day.nodes["US"])
    given = before.section("supervision")
    directive = next(each for each in given if each.code == "directive_given").entries[0]
    says(day, "IL", "directive_answered", {"answer": "will_do"}, directive)
    day.nodes["US"].kept.pop("packs")
    after = counted(day.nodes["US"])
    assert after == before
    later = counted(day.nodes["SY"], day=date(2026, 1, 8))
    assert figure(later, "supervision", "directive_answered", "IL") == 1
    line = next(
        each for each in later.section("supervision") if (each.code, each.member) == ("directive_answered", "SY")
    )
    assert (line.count, line.before) == (0, 1)


def test_an_issued_pack_is_compared_at_every_other_node(day: Mechanism) -> None:
    """The same; otherwise, and where; and not at all before its entries are held."""
    supervisor, pack = day.nodes["US"], counted(day.nodes["US"])
    filed = file(Draft("pack_issued", ALL, pack.content(), role="supervisor_staff"), node=supervisor)
    assert isinstance(filed, Filed), filed
    carry(day)
    here = day.nodes["SY"]
    found = issued_of(here, span_of(here))
    assert [each.opening.id for each in found] == [filed.id]
    now_ms = here.clock.now_ms()
    assert comparison(here, found[0], span=span_of(here), now_ms=now_ms) == Comparison(SAME)
    told = pack.content()
    wrong = [{**each, "digest": "0" * 64} if each["name"] == "incidents" else each for each in told["sections"]]
    wrong = {**told, "digest": "0" * 64, "sections": wrong}
    other = file(Draft("pack_issued", ALL, wrong, role="supervisor_staff"), node=supervisor)
    assert isinstance(other, Filed)
    carry(day)
    newest = issued_of(here, span_of(here))[0]
    assert comparison(here, newest, span=span_of(here), now_ms=now_ms) == Comparison(OTHERWISE, ("incidents",))
    cut = {**pack.content(), "positions": [{**each, "root": "0" * 64} for each in pack.content()["positions"]]}
    assert isinstance(file(Draft("pack_issued", ALL, cut, role="supervisor_staff"), node=supervisor), Filed)
    carry(day)
    assert comparison(here, issued_of(here, span_of(here))[0], span=span_of(here), now_ms=now_ms).name == "other_log"


def test_what_was_not_carried_is_named(tmp_path: Path) -> None:
    """A node that lacks entries of a log cannot count by them, and says of which log; then it counts the same."""
    made = Mechanism(tmp_path, durable=False).make()
    supervisor, other = made.nodes["US"], made.nodes["IL"]
    assert isinstance(file(Draft("incident_reported", ALL, report(made), role="chief"), node=made.nodes["SY"]), Filed)
    made.carry("SY", "US")
    pass_the_night(made)
    pack = counted(supervisor)
    filed = file(Draft("pack_issued", ALL, pack.content(), role="supervisor_staff"), node=supervisor)
    assert isinstance(filed, Filed)
    state, now_ms = issued_of(supervisor, span_of(supervisor))[0], other.clock.now_ms()
    assert comparison(other, state, span=span_of(other), now_ms=now_ms) == Comparison(MISSING, ("SY",))
    carry(made)
    assert comparison(other, state, span=span_of(other), now_ms=now_ms) == Comparison(SAME)
    made.close_all()


def test_only_a_supervisor_issues_what_is_over(day: Mechanism) -> None:
    """Not a party, not before the end, not at another hour, and not by more than it had read."""
    pack = counted(day.nodes["US"]).content()
    for member, more, code in (
        ("SY", {}, "supervision.pack_of_supervisor"),
        ("US", {"until_s": pack["until_s"] + 30 * DAY}, "supervision.pack_ahead"),
        ("US", {"until_s": pack["until_s"] + 60}, "supervision.pack_other_end"),
        ("US", {"span": "week"}, "supervision.pack_other_end"),
        ("US", {"positions": [{**pack["positions"][0], "size": 10_000}]}, "supervision.pack_not_read"),
    ):
        role = "supervisor_staff" if member == "US" else "chief"
        found = file(Draft("pack_issued", ALL, {**pack, **more}, role=role), node=day.nodes[member])
        assert isinstance(found, Refusal) and (found.code, found.clause) == (code, "SU-12"), (member, more)


def test_many_matters_are_counted_a_part_at_a_time(day: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is told, and asking again goes on from there; more than the most is refused with the number."""
    node = day.nodes["IL"]
    whole = counted(node)
    node.kept.pop("packs")
    span = span_of(node)
    places = positions_at(node, span.until_ms)
    monkeypatch.setattr(gathering, "MOST_FOLDED", 2)
    found = [count_pack(node, span, places, now_ms=span.until_ms) for _ in range(8)]
    told = [each.data["left"] for each in found if isinstance(each, Refusal)]
    assert told == sorted(told, reverse=True) and len(told) > 1 and found[-1] == whole
    node.kept.pop("packs")
    monkeypatch.setattr(gathering, "MOST_MATTERS", 1)
    refused = count_pack(node, span, places, now_ms=span.until_ms)
    assert isinstance(refused, Refusal) and refused.code == "supervision.pack_many"
