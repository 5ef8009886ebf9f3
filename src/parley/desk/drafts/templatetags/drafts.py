"""What the line of drafts shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from parley.desk.drafts.keeping import browser_key
from parley.desk.drafts.models import KeptDraft

register = template.Library()


@register.simple_tag(takes_context=True)
def drafts_waiting(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how many drafts of this officer wait, and the key for those that a browser keeps."""
    officer = context["frame"].officer
    return {"count": KeptDraft.objects.filter(officer_id=officer.pk).count(), "key": browser_key(officer)}
