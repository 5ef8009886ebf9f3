"""What a charter says of information exchange: for what, how exactly, for how long, within how many hours. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.charter.form import Form
from parley.charter.model import PRECEDENCE_NAMES, Provenance
from parley.charter.terms import Bases, words_of

LONGEST_HOURS, LONGEST_DAYS = 24 * 60, 3 * 366
FLOORS_M = (100, 100_000)


@dataclass(frozen=True, slots=True)
class InformationTerms:
    """The section `information`. `purposes` are all for which something may be given, each named in each language.

    `use` is the statement of permitted use that stands on everything, in each language. Hours run from receipt:
    to acknowledge a retraction, to say what became of a tear-line, to sign or dissent, to review an assessment;
    `answer_hours` are the fewest that a request leaves.
    """

    precedence: str
    place_floor_m: int
    longest_days: int
    retraction_hours: int
    follow_hours: int
    answer_hours: int
    sign_hours: int
    review_hours: int
    purposes: Mapping[str, Mapping[str, str]]
    use: Mapping[str, str]
    provenance: Provenance


_HOURS = ("retraction_hours", "follow_hours", "answer_hours", "sign_hours", "review_hours")


def read_information(form: Form, *, languages: tuple[str, ...], bases: Bases) -> InformationTerms | None:
    """Return the section `information`; None where the charter has none, and then nothing is exchanged."""
    if not form.has("information"):
        return None
    required = ("precedence", "place_floor_m", "longest_days", *_HOURS, "purposes", "use", "basis")
    item = form.form("information", required=required)
    use = item.form("use", required=languages)
    return InformationTerms(
        precedence=item.word("precedence", among=PRECEDENCE_NAMES),
        place_floor_m=item.number("place_floor_m", low=FLOORS_M[0], high=FLOORS_M[1]),
        longest_days=item.number("longest_days", low=1, high=LONGEST_DAYS),
        **{name: item.number(name, low=1, high=LONGEST_HOURS) for name in _HOURS},
        purposes={
            name: words_of(names, languages=languages)
            for name, names in item.named_forms("purposes", required=languages)
        },
        use=words_of(use, languages=languages),
        provenance=bases.of(item),
    )
