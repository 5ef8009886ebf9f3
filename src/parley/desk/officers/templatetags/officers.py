"""The roles among which an officer chooses, for the top bar; what a passkey is asked, for its form."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

from parley.desk.officers import confirming
from parley.desk.officers.roles import roles_of

register = template.Library()


@register.simple_tag(takes_context=True)
def roles_to_choose(context: Any) -> list[tuple[str, str]]:
    """Return the roles that the officer holds, each with its word; none where there is but one."""
    frame = context["frame"]
    held = roles_of(frame.officer)
    return [(role, frame.role_of(role)) for role in held] if len(held) > 1 else []


@register.filter
def as_json(value: Any) -> str:
    """Return the value as JSON, for an attribute: a script element would not survive a page that htmx puts in place."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def has_passkey_of(officer: Any) -> bool:
    """Return whether this officer has a passkey: to whoever has none, none is offered."""
    return officer is not None and confirming.has_passkey(officer)
