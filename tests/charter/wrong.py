"""One mistake a row in the default charter: the text, what stands there instead, the code, the path of the value."""

from __future__ import annotations

from parley.record.note import ED25519_COSIGNATURE, VerifierKey, parse_verifier_key
from tests.charter.making import PARIS, keys_of
from tests.charter.wrong_disputes import WRONG_DISPUTES

LINE_CHECKS = PARIS.decode().partition("\nline_checks:\n")[2].partition("\n\n#")[0]
MAP = "\nmap:\n" + PARIS.decode().partition("\nmap:\n")[2].partition("\n\n# Zones")[0]
LINE_A = MAP.partition("    line_a:\n")[2].partition("points: [")[2].partition("]")[0]
ZONE_CORNERS = PARIS.decode().partition("\nzones:\n")[2].partition("corners: [")[2].partition("]")[0]
ZONES = "\nzones:\n"


def tail(begins: str) -> str:
    """Return the default charter from these words on, to its end: a section can be added there."""
    return begins + PARIS.decode().partition(begins)[2]


FILED, TOLD_TO = "    node_files: [overlap_found", "  deconfliction:\n    audiences: [all"
SUPERVISES, PLANNED = "kind: supervisor\n", "\nactivities:\n"
BLIND_CLAUSE = (
    "blind_notices: {cell_degrees: 0.25, tick_minutes: 15, looks_a_day: 3, answers_a_day: 4, precedence: immediate, "
    "basis: this_charter}"
)
BOW_TIE = "33.0 N 35.8 E, 33.1 N 35.9 E, 33.0 N 35.9 E, 33.3 N 35.8 E"
ONE_LINE_CHECK = """  - between: [SY, US]
    every_minutes: 60
    offset_minutes: 0
    answer_minutes: 5
    answered_by: node
    routes: [direct]
    basis: this_charter"""

