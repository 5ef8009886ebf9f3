"""What the charter says of planned activities and of zones, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.charter.zones import ZoneLimit, ZoneRule
from parley.desk.hotline.wordings import precedence_word
from parley.desk.naming import in_language
from parley.desk.notices.words import rule_word, unagreed_word
from parley.desk.why.shown import Value, dates_said, drawing_said, figure_said, labels_said
from parley.geo.height import height_text
from parley.geo.place import place_text

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Says = list[str | SafeString]


class Planned:
    """Puts these terms into values, as `parley.desk.why.further.Further` does."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def activities(self) -> Iterator[Value]:
        """Yield what holds for all notices, then the classes, then how far apart two must be."""
        terms = self._charter.activities
        if terms is None:
            return
        ground = terms.ground
        says: Says = [
            figure_said(gettext("Square kilometres at most:"), terms.largest_km2),
            figure_said(gettext("Days at most:"), terms.longest_days),
            figure_said(gettext("Ground above sea, metres:"), _span(ground.ground_m)),
            figure_said(gettext("Geoid above the ellipsoid, metres:"), _span(ground.geoid_m)),
            figure_said(gettext("Pressure at sea level, hectopascal:"), _span(ground.pressure_hpa)),
        ]
        if terms.freeze_hours is not None:
            says.append(figure_said(gettext("Hours before it begins, when a plan is not asked to move any more:"),
                                    terms.freeze_hours))  # fmt: skip
        if terms.most_km2_hours is not None:
            says.append(figure_said(gettext("Square kilometres times hours that one member holds, at most:"),
                                    terms.most_km2_hours))  # fmt: skip
        yield self._value("all-notices", gettext("All notices"), says, terms.provenance)
        for each in terms.classes.values():
            says = [figure_said(gettext("Hours of notice:"), each.notice_hours), precedence_word(each.precedence)]
            if each.keeps_right:
                says.append(gettext("Who plans it is never asked to move."))
            yield self._value(f"class-{each.name}", self._word(each.names), says, each.provenance)
        for rule in terms.separations:
            one, other = (self._word(terms.classes[name].names) for name in rule.between)
            apart = rule.separation
            says = [
                figure_said(gettext("Metres on the ground:"), apart.lateral_m),
                figure_said(gettext("Metres in height:"), apart.vertical_m),
                figure_said(gettext("Minutes:"), apart.time_min),
            ]
            yield self._value(f"apart-{'-'.join(rule.between)}", f"{one} – {other}", says, rule.provenance)

    def zones(self) -> Iterator[Value]:
        """Yield each zone as drawn, then each of its rules."""
        for zone in self._charter.zones.values():
            corners = " · ".join(place_text(each) for each in zone.corners)
            says: Says = [figure_said(gettext("Its corners:"), corners), drawing_said(zone.drawing)]
            says += [figure_said(gettext("Its limit of height:"), height_text(each))
                     for each in (zone.lower, zone.upper) if each is not None]  # fmt: skip
            says += [*dates_said(zone.span, zone.windows), *labels_said(zone.labels, frame=self._frame)]
            yield self._value(f"zone-{zone.name}", self._word(zone.names), says, zone.provenance)
            for number, rule in enumerate(zone.rules):
                # Only what is agreed is called forbidden, here too.
                word = rule_word(rule.rule) if rule.provenance.judges else unagreed_word(rule.rule)
                name = f"{self._word(zone.names)}: {word}"
                yield self._value(f"zone-{zone.name}-{number}", name, self._of_rule(rule), rule.provenance)
            for limit in zone.limits.values():
                name = f"{self._word(zone.names)}: {self._word(limit.names)}"
                yield self._value(f"zone-{zone.name}-{limit.name}", name, self._of_limit(limit), limit.provenance)

    def feeds(self) -> Iterator[Value]:
        """Yield in which formats other members' notices may leave; nothing where the charter leaves them in."""
        terms = self._charter.feeds
        if terms is not None:
            says: Says = [
                gettext("In other formats a feed carries its own member's notices only, and protected sites in none."),
                figure_said(gettext("Formats:"), ", ".join(terms.others_notices)),
            ]
            name = gettext("Other members' notices may leave a node for other software")
            yield self._value("feeds", name, says, terms.provenance)

    def blind_notices(self) -> Iterator[Value]:
        """Yield what turns blind notices on; nothing where they are off."""
        terms = self._charter.blind_notices
        if terms is not None:
            says: Says = [
                gettext("A notice to the supervisor alone is held against the others' notices by its node; both sides"
                        " learn a cell and an hour, and nothing else."),
                figure_said(gettext("Side of a cell:"), f"{terms.cell_e7 / 10_000_000:g}°"),
                figure_said(gettext("A tick each:"), f"{terms.tick_minutes} min"),
                figure_said(gettext("Looks of a member in a day:"), terms.looks_a_day),
                figure_said(gettext("Answers to two members in a day:"), terms.answers_a_day),
            ]  # fmt: skip
            name = gettext("Notices may go to the supervisor alone")
            yield self._value("blind-notices", name, says, terms.provenance)

    def de_escalation(self) -> Iterator[Value]:
        """Yield the duty to use the line before force; nothing where the charter has none."""
        terms = self._charter.de_escalation
        if terms is not None:
            says: Says = [
                gettext("Each side uses the line before it uses force. That it was not used before an incident is"
                        " shown, and is no finding."),
                figure_said(gettext("A call counts as made before, within minutes:"), terms.before_force_minutes),
                figure_said(gettext("Types of incident:"), ", ".join(terms.of_types)),
                figure_said(gettext("What is ordered is told to be done within minutes:"), terms.done_minutes),
            ]  # fmt: skip
            yield self._value("de-escalation", gettext("The line before force"), says, terms.provenance)

    def _of_rule(self, rule: ZoneRule) -> Says:
        terms = self._charter.activities
        classes = [self._word(terms.classes[name].names) for name in rule.classes] if terms else []
        says: Says = [", ".join(classes) or gettext("every kind of activity")]
        says.append(", ".join(self._frame.name_of(code) for code in rule.members) or gettext("every member"))
        if rule.limit is not None:
            says.append(figure_said(gettext("At most:"), rule.limit))
        return [*says, *dates_said(rule.span)]

    def _of_limit(self, limit: ZoneLimit) -> Says:
        members = ", ".join(self._frame.name_of(code) for code in limit.members) or gettext("every member")
        counted = gettext("Counted by inspection: no notice of activity is held against it.")
        return [figure_said(gettext("At most:"), limit.at_most), members, counted, *dates_said(limit.span)]

    def _word(self, words: Mapping[str, str]) -> str:
        return in_language(words, language=self._frame.language) if words else ""


def _span(span: tuple[int, int]) -> str:
    return f"{span[0]} – {span[1]}"
