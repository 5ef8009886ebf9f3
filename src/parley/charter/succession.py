"""What a succession may be: the version of the charter by which a member goes on under a new log. Pure.

| clause | says |
|---|---|
| S-1 | a succession differs from what it follows in one member's origin, address and keys, and closes its old log |
| S-2 | the new log's origin is that of the old one with the next number, and all its keys are new |
| S-3 | the closing is signed by that member's succession key, as the charter before names it, for this very version |
| S-4 | it closes the log behind every entry on which the charter before rests |
| S-5 | the charter has two members beside |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parley.charter.amendment import refusals_of_amendment
from parley.charter.lognames import next_origin
from parley.charter.members import public_values
from parley.charter.model import Charter, Member
from parley.charter.verdict import Refusal
from parley.record.closing import Closing, ClosingError, open_closing

FEWEST_MEMBERS = 3


def succeeded(after: Charter, *, before: Charter) -> Member | None:
    """Return the member, as `before` names it, whose log `after` closes; None where it closes none of `before`."""
    return before.member_of_log(after.closes.log) if after.closes is not None else None


def closing_for(after: Charter, *, before: Charter) -> Closing | None:
    """Return the statement that the succession key has to sign for this version, None where it closes no log."""
    member = succeeded(after, before=before)
    if member is None or after.closes is None:
        return None
    root = bytes.fromhex(after.closes.root)
    return Closing(after.mechanism.id, member.code, member.origin, after.closes.size, root, after.digest)


def refusals_of_succession(after: Charter, *, earlier: Sequence[Charter], statement: bytes) -> tuple[Refusal, ...]:
    """Return every reason why `after` cannot follow; `earlier` holds all versions before it, the newest last.

    That the log is closed behind what the line rests on (S-4) is judged where the entries are known.
    """
    before = earlier[-1]
    member = succeeded(after, before=before)
    if member is None:
        return (Refusal("succession.closes_nothing", "S-1", {}),)
    found = list(refusals_of_amendment(after, earlier=earlier, succeeds=member.code))
    if len(before.members) < FEWEST_MEMBERS:
        found.append(Refusal("succession.too_few", "S-5", {"count": len(before.members)}))
    found += _changes_more(after, before=before, member=member)
    found += _not_new(after, earlier=earlier, member=member)
    found += _not_closed(after, before=before, member=member, statement=statement)
    return tuple(found)


def _changes_more(after: Charter, *, before: Charter, member: Member) -> Iterator[Refusal]:
    """Refuse any other change: what nobody can sign for the member must not be smuggled in with its new log."""
    left = replace(
        after, digest=before.digest, predecessor=before.predecessor, instead_of=before.instead_of, closes=before.closes,
        members=before.members,
    )
    moved = [
        replace(new, origin=old.origin, address=old.address, keys=old.keys) if new.code == member.code else new
        for new, old in zip(after.members, before.members, strict=False)
    ]
    if left != before or tuple(moved) != before.members or len(after.members) != len(before.members):
        yield Refusal("succession.changes_more", "S-1", {"code": member.code})


def _not_new(after: Charter, *, earlier: Sequence[Charter], member: Member) -> Iterator[Refusal]:
    if member.code not in after.codes:
        return
    new = after.member(member.code)
    if new.origin != next_origin(member.origin):
        yield Refusal("succession.origin", "S-2", {"origin": next_origin(member.origin), "other": new.origin})
    known = {value for version in earlier for each in version.members for _, value in public_values(each.keys)}
    for role, value in public_values(new.keys):
        if value in known:
            yield Refusal("succession.old_key", "S-2", {"code": member.code, "role": role})


def _not_closed(after: Charter, *, before: Charter, member: Member, statement: bytes) -> Iterator[Refusal]:
    try:
        said = open_closing(statement, key=member.keys.succession)
    except ClosingError as error:
        yield Refusal("succession.not_signed", "S-3", {"code": member.code, "fault": error.code})
        return
    if said != closing_for(after, before=before):
        yield Refusal("succession.closes_other", "S-3", {"code": member.code, "charter": said.charter[:16]})
