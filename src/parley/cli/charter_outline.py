"""A charter as lines that a person reads: every value with its standing, its date and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parley.charter.dated import Span, instant_text
from parley.charter.model import Charter, Provenance
from parley.geo.place import place_text


def outline(charter: Charter, *, language: str) -> Iterator[str]:
    """Yield the charter's lines; names stand in `language`, or in the charter's first language where it lacks it."""
    spoken = language if language in charter.languages else charter.languages[0]
    mechanism = charter.mechanism
    yield f"{mechanism.id}  {mechanism.names[spoken]}{'  *** EXERCISE ***' if mechanism.exercise else ''}"
    yield f"sha256 {charter.digest}  since {charter.since}  predecessor {charter.predecessor or '-'}"
    if charter.closes is not None:
        yield f"closes {charter.closes.log} at {charter.closes.size}  root {charter.closes.root}"
    further = (_zones, _feeds, _blind, _verified, _de_escalation, _incidents, _commerce)
    for lines in (_members, _roles, _tracks, _times, _map, *further):
        yield ""
        yield from lines(charter, spoken)
    yield from _releases(charter, spoken)
    yield from _signatures(charter)
    yield ""
    for name, basis in charter.bases.items():
        yield f"basis {name}: {_standing(basis)} since {basis.since}: {basis.source}"


def _members(charter: Charter, language: str) -> Iterator[str]:
    for member in charter.members:
        shown = f"{member.kind}  {member.names[language]}  {member.origin}  {member.address or 'from_card'}"
        yield f"member {member.code}: {shown}  [{_basis(charter, member.provenance)}]"
    for audience in charter.audiences.values():
        yield f"audience {audience.name}: {' '.join(audience.members)}  [{_basis(charter, audience.provenance)}]"


def _roles(charter: Charter, language: str) -> Iterator[str]:
    for role in charter.roles.values():
        shown = f"level {role.level}  {role.names[language]}  of {' '.join(role.of)}  may {' '.join(role.may)}"
        yield f"role {role.name}: {shown}  [{_basis(charter, role.provenance)}]"


def _tracks(charter: Charter, language: str) -> Iterator[str]:
    for track in charter.tracks.values():
        shown = f"audiences {' '.join(track.audiences)}  roles {' '.join(track.roles)}"
        alone = f"  node_files {' '.join(track.node_files)}" if track.node_files else ""
        yield f"track {track.name}: {shown}{alone}  [{_basis(charter, track.provenance)}]"


def _times(charter: Charter, language: str) -> Iterator[str]:
    for precedence in charter.precedences.values():
        limit = f"  at most {precedence.word_limit} words" if precedence.word_limit else ""
        shown = f"{precedence.code}  {precedence.handling_minutes} min{limit}"
        yield f"precedence {precedence.name}: {shown}  [{_basis(charter, precedence.provenance)}]"
    for schedule in charter.line_checks:
        shown = (
            f"every {schedule.every_minutes} min at +{schedule.offset_minutes}, answer in {schedule.answer_minutes} min"
        )
        who = f"by {schedule.answered_by}, routes {' '.join(schedule.routes)}"
        yield f"line check {'-'.join(schedule.between)}: {shown} {who}  [{_basis(charter, schedule.provenance)}]"
    for ladder in charter.ladders.values():
        steps = ", ".join(f"{level.role} of {level.of} +{level.after_minutes} min" for level in ladder.levels)
        yield f"ladder {ladder.name}: {steps}  [{_basis(charter, ladder.provenance)}]"


def _signatures(charter: Charter) -> Iterator[str]:
    for rule in charter.signatures.values():
        who = f"in {' or '.join(rule.roles)}, keys {rule.keys}"
        yield f"signed by passkey {rule.kind}: {who}  [{_basis(charter, rule.provenance)}]"


def _releases(charter: Charter, language: str) -> Iterator[str]:
    for rule in charter.releases.values():
        yield f"release {rule.kind}: by {' or '.join(rule.roles)}  [{_basis(charter, rule.provenance)}]"


def _map(charter: Charter, language: str) -> Iterator[str]:
    if charter.map is None:
        return
    box = charter.map.box
    corners = f"{place_text(box.south_west)} to {place_text(box.north_east)}"
    yield f"map box: {corners}  [{_basis(charter, charter.map.provenance)}]"
    for place in charter.map.places.values():
        named = place.names.get(language) or "; ".join(_labels(place.labels, language))
        yield f"place {place.name}: {named}  {place_text(place.at)}  [{_basis(charter, place.provenance)}]"
    for line in charter.map.lines.values():
        shown = f"{line.names[language]}  {len(line.points)} points, {line.drawing}{_dates(line.span)}"
        shown += "".join(f"; {each}" for each in _labels(line.labels, language))
        yield f"line {line.name}: {shown}  [{_basis(charter, line.provenance)}]"


def _labels(labels: Mapping[str, Mapping[str, str]], language: str) -> list[str]:
    return [f'{code} says "{words[language]}"' for code, words in labels.items()]


def _zones(charter: Charter, language: str) -> Iterator[str]:
    for zone in charter.zones.values():
        shown = f"{zone.names[language]}  {len(zone.corners)} corners, {zone.drawing}{_dates(zone.span)}"
        shown += "".join(f"; {each}" for each in _labels(zone.labels, language))
        yield f"zone {zone.name}: {shown}  [{_basis(charter, zone.provenance)}]"
        for rule in zone.rules:
            limit = "" if rule.limit is None else f" {rule.limit}"
            whom = f"{' '.join(rule.classes) or 'every class'}, {' '.join(rule.members) or 'every member'}"
            yield f"  {rule.rule}{limit}: {whom}{_dates(rule.span)}  [{_basis(charter, rule.provenance)}]"
        for held in zone.limits.values():
            whom = " ".join(held.members) or "every member"
            shown = f"{held.names[language]} at most {held.at_most}, {whom}{_dates(held.span)}"
            yield f"  {shown}  [{_basis(charter, held.provenance)}]"


def _feeds(charter: Charter, language: str) -> Iterator[str]:
    del language
    terms, begun = charter.feeds, "feeds: other members' notices may leave in"
    if terms is None:
        yield f"{begun} no format"
    else:
        yield f"{begun} {' '.join(terms.others_notices)}  [{_basis(charter, terms.provenance)}]"


def _blind(charter: Charter, language: str) -> Iterator[str]:
    del language
    terms = charter.blind_notices
    if terms is None:
        yield "blind notices: off"
    else:
        said = f"cells of {terms.cell_e7 / 10_000_000:g} degrees, every {terms.tick_minutes} minutes"
        said += f", {terms.looks_a_day} looks and {terms.answers_a_day} answers a day"
        yield f"blind notices: {said}  [{_basis(charter, terms.provenance)}]"


def _verified(charter: Charter, language: str) -> Iterator[str]:
    del language
    inspections, findings, warning = charter.inspections, charter.findings, charter.early_warning
    if inspections is not None:
        said = f"by {' '.join(inspections.verifiers)}, within {inspections.request_hours} hours of a request"
        yield f"inspections: {said}  [{_basis(charter, inspections.provenance)}]"
        for area in inspections.calendar:
            said = f"every {area.every_days} days from {area.begins} by {area.by}"
            yield f"  {area.zone}: {said}  [{_basis(charter, area.provenance)}]"
    if findings is not None:
        said = ", ".join(f"{question} by {' '.join(members)}" for question, members in findings.by.items())
        yield f"findings: {said}  [{_basis(charter, findings.provenance)}]"
    if warning is not None:
        said = f"cells of {warning.cell_e7 / 10_000_000:g} degrees, {warning.run_days} days"
        said += f" against {warning.baseline_days}"
        said += f", a false alarm in {warning.false_alarm_days} days at most"
        said += f", looked at by {' '.join(warning.looked_at_by)} within {warning.look_hours} hours"
        yield f"early warning: {said}  [{_basis(charter, warning.provenance)}]"


def _de_escalation(charter: Charter, language: str) -> Iterator[str]:
    del language
    terms = charter.de_escalation
    if terms is None:
        yield "de-escalation: no duty to use the line before force"
    else:
        said = f"the line is used within {terms.before_force_minutes} min before {' '.join(terms.of_types)}"
        said += f", what is ordered is told to be done within {terms.done_minutes} min"
        yield f"de-escalation: {said}  [{_basis(charter, terms.provenance)}]"


def _commerce(charter: Charter, language: str) -> Iterator[str]:
    terms = charter.commerce
    if terms is None:
        yield "commerce: nothing of it is filed"
        return
    said = f"{terms.precedence}, permits in {terms.permit_hours} h, humanitarian ones in {terms.humanitarian_hours} h"
    said += f", told in {terms.telling_hours} h, projects in {terms.decision_hours} h, offers {terms.offer_days} days"
    yield f"commerce: {said}  [{_basis(charter, terms.provenance)}]"
    for point in terms.points.values():
        said = f"{len(point.days)} days a week, slots of {point.slot_minutes} min, {point.vehicles} vehicles"
        said += f" and {point.persons} persons, decided by {' '.join(point.decided_by)}"
        said += f", told by {' '.join(point.told_by)}"
        yield f"  {point.name}: {point.names[language]}: {said}  [{_basis(charter, point.provenance)}]"


def _incidents(charter: Charter, language: str) -> Iterator[str]:
    terms = charter.incidents
    if terms is None:
        yield "incidents: none are reported"
        return
    said = f"{terms.precedence}, explained in {terms.explanation_hours} h, judged in {terms.judging_hours} h"
    then = " ".join(terms.next_steps)
    yield f"incidents: {said}, then {then}  [{_basis(charter, terms.provenance)}]"
    for group in terms.groups.values():
        placeless = "  of no place too" if group.placeless else ""
        types = ", ".join(each.names[language] for each in group.types.values())
        yield f"incidents {group.name}: {group.names[language]}: {types}{placeless}"
    if terms.classes is not None:
        said = "; ".join(f"{name}: {' '.join(classes)}" for name, classes in terms.classes.types.items())
        yield f"incidents tell of classes: {said}  [{_basis(charter, terms.classes.provenance)}]"


def _dates(span: Span) -> str:
    begins = "" if span.from_s is None else f", from {instant_text(span.from_s)}"
    return begins + ("" if span.until_s is None else f", until {instant_text(span.until_s)}")


def _basis(charter: Charter, provenance: Provenance) -> str:
    name = next(name for name, basis in charter.bases.items() if basis == provenance)
    return f"{name}, {_standing(provenance)}"


def _standing(provenance: Provenance) -> str:
    return f"{provenance.standing} {'by ' + ' '.join(provenance.by) if provenance.by else ''}".strip()
