"""Sets of whole numbers kept as a few spans, for what is noted in long ranges again and again."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 64


@dataclass(frozen=True, slots=True)
class Spans:
    """Numbers by spans (first, last) that neither touch nor overlap, in order.

    At most `MOST` are kept, the longest: whoever makes holes on purpose loses what is short, and no more.
    """

    spans: tuple[tuple[int, int], ...] = ()

    def missing(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return what of the numbers from `first` to `last` is not in the set."""
        found, at = [], first
        for start, end in self.spans:
            if end < at:
                continue
            if start > last:
                break
            if start > at:
                found.append((at, start - 1))
            at = end + 1
        return [*found, (at, last)] if at <= last else found

    def plus(self, first: int, last: int) -> Spans:
        """Return the set with the numbers from `first` to `last`."""
        apart = [span for span in self.spans if span[1] + 1 < first or last + 1 < span[0]]
        joined = [span for span in self.spans if not (span[1] + 1 < first or last + 1 < span[0])]
        whole = (min([first, *(span[0] for span in joined)]), max([last, *(span[1] for span in joined)]))
        found = sorted([*apart, whole])
        if len(found) > MOST:
            found = sorted(sorted(found, key=lambda span: span[0] - span[1])[: MOST // 2])
        return Spans(tuple(found))
