"""What a handover of the watch needs: what is open now, and the incoming officer who signs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from parley.desk.frame import Frame
from parley.desk.officers.confirming import confirm_officer
from parley.desk.sign_in import address_of
from parley.node import reading
from parley.node.running import Node

ITEM_LIMIT = 200


def in_force(node: Node, matter: str | None) -> Mapping[str, Any]:
    """Return the state of this member's watch; empty where there is none."""
    view = reading.conversation(node, matter) if matter else None
    return view.row.state if view is not None and view.row.state.get("form") == "watch" else {}


def open_duties(frame: Frame) -> list[str]:
    """Return one line for each matter in which anybody still owes something."""
    return list(dict.fromkeys(f"{row.matter} {row.subject}"[:ITEM_LIMIT] for row in frame.watch.rows if row.matter))


def silent_members(frame: Frame) -> list[tuple[str, str, int | None]]:
    """Return the members whose links are down or silent: code, name, and when anything last came."""
    return [(link.code, link.name, link.heard_ms) for link in frame.links if link.state in ("down", "slow")]


def incoming_officer(request: HttpRequest) -> Any:
    """Return who takes the watch: the officer whose name, password and code stand in the form, else who is signed in.

    A refusal where they do not fit, or after too many tries. No session begins with it.
    """
    typed = {name: request.POST.get(f"officer_{name}", "") for name in ("name", "password", "code")}
    if not typed["name"].strip():
        return request.user
    return confirm_officer(typed, address=address_of(request), now=timezone.now())
