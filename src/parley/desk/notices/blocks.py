"""The volumes of a plan in its form: each is a block of fields under a prefix of its own; those of the first have none.

So a form of one volume reads as it always did, and what is added stands behind it: `v2-places`, and for a volume where
it may go in need `c1-places`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.tracks.deconfliction.entries import MOST_CONTINGENCY, MOST_VOLUMES

FIELDS = ("way", "signed", "places", "radius_m", "width_m", "lower", "upper", "begins", "ends", "days", "every", "more")
ADD, ADD_NEED, REMOVE = "add-volume", "add-need", "remove:"
_PLACES = re.compile(r"([vc])([1-9]\d{0,2})-places")
# What a further volume most often has like the one before it; where it lies is always its own.
_ALIKE = ("way", "radius_m", "width_m", "lower", "upper", "begins", "ends", "days", "every", "more")


@dataclass(frozen=True, slots=True)
class Block:
    """One volume of the form: its fields without their prefix, and its number as the screen tells it, from 1."""

    prefix: str
    number: int
    is_need: bool
    fields: Mapping[str, str]


def blocks_of(form: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the volumes of a form in their order, those for need behind the others.

    One more of each than a plan may have, so that too many are refused and never dropped.
    """
    found = sorted((each[1], int(each[2])) for name in form if (each := _PLACES.fullmatch(name)))
    volumes = ["", *(f"v{number}-" for kind, number in found if kind == "v")][: MOST_VOLUMES + 1]
    needs = [f"c{number}-" for kind, number in found if kind == "c"][: MOST_CONTINGENCY + 1]
    return (
        *(_block(form, prefix, number, is_need=False) for number, prefix in enumerate(volumes, start=1)),
        *(_block(form, prefix, number, is_need=True) for number, prefix in enumerate(needs, start=1)),
    )


def written(volumes: Sequence[Mapping[str, str]], needs: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the fields of a form that holds these volumes and these where it may go in need."""
    prefixed = [("" if n == 1 else f"v{n}-", each) for n, each in enumerate(volumes, start=1)]
    prefixed += [(f"c{n}-", each) for n, each in enumerate(needs, start=1)]
    return {prefix + name: str(value) for prefix, fields in prefixed for name, value in fields.items()}


def stepped(form: Mapping[str, str], step: str) -> dict[str, str] | None:
    """Return the form with one volume more or fewer as the pressed button says; None where it says neither.

    Nothing else of the form changes. There is always one volume, and never more than a plan may have.
    """
    if step not in (ADD, ADD_NEED) and not step.startswith(REMOVE):
        return None
    blocks = [each for each in blocks_of(form) if step != f"{REMOVE}{each.prefix}" or _is_last(form, each)]
    volumes = [each.fields for each in blocks if not each.is_need]
    needs = [each.fields for each in blocks if each.is_need]
    fresh = {"places": "", **{name: volumes[-1][name] for name in _ALIKE if name in volumes[-1]}}
    if fresh.get("way") == "signed":
        fresh["way"] = "outline"
    if step == ADD and len(volumes) < MOST_VOLUMES:
        volumes.append(fresh)
    if step == ADD_NEED and len(needs) < MOST_CONTINGENCY:
        needs.append(fresh)
    of_blocks = {each.prefix + name for each in blocks_of(form) for name in FIELDS}
    rest = {name: value for name, value in form.items() if name not in of_blocks}
    return {**rest, **written(volumes, needs)}


def room_in(blocks: tuple[Block, ...]) -> dict[str, bool]:
    """Return of what the form may have one more."""
    needs = sum(each.is_need for each in blocks)
    return {"volumes": len(blocks) - needs < MOST_VOLUMES, "needs": needs < MOST_CONTINGENCY}


def _is_last(form: Mapping[str, str], block: Block) -> bool:
    """Return whether a plan would have no volume without this one."""
    return not block.is_need and sum(not each.is_need for each in blocks_of(form)) == 1


def _block(form: Mapping[str, str], prefix: str, number: int, *, is_need: bool) -> Block:
    fields = {name: form[prefix + name] for name in FIELDS if prefix + name in form}
    return Block(prefix, number, is_need, fields)
