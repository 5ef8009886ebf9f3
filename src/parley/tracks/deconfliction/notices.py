"""Judges and folds the entries of a notice, each by what its author had read (N-1 to N-7). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.blind import is_blind
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.geo.height import Height
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.blind_rules import refuse_blind
from parley.tracks.deconfliction.lapses import NOTICE_DUTIES, refuse_lapse
from parley.tracks.deconfliction.notice_state import (
    ACTIVE,
    CANCELLED,
    DEVIATING,
    ENDED,
    NoticeState,
    Receipt,
    Step,
    Version,
)
from parley.tracks.deconfliction.proposal_rules import refuse_agreed_change
from parley.tracks.deconfliction.refusing import refuse, refuse_audience

STEPS = {
    "activity_begun": ACTIVE, "deviation_reported": DEVIATING, "activity_ended": ENDED,
    "activity_cancelled": CANCELLED,
}  # fmt: skip


def judge_opening(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a notice as it was opened."""
    if set(entry.to) <= {entry.member}:
        return refuse("nobody_addressed", "N-1")
    return refuse_blind(entry, charter=charter) or _refuse_plan(entry, charter=charter) or Permit("N-1")


def judge_notice(
    state: NoticeState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over what continues a notice; `state` folds what its author had read, `cited` what a change names."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.kind == "activity_acknowledged":
        return _refuse_receipt(state, entry) or Permit("N-6")
    if entry.kind == "activity_lapse_cited":
        return refuse_lapse(state, entry, duties=NOTICE_DUTIES, clause="N-9") or Permit("N-9")
    if entry.member != state.opening.member:
        return refuse("author_only", "N-5", member=entry.member, author=state.opening.member)
    if state.is_over:
        return refuse("notice_is_over", "N-7", name=state.name, entry=state.steps[-1].entry)
    refusal = _refuse_older(state, entry) or _refuse_step_twice(state, entry)
    if refusal is None and entry.kind == "activity_changed":
        refusal = (
            refuse_blind(entry, charter=charter)
            or _refuse_plan(entry, charter=charter)
            or refuse_agreed_change(state, entry, cited=cited)
        )
    return refusal or Permit("N-5")


def open_notice(entry: Entry, *, charter: Charter) -> NoticeState:
    """Return the state after a notice was opened."""
    terms = _terms(charter)
    return NoticeState(
        opening=opening_of(entry),
        precedence=terms.classes[entry.content["class"]].precedence,
        versions=(_version(entry, terms=terms, of=entry.id),),
        is_blind=is_blind(charter, member=entry.member, to=entry.to),
    )


def fold_notice(state: NoticeState, entry: Entry, *, charter: Charter) -> NoticeState:
    """Return the state after a permitted entry; receipts of several members commute, and an author has one log."""
    if entry.kind == "activity_acknowledged":
        receipt = Receipt(**said_of(entry, of=entry.content["of"]), how=entry.content["how"])
        return changed(state, {"receipts": added(state.receipts, receipt)})
    if entry.kind == "activity_lapse_cited":
        return changed(state, {"lapses": with_lapse(state, entry)})
    if entry.kind == "activity_changed":
        terms = _terms(charter)
        version = _version(entry, terms=terms, of=entry.content["of"])
        if entry.content.get("agreed"):
            # Who makes room is not counted as shorter of notice than before.
            version = replace(version, short_by_min=min(version.short_by_min, state.version.short_by_min))
        precedence = terms.classes[entry.content["class"]].precedence
        return changed(state, {"precedence": precedence, "versions": added(state.versions, version)})
    text = entry.content.get("text", entry.content.get("why"))
    said = said_of(entry, of=entry.content.get("of", state.version.entry))
    step = Step(**said, name=STEPS[entry.kind], text=text)
    return changed(state, {"steps": added(state.steps, step)})


def _terms(charter: Charter) -> ActivityTerms:
    assert charter.activities is not None  # a notice is refused where the charter has no such section
    return charter.activities


def _version(entry: Entry, *, terms: ActivityTerms, of: str) -> Version:
    plan = {key: value for key, value in entry.content.items() if key not in ("of", "why", "role", "agreed")}
    version = Version(**said_of(entry, of=of), plan=plan, short_by_min=0, why=entry.content.get("why"))
    kind = terms.classes[plan["class"]]
    asked_ms = version.begins_s * 1000 - kind.notice_hours * 3_600_000
    late_ms = version.at_ms - asked_ms if kind.provenance.judges else 0
    return replace(version, short_by_min=max(0, -(-late_ms // 60_000)))


def _refuse_receipt(state: NoticeState, entry: Entry) -> Refusal | None:
    if entry.member == state.opening.member:
        return refuse("own_notice", "N-5", member=entry.member)
    if state.version_of(entry.content["of"]) is None:
        return refuse("version_unknown", "N-6", named=entry.content["of"])
    last = state.receipt(entry.member, of=entry.content["of"])
    if last is not None and last.how == entry.content["how"]:
        return refuse("already_acknowledged", "N-6", entry=last.entry)
    return None


def _refuse_older(state: NoticeState, entry: Entry) -> Refusal | None:
    named = entry.content.get("of", state.version.entry)
    if named == state.version.entry:
        return None
    return refuse("older_version", "N-6", named=named, in_force=state.version.entry)


def _refuse_step_twice(state: NoticeState, entry: Entry) -> Refusal | None:
    """Refuse to begin what has begun; that it deviates may be said again, with other words."""
    if entry.kind == "activity_begun" and state.name == ACTIVE and state.steps[-1].of == state.version.entry:
        return refuse("already_begun", "N-6", entry=state.steps[-1].entry)
    return None


def _refuse_plan(entry: Entry, *, charter: Charter) -> Refusal | None:
    terms, plan = charter.activities, entry.content
    if terms is None:
        return refuse("no_activities", "N-2")
    if plan["class"] not in terms.classes:
        return refuse("class_unknown", "N-2", name=plan["class"], classes=", ".join(terms.classes))
    if plan["lang"] not in charter.languages:
        return refuse("language_not_agreed", "N-2", lang=plan["lang"], languages=", ".join(charter.languages))
    volumes = [*plan["volumes"], *plan.get("contingency", ())]
    refusal = _refuse_times(volumes, at_s=entry.point.at_ms // 1000, terms=terms)
    if refusal is not None or not terms.provenance.judges:
        return refusal
    for volume in volumes:
        refusal = _refuse_place(volume, charter=charter, terms=terms)
        if refusal is not None:
            return refusal
    return None


def _refuse_times(volumes: list[Mapping[str, Any]], *, at_s: int, terms: ActivityTerms) -> Refusal | None:
    begins = min(volume["windows"][0][0] for volume in volumes)
    ends = max(volume["windows"][-1][1] for volume in volumes)
    if ends <= at_s:
        return refuse("times_over", "N-3")
    if terms.provenance.judges and ends - begins > terms.longest_days * 86_400:
        return refuse("times_too_long", "N-3", limit=terms.longest_days)
    return None


def _refuse_place(volume: Mapping[str, Any], *, charter: Charter, terms: ActivityTerms) -> Refusal | None:
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.geo.area import Area, area_km2, read_area  # noqa: PLC0415
    from parley.geo.volume import read_limits  # noqa: PLC0415

    area = read_area(volume["area"])
    assert isinstance(area, Area)  # the form of the content was checked before
    west, south, east, north = area.box
    box = charter.map.box if charter.map is not None else None
    if box is not None and not (
        box.south_west.lon_e7 <= west and east <= box.north_east.lon_e7
        and box.south_west.lat_e7 <= south and north <= box.north_east.lat_e7
    ):  # fmt: skip
        return refuse("outside_the_box", "N-4")
    found = area_km2(area)
    if found > terms.largest_km2:
        return refuse("area_too_large", "N-4", limit=terms.largest_km2, found=round(found))
    upside_down = read_limits(_height(volume["lower"]), _height(volume["upper"]), ground=terms.ground)
    return refuse("band_upside_down", "N-4") if upside_down else None


def _height(value: Mapping[str, Any]) -> Height:
    return Height(int(value["value"]), str(value["unit"]), str(value["reference"]))
