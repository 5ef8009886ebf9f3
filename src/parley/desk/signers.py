"""Who signs a text, as every page with signatures shows it: by which entry each signed or declined, or neither yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parley.matters.signing import Signing

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SignerShown:
    """One who signs: by which entry it signed and when, or why it declined; neither before it said."""

    name: str
    entry: str
    at_ms: int | None
    role: str
    why: str
    has_signed: bool


def signers_shown(one: Signing, *, names: Names, roles: Names) -> Iterator[SignerShown]:
    """Yield each who signs a text; `names` and `roles` give the words for a member and a role."""
    for code in one.needed:
        given, against = one.signature(code), one.refusal(code)
        if given is not None:
            role = roles(given.role) if given.role else ""
            yield SignerShown(names(code), given.entry, given.at_ms, role, "", has_signed=True)
        elif against is not None:
            yield SignerShown(names(code), against.entry, against.at_ms, "", against.why, has_signed=False)
        else:
            yield SignerShown(names(code), "", None, "", "", has_signed=False)
