"""The kinds of entry of the track `commerce` (docs/commerce.md, "Entries"). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.matters.track import Kind
from parley.tracks.commerce.crossing_entries import CROSSING_KINDS
from parley.tracks.commerce.opportunity_entries import INTEREST_KINDS, MATCH_KINDS, OFFER_KINDS
from parley.tracks.commerce.project_entries import PROJECT_KINDS
from parley.tracks.commerce.slot_entries import SLOT_KINDS

KINDS: Mapping[str, Kind] = {
    **CROSSING_KINDS, **SLOT_KINDS, **OFFER_KINDS, **INTEREST_KINDS, **MATCH_KINDS, **PROJECT_KINDS
}  # fmt: skip
