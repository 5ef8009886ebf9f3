"""What is owed in a matter of the hotline at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| D-1 | acknowledge, or read back, or answer | handling time of the precedence, from the first reading |
| D-2 | read back, where asked | the same |
| D-3 | mend a read-back that differs: the sender corrects or says again | the same, from its first reading |
| D-4 | confirm a read-back that agrees: the sender | the same, from its first reading |
| D-5 | answer the words in force, where asked | by the time named in the message, else as D-1 |
| D-6 | settle a crossing: both authors | as D-1, each from its first reading of the other's entry |
| D-7 | confirm or dispute a call's summary | handling time of the call's precedence, from the first reading |
| D-8 | answer a line check | the schedule's answer time from the slot: silence is what a line check is for |
| D-9 | send a line check in one's slot | the same |
| D-10 | renew or hand over the watch | the end that the watch itself named, until its member opened a newer one |
| D-11 | say what was heard after a challenge: both ends | the end of the challenge, where it was read before |
| D-12 | log the call that was challenged: its opener | routine, immediate after a no, from its own word on it |
| D-13 | mend a route that was asked and not answered: both ends | as D-8, until a check comes over every route |
| D-14 | say that it is done, or cannot be: who replied that it is ordered | the charter's minutes, from that reply |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parley.charter.de_escalation import de_escalation_terms
from parley.charter.model import Charter
from parley.matters.duty import MINUTE_MS, Course, Duty, ReadAt, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.entry import entry_number
from parley.matters.said import Said, first_said
from parley.tracks.hotline.calls import CallState
from parley.tracks.hotline.fold import HotlineState
from parley.tracks.hotline.line_checks import LineCheckState
from parley.tracks.hotline.line_schedule import answer_course
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.said import Answer, ReadBack, Wording
from parley.tracks.hotline.voice import Voice
from parley.tracks.hotline.watch import WatchState


def duties(
    state: HotlineState, *, charter: Charter, readings: Readings, now_ms: int, ended_ms: int | None = None
) -> tuple[Duty, ...]:
    """Return every duty of the matter, met or not, sorted by id; which are still open says each one's state.

    `ended_ms` is when a later matter of its series took over: a newer watch, a later check of the same direction.
    """
    clock = DutyClock(charter, readings, now_ms)
    match state:
        case MessageState():
            found = _of_message(state, clock=clock)
        case CallState():
            found = _of_call(state, clock=clock)
        case LineCheckState():
            found = _of_line_check(state, clock=clock, ended_ms=ended_ms)
        case WatchState():
            found = _of_watch(state, clock=clock, ended_ms=ended_ms)
        case _:
            found = iter(())
    return sorted_duties(found)


def _of_message(state: MessageState, *, clock: DutyClock) -> Iterator[Duty | None]:
    for wording in state.wordings:
        for member in state.asked:
            yield _acknowledge(state, wording, member, clock=clock)
            if state.asks_read_back:
                yield _read_back(state, wording, member, clock=clock)
    for read in state.read_backs:
        yield _mend_or_confirm(state, read, clock=clock)
    if state.asks_answer:
        for wording in state.wordings:
            for member in state.asked:
                yield _answer(state, wording, member, clock=clock)
    yield from _tell_done(state, clock=clock)
    yield from _settle_crossings(state, clock=clock)


def _acknowledge(state: MessageState, wording: Wording, member: str, *, clock: DutyClock) -> Duty | None:
    later = _not_before(state, wording)
    said: tuple[Sequence[Said], ...] = (state.acknowledgements, state.read_backs, state.answers)
    firsts = (first_said(each, member=member, of=later) for each in said)
    done = min((each for each in firsts if each is not None), key=lambda each: each.at_ms, default=None)
    ended = _ended_ms(state, wording, member, clock=clock)
    course = clock.course(wording, member, precedence=state.precedence, done=done, ended_ms=ended)
    return clock.duty(
        course, entry=wording.entry, opening=state.opening, owed_by=member, what="acknowledge", clause="D-1"
    )


def _read_back(state: MessageState, wording: Wording, member: str, *, clock: DutyClock) -> Duty | None:
    later = _not_before(state, wording)
    done = next((r for r in state.read_backs if r.member == member and r.of in later), None)
    ended = _ended_ms(state, wording, member, clock=clock)
    course = clock.course(wording, member, precedence=state.precedence, done=done, ended_ms=ended)
    return clock.duty(
        course, entry=wording.entry, opening=state.opening, owed_by=member, what="read_back", clause="D-2"
    )


def _mend_or_confirm(state: MessageState, read: ReadBack, *, clock: DutyClock) -> Duty | None:
    """The sender listens: what differs he mends at once, what agrees he confirms."""
    sender = state.opening.member
    newer = [r for r in state.read_backs if r.member == read.member and _after(r, read)]
    if read.differences:
        mended: list[Said] = [w for w in state.wordings if w.entry not in _upto(state, read.of)]
        done = min((*mended, *newer), key=lambda said: said.at_ms, default=None)
        what, clause, ended = "correct_mismatch", "D-3", _closed_ms(state)
    else:
        done = next((c for c in state.confirmations if c.read_back == read.entry), None)
        what, clause = "confirm_read_back", "D-4"
        superseded = [*newer, *(w for w in state.wordings if w.entry not in _upto(state, read.of))]
        ended = min((said.at_ms for said in superseded), default=_closed_ms(state))
    course = clock.course(read, sender, precedence=state.precedence, done=done, ended_ms=ended)
    return clock.duty(course, entry=read.entry, opening=state.opening, owed_by=sender, what=what, clause=clause)


def _answer(state: MessageState, wording: Wording, member: str, *, clock: DutyClock) -> Duty | None:
    later = _not_before(state, wording)
    done = first_said(state.answers, member=member, of=later)
    if done is not None and state.is_crossed(done.entry):
        done = first_said((a for a in state.answers if not state.is_crossed(a.entry)), member=member, of=later)
    ended = _ended_ms(state, wording, member, clock=clock)
    course = clock.course(wording, member, precedence=state.precedence, done=done, ended_ms=ended)
    if state.answer_by_s is not None:
        course = replace(course, due_at_ms=_answer_by_ms(state, wording, by_handling=course.due_at_ms))
    return clock.duty(course, entry=wording.entry, opening=state.opening, owed_by=member, what="answer", clause="D-5")


def _tell_done(state: MessageState, *, clock: DutyClock) -> Iterator[Duty | None]:
    """Who replied that it is ordered says when it is done, or that it cannot be done, however often it orders anew."""
    terms = de_escalation_terms(clock.charter)
    for ordered, after in state.orders if terms is not None else ():
        assert terms is not None
        due_at_ms = ordered.at_ms + terms.done_minutes * MINUTE_MS
        read = ReadAt(ordered.at_ms, ordered.entry)
        done_ms, done_by = (after.at_ms, after.entry) if after else (None, "")
        course = Course(ordered.at_ms, read, due_at_ms, done_ms, _order_ended_ms(state, ordered), done_by)
        yield clock.duty(
            course, entry=ordered.entry, opening=state.opening, owed_by=ordered.member, what="tell_done", clause="D-14"
        )


def _order_ended_ms(state: MessageState, ordered: Answer) -> int | None:
    """Return when what was ordered was no longer asked: other words came, or the request was closed."""
    newer = [w.at_ms for w in state.wordings if w.entry not in _upto(state, ordered.of)]
    return min(newer, default=_closed_ms(state))


def _answer_by_ms(state: MessageState, wording: Wording, *, by_handling: int | None) -> int | None:
    """Return the time that the message names; words that were corrected later have their handling time all the same."""
    assert state.answer_by_s is not None
    named = state.answer_by_s * 1000
    if wording is state.wordings[0] or named > max(wording.at_ms, by_handling or 0):
        return named
    return by_handling


def _settle_crossings(state: MessageState, *, clock: DutyClock) -> Iterator[Duty | None]:
    said = {each.entry: each for each in _everything(state)} if state.crossings else {}
    for crossing in state.crossings:
        settled = min((said[entry] for entry in crossing.settled_by), key=lambda each: each.at_ms, default=None)
        for own, other in (crossing.entries, crossing.entries[::-1]):
            owed_by = said[own].member
            course = clock.course(
                said[other], owed_by, precedence=state.precedence, done=settled, ended_ms=_closed_ms(state)
            )
            yield clock.duty(
                course, entry=other, opening=state.opening, owed_by=owed_by, what="settle_crossing", clause="D-6"
            )


def _of_call(state: CallState, *, clock: DutyClock) -> Iterator[Duty | None]:
    if state.voice is not None:
        for member in state.voice.ends:
            yield _say_voice(state, state.voice, member, clock=clock)
        yield _log_call(state, state.voice, clock=clock)
    if state.logged is None:
        return
    done = next((d for d in state.decisions if d.member == state.other_end), None)
    course = clock.course(state.logged, state.other_end, precedence=state.precedence, done=done)
    yield clock.duty(
        course,
        entry=state.logged.entry,
        opening=state.opening,
        owed_by=state.other_end,
        what="confirm_call",
        clause="D-7",
    )


def _say_voice(state: CallState, voice: Voice, member: str, *, clock: DutyClock) -> Duty | None:
    """Both ends sign what they heard while the words are good; who read the challenge too late was never asked."""
    opening, expires_ms = state.opening, voice.challenge.expires_at_ms
    read = clock.readings.first_reading(opening.id, member)
    in_time = read is not None and read.at_ms <= expires_ms
    done, decided = voice.first_of(member), state.decision
    ended_ms = decided.at_ms if decided is not None else None
    if not in_time and clock.now_ms > expires_ms:
        ended_ms = expires_ms
    course = Course(opening.at_ms, read, expires_ms if in_time else None, done.at_ms if done else None, ended_ms)
    return clock.duty(course, entry=opening.id, opening=opening, owed_by=member, what="say_voice", clause="D-11")


def _log_call(state: CallState, voice: Voice, *, clock: DutyClock) -> Duty | None:
    """Who opened a challenge tells what came of the call, however the voice was."""
    own = voice.first_of(state.opening.member)
    if own is None:
        return None
    course = clock.course(own, own.member, precedence=voice.log_precedence, done=state.logged)
    return clock.duty(
        course, entry=own.entry, opening=state.opening, owed_by=own.member, what="log_call", clause="D-12"
    )


def _of_line_check(state: LineCheckState, *, clock: DutyClock, ended_ms: int | None) -> Iterator[Duty | None]:
    read = clock.readings.first_reading(state.opening.id, state.other)
    course = answer_course(state, charter=clock.charter, read=read, now_ms=clock.now_ms, ended_ms=ended_ms)
    yield clock.duty(
        course,
        entry=state.opening.id,
        opening=state.opening,
        owed_by=state.other,
        what="answer_line_check",
        clause="D-8",
    )
    if state.silent_routes:
        # Neither end can tell on which side a route is dead.
        mended = replace(course, read=None, done_ms=None)
        for member in (state.opening.member, state.other):
            yield clock.duty(
                mended, entry=state.opening.id, opening=state.opening, owed_by=member, what="mend_route", clause="D-13"
            )


def _of_watch(state: WatchState, *, clock: DutyClock, ended_ms: int | None) -> Iterator[Duty | None]:
    holder = state.holder
    read = clock.readings.first_reading(holder.entry, state.opening.member)
    course = Course(holder.since_ms, read, holder.until_s * 1000, ended_ms=ended_ms)
    yield clock.duty(
        course,
        entry=holder.entry,
        opening=state.opening,
        owed_by=state.opening.member,
        what="renew_watch",
        clause="D-10",
    )


def _not_before(state: MessageState, wording: Wording) -> frozenset[str]:
    """Return these words and those that replaced them: who acknowledged the newer has acknowledged."""
    index = state.wordings.index(wording)
    return frozenset(w.entry for w in state.wordings[index:])


def _upto(state: MessageState, entry: str) -> frozenset[str]:
    index = next(n for n, wording in enumerate(state.wordings) if wording.entry == entry)
    return frozenset(w.entry for w in state.wordings[: index + 1])


def _ended_ms(state: MessageState, wording: Wording, member: str, *, clock: DutyClock) -> int | None:
    """Return when the words needed no reply any more: newer ones were received, or the message was closed."""
    newer = state.wordings[state.wordings.index(wording) + 1 :]
    read_ms = clock.read_any_ms((each.entry for each in newer), member)
    return read_ms if read_ms is not None else _closed_ms(state)


def _closed_ms(state: MessageState) -> int | None:
    return state.closed.at_ms if state.closed is not None else None


def _after(one: Said, other: Said) -> bool:
    return entry_number(one.entry)[1] > entry_number(other.entry)[1]


def _everything(state: MessageState) -> tuple[Said, ...]:
    return (*state.wordings, *state.read_backs, *state.confirmations, *state.answers, *state.closings)
