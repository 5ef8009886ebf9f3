"""One line of the table: what was measured, beside its reference and its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure.

    `reference` is measured in the same run, `by` says what it is. `least` or `most` is the target for the figure,
    `least_ratio` one for the ratio of figure to reference; where none is given the line only shows growth. `cost` is
    the CPU time of one entry at each process, in milliseconds, and the load of the machine.
    """

    row: int
    what: str
    entries: str
    value: float
    unit: str
    reference: float | None = None
    by: str = ""
    least: float | None = None
    most: float | None = None
    least_ratio: float | None = None
    cost: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the figure divided by its reference, None where there is none."""
        return self.value / self.reference if self.reference else None

    @property
    def target(self) -> str:
        """Return the target as it stands in the table."""
        if self.least is not None:
            return f">= {self.least:,.0f} {self.unit}"
        if self.most is not None:
            return f"<= {self.most:,.6g} {self.unit}"
        return f">= {self.least_ratio:.0%} of it" if self.least_ratio is not None else ""

    @property
    def is_reached(self) -> bool | None:
        """Return whether the target is reached, None where there is none."""
        if self.least is not None:
            return self.value >= self.least
        if self.most is not None:
            return self.value <= self.most
        return (self.ratio or 0) >= self.least_ratio if self.least_ratio is not None else None


HEAD = ("row", "what", "entries", "figure", "reference of the same run", "ratio", "target", "reached", "cost")


def cells(figure: Figure) -> tuple[str, ...]:
    """Return a figure as the cells of a line."""
    reference = "" if figure.reference is None else f"{_short(figure.reference)} {figure.unit}: {figure.by}"
    return (
        str(figure.row), figure.what, figure.entries, f"{_short(figure.value)} {figure.unit}", reference,
        "" if figure.ratio is None else f"{figure.ratio:.2f}", figure.target,
        {None: "", True: "yes", False: "NO"}[figure.is_reached], figure.cost,
    )  # fmt: skip


def markdown(figures: list[Figure]) -> str:
    """Return the table."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(cells(figure) for figure in figures)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
