"""An instrument as the record told it at an earlier instant: what was said later is left out. Pure.

By the clocks that the authors' nodes told, as everything that is dated here. What was said and not yet read elsewhere
is in it: it is what the whole record says of that instant, and not what one member knew then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import TypeVar

from parley.matters.said import Said
from parley.matters.signing import Signing
from parley.tracks.commitments.commitment_state import NOBODY_ANSWERED, CommitmentState, with_answers

S = TypeVar("S", bound=Said)


def state_as_of(state: CommitmentState, *, at_ms: int) -> CommitmentState | None:
    """Return the instrument with what was said up to `at_ms`; None where it was not proposed yet."""
    if state.main.at_ms > at_ms:
        return None
    certificates = _said(state.certificates, at_ms)
    found = replace(
        state,
        main=_signing(state.main, at_ms),
        amendments=tuple(_signing(each, at_ms) for each in state.amendments if each.at_ms <= at_ms),
        reports=_said(state.reports, at_ms),
        certificates=certificates,
        answered=reduce(with_answers, certificates, NOBODY_ANSWERED),
        contests=_said(state.contests, at_ms),
        waivers=_said(state.waivers, at_ms),
        successions=_said(state.successions, at_ms),
        lapses=tuple(each for each in state.lapses if each.at_ms <= at_ms),
    )
    return found.planned(found.in_order(each for each in found.amendments if each.signed_s is not None))


def _said(said: Iterable[S], at_ms: int) -> tuple[S, ...]:
    return tuple(each for each in said if each.at_ms <= at_ms)


def _signing(signing: Signing, at_ms: int) -> Signing:
    withdrawn = signing.withdrawn
    return replace(
        signing,
        signatures=tuple(each for each in signing.signatures if each.at_ms <= at_ms),
        declined=tuple(each for each in signing.declined if each.at_ms <= at_ms),
        withdrawn=withdrawn if withdrawn is not None and withdrawn.at_ms <= at_ms else None,
    )
