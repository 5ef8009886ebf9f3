"""The bytes of an officer's act, over which a passkey signs where the charter asks for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import ANNOUNCED_KEYS, Charter
from parley.charter.rules import signature_of
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.officer_keys import KeyAt, refuse_key
from parley.matters.verdict import Refusal
from parley.record import strictjson
from parley.record.assertion import read_assertion, signs


def act_bytes(
    *, log: str, kind: str, matter: str | None, to: tuple[str, ...], role: str, content: Mapping[str, Any]
) -> bytes:
    """Return the canonical bytes of an act: in which log, what, in which matter (None opens one), to whom, as whom.

    `to` holds the author too. What is put beside the content later, a release above all, is not among them.
    """
    said = {name: value for name, value in content_of(content).items() if name != "role"}
    act = {"act": "parley-act-v1", "content": said, "kind": kind, "log": log, "matter": matter, "role": role}
    return strictjson.encode({**act, "to": sorted(to)})


def refuse_unsigned(charter: Charter, entry: Entry, *, within: str | None, key_at: KeyAt) -> Refusal | None:
    """Refuse an act that the charter wants signed by a passkey and that is not, or is over other bytes (C-12).

    Where the charter wants announced keys, so is one by a key that does not stand (C-13).

    A signature that the charter does not ask for is checked all the same: a wrong one never stands. `within` is the
    matter that the act names, None where it opens one, or where the matter follows from what it says.
    """
    role, carried = entry.content.get("role"), entry.content.get("signature")
    wanted = signature_of(charter, kind=entry.kind, role=role)
    data = {"kind": entry.kind, "role": str(role)}
    if carried is None:
        return Refusal("act_not_signed", "C-12", data) if wanted else None
    assertion = read_assertion(carried)
    over = act_bytes(
        log=entry.point.log,
        kind=entry.kind,
        matter=within,
        to=entry.to,
        role=str(role),
        content=entry.content,
    )
    if assertion is None or not signs(assertion, over=over):
        return Refusal("act_signed_wrongly", "C-12", data)
    needs_announced = wanted is not None and wanted.keys == ANNOUNCED_KEYS
    return refuse_key(entry, assertion=assertion, needs_announced=needs_announced, key_at=key_at)
