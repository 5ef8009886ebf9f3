"""What the control socket answers about the charter: its versions, their bytes, a proposal, a signature."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import asdict
from typing import Any

from parley.charter.verdict import Refusal
from parley.node import accessing, succeeding, versions
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file
from parley.node.running import Node

CHIEF = "chief"


async def charter_versions(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with every version that this node knows and how each stands."""
    found = await asyncio.wrap_future(node.writer.call(versions.versions))
    return {"member": node.member, "versions": [asdict(version) for version in found]}


async def charter_text(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with the text of a version, or with {"outcome": "unknown"}."""
    digest = str(request.get("charter"))
    if digest == node.founding.digest:
        return {"text": (await asyncio.to_thread(node.home.charter.read_bytes)).decode()}
    raw = await asyncio.wrap_future(node.writer.call(lambda ledger: versions.text_of(ledger, digest)))
    return {"outcome": "unknown", "charter": digest} if raw is None else {"text": raw.decode()}


async def charter_accession(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with the accession file of a version, or with {"outcome": "unknown"}."""
    digest, founding = str(request.get("charter")), await asyncio.to_thread(node.home.charter.read_bytes)
    raw = await asyncio.wrap_future(
        node.writer.call(lambda ledger: accessing.accession_of(ledger, digest, founding=founding))
    )
    return {"outcome": "unknown", "charter": digest} if raw is None else {"text": raw.decode()}


async def charter_succession(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with the template by which a member goes on under a new log, or with why there is none."""
    code, size = str(request.get("member")), request.get("size")
    founding = await asyncio.to_thread(node.home.charter.read_bytes)
    made = await asyncio.wrap_future(
        node.writer.call(lambda ledger: succeeding.template_for(ledger, code, size=size, founding=founding))
    )
    if isinstance(made, Refusal):
        return {"outcome": "refused", "code": made.code, "clause": made.clause, "data": dict(made.data)}
    return {"outcome": "written", "text": made.decode()}


def propose(request: dict[str, Any], node: Node) -> Awaitable[Outcome]:
    """File the proposal of an amendment to all members, or with a statement that of a succession."""
    content, statement = {"text": request.get("text")}, request.get("statement")
    if statement is None:
        return _file("charter_proposed", content, request, node)
    return _file("succession_proposed", {**content, "statement": statement}, request, node)


def sign(request: dict[str, Any], node: Node) -> Awaitable[Outcome]:
    """File this member's signature on a version; on the founding one where none is named."""
    digest = request.get("charter") or node.founding.digest
    return _file("charter_signed", {"charter": digest}, request, node)


def _file(kind: str, content: dict[str, Any], request: dict[str, Any], node: Node) -> Awaitable[Outcome]:
    # A member that joins finds its way by the version that names it; what it signs goes to who leaves by it, too.
    current = node.ledger.current or node.founding
    to = dict.fromkeys((*node.charter().codes, *current.codes))
    draft = Draft(kind, tuple(to), content, role=request.get("role", CHIEF))
    return asyncio.to_thread(file, draft, node=node)
