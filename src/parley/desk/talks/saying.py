"""How things of talks are said on screens: roles of a delegation, dates, texts, where something stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.charter.talk_terms import delegation_role_in
from parley.desk.cell import node
from parley.desk.naming import in_language


def role_said(name: str) -> str:
    """Return what a role of a delegation is called in the reader's language; the bare name of others."""
    names = delegation_role_in(node().charter(), name)
    return in_language(names, language=get_language() or "en") if names else name


def roles_said(roles: Iterable[Mapping[str, Any]]) -> str:
    """Return who is there: how many in each role, nobody by name."""
    return gettext(", ").join(
        f"{role_said(each['role'])} ×{each['number']}" if each["number"] > 1 else role_said(each["role"])
        for each in roles
    )


def present_said(present: Iterable[Mapping[str, Any]], *, names: Any) -> list[tuple[str, str]]:
    """Return for each member who of it was there, by roles."""
    return [(names(each["member"]), roles_said(each["roles"])) for each in present]
