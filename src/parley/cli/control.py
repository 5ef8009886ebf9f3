"""The control socket of a running node: one JSON request a line, one JSON answer a line, in order.

Only the account that runs the node can open it. Requests are {"op": name, ...}; the operations are
`file`, `status`, `matters`, `matter`, `explain`, `bundle_import`, `public_files`, `stix_bundle` and
those of `charter_control`, `feed_control` and `pack_control`. `matter` answers with its row, its entries and its
duties. It decides nothing.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from parley.charter.verdict import Refusal
from parley.cli import charter_control, feed_control, pack_control
from parley.node import explaining, reading, statusing
from parley.node.asking import FAILED, MAX_LINE, short
from parley.node.drafts import AttachmentDraft, Draft, Filed, Outcome
from parley.node.filing import file, file_soon
from parley.node.information.bundling import bundle_of
from parley.node.repeats import LONGEST_TOKEN
from parley.node.running import Node
from parley.node.statements.public import all_files
from parley.node.stick import import_bundle, note_taken
from parley.node.tarwalk import BundleError
from parley.node.unbundling import LogTaken

MAX_WAITING = 1024
MAX_TOGETHER = 256
FAULTS = (LookupError, TypeError, ValueError, RuntimeError, OSError, sqlite3.Error)
log = logging.getLogger(__name__)

Answer = Awaitable[dict[str, Any]] | Future[Outcome]
"""What becomes of a request: its answer to be awaited, or a draft that the writer has."""


async def serve_control(node: Node) -> asyncio.AbstractServer:
    """Open the socket in the node's run folder, readable by its owner alone."""
    path = node.home.socket
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(lambda r, w: _converse(r, w, node), path=short(path), limit=MAX_LINE)
    finally:
        os.umask(before)


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, node: Node) -> None:
    """Take requests as fast as they come and answer in their order; drafts in flight share commits."""
    answers: asyncio.Queue[Answer | None] = asyncio.Queue(MAX_WAITING)
    sending = asyncio.create_task(_send(answers, writer))
    try:
        while line := await reader.readline():
            await answers.put(_begin(line, node))
    except (ValueError, ConnectionError):
        await answers.put(_given({"outcome": "wrong", "code": "control.line_too_long", "limit": MAX_LINE}))
    finally:
        await answers.put(None)
        await sending
        writer.close()


async def _send(answers: asyncio.Queue[Answer | None], writer: asyncio.StreamWriter) -> None:
    """Send the answers in order; those that are there together, as after a commit, go out together."""
    lines: list[bytes] = []
    while (answer := await answers.get()) is not None:
        if not (isinstance(answer, Future) and answer.done()):
            await _send_lines(lines, writer)
        found = await _found(answer)
        lines.append(json.dumps(found, ensure_ascii=False).encode() + b"\n")
        if answers.empty() or len(lines) >= MAX_TOGETHER:
            await _send_lines(lines, writer)
    await _send_lines(lines, writer)


async def _found(answer: Answer) -> dict[str, Any]:
    """Return what became of a request. A fault of ours is logged and told: whoever asked must not wait for ever."""
    try:
        if isinstance(answer, Future):
            return outcome_json(answer.result() if answer.done() else await asyncio.wrap_future(answer))
        return await answer
    except FAULTS as error:
        log.exception("a request on the control socket failed")
        return {"outcome": "wrong", "code": FAILED, "where": repr(error)}


async def _send_lines(lines: list[bytes], writer: asyncio.StreamWriter) -> None:
    """Send and forget lines. Where nobody listens any more, what was begun is still finished."""
    if lines and not writer.is_closing():
        with suppress(ConnectionError):
            writer.write(b"".join(lines))
            await writer.drain()
    lines.clear()


def _begin(line: bytes, node: Node) -> Answer:
    try:
        request = json.loads(line)
        return OPERATIONS[request.get("op")](request, node)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return _given({"outcome": "wrong", "code": "control.unknown_request"})


async def _given(answer: dict[str, Any]) -> dict[str, Any]:
    return answer


def _file(request: dict[str, Any], node: Node) -> Answer:
    try:
        draft = draft_of(request["draft"])
    except (KeyError, TypeError, ValueError) as error:
        return _given({"outcome": "wrong", "code": "control.draft_malformed", "where": str(error)})
    if draft.attachments:
        return _filed(asyncio.to_thread(file, draft, node=node))
    # Handed to the writer now, awaited later: the order of lines is the order of entries.
    return file_soon(draft, node=node)


async def _filed(waiting: Awaitable[Outcome]) -> dict[str, Any]:
    return outcome_json(await waiting)


def draft_of(value: dict[str, Any]) -> Draft:
    """Return the draft that a JSON object describes; KeyError, TypeError or ValueError name what is wrong in it."""
    attachments = tuple(
        AttachmentDraft(str(a["name"]), str(a["media_type"]), Path(a["path"])) for a in value.get("attachments", ())
    )
    to = value["to"]
    if not isinstance(value["content"], dict) or not isinstance(to, list) or not all(isinstance(c, str) for c in to):
        raise TypeError("content, to")
    return Draft(
        kind=str(value["kind"]), to=tuple(to), content=value["content"], matter=value.get("matter"),
        attachments=attachments, role=value.get("role"), officer=value.get("officer"), once=_token(value),
    )


