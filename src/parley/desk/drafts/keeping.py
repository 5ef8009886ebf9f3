"""Keeping drafts: bounded in number and size, sealed under the node's local key, deleted when the form is sent.

A draft is never sent by anything but the officer's own press of the button.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import OperationalError

from parley.charter.verdict import Refusal
from parley.desk.drafts.models import KeptDraft
from parley.desk.full_disk import unless_full
from parley.node.running import Node

MOST_DRAFTS = 40
MOST_BYTES = 64 * 1024
ADDRESS_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its officer sees it again: the fields of the form by name."""

    form: str
    page: str
    fields: Mapping[str, Any]
    written_at_ms: int


def keep(node: Node, draft: Draft, *, officer: Any) -> Refusal | None:
    """Keep a draft in place of an older one of the same form; an older one never replaces a newer.

    Refused: one that is too long, one too many, and any where the disk is full; then nothing of it is kept here.
    """
    plain = json.dumps(draft.fields, ensure_ascii=False).encode()
    if len(plain) > MOST_BYTES or max(len(draft.form), len(draft.page)) > ADDRESS_LIMIT:
        return Refusal("draft_too_long", "DESK-50")
    kept = KeptDraft.objects.filter(officer_id=officer.pk)
    before = kept.filter(form=draft.form).first()
    if before is None and kept.count() >= MOST_DRAFTS:
        return Refusal("draft_too_many", "DESK-51")
    if before is not None and before.written_at_ms > draft.written_at_ms:
        return None
    sealed = node.box.lock(plain, place=_place(officer, draft.form))
    row = {"page": draft.page, "sealed": sealed, "written_at_ms": draft.written_at_ms}
    try:
        KeptDraft.objects.update_or_create(officer_id=officer.pk, form=draft.form, defaults=row)
    except OperationalError as fault:
        # Any other fault of the database is a fault of ours and is left to crash.
        if "full" not in str(fault):
            raise
        return Refusal("draft_disk_full", "DESK-52")
    return None


def drafts_of(node: Node, *, officer: Any) -> list[Draft]:
    """Return an officer's drafts, the newest first."""
    return [_opened(node, row) for row in KeptDraft.objects.filter(officer_id=officer.pk).order_by("-written_at_ms")]


def draft_of(node: Node, form: str, *, officer: Any) -> Draft | None:
    """Return the draft of one form, None where there is none."""
    row = KeptDraft.objects.filter(officer_id=officer.pk, form=form).first()
    return _opened(node, row) if row is not None else None


def discard(form: str, *, officer: Any) -> None:
    """Delete the draft of a form that was sent or given up; does nothing where there is none.

    Where the disk is full it stays, and is offered again: worse would be to say that what was sent was not.
    """
    with unless_full("that a draft was sent or given up"):
        KeptDraft.objects.filter(officer_id=officer.pk, form=form).delete()


def browser_key(officer: Any) -> str:
    """Return the key under which a browser seals drafts on its own disk while the node is away.

    It is this officer's alone and comes with a page after signing in: what lies in the browser is of no use to whoever
    sits there next, and is read again by its officer.
    """
    secret = hmac.new(settings.SECRET_KEY.encode(), f"draft of {officer.pk}".encode(), hashlib.sha256)
    return secret.hexdigest()


def _opened(node: Node, row: KeptDraft) -> Draft:
    plain = node.box.unlock(bytes(row.sealed), place=_place(row.officer_id, row.form))
    return Draft(row.form, row.page, json.loads(plain), row.written_at_ms)


def _place(officer: Any, form: str) -> str:
    return f"draft/{getattr(officer, 'pk', officer)}/{form}"
