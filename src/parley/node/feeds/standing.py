"""What feeds tell of standstills: that one was signed and holds, where, and that a carried notice falls into it.

A standstill is both parties' own word, signed by each, so it leaves like an own notice; who else's notice falls into it
does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.node.feeds.alert import Alert, Look, Watched, alert_id
from parley.node.feeds.carried import listeners, place_of
from parley.node.feeds.kept import Terms
from parley.node.feeds.meeting import alert_of
from parley.node.running import Node
from parley.tracks.deconfliction.standstill_state import StandstillState


def signed(node: Node, terms: Terms, watched: Watched) -> list[StandstillState]:
    """Return the standstills that all have signed and that everybody was told who reads this feed, the newest first."""
    told = listeners(node.charter(), node.member, terms.audience)
    return [
        each
        for each in watched.standing.standstills()
        if each.from_s is not None and each.may_hold and told is not None and told <= set(each.opening.to)
    ]


def carried_standstills(node: Node, terms: Terms, watched: Watched, *, now_s: int) -> list[StandstillState]:
    """Return those that hold now or will, by id; nothing while no charter is in force."""
    found = signed(node, terms, watched) if node.in_force() else []
    return sorted((each for each in found if each.until_s > now_s), key=lambda each: place_of(each.opening.id))


def of_standstills(look: Look) -> Iterator[Alert]:
    """Yield an alert for each standstill that all have signed, and for each carried notice that it holds."""
    known = {each.opening.id: each for each in signed(look.node, look.terms, look.watched)}
    for each in known.values():
        yield _of_standstill(look, each)
    for notice in look.notices:
        for held in look.watched.standing.of_notice(notice.id):
            if held.is_hard and held.overlap is not None and held.standstill in known:
                figures = {"standstill": held.standstill}
                windows = held.overlap.meeting.windows
                yield alert_of(notice, "feeds.standstill_notice", figures, told=held.standstill, windows=windows)


def _of_standstill(look: Look, state: StandstillState) -> Alert:
    mechanism, terms = look.node.charter().mechanism, state.main.terms
    assert state.from_s is not None  # only what was signed is told
    subject = str(terms["subject"])
    is_marked = not mechanism.exercise or subject.upper().startswith("EXERCISE")
    signed_s = [each.signed_s for each in (state.main, *state.endings) if each.signed_s is not None]
    return Alert(
        id=alert_id(mechanism.id, state.opening.id, str(state.from_s), str(state.until_s)),
        code="feeds.standstill",
        figures={"notice": state.opening.id, "subject": subject if is_marked else f"EXERCISE {subject}"},
        names={str(each["lang"]): {"text": str(each["text"])} for each in terms["texts"]},
        sent_ms=max(signed_s) * 1000,
        windows=((state.from_s, state.until_s),),
        ground=tuple(polygon for each in terms["areas"] for polygon in each["area"]),
        severity="Extreme",
        certainty="Observed",
        is_exercise=mechanism.exercise,
        mechanism=mechanism.id,
    )