def _token(value: dict[str, Any]) -> str | None:
    token = value.get("once")
    if token is not None and (not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN):
        raise ValueError("once")
    return token


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome of a filing as JSON."""
    match outcome:
        case Filed(id=entry_id, at_ms=at_ms):
            return {"outcome": "filed", "id": entry_id, "at_ms": at_ms}
        case Refusal(code=code, clause=clause, data=data, faults=faults):
            told = [{"where": f.where, "code": f.code, "data": dict(f.data)} for f in faults]
            return {"outcome": "refused", "code": code, "clause": clause, "data": dict(data), "faults": told}
    return {"outcome": "queued", "reason": outcome.reason}


def _status(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    return asyncio.to_thread(statusing.status, node)


def _matters(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    limit = min(int(request.get("limit", 100)), 1000)
    return asyncio.to_thread(lambda: {"matters": [vars_of(r) for r in reading.conversations(node, limit=limit)]})


def _matter(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    return asyncio.to_thread(_matter_now, str(request.get("id")), node)


def _matter_now(matter: str, node: Node) -> dict[str, Any]:
    view = reading.conversation(node, matter)
    if view is None:
        return {"outcome": "unknown", "id": matter}
    now_ms = node.clock.now_ms()
    return {
        "matter": vars_of(view.row),
        "entries": [vars_of(entry) for entry in view.entries],
        "duties": [vars_of(duty) for duty in reading.duties_of(node, matter, now_ms=now_ms)],
        "at_ms": now_ms,
    }


def _explain(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    return asyncio.to_thread(explaining.explain, node, str(request.get("id")))


def _charter_propose(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    return _filed(charter_control.propose(request, node))


def _charter_sign(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    return _filed(charter_control.sign(request, node))


def _bundle_import(request: dict[str, Any], node: Node) -> Awaitable[dict[str, Any]]:
    loop = asyncio.get_running_loop()

    def tell(taken: list[LogTaken]) -> None:
        loop.call_soon_threadsafe(partial(note_taken, taken, node=node))

    return asyncio.to_thread(bundle_outcome, Path(str(request.get("path"))), node=node, tell=tell)


def public_outcome(node: Node) -> dict[str, Any]:
    """Return every file of the public pages by its path, in base64."""
    return {"files": {path: base64.b64encode(body).decode() for path, body in all_files(node=node).items()}}


def stix_outcome(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Return the STIX bundle of what this node may read, or the code of why it is not given."""
    until = request.get("until_ms")
    found = bundle_of(
        node, member=str(request.get("member") or ""), from_ms=int(request.get("since_ms") or 0),
        until_ms=None if until is None else int(until),
    )  # fmt: skip
    return {"code": found.code, "data": dict(found.data)} if isinstance(found, Refusal) else {"bundle": found}


def bundle_outcome(
    path: Path, *, node: Node, tell: Callable[[list[LogTaken]], None] = lambda _: None
) -> dict[str, Any]:
    """Return what became of each log of a bundle, or the code of what is wrong with it; `tell` what was taken."""
    try:
        taken = import_bundle(path, node=node)
    except BundleError as error:
        return {"outcome": "wrong", "code": error.code, "where": error.where}
    except OSError as error:
        return {"outcome": "wrong", "code": "bundle.unreadable", "where": error.strerror or str(error)}
    tell(taken)
    return {
        "logs": [
            {"log": reading.name_of(node, each.log), "size": each.size, "added": each.added,
             "refusal": each.refusal.code if each.refusal else None,
             "figures": dict(each.refusal.data) if each.refusal else {}}
            for each in taken
        ]
    }


def vars_of(value: Any) -> Any:
    """Return a frozen value of the node as plain JSON values, without what only tells its own versions apart."""
    from dataclasses import asdict

    return {name: each for name, each in asdict(value).items() if not isinstance(each, bytes)}


Operation = Callable[[dict[str, Any], Node], Answer]
OPERATIONS: dict[Any, Operation] = {
    "file": _file,
    "status": _status,
    "matters": _matters,
    "matter": _matter,
    "explain": _explain,
    "charter_propose": _charter_propose,
    "charter_sign": _charter_sign,
    "charter_accession": charter_control.charter_accession,
    "charter_succession": charter_control.charter_succession,
    "charter_text": charter_control.charter_text,
    "charter_versions": charter_control.charter_versions,
    "bundle_import": _bundle_import,
    "public_files": lambda request, node: asyncio.to_thread(public_outcome, node),
    "stix_bundle": lambda request, node: asyncio.to_thread(stix_outcome, request, node),
    "feed_add": feed_control.feed_add,
    "feed_list": feed_control.feed_list,
    "feed_revoke": feed_control.feed_revoke,
    "pack": pack_control.pack,
    "pack_compared": pack_control.pack_compared,
}
