"""The form of a plan as its screen shows it: its blocks, and each fault with the block and the field that it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from parley.charter.verdict import Fault, Refusal
from parley.desk.field_words import FIELD_WORDS
from parley.desk.filed import Refused, fault_in_words, in_words
from parley.desk.hotline.saying import instant
from parley.desk.notices.blocks import Block, blocks_of, room_in
from parley.desk.notices.times import windows_typed
from parley.node.drafts import Draft
from parley.tracks.deconfliction.entries import MOST_CONTINGENCY, MOST_VOLUMES

# As an entry names a volume, and as the form does.
_SIGNED = re.compile(r"(volumes|contingency)\.(\d+)(?:\.(\w+))?")
_TYPED = re.compile(r"([vc]\d+-)?(\w+)")


def form_blocks(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the blocks of a form for its template, each with its windows as they would be signed where they are."""
    blocks = blocks_of(form)
    is_one = sum(not each.is_need for each in blocks) == 1
    return {
        "blocks": [
            {
                "is": each,
                "word": block_word(each),
                "windows": _windows(each),
                "is_only": is_one and not each.is_need,
            }
            for each in blocks
        ],
        "room": room_in(blocks),
        # Words of blocks that a browser adds, which numbers them itself.
        "words": [("volume", gettext("Area %(number)s")), ("need", gettext("Where it may go in need %(number)s"))],
        "most": (MOST_VOLUMES, MOST_CONTINGENCY),
    }


def block_word(block: Block) -> str:
    """Return what the screen calls a block."""
    if block.is_need:
        return gettext("Where it may go in need %(number)s") % {"number": block.number}
    return gettext("Area %(number)s") % {"number": block.number}


def refused_in_form(refusal: Refusal, form: Mapping[str, str], *, language: str) -> Refused:
    """Return a refusal in words; each fault says its field, and its block where the form has several."""
    blocks = blocks_of(form)
    told = tuple(_in_place(fault, blocks, language=language) for fault in refusal.faults)
    return replace(in_words(refusal, language=language), faults=told)


def named_by_volume(
    refusal: Refusal | None, draft: Draft, *, asked: Callable[[Draft], Refusal | None]
) -> Refusal | None:  # fmt: skip
    """Return the refusal with a fault at each volume that alone would be refused with it too; `asked` judges a draft.

    Of rules about place alone: those about time look at all volumes together.
    """
    volumes = [("volumes", n, each) for n, each in enumerate(draft.content["volumes"])]
    volumes += [("contingency", n, each) for n, each in enumerate(draft.content.get("contingency", ()))]
    if refusal is None or refusal.clause != "N-4" or len(volumes) == 1:
        return refusal
    found = []
    for kind, number, volume in volumes:
        alone = asked(replace(draft, content={**draft.content, "volumes": [volume], "contingency": []}))
        if alone is not None and alone.clause == "N-4":
            found.append(Fault(f"{kind}.{number}.area", alone.code, alone.data))
    return replace(refusal, faults=tuple(found))


def _in_place(fault: Fault, blocks: tuple[Block, ...], *, language: str) -> str:
    block, field = _place(fault.where, blocks)
    said = {"said": fault_in_words(fault, language=language), "line": fault.data.get("line", "")}
    if field in FIELD_WORDS:
        said["field"] = FIELD_WORDS[field]()
    if block is not None and len(blocks) > 1:
        said["block"] = block_word(block)
    match "block" in said, "field" in said, bool(said["line"]):
        case True, True, True:
            return gettext("%(block)s, %(field)s, line %(line)s: %(said)s") % said
        case True, True, False:
            return gettext("%(block)s, %(field)s: %(said)s") % said
        case True, False, _:
            return gettext("%(block)s: %(said)s") % said
        case False, True, True:
            return gettext("%(field)s, line %(line)s: %(said)s") % said
        case False, True, False:
            return gettext("%(field)s: %(said)s") % said
    return str(said["said"])


def _place(where: str, blocks: tuple[Block, ...]) -> tuple[Block | None, str]:
    """Return the block and the field of a fault, as the form or as an entry names them."""
    if signed := _SIGNED.match(where):
        of_kind = [each for each in blocks if each.is_need == (signed[1] == "contingency")]
        number = int(signed[2])
        return of_kind[number] if number < len(of_kind) else None, signed[3] or ""
    typed = _TYPED.fullmatch(where.removeprefix("slack."))
    if typed is None:
        return None, ""
    is_of_block = typed[2] in ("places", "radius_m", "width_m", "lower", "upper", "begins", "ends", "days", "more")
    found = [each for each in blocks if is_of_block and each.prefix == (typed[1] or "")]
    return found[0] if found else None, typed[2]


def _windows(block: Block) -> list[tuple[str, str]]:
    """Return the windows that a block spells, where they are more than the two fields show by themselves."""
    windows = windows_typed(block.fields, [])
    return [(instant(start), instant(end)) for start, end in windows] if len(windows) > 1 else []
