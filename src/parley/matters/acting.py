"""What every act of an officer may carry beside its content, whatever its kind and track. Pure.

`released_by` is the role of the second officer who looked at the act and released it, `signature` a passkey's signature
over the act (`parley.matters.acts`), `key_entry` the entry by which the member announced that passkey
(`parley.matters.officer_keys`), each where the charter asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parley.matters.verdict import Fault

LONGEST_ROLE = 64
BESIDE = ("released_by", "signature", "key_entry")
ENTRY = re.compile(r"[A-Z][A-Z0-9-]{0,15}/(0|[1-9][0-9]{0,15})")


def has_beside(content: Mapping[str, Any]) -> bool:
    """Return whether anything stands beside the content."""
    return "released_by" in content or "signature" in content or "key_entry" in content


def content_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content as its kind knows it."""
    if not has_beside(content):
        return content
    return {name: value for name, value in content.items() if name not in BESIDE}


def faults_beside(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return the faults of what stands beside the content."""
    if not has_beside(content):
        return ()
    role, key_entry = content.get("released_by", "role"), content.get("key_entry", "SY/0")
    faults = []
    if not isinstance(role, str) or not 0 < len(role) <= LONGEST_ROLE:
        faults.append(Fault("released_by", "role_malformed"))
    if not isinstance(key_entry, str) or not ENTRY.fullmatch(key_entry):
        faults.append(Fault("key_entry", "entry_id_malformed"))
    return tuple(faults)
