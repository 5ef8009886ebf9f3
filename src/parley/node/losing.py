"""Entries that came here only after the key was gone to which they may have been sealed for this member (decision 21).

Whoever is not addressed cannot tell whether an entry is meant for it. So a node that lost its database, and destroyed
old keys before, asks for everything that it may have been addressed in and never tried with the key of its time; who
was asked answers only where the asker was addressed. What was tried in time is never asked for: where nothing was
lost nothing is asked.
"""

from __future__ import annotations

from itertools import islice

from parley.charter.lognames import parts_of
from parley.charter.model import Charter
from parley.node.ledger import Ledger
from parley.node.sealingout import announced_since
from parley.node.store import logs, receipts
from parley.record.leaf import Leaf, parse_leaf

ROUNDS_OWN_FIRST = 20
ASK_EVERY_MS = 2_000


def note_unopened(ledger: Ledger, log: int, leaf: Leaf) -> None:
    """Want an entry that did not open, where the key to which it may have been sealed for this member is gone."""
    place = {"log": log, "number": leaf.number}
    if not receipts.is_lost(ledger.conn, **place):
        # What was judged here before was tried with the keys of its time; a rebuild must not ask for it.
        if leaf.number < (receipts.tried_upto(ledger.conn, log) or 0) or not _key_is_gone(ledger, leaf):
            return
        receipts.lose(ledger.conn, **place)
    receipts.want(ledger.conn, **place)


def begin_trying(ledger: Ledger) -> None:
    """Note, in a database from before this was noted, that all that is judged in it was tried."""
    for head in logs.heads(ledger.conn).values():
        if receipts.tried_upto(ledger.conn, head.id) is None:
            receipts.note_tried(ledger.conn, log=head.id, upto=ledger.cursor(head.id).processed)


def lost_to_ask(ledger: Ledger, *, at_ms: int, limit: int) -> list[tuple[int, int]]:
    """Return (log, number) of entries to ask for now, named ones and lost ones, those of the own log first.

    None less than `ASK_EVERY_MS` after the last: whoever lost years has years to ask for, and the others must not drown
    in it. The own log tells which keys were announced when; with that it turns out that others were not meant for us,
    and need no question. So while own entries are out, others wait for some rounds; not for ever, for nobody may be
    left who can answer.
    """
    # A clock that was put back must not silence it.
    if abs(at_ms - ledger.asked_at_ms) < ASK_EVERY_MS:
        return []
    unasked = receipts.wanted(ledger.conn, unasked_only=True)
    if not unasked:
        return []
    ledger.asked_at_ms = at_ms
    own = [place for place in unasked if place[0] == ledger.own]
    others = [place for place in unasked if place[0] != ledger.own]
    if ledger.rounds_own_first < ROUNDS_OWN_FIRST and receipts.is_any_wanted_of(ledger.conn, ledger.own):
        ledger.rounds_own_first += 1
        others = [place for place in others if not receipts.is_lost(ledger.conn, log=place[0], number=place[1])]
    asking = (place for place in [*own, *others] if not _turned_out_otherwise(ledger, *place))
    return list(islice(asking, limit))


def _turned_out_otherwise(ledger: Ledger, log: int, number: int) -> bool:
    """Return whether a lost entry was sealed to a key that is here, as is known by now; then it is lost no more."""
    if not receipts.is_lost(ledger.conn, log=log, number=number):
        return False
    if _key_is_gone(ledger, parse_leaf(logs.raw_leaves(ledger.conn, log, number, number + 1)[0])):
        return False
    receipts.was_not_lost(ledger.conn, log=log, number=number)
    return True


def charter_to_ask_by(ledger: Ledger) -> Charter | None:
    """Return the founding charter where its signatures themselves are lost; None where there is no such loss."""
    founding = ledger.founding
    is_ours = ledger.joining is None and founding.member_of_log(ledger.origin) is not None
    return founding if ledger.current is None and is_ours and receipts.is_any_lost(ledger.conn) else None


def _key_is_gone(ledger: Ledger, leaf: Leaf) -> bool:
    gone = _gone(ledger)
    return bool(gone) and _key_due(ledger, leaf) in gone


def _key_due(ledger: Ledger, leaf: Leaf) -> str | None:
    """Return the key to which an honest author seals this entry where it is for us: the newest that it had read of.

    None where the charter by which it wrote does not name this member.
    """
    claimed = ledger.claimed(leaf)
    charter = ledger.charter_at(claimed) or ledger.founding
    if ledger.member not in charter.codes:
        return None
    member = charter.member(ledger.member)
    read = leaf.number if leaf.log == member.origin else claimed.seen.get(member.origin, 0)
    return announced_since(ledger, member, charter, read=read) or member.keys.sealing


def _gone(ledger: Ledger) -> frozenset[str]:
    """Return the keys of this member that a charter or an announcement names and that are not here any more."""
    if ledger.gone_keys is None or ledger.gone_keys[0] is not ledger.secrets:
        held = {str(identity.recipient) for identity in ledger.secrets.sealing}
        named = {m.keys.sealing for each in ledger.charters() for m in each.members if m.code == ledger.member}
        named |= {m.keys.sealing for m in ledger.founding.members if m.code == ledger.member}
        rows = ledger.conn.execute("SELECT member, recipient FROM sealing_epoch").fetchall()
        named |= {str(key) for name, key in rows if parts_of(name)[0] == ledger.member}
        ledger.gone_keys = (ledger.secrets, frozenset(named - held))
    return ledger.gone_keys[1]
