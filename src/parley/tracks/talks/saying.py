"""What was said in talks as plain JSON values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.matters.said import Said


def said_json(said: Said) -> dict[str, Any]:
    """Return what every entry of a matter has."""
    return {"entry": said.entry, "member": said.member, "role": said.role, "at_ms": said.at_ms, "of": said.of}


def plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def terms_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an entry says beside the role of who filed it."""
    return {name: value for name, value in said.items() if name not in ("role", "released_by", "signature")}


def whole_json(said: Said) -> dict[str, Any]:
    """Return all that an entry said."""
    return {name: plain(getattr(said, name)) for name in said.__dataclass_fields__}
