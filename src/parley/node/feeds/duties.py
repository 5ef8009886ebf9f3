"""What a feed of duties carries: what this member itself owes, and what of that was met lately. Never another's.

Neither the words of a message nor the subject of a matter leave: a duty is told by its clause and its matter's number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.charter.model import Charter
from parley.matters.duty import Duty
from parley.node import reading
from parley.node.calendar.owing import owing
from parley.node.feeds.carried import listeners
from parley.node.feeds.kept import Terms
from parley.node.figures.facts import Fact, fact_of
from parley.node.figures.gathering import reckoned_between
from parley.node.figures.sorts import CHECKS_SENT, INSPECTIONS
from parley.node.running import Node
from parley.node.store import cursors
from parley.texts import sentence
from parley.tracks.hotline.line_schedule import line_check_audience
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.track import TRACK as INCIDENTS

FORM = "duties"
DAY_MS = 86_400_000
# So far ahead duties are told, and of those that were met, so far back, for a calendar that keeps what it once saw.
AHEAD_MS, BACK_MS = 400 * DAY_MS, 7 * DAY_MS
# So many are told, what is due first before others; one more says how many more there are.
MOST = 1_000
NEEDED, DONE, CEASED = "NEEDS-ACTION", "COMPLETED", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Todo:
    """A duty as it leaves: `uid` is its own for good, `changes` grows with whatever may change it."""

    uid: str
    changes: int
    changed_ms: int
    since_ms: int
    due_ms: int | None
    done_ms: int | None
    state: str
    summary: str
    text: str
    track: str


def todos(node: Node, terms: Terms, *, now_ms: int) -> list[Todo]:
    """Return what this member owes as far as all of the feed's audience was told; nothing without a charter."""
    charter = node.charter()
    if not node.in_force() or (told := listeners(charter, node.member, terms.audience)) is None:
        return []
    found, more = _owed(node, now_ms=now_ms)
    facts = {fact.id: fact for fact in (*_met(node, now_ms=now_ms), *found)}
    wanted = sorted((each for each in facts.values() if told <= set(each.to)), key=_place)
    more += max(0, len(wanted) - MOST)
    shown = [_todo(node, fact, charter=charter, terms=terms, now_ms=now_ms) for fact in wanted[:MOST]]
    return [*shown, *_more(node, more, terms=terms, now_ms=now_ms)]


def _owed(node: Node, *, now_ms: int) -> tuple[list[Fact], int]:
    """Return what is still owed with a time, and in how many more matters this member owes something."""
    open_ = owing(node, until_ms=now_ms + AHEAD_MS, now_ms=now_ms, ours=True, limit=MOST)
    rows = {row.id: row for row in reading.shown(node, open_.rows)}
    found: list[Fact] = []
    for duty in open_.duties:
        row = rows.get(duty.matter)
        track, to = (row.track, tuple(row.state["to"])) if row is not None else _unsaid(node, duty)
        fact = fact_of(duty, track=track, precedence="", to=to)
        found += [fact] if fact is not None else []
    return found, open_.total - open_.looked_at


def _unsaid(node: Node, duty: Duty) -> tuple[str, tuple[str, ...]]:
    """Return the track of a duty that belongs to no matter, and who is told of it."""
    ends = (duty.owed_by, *duty.owed_to)
    if duty.clause == CHECKS_SENT:
        return HOTLINE.name, line_check_audience(node.charter(), *ends)
    return INCIDENTS.name, node.charter().codes if duty.clause == INSPECTIONS else ends


def _met(node: Node, *, now_ms: int) -> Iterator[Fact]:
    """Yield what was met, or ceased, within the last days: whoever follows learns of its end."""
    for each in reckoned_between(node, from_ms=now_ms - BACK_MS, until_ms=now_ms, now_ms=now_ms):
        for fact in each.facts:
            over_ms = fact.done_ms if fact.done_ms is not None else fact.ended_ms
            is_own = fact.owed_by == node.member and fact.matter
            if is_own and fact.due_ms is not None and over_ms is not None and over_ms >= now_ms - BACK_MS:
                yield fact


def _todo(node: Node, fact: Fact, *, charter: Charter, terms: Terms, now_ms: int) -> Todo:
    over_ms = fact.done_ms if fact.done_ms is not None else fact.ended_ms
    entries = cursors.points_of_matter(node.reader(), fact.matter) if fact.matter else []
    instants = [fact.sent_ms, fact.read_ms, fact.done_ms, fact.ended_ms, *(each.at_ms for each in entries)]
    words = {"matter": fact.matter or fact.entry, "clause": fact.clause}
    title = sentence("feeds.duty", language=terms.language, data=words)
    return Todo(
        uid=f"{_plain(fact.id)}@{charter.mechanism.id}",
        # Each of these goes up alone, and nothing else moves a due time: entries, a first reading, an amendment.
        changes=len(entries) + (fact.read_ms is not None) + len(node.ledger.history.line_to(charter.digest)) - 1,
        changed_ms=max(each for each in instants if each is not None and each <= max(now_ms, fact.sent_ms)),
        since_ms=fact.read_ms or fact.sent_ms,
        due_ms=fact.due_ms,
        done_ms=over_ms,
        state=NEEDED if over_ms is None else DONE if fact.done_ms is not None else CEASED,
        summary=f"EXERCISE {title}" if charter.mechanism.exercise else title,
        text=sentence(f"clause.{fact.clause}", language=terms.language, data={}),
        track=fact.track,
    )


def _more(node: Node, more: int, *, terms: Terms, now_ms: int) -> Iterable[Todo]:
    if more > 0:
        text = sentence("feeds.more_duties", language=terms.language, data={"more": more})
        uid = f"more-duties-{node.member}@{node.charter().mechanism.id}"
        yield Todo(uid, now_ms // 1000, now_ms, now_ms, None, None, NEEDED, text, text, "")


def _plain(name: str) -> str:
    """Return the id of a duty as a name without signs that some calendar may take for others."""
    return name.replace("/", "-").replace(":", "-").replace("@", "-")


def _place(fact: Fact) -> tuple[int, int, str]:
    """What is owed comes before what is over, what is due first before others."""
    is_over = fact.done_ms is not None or fact.ended_ms is not None
    return int(is_over), fact.due_ms or 0, fact.id
