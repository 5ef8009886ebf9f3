"""The commands of the palette: the parts of the desk, the fixed phrases, the officer's menu, the languages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.phrases import phrases_shown

# Where a name of the narrow rail may be broken; here nobody would find it by its name.
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Command:
    """One way: what it is, the group it belongs to, and where it leads; `key` is the key that does the same.

    `language` is set where the way is a change of language and no address.
    """

    label: str
    group: str
    address: str = ""
    key: str = ""
    language: str = ""


def commands_of(frame: Frame) -> list[Command]:
    """Return every command that this officer has on every page, in the order of the rail and the phrases."""
    phrases = gettext("Fixed phrase")
    return [
        *(Command(part.label.replace(SOFT_HYPHEN, ""), gettext("Go to"), part.address) for part in frame.parts),
        *(Command(each.title, phrases, each.address, str(each.key)) for each in phrases_shown(frame.language)),
        *(Command(label, gettext("Officer"), address) for label, address in frame.menu),
        *(Command(name, gettext("Language"), language=code) for code, name, _ in LANGUAGES_SHOWN),
    ]