WRONG = [
    ("id: paris-2026", "id: Paris 2026", "charter.wrong_form", "mechanism.id"),
    ("exercise: false", "exercise: no", "charter.not_among", "mechanism.exercise"),
    ("exercise: false", "exercise: true", "charter.exercise_id", "mechanism.id"),
    ("id: paris-2026", "id: exercise-paris-2026", "charter.exercise_id", "mechanism.id"),
    ("since: 2026-11-23\n\nmech", "since: 2026-02-30\n\nmech", "charter.not_a_day", "since"),
    (
        "since: 2026-11-23\n\nmech",
        "since: 2026-01-01\n\nmech",
        "charter.since_after_charter",
        "bases.paris_statement.since",
    ),
    ("languages: [en, ar, he]", "languages: [en, ar, he, fr]", "charter.language_unknown", "languages.3"),
    ("languages: [en, ar, he]", "languages: [en, ar]", "charter.language_not_listed", "members.0.names.he"),
    ("languages: [en, ar, he]", "languages: en", "charter.not_a_list", "languages"),
    ("he: סוריה}", 'he: ""}', "charter.empty_value", "members.0.names.he"),
    (", he: סוריה}", "}", "charter.language_missing", "members.0.names.he"),
    ("ar: إسرائيل", "ar: سورية", "charter.duplicate_name", "members.1.names.ar"),
    ("code: IL\n", "code: SY\n", "charter.duplicate_code", "members.1.code"),
    ("code: IL\n", "code: il\n", "charter.wrong_form", "members.1.code"),
    ("kind: supervisor", "kind: judge", "charter.not_among", "members.2.kind"),
    ("example/il", "example/sy", "charter.duplicate_origin", "members.1.origin"),
    ("example/il", "Example/il", "charter.wrong_form", "members.1.origin"),
    ("paris-2026.parley.example/il", "other.parley.example/il", "charter.origin_elsewhere", "members.1.origin"),
    ("paris-2026.parley.example/il", "paris-2026.parley.example/il-2", "charter.origin_numbered", "members.1.origin"),
    (
        "standing: agreed\n  message_precedence",
        "standing: settled\n  message_precedence",
        "charter.not_among",
        "bases.this_charter.standing",
    ),
    (
        "standing: agreed\n  message_precedence",
        "standing: proposed\n  message_precedence",
        "charter.standing_without_by",
        "bases.this_charter.standing",
    ),
    (
        "standing: agreed\n  message_precedence",
        "standing: contested\n    by: [XX]\n  message_precedence",
        "charter.unknown_member",
        "bases.this_charter.by.0",
    ),
    (
        "standing: agreed\n  message_precedence",
        "standing: agreed\n    by: [SY]\n  message_precedence",
        "charter.agreed_by_some",
        "bases.this_charter.by",
    ),
    (
        "    standing: agreed\n  message_precedence",
        "  message_precedence",
        "charter.missing",
        "bases.this_charter.standing",
    ),
    (
        "parties: {members: [SY, IL]",
        "parties: {members: [SY, XX]",
        "charter.unknown_member",
        "audiences.parties.members.1",
    ),
    ("parties: {members: [SY, IL]", "parties: {members: [SY]", "charter.audience_of_one", "audiences.parties.members"),
    (
        "parties: {members: [SY, IL]",
        "parties: {members: [US, SY]",
        "charter.duplicate_audience",
        "audiences.syria_and_supervisor.members",
    ),
    (
        "parties: {members: [SY, IL], basis: this_charter}",
        "parties: {members: [SY, IL]}",
        "charter.missing",
        "audiences.parties.basis",
    ),
    (
        "parties: {members: [SY, IL], basis: this_charter}",
        "parties: {members: [SY, IL], basis: rumour}",
        "charter.unknown_basis",
        "audiences.parties.basis",
    ),
    (
        "israel_and_supervisor]\n    roles: [chief, supervisor_staff, delegate]",
        "israel_and_strangers]\n    roles: [chief, supervisor_staff, delegate]",
        "charter.unknown_audience",
        "tracks.commerce.audiences.3",
    ),
    ("  supervision:\n    aud", "  espionage:\n    aud", "charter.unknown_track", "tracks.espionage"),
    ("roles: [analyst, chief]", "roles: [analyst, spy]", "charter.unknown_role", "tracks.information.roles.1"),
    (
        "may: [information, incidents]",
        "may: [information, information]",
        "charter.twice_in_list",
        "roles.analyst.may.1",
    ),
    (
        "handling_minutes: 30,",
        "handling_minutes: 10,",
        "charter.precedence_not_slower",
        "precedences.immediate.handling_minutes",
    ),
    (
        "handling_minutes: 30,",
        "handling_minutes: 00:30,",
        "charter.not_a_number",
        "precedences.immediate.handling_minutes",
    ),
    (
        "handling_minutes: 30,",
        "handling_minutes: 0x1e,",
        "charter.not_a_number",
        "precedences.immediate.handling_minutes",
    ),
    ("code: O,", "code: Z,", "charter.duplicate_precedence_code", "precedences.immediate.code"),
    ("  routine: {code", "  slow: {code", "charter.precedences", "precedences"),
    ("between: [SY, IL] #", "between: [SY, XX] #", "charter.unknown_member", "line_checks.1.between.1"),
    ("between: [SY, IL] #", "between: [SY] #", "charter.not_a_pair", "line_checks.1.between"),
    ("between: every_pair", "between: everybody", "charter.not_among", "line_checks.0.between"),
    ("offset_minutes: 390", "offset_minutes: 09:30", "charter.not_a_number", "line_checks.1.offset_minutes"),
    ("offset_minutes: 390", "offset_minutes: 1440", "charter.offset_too_large", "line_checks.1.offset_minutes"),
    ("answer_minutes: 5\n", "answer_minutes: 60\n", "charter.answer_too_late", "line_checks.0.answer_minutes"),
    ("routes: [direct, relay]", "routes: [direct, pigeon]", "charter.not_among", "line_checks.0.routes.1"),
    ("answered_by: node", "answered_by: nobody", "charter.not_among", "line_checks.0.answered_by"),
    (
        "role: chief, of: own, after_minutes: 5",
        "role: chief, of: own, after_minutes: 0",
        "charter.level_not_later",
        "ladders.hotline.levels.1.after_minutes",
    ),
    (
        "role: chief, of: own, after",
        "role: king, of: own, after",
        "charter.unknown_role",
        "ladders.hotline.levels.1.role",
    ),
    ("role: supervisor_staff, of: supervisor", "role: analyst, of: supervisor", "", ""),
    ("kind: supervisor", "kind: party", "charter.no_supervisor", "ladders.hotline.levels.2.of"),
    ("of: [supervisor]\n", "of: [observer]\n", "charter.role_of_nobody", "roles.supervisor_staff.of"),
    ("of: [supervisor]\n", "of: [party]\n", "charter.role_not_of_supervisor", "ladders.hotline.levels.2.role"),
    ("level: 3", "level: 0", "charter.not_a_number", "roles.delegate.level"),
    ("  commerce:\n    audiences", "  commercial:\n    audiences", "charter.track_not_opened", "roles.chief.may.8"),
    ("roles: [delegate]\n    node", "roles: [delegate]\n    colour: red\n    node", "charter.unknown_key",
     "tracks.talks.colour"),
    ("duty_officer, translator, chief", "duty_officer, chief", "charter.role_unused", "roles.translator"),
    ("level: 3", "level: [3]", "charter.not_a_text", "roles.delegate.level"),
    ("{en: Syria, ar: سورية, he: סוריה}", "Syria", "charter.not_a_mapping", "members.0.names"),
    ("Fixed by this charter; the", "x" * 2001, "charter.too_long", "bases.this_charter.source"),
    (
        "  charter:\n    audiences: [all]\n    roles: [chief, delegate]",
        "  charter:\n    audiences: [all]\n    roles: [administrator]",
        "charter.nobody_may_sign",
        "members.0",
    ),
    (LINE_CHECKS, ONE_LINE_CHECK, "charter.pair_without_line_check", "line_checks"),
    ("code: IL\n    kind: party", "code: IL\n    kind: observer", "charter.too_few_parties", "members"),
    ("format: parley-charter-v1", "format: parley-charter-v2", "charter.not_among", "format"),
    ("format: parley-charter-v1", "format: parley-charter-v1\npredecessor: last", "charter.wrong_form", "predecessor"),
    (
        "  call_disputed: {roles: [duty_officer",
        "  call_disputed: {roles: [judge",
        "charter.unknown_role",
        "releases.call_disputed.roles.0",
    ),
    (
        "roles: [duty_officer, chief, supervisor_staff], basis",
        "roles: [supervisor_staff], basis",
        "charter.nobody_may_release",
        "releases.call_disputed.roles",
    ),
    (
        "liaison cell, ar: خلية اتصال, he: תא קישור}",
        "liaison cell, ar: خلية اتصال}",
        "charter.missing",
        "glossary.terms.liaison_cell.he",
    ),
    ("\nladders:\n", "\nladder:\n", "charter.missing", "ladders"),
    ("ground_m: from -215 to 2814", "ground_m: 2814", "charter.wrong_form", "activities.ground_m"),
    ("geoid_m: from 15 to 27", "geoid_m: from 27 to 15", "charter.span_upside_down", "activities.geoid_m"),
    ("        aircraft_downed: {en", "        grenade: {en", "charter.type_twice",
     "incidents.groups.air.types.grenade"),
    ("      closes: 14:00\n", "      closes: 06:30\n", "charter.closes_before_a_slot",
     "commerce.points.quneitra.closes"),
    ("      decided_by: [SY, IL]\n", "      decided_by: [SY, XX]\n", "charter.unknown_member",
     "commerce.points.quneitra.decided_by.1"),
    ("next_steps: [meeting, inspection, dispute]", "next_steps: [talk]", "charter.not_among", "incidents.next_steps.0"),
    ("      grenade: [live_fire_exercise]", "      grenades: [live_fire_exercise]", "charter.unknown_incident_type",
     "incidents.classes.types.grenades"),
    ("      grenade: [live_fire_exercise]", "      grenade: [dead_fire]", "charter.unknown_class",
     "incidents.classes.types.grenade.0"),
    ("explanation_hours: 48", "explanation_hours: 0", "charter.not_a_number", "incidents.explanation_hours"),
    ("largest_km2: 10000", "largest_km2: 0", "charter.not_a_number", "activities.largest_km2"),
    ("freeze_hours: 24", "freeze_hours: 0", "charter.not_a_number", "activities.freeze_hours"),
    ("most_km2_hours: 1200000", "most_km2_hours: many", "charter.not_a_number", "activities.most_km2_hours"),
    ("[live_fire_exercise, flight_manned]", "[live_fire, flight_manned]", "charter.unknown_class",
     "activities.separations.0.between.0"),
    ("[live_fire_exercise, flight_manned]", "[live_fire_exercise]", "charter.not_a_pair",
     "activities.separations.0.between"),
    ("[flight_manned, flight_unmanned]", "[flight_unmanned, live_fire_exercise]", "charter.separation_twice",
     "activities.separations.3.between"),
    (ZONE_CORNERS, ", ".join(ZONE_CORNERS.split(", ")[:2]), "charter.zone_corners", "zones.area_of_separation.corners"),
    ("      SY: {en: Buffer zone", "      XX: {en: Buffer zone", "charter.unknown_member",
     "zones.area_of_separation.labels.XX"),
    ("he: אזור החיץ}\n      IL", "he: ''}\n      IL", "charter.empty_value", "zones.area_of_separation.labels.SY.he"),
    ("      drawing: absent\n", "      drawing: absent\n      labels: {SY: {en: A, ar: ا}}\n",
     "charter.language_missing", "map.lines.line_a1.labels.SY.he"),
    (ZONE_CORNERS, BOW_TIE, "charter.zone_outline", "zones.area_of_separation.corners"),
    (ZONE_CORNERS, "33.1 E, " + ZONE_CORNERS, "charter.map_place", "zones.area_of_separation.corners.0"),
    ("approximate\n    rules:", "approximate\n    lower: 5\n    rules:", "charter.zone_height",
     "zones.area_of_separation.lower"),
    ("members: [SY, IL], basis: disengagement_1974", "members: [SY, IL], until: soon, basis: disengagement_1974",
     "charter.not_an_instant", "zones.area_of_separation.rules.0.until"),
    ("approximate\n    rules:", "approximate\n    until: 1974-05-31\n    rules:", "charter.ends_before_it_begins",
     "zones.area_of_separation.until"),
    ("approximate\n    rules:", "approximate\n    windows: [2027-01-01T06:00/2027-01-01T08:00]\n    rules:",
     "charter.window", "zones.area_of_separation.windows.0"),
    ("approximate\n    rules:", "approximate\n    windows: [2027-01-01T06:00Z/2027-01-01T08:00Z, "
     "2027-01-01T07:00Z/2027-01-01T09:00Z]\n    rules:", "charter.windows_order", "zones.area_of_separation.windows"),
    ("      drawing: absent\n", "      drawing: exact\n", "charter.line_not_drawn", "map.lines.line_a1.drawing"),
    ("at_most: 162, members: [IL]", "at_most: many, members: [IL]", "charter.not_a_number",
     "zones.area_of_limitation_west_10_20.limits.artillery.at_most"),
    ("at_most: 162, members: [IL]", "at_most: 162, members: [XX]", "charter.unknown_member",
     "zones.area_of_limitation_west_10_20.limits.artillery.members.0"),
    ("rule: forbidden, classes", "rule: limit, classes", "charter.zone_limit", "zones.area_of_separation.rules.0.rule"),
    ("rule: forbidden, classes", "rule: engage, classes", "charter.not_among",
     "zones.area_of_separation.rules.0.rule"),
    ("classes: [exercise, live", "classes: [war, live", "charter.unknown_class",
     "zones.area_of_separation.rules.0.classes.0"),
    ("members: [SY, IL], basis: disengagement_1974", "members: [SY, XX], basis: disengagement_1974",
     "charter.unknown_member", "zones.area_of_separation.rules.0.members.1"),
    ("\nzones:\n", "\nfeeds: {others_notices: [map, kml], basis: this_charter}\nzones:\n", "charter.not_among",
     "feeds.others_notices.1"),
    ("\nzones:\n", "\nfeeds: {others_notices: [map], basis: this_charter, protected_sites: true}\nzones:\n",
     "charter.unknown_key", "feeds.protected_sites"),
    *((ZONES, f"\n{BLIND_CLAUSE.replace(old, new)}{ZONES}", code, f"blind_notices.{at}") for old, new, code, at in (
        ("this_charter", "us_proposal_1974", "charter.blind_not_agreed", "basis"),
        ("cell_degrees: 0.25", "cell_degrees: 0.01", "charter.cell_size", "cell_degrees"),
        ("tick_minutes: 15", "tick_minutes: 7", "charter.tick_uneven", "tick_minutes"),
        ("looks_a_day: 3", "looks_a_day: 0", "charter.not_a_number", "looks_a_day"),
        ("looks_a_day: 3, ", "", "charter.missing", "looks_a_day"),
    )),
    *((tail(begins), f"{new}\n{BLIND_CLAUSE}\n", code, where) for begins, new, code, where in (
        (FILED, tail(FILED).replace(", blind_overlap_told]", "]", 1), "charter.blind_not_filed",
         "tracks.deconfliction.node_files"),
        (TOLD_TO, tail(TOLD_TO).replace(", israel_and_supervisor]", "]", 1), "charter.blind_nobody_to_tell",
         "tracks.deconfliction.audiences"),
        (SUPERVISES, tail(SUPERVISES).replace("kind: supervisor", "kind: observer", 1),
         "charter.blind_without_supervisor", "blind_notices"),
        (PLANNED, tail(PLANNED).partition("\n\n#")[2].join(("#", "")), "charter.blind_without_notices",
         "blind_notices"),
    )),
    ("of_types: [small_arms_fire", "of_types: [big_arms_fire", "charter.unknown_incident_type",
     "de_escalation.of_types.0"),
    ("done_minutes: 20", "done_minutes: 0", "charter.not_a_number", "de_escalation.done_minutes"),
    ("verifiers: [US]", "verifiers: [XX, US]", "charter.unknown_member", "inspections.verifiers.0"),
    ("request_hours: 48", "request_hours: 0", "charter.not_a_number", "inspections.request_hours"),
    ("zone: area_of_separation, by: US", "zone: nowhere, by: US", "charter.unknown_zone",
     "inspections.calendar.0.zone"),
    ("zone: area_of_separation, by: US", "zone: area_of_separation, by: SY", "charter.no_verifier",
     "inspections.calendar.0.by"),
    ("{zone: area_of_limitation_west_0_10", "{zone: area_of_separation", "charter.twice_in_list",
     "inspections.calendar.1.zone"),
    ("  responsibility: [US]\n", "", "charter.missing", "findings.responsibility"),
    ("  fact: [US]", "  fact: [XX]", "charter.unknown_member", "findings.fact.0"),
    ("cell_degrees: 0.25", "cell_degrees: 6", "charter.cell_size", "early_warning.cell_degrees"),
    ("false_alarm_days: 1000", "false_alarm_days: 100", "charter.not_among", "early_warning.false_alarm_days"),
    ("baseline_days: 84", "baseline_days: 7", "charter.not_a_number", "early_warning.baseline_days"),
    ("looked_at_by: [US]", "looked_at_by: [XX]", "charter.unknown_member", "early_warning.looked_at_by.0"),
    *WRONG_DISPUTES,
    ("north_east: 34.0000 N 37", "north_east: 34.0000 N 34", "charter.map_box", "map.box.north_east"),
    ("north_east: 34.0000 N 37", "north_east: 84.0000 N 37", "charter.map_box", "map.box.north_east"),
    ("south_west: 32.0000 N", "south_west: 32.0000", "charter.map_place", "map.box.south_west"),
    ("at: 33.0000 N 35.7300 E", "at: 90 N 35.7300 E", "charter.map_place", "map.places.golan.at"),
    ("at: 33.0000 N 35.7300 E", "at: 33.0000 N 45.7300 E", "charter.map_outside", "map.places.golan.at"),
    ("[32.7456 N 35.7605 E", "[12.7456 N 35.7605 E", "charter.map_outside", "map.lines.line_a.points.0"),
    ("[32.7456 N 35.7605 E", "[32.7456, 35.7605 E", "charter.map_place", "map.lines.line_a.points.0"),
    ("35.7605 E, 32.8280 N 35.8342 E", "35.7605 E, 32.7456 N 35.7605 E", "charter.map_point_twice",
     "map.lines.line_a.points.1"),
    (LINE_A, "33.0000 N 35.8000 E", "charter.map_line", "map.lines.line_a.points"),
    ("kind: water", "kind: sea", "charter.not_among", "map.places.lake.kind"),
    ("[Q126982]", "[Kinneret]", "charter.wrong_form", "map.places.lake.instead_of.0"),
    ("[Q126982]", "[Q83210]", "charter.map_base_name_twice", "map.places.lake.instead_of.0"),
    ("        US: {en: West Bank, ", "        FR: {en: West Bank, ", "charter.unknown_member",
     "map.places.west_of_the_jordan.labels.FR"),
    ("{en: West Bank, ar: الضفة الغربية, he: הגדה המערבית}", "{en: West Bank, he: הגדה המערבית}",
     "charter.language_missing", "map.places.west_of_the_jordan.labels.US.ar"),
    ("      names: {en: Area of separation, ar: منطقة الفصل, he: אזור ההפרדה}\n", "",
     "charter.map_names_or_labels", "map.places.area_of_separation.kind"),
    ("      instead_of: [Q1133272]", "      names: {en: A, ar: ا, he: א}\n      instead_of: [Q1133272]",
     "charter.map_names_or_labels", "map.places.shebaa.labels"),
    (MAP, "", "", ""),
]  # fmt: skip


