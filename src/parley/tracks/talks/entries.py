"""The kinds of entry of talks, of every sort of matter (docs/talks.md, "Entries"). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.matters.track import Kind
from parley.tracks.talks.file_entries import FILE_KINDS, POSITION_KINDS
from parley.tracks.talks.round_entries import ROUND_KINDS
from parley.tracks.talks.statement_entries import STATEMENT_KINDS
from parley.tracks.talks.text_entries import TEXT_KINDS

KINDS: Mapping[str, Kind] = {**ROUND_KINDS, **FILE_KINDS, **POSITION_KINDS, **TEXT_KINDS, **STATEMENT_KINDS}
