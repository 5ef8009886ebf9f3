"""Judges and folds the entries of a protected site or movement, by what their authors had read (SI-1 to SI-6). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import Said, added, opening_of, said_of
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.lapses import SITE_DUTIES, refuse_lapse
from parley.tracks.deconfliction.placing import refuse_outside
from parley.tracks.deconfliction.refusing import refuse, refuse_audience
from parley.tracks.deconfliction.site_state import Check, Passing, Receipt, SiteState, Version

OF_AUTHOR = ("site_changed", "site_checked", "site_confirmed", "site_withdrawn")
OF_RECIPIENTS = ("site_received", "site_passed_on")


def judge_site_opening(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a site as it was notified."""
    if set(entry.to) <= {entry.member}:
        return refuse("nobody_addressed", "SI-1")
    return _refuse_plan(entry, charter=charter) or Permit("SI-1")


def judge_site(state: SiteState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over what continues the notice of a site; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry, clause="SI-3")
    if refusal is not None:
        return refusal
    if entry.kind == "site_lapse_cited":
        return refuse_lapse(state, entry, duties=SITE_DUTIES, clause="SI-7") or Permit("SI-7")
    is_author = entry.member == state.opening.member
    if entry.kind in OF_AUTHOR and not is_author:
        return refuse("site_author_only", "SI-3", member=entry.member, author=state.opening.member)
    if entry.kind in OF_RECIPIENTS and is_author:
        return refuse("own_site", "SI-3", member=entry.member)
    if state.withdrawn is not None and entry.kind not in OF_RECIPIENTS:
        return refuse("site_withdrawn", "SI-4", entry=state.withdrawn.entry)
    return _refuse_what(state, entry, charter=charter) or Permit("SI-4")


def open_site(entry: Entry) -> SiteState:
    """Return the state after a site was notified."""
    return SiteState(opening_of(entry), (_version(entry, of=entry.id),))


def fold_site(state: SiteState, entry: Entry) -> SiteState:
    """Return the state after a permitted entry; what several members say commutes, and each has one log."""
    return _FOLDS[entry.kind](state, entry)


def _refuse_what(state: SiteState, entry: Entry, *, charter: Charter) -> Refusal | None:
    if entry.kind == "site_withdrawn":
        return None
    of = entry.content["of"]
    if entry.kind in (*OF_RECIPIENTS, "site_commented"):
        if state.version_of(of) is None:
            return refuse("version_unknown", "SI-4", named=of)
        return _refuse_recipient(state, entry)
    if of != state.version.entry:
        return refuse("older_version", "SI-4", named=of, in_force=state.version.entry)
    if entry.kind == "site_changed":
        return _refuse_plan(entry, charter=charter)
    if entry.kind == "site_checked" and _plain(entry.content["name"]) == _plain(state.version.plan["name"]):
        return refuse("checked_by_writer", "SI-5", name=entry.content["name"])
    return None


def _refuse_recipient(state: SiteState, entry: Entry) -> Refusal | None:
    if entry.kind == "site_received":
        last = state.receipt(entry.member, of=entry.content["of"])
        return (
            refuse("already_acknowledged", "SI-4", entry=last.entry)
            if last is not None and last.how == entry.content["how"] else None
        )  # fmt: skip
    if entry.kind == "site_passed_on" and state.use_of(entry.member) != "pass_on":
        return refuse("no_consent_to_pass_on", "SI-6", member=entry.member)
    return None


def _refuse_plan(entry: Entry, *, charter: Charter) -> Refusal | None:
    plan = entry.content
    if charter.activities is None:
        return refuse("no_activities", "SI-2")
    if plan["lang"] not in charter.languages:
        return refuse("language_not_agreed", "SI-2", lang=plan["lang"], languages=", ".join(charter.languages))
    if max(volume["windows"][-1][1] for volume in plan["volumes"]) * 1000 <= entry.point.at_ms:
        return refuse("times_over", "SI-2")
    named = {each["member"] for each in plan["consent"]}
    others = set(entry.to) - {entry.member}
    if named != others:
        return refuse("consent_for_each", "SI-6", members=", ".join(sorted(others)))
    return refuse_outside(plan["volumes"], charter=charter, clause="SI-2")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _said(entry: Entry) -> dict[str, Any]:
    return said_of(entry, of=entry.content.get("of", entry.matter))


def _version(entry: Entry, *, of: str) -> Version:
    plan = {key: value for key, value in entry.content.items() if key not in ("of", "why", "role")}
    return Version(**said_of(entry, of=of), plan=plan, why=entry.content.get("why"))


def _received(state: SiteState, entry: Entry) -> SiteState:
    held = entry.content["list"]
    said = Receipt(**_said(entry), how=entry.content["how"], count=held["count"], digest=held["digest"])
    return changed(state, {"receipts": added(state.receipts, said)})


def _passed_on(state: SiteState, entry: Entry) -> SiteState:
    told = {name: entry.content[name] for name in ("to_whom", "level", "passed_at_s")}
    return changed(state, {"passings": added(state.passings, Passing(**_said(entry), **told))})


def _checked(state: SiteState, entry: Entry) -> SiteState:
    told = {name: entry.content[name] for name in ("name", "finding", "distance_m")}
    return changed(state, {"checks": added(state.checks, Check(**_said(entry), **told))})


_FOLDS: Mapping[str, Callable[[SiteState, Entry], SiteState]] = {
    "site_changed": lambda state, entry: replace(
        state, versions=added(state.versions, _version(entry, of=entry.content["of"]))
    ),
    "site_lapse_cited": lambda state, entry: changed(state, {"lapses": with_lapse(state, entry)}),
    "site_received": _received,
    "site_passed_on": _passed_on,
    "site_checked": _checked,
    "site_confirmed": lambda state, entry: replace(
        state, confirmations=added(state.confirmations, Said(**_said(entry)))
    ),
    "site_commented": lambda state, entry: changed(state, {"comments": added(state.comments, Said(**_said(entry)))}),
    "site_withdrawn": lambda state, entry: changed(state, {"withdrawn": Said(**_said(entry))}),
}
