"""The whole charter as it is in force: every value with its source, standing and since when; and the clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.as_of import charter_at
from parley.charter.model import OF_OWN, Charter, Level, Provenance
from parley.charter.rules import standing_in
from parley.desk.frame import Frame
from parley.desk.hotline.wordings import kind_word, precedence_word
from parley.desk.naming import in_language
from parley.desk.why.disputed import Disputed
from parley.desk.why.exchanged import information_shown
from parley.desk.why.further import Further
from parley.desk.why.planned import Planned
from parley.desk.why.promised import commitments_shown
from parley.desk.why.reported import Reported
from parley.desk.why.shown import Section, Value, confidence_said, figure_said
from parley.desk.why.supervised import Supervised
from parley.desk.why.talked import talks_shown
from parley.desk.why.telling import standing_word
from parley.desk.why.traded import commerce_shown
from parley.desk.why.verified import Verified
from parley.node.why.step import clause_text
from parley.texts import catalogue

GROUPS = ("C", "D", "H", "M", "I", "A", "F", "B", "L", "R", "E", "FEED", "DESK")


@never_cache
@require_GET
def charter(request: HttpRequest) -> HttpResponse:
    """Show the charter in the reader's language."""
    frame = Frame(request)
    typed = request.GET.get("on", "").strip()
    day = _day(typed)
    shown = {
        "section": "charter",
        "charter": frame.node.charter(),
        "in_force": frame.node.in_force(),
        "on": typed,
        "day": day,
        "sections": list(_sections(frame, day=day)),
    }
    return render(request, "desk/why/charter.html", shown)


@never_cache
@require_GET
def clauses(request: HttpRequest) -> HttpResponse:
    """Show what every clause says, in the reader's language: a page of its own, since the charter's is long."""
    frame = Frame(request)
    return render(request, "desk/why/clauses.html", {"section": "charter", "clauses": _clauses(frame.language)})


def _day(typed: str) -> date | None:
    """Return the day of which zones and lines are asked for; None where none is, or none that a calendar has."""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def _sections(frame: Frame, *, day: date | None) -> Iterator[Section]:
    charter = frame.node.charter() if day is None else charter_at(frame.node.charter(), day=day)
    told = _Telling(frame, charter)
    yield Section("mechanism", gettext("The mechanism"), tuple(told.mechanism()))
    yield Section("members", gettext("Members"), tuple(told.members()))
    yield Section("precedences", gettext("Precedences"), tuple(told.precedences()))
    yield Section("line-checks", gettext("Line checks"), tuple(told.line_checks()))
    yield Section("ladders", gettext("Ladders"), tuple(told.ladders()))
    yield Section("roles", gettext("Roles"), tuple(told.roles()))
    yield Section("tracks", gettext("Tracks"), tuple(told.tracks()))
    yield Section("audiences", gettext("Audiences"), tuple(told.audiences()))
    further = Further(told.value, frame, charter)
    yield Section("releases", gettext("Released by a second officer"), tuple(further.releases()))
    yield Section("signatures", gettext("Signed by a passkey"), tuple(further.signatures()))
    yield Section("map", gettext("The map"), tuple(further.map()))
    planned = Planned(told.value, frame, charter)
    yield Section("activities", gettext("Planned activities"), tuple(planned.activities()))
    yield Section("zones", gettext("Zones"), tuple(planned.zones()))
    yield Section("feed-terms", gettext("Feeds for other software"), tuple(planned.feeds()))
    yield Section("blind-terms", gettext("Blind notices"), tuple(planned.blind_notices()))
    verified = Verified(told.value, frame, charter)
    yield Section("inspections", gettext("Inspections"), tuple(verified.inspections()))
    yield Section("findings", gettext("Findings"), tuple(verified.findings()))
    yield Section("early-warning", gettext("Early warning"), tuple(verified.early_warning()))
    reported = Reported(told.value, frame, charter)
    yield Section("incident-terms", gettext("Incidents"), tuple(reported.incidents()))
    yield Section("de-escalation-terms", gettext("De-escalation"), tuple(planned.de_escalation()))
    yield Section("disputes", gettext("Disputes"), tuple(Disputed(told.value, frame, charter).disputes()))
    yield Section("commitments", gettext("Commitments"), tuple(commitments_shown(told.value, charter)))
    yield Section("commerce", gettext("Commerce"), tuple(commerce_shown(told.value, charter, frame)))
    yield Section("information", gettext("Information exchange"), tuple(information_shown(told.value, frame, charter)))
    yield Section("talks", gettext("Talks"), tuple(talks_shown(told.value, charter, names=frame.name_of)))
    yield Section("supervision", gettext("Supervision"), tuple(Supervised(told.value, frame, charter).supervision()))
    yield Section("glossary", gettext("Agreed words"), tuple(further.glossary()))
    yield Section("succession", gettext("What this version takes the place of"), tuple(further.versions()))