SY = "paris-2026.parley.example/sy"
# The public half of the log's key under the name of the mirror's.
LOG_AS_MIRROR = VerifierKey(f"{SY}/mirror", ED25519_COSIGNATURE, parse_verifier_key(keys_of(SY).log[0]).public).text
KEYS = [
    (keys_of(SY).mirror[0], LOG_AS_MIRROR, "charter.key_reused", "members.0.keys.mirror"),
    (keys_of(SY).log[0], keys_of(SY).mirror[0], "charter.key_name", "members.0.keys.log"),
    (keys_of(SY).log[0], keys_of(SY).log[0][:-4], "charter.key_algorithm", "members.0.keys.log"),
    (keys_of(SY).log[0], "no+key", "charter.key_form", "members.0.keys.log"),
    (f'        "{keys_of(SY).log[0]}",\n', "", "charter.key_missing", "members.0.keys.log"),
    (keys_of(SY).sealing, keys_of(SY).sealing[:-1] + "q", "charter.sealing_key", "members.0.keys.sealing"),
    (keys_of(SY).tls, keys_of(SY).tls[4:], "charter.certificate", "members.0.keys.tls"),
    (keys_of(SY).tls, keys_of("paris-2026.parley.example/us").tls, "charter.duplicate_key_value", "members.2.keys.tls"),
    ('"sy.example:7443"', '"sy.example:70000"', "charter.port", "members.0.address"),
    ('"sy.example:7443"', '"sy.example"', "charter.wrong_form", "members.0.address"),
    ('"sy.example:7443"', '"us.example:7443"', "charter.duplicate_address", "members.2.address"),
    ('"sy.example:7443"', "from_card", "charter.half_from_card", "members.0.address"),
]
