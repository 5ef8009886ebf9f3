"""What an inspection found of each limit, as the table of limits takes it: read from the entry that reports it."""

from __future__ import annotations

from collections.abc import Iterator

from parley.matters.entry import Entry
from parley.tracks.commitments.limits import Count

# Of another track: the kind of entry that counts.
COUNTED = "inspection_made"


def counts_of(entry: Entry) -> Iterator[Count]:
    """Yield each count of a report: a figure, or why there is none."""
    for each in entry.content.get("counts") or ():
        counted = each.get("counted")
        yield Count(
            each["zone"], each["limit"], counted if isinstance(counted, int) else None, str(each.get("why") or ""),
            int(entry.content["until_s"]), entry.id, entry.member, entry.matter, each.get("member"),
        )  # fmt: skip