class _Telling:
    """Puts the values of one charter into the reader's words."""

    def __init__(self, frame: Frame, charter: Charter) -> None:
        self._frame, self._charter, self._in_force = frame, charter, frame.node.in_force()

    def value(self, anchor: str, name: str, says: Iterable[str | SafeString], provenance: Provenance) -> Value:
        """Return a value as the page shows it."""
        standing = standing_in(provenance, in_force=self._in_force)
        by = tuple(self._frame.name_of(code) for code in provenance.by)
        since = provenance.since.isoformat()
        sure = confidence_said(provenance.confidence)
        return Value(anchor, name, tuple(says), standing, standing_word(standing), by, since, provenance.source, sure)

    def mechanism(self) -> Iterator[Value]:
        """Yield the mechanism itself."""
        found = self._charter.mechanism
        says = [
            figure_said(gettext("Its id:"), found.id),
            figure_said(gettext("Digest of its charter:"), self._charter.digest),
        ]
        says.append(figure_said(gettext("Its languages, the first one first:"), ", ".join(self._charter.languages)))
        if found.exercise:
            says.append(gettext("An exercise: everything in it is invented."))
        name = in_language(found.names, language=self._frame.language)
        yield self.value("mechanism-itself", name, says, found.provenance)

    def members(self) -> Iterator[Value]:
        """Yield the members in charter order."""
        kinds = {"party": gettext("party"), "supervisor": gettext("supervisor"), "observer": gettext("observer")}
        for each in self._charter.members:
            says = [kinds[each.kind], figure_said(gettext("Its log:"), each.origin)]
            yield self.value(f"member-{each.code}", self._frame.name_of(each.code), says, each.provenance)

    def precedences(self) -> Iterator[Value]:
        """Yield the precedences, the most urgent first."""
        for each in self._charter.precedences.values():
            says = [_minutes(each.handling_minutes), figure_said(gettext("Code:"), each.code)]
            if each.word_limit is not None:
                says.append(figure_said(gettext("Words at most:"), each.word_limit))
            yield self.value(f"precedence-{each.name}", precedence_word(each.name), says, each.provenance)

    def line_checks(self) -> Iterator[Value]:
        """Yield the schedules."""
        for each in self._charter.line_checks:
            names = " – ".join(self._frame.name_of(code) for code in each.between)
            by_officer = each.answered_by == "officer"
            answered = gettext("answered by an officer") if by_officer else gettext("answered by the node")
            says = [
                figure_said(gettext("Every so many minutes:"), each.every_minutes),
                figure_said(gettext("Minutes after the full hour or day:"), each.offset_minutes),
                figure_said(gettext("Answer within minutes:"), each.answer_minutes),
                answered,
            ]
            yield self.value(f"line-checks-{'-'.join(each.between)}", names, says, each.provenance)

    def ladders(self) -> Iterator[Value]:
        """Yield the ladders with their levels."""
        for each in self._charter.ladders.values():
            says = [self._level(level) for level in each.levels]
            yield self.value(f"ladder-{each.name}", _track_word(each.name), says, each.provenance)

    def _level(self, level: Level) -> str:
        told = {"minutes": level.after_minutes, "role": self._frame.role_of(level.role)}
        if level.of == OF_OWN:
            return gettext("%(minutes)s minutes late: %(role)s of the late member") % told
        return gettext("%(minutes)s minutes late: %(role)s of the supervisor") % told

    def roles(self) -> Iterator[Value]:
        """Yield the roles with what they may file."""
        for each in sorted(self._charter.roles.values(), key=lambda role: role.level):
            may = ", ".join(_track_word(name) for name in each.may)
            says = [figure_said(gettext("Level:"), each.level), gettext("May file on: %(tracks)s") % {"tracks": may}]
            yield self.value(f"role-{each.name}", self._frame.role_of(each.name), says, each.provenance)

    def tracks(self) -> Iterator[Value]:
        """Yield the tracks with the roles that they admit."""
        for each in self._charter.tracks.values():
            roles = ", ".join(self._frame.role_of(role) for role in each.roles)
            audiences = ", ".join(name.replace("_", " ") for name in each.audiences)
            says = [gettext("Admits: %(roles)s") % {"roles": roles}]
            says.append(gettext("Its audiences: %(audiences)s") % {"audiences": audiences})
            if each.node_files:
                kinds = ", ".join(kind_word(kind, {}) for kind in each.node_files)
                says.append(gettext("Nodes file by themselves: %(kinds)s") % {"kinds": kinds})
            yield self.value(f"track-{each.name}", _track_word(each.name), says, each.provenance)

    def audiences(self) -> Iterator[Value]:
        """Yield the audiences with their members."""
        for each in self._charter.audiences.values():
            says = [", ".join(self._frame.name_of(code) for code in each.members)]
            yield self.value(f"audience-{each.name}", each.name.replace("_", " "), says, each.provenance)


def _minutes(count: int) -> str:
    return gettext("handled within %(count)s minutes") % {"count": count}


def _track_word(name: str) -> str:
    words = {
        "mechanism": gettext("the mechanism"), "charter": gettext("charter"), "hotline": gettext("hotline"),
        "deconfliction": gettext("deconfliction"), "incidents": gettext("incidents"), "disputes": gettext("disputes"),
        "commitments": gettext("commitments"), "talks": gettext("talks"), "information": gettext("information"),
        "commerce": gettext("commerce"), "supervision": gettext("supervision"),
    }  # fmt: skip
    return words.get(name) or kind_word(name, {})


def _clauses(language: str) -> list[tuple[str, str]]:
    """Return every clause with what it says, in the order of its group and number."""
    known = [code.removeprefix("clause.") for code in catalogue() if code.startswith("clause.")]
    ordered = sorted(known, key=_place_of)
    return [(each, (clause_text(each, language=language) or ("", ""))[0]) for each in ordered]


def _place_of(clause: str) -> tuple[int, str, int]:
    group, _, number = clause.partition("-")
    return GROUPS.index(group) if group in GROUPS else len(GROUPS), group, int(number)
