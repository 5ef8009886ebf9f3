"""Reference values and thresholds of the chart, for each expected rate and each length between false alarms. Pure.

Reckoned once, in steps of a fifth, and written down: a node that reckoned them itself would need logarithms, and two
machines may differ in their last digit. tests/tracks/incidents/test_warning_chart.py reckons each row again by a Markov
chain (docs/decisions/0030-early-warning.md).
"""

from __future__ import annotations

from dataclasses import dataclass

# Everything that is added up is counted in sixteenths of an incident.
UNIT = 16
# So many days pass between two false alarms of one sector, on average and at least, if nothing changes.
FALSE_ALARM_DAYS = (365, 1000, 3000)

# Rate in incidents per 1,000 days; the reference value; the threshold for each of FALSE_ALARM_DAYS, in sixteenths.
_ROWS = (
    (36, 1, 35, 49, 65),
    (43, 2, 29, 37, 47),
    (52, 2, 33, 43, 55),
    (62, 2, 39, 49, 63),
    (74, 2, 45, 59, 77),
    (89, 2, 55, 75, 101),
    (107, 3, 48, 62, 79),
    (128, 3, 59, 79, 102),
    (154, 4, 57, 73, 89),
    (185, 4, 73, 97, 125),
    (222, 5, 71, 93, 119),
    (266, 6, 73, 97, 123),
    (319, 7, 80, 105, 133),
    (383, 9, 75, 96, 120),
    (460, 11, 75, 95, 119),
    (552, 13, 79, 100, 124),
    (662, 15, 87, 109, 136),
    (794, 18, 89, 113, 139),
    (953, 22, 89, 111, 137),
    (1144, 26, 93, 117, 143),
    (1373, 32, 81, 113, 129),
    (1648, 38, 95, 117, 143),
    (1978, 46, 91, 117, 141),
    (2374, 55, 96, 117, 143),
    (2849, 66, 95, 121, 143),
    (3419, 79, 99, 118, 148),
    (4103, 95, 99, 117, 148),
    (4924, 114, 95, 123, 143),
    (5909, 136, 97, 121, 145),
    (7091, 164, 93, 121, 145),
    (8509, 196, 93, 121, 145),
    (10211, 236, 93, 117, 141),
    (12253, 283, 86, 118, 139),
    (14704, 339, 94, 110, 142),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """For a rate up to `rate_milli` incidents in 1,000 days: what a day takes away, and from where on it is raised."""

    rate_milli: int
    reference: int
    threshold: int


HIGHEST_RATE_MILLI = _ROWS[-1][0]
LOWEST_THRESHOLD = min(row[2] for row in _ROWS)


def reference_for(rate_milli: int, *, false_alarm_days: int) -> Reference:
    """Return the row for an expected rate, the next higher one where it lies between two.

    KeyError where no thresholds were reckoned for so many days; a rate above the highest takes the last row.
    """
    if false_alarm_days not in FALSE_ALARM_DAYS:
        raise KeyError(false_alarm_days)
    column = 2 + FALSE_ALARM_DAYS.index(false_alarm_days)
    row = next((each for each in _ROWS if each[0] >= rate_milli), _ROWS[-1])
    return Reference(row[0], row[1], row[column])


def references(false_alarm_days: int) -> tuple[Reference, ...]:
    """Return all rows for so many days between false alarms."""
    return tuple(reference_for(row[0], false_alarm_days=false_alarm_days) for row in _ROWS)
