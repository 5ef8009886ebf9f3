"""Which notices fall into a standstill: each version's volumes against its areas, less what a variance excepts. Pure.

The answer depends on the two states and the charter's figures of the ground alone, so every node that holds the same
entries finds the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from parley.geo.band import Ground
from parley.geo.detect import Overlap
from parley.geo.excepted import left_of
from parley.geo.geojson import Drawn
from parley.geo.volume import Meeting, Volume
from parley.matters.signing import Signing
from parley.tracks.content.volumes import closed_volume, volume_of
from parley.tracks.deconfliction.notice_state import NoticeState, Version
from parley.tracks.deconfliction.standstill_state import StandstillState

KIND = "standstill"


@dataclass(frozen=True, slots=True)
class Held:
    """A version of a notice that falls into a standstill.

    `overlap` is the widest that falls into it, of kind "standstill" or "contact"; None where variances except all of
    it: `excepted_by` names them. `begins_s` is when the first of all its volumes would begin there, which need not be
    the widest. `is_signed` says that the standstill is agreed; before that nothing is held, and this is what would be.
    """

    notice: str
    version: str
    standstill: str
    is_signed: bool
    overlap: Overlap | None
    excepted_by: tuple[str, ...]
    begins_s: int | None

    @property
    def is_hard(self) -> bool:
        """Return whether the activity may not go on as it is planned."""
        return self.is_signed and self.overlap is not None and self.overlap.kind == KIND


def held_by(notice: NoticeState, standstill: StandstillState, *, ground: Ground) -> Held | None:
    """Return how the version in force of a notice falls into a standstill; None where it does not."""
    if notice.is_over or not standstill.may_hold:
        return None
    plan = notice.version.plan
    return plan_held_by(
        plan, standstill, member=notice.opening.member, notice=notice.opening.id, version=notice.version, ground=ground
    )


def plan_held_by(
    plan: Mapping[str, Any], standstill: StandstillState, *, member: str, notice: str, version: Version | None,
    ground: Ground,
) -> Held | None:  # fmt: skip
    """Return how a plan falls into a standstill; one that is not filed yet has no `version`."""
    terms = standstill.main.terms
    if member not in terms["parties"] or not _is_about(terms, str(plan["class"])):
        return None
    volumes, closed = _volumes(plan), closed_volumes(standstill)
    entry = version.entry if version is not None else ""
    excepted = dict(_excepted(standstill, plan, member=member, version=entry, closed=closed))
    every = [one for volumes_ in excepted.values() for one in volumes_]
    touched = [each for volume in volumes for part in closed if (each := left_of(volume, part, (), ground=ground))]
    if not touched:
        return None
    left = [each for volume in volumes for part in closed if (each := left_of(volume, part, every, ground=ground))]
    overlap = _widest(left, notice=notice, standstill=standstill.opening.id)
    used = tuple(
        name for name, some in excepted.items()
        if any(left_of(volume, one, (), ground=ground) for volume in volumes for one in some)
    )  # fmt: skip
    begins = (each.windows[0][0] for each in left if each.kind != "contact")
    is_signed = standstill.from_s is not None
    return Held(notice, entry, standstill.opening.id, is_signed, overlap, used, min(begins, default=None))


def left_by(
    plan: Mapping[str, Any], standstill: StandstillState, *, member: str, version: str, ground: Ground,
    narrowest_m: float,
) -> dict[tuple[int, int], Meeting]:  # fmt: skip
    """Return by volume and area of the standstill, each by its number, what of a plan variances do not except."""
    terms = standstill.main.terms
    if member not in terms["parties"] or not _is_about(terms, str(plan["class"])):
        return {}
    closed = closed_volumes(standstill)
    excepted = _excepted(standstill, plan, member=member, version=version, closed=closed)
    every = [one for _, some in excepted for one in some]
    found = {}
    for (number, volume), (area, part) in product(enumerate(_volumes(plan)), enumerate(closed)):
        left = left_of(volume, part, every, ground=ground, narrowest_m=narrowest_m)
        if left is not None and left.width_m >= narrowest_m:
            found[number, area] = left
    return found


def excepted_by(
    plan: Mapping[str, Any], standstill: StandstillState, *, member: str, version: str
) -> tuple[str, ...]:
    """Return the signed variances that are about a plan, whatever of it they except."""
    closed = closed_volumes(standstill)
    return tuple(name for name, _ in _excepted(standstill, plan, member=member, version=version, closed=closed))


def closed_volumes(standstill: StandstillState) -> list[Volume]:
    """Return the areas of a standstill for as long as it holds, or would once it is signed."""
    window = (standstill.from_s or int(standstill.main.terms["from_s"]), standstill.until_s)
    return [closed_volume(each, window) for each in standstill.main.terms["areas"]]


def closed_zones(standstill: StandstillState, *, classes: Iterable[str]) -> list[Drawn]:
    """Return a signed standstill as zones for the detector: nothing that it is about is moved into one.

    `classes` are all classes of the charter. What a variance excepts stays closed here: a way out leads around it.
    """
    terms = standstill.main.terms
    about = tuple(name for name in classes if _is_about(terms, name))
    if standstill.from_s is None or not standstill.may_hold or not about:
        return []
    return [
        Drawn(standstill.opening.id, True, each, about, tuple(terms["parties"]), rule=KIND)
        for each in closed_volumes(standstill)
    ]


def _volumes(plan: Mapping[str, Any]) -> list[Volume]:
    return [volume_of(each) for each in (*plan["volumes"], *plan.get("contingency", ()))]


def _is_about(terms: Mapping[str, Any], name: str) -> bool:
    """Return whether a class stands still: all but those that its text excepts, or those that it names."""
    return name in terms["classes"] if terms["classes"] else name not in terms["excepted"]


def _excepted(
    standstill: StandstillState, plan: Mapping[str, Any], *, member: str, version: str, closed: list[Volume]
) -> Iterator[tuple[str, list[Volume]]]:
    for variance, window in standstill.variances_signed():
        if _names(variance, plan, member=member, version=version):
            places = variance.terms.get("areas")
            yield variance.entry, (
                [closed_volume(each, window) for each in places] if places is not None
                else [Volume(each.area, None, None, (window,)) for each in closed]
            )  # fmt: skip


def _names(variance: Signing, plan: Mapping[str, Any], *, member: str, version: str) -> bool:
    """Return whether a variance is about this plan: its very version, or its member and its class."""
    terms = variance.terms
    if terms.get("notice") is not None:
        return bool(terms["notice"] == version)
    classes, parties = terms.get("classes") or (), terms.get("parties") or ()
    return (not classes or plan["class"] in classes) and (not parties or member in parties)


def _widest(left: list[Meeting], *, notice: str, standstill: str) -> Overlap | None:
    if not left:
        return None
    found = max(left, key=lambda each: (each.kind != "contact", each.area_m2, each.windows))
    kind = "contact" if found.kind == "contact" else KIND
    return Overlap(notice, standstill, kind, "agreed", found)
