"""What a charter says of supervision: what is certified, what makes a directive bind, who may stop the clocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.charter.form import Form
from parley.charter.model import Charter, Provenance
from parley.charter.terms import CODE, Bases, read_names
from parley.charter.verdict import Fault

LONGEST_HOURS, LONGEST_DAYS, LAST_HOUR = 24 * 366, 3_660, 23
# Who signs a change of the state of the mechanism: one party alone, every party, every member.
ONE_PARTY, PARTIES, ALL = "one_party", "parties", "all"
SIGNERS = (ONE_PARTY, PARTIES, ALL)
# The tracks whose clocks a suspension may stop; never the line, what keeps apart or protects, nor what was signed.
STOPPABLE = ("incidents", "information", "talks", "commerce")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause of the charter by which something is certified, or a directive binds, with its names by language."""

    name: str
    names: Mapping[str, str]
    by: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SupervisionTerms:
    """The section `supervision`.

    `answer_hours` run from the receipt of a directive, `sign_hours` from that of a proposed change of the mechanism's
    state. `certifies` and `binds` are the clauses by name, each with the members that may use it. `suspended_by`,
    `resumed_by` and `ended_by` say who signs the change; `suspension_stops` names the tracks whose clocks stand still
    while the mechanism is suspended or ended. A daily pack covers the day up to `pack_hour` (UTC), a weekly
    one the week up to that hour of `pack_day`.
    """

    answer_hours: int
    sign_hours: int
    certifies: Mapping[str, NamedClause]
    binds: Mapping[str, NamedClause]
    suspended_by: str
    resumed_by: str
    ended_by: str
    longest_suspension_days: int
    suspension_stops: tuple[str, ...]
    pack_hour: int
    pack_day: str
    provenance: Provenance

    def signers(self, becomes: str) -> str:
        """Return who signs the change to this state."""
        return {"suspended": self.suspended_by, "active": self.resumed_by}.get(becomes, self.ended_by)


def read_supervision(form: Form, *, languages: tuple[str, ...], bases: Bases) -> SupervisionTerms | None:
    """Return the section `supervision`; None where the charter has none, and then nobody directs or certifies by it."""
    if not form.has("supervision"):
        return None
    required = (
        "answer_hours", "sign_hours", "suspended_by", "resumed_by", "ended_by", "longest_suspension_days",
        "suspension_stops", "pack_hour", "pack_day", "basis",
    )  # fmt: skip
    item = form.form("supervision", required=required, optional=("certifies", "binds"))
    return SupervisionTerms(
        answer_hours=item.number("answer_hours", low=1, high=LONGEST_HOURS),
        sign_hours=item.number("sign_hours", low=1, high=LONGEST_HOURS),
        certifies=_clauses(item, "certifies", languages=languages, bases=bases),
        binds=_clauses(item, "binds", languages=languages, bases=bases),
        suspended_by=item.word("suspended_by", among=SIGNERS),
        resumed_by=item.word("resumed_by", among=SIGNERS),
        ended_by=item.word("ended_by", among=SIGNERS),
        longest_suspension_days=item.number("longest_suspension_days", low=1, high=LONGEST_DAYS),
        suspension_stops=_stopped(item),
        pack_hour=item.number("pack_hour", low=0, high=LAST_HOUR),
        pack_day=item.word("pack_day", among=WEEKDAYS),
        provenance=bases.of(item),
    )


def _stopped(form: Form) -> tuple[str, ...]:
    tracks = form.texts("suspension_stops")
    for place, track in enumerate(tracks):
        if track not in STOPPABLE:
            form.note("charter.not_among", f"suspension_stops.{place}", value=track, among=", ".join(STOPPABLE))
    return tracks


def _clauses(form: Form, name: str, *, languages: tuple[str, ...], bases: Bases) -> dict[str, NamedClause]:
    if not form.has(name):
        return {}
    return {
        key: NamedClause(key, read_names(item, languages=languages), item.texts("by", like=CODE), bases.of(item))
        for key, item in form.named_forms(name, required=("names", "by", "basis"))
    }


def supervision_terms(charter: Charter) -> SupervisionTerms | None:
    """Return the section where it is agreed; None where there is none or it is not: then it judges nothing."""
    terms = charter.supervision
    return terms if terms is not None and terms.provenance.judges else None


def supervision_faults(charter: Charter) -> Iterable[Fault]:
    """Yield what else of the charter must be so that its supervision works; nothing where it has no such section."""
    terms = charter.supervision
    if terms is None:
        return
    if "supervision" not in charter.tracks:
        yield Fault("supervision", "charter.supervision_without_track")
    for section in ("certifies", "binds"):
        for name, clause in getattr(terms, section).items():
            for number, code in enumerate(clause.by):
                if code not in charter.codes:
                    yield Fault(f"supervision.{section}.{name}.by.{number}", "charter.unknown_member", {"code": code})
