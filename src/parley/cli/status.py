"""`parley status`: how a running node is, and what needs an operator (docs/operations.md says what to do)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, place_of
from parley.cli.told import add_language
from parley.node.asking import ask
from parley.node.settings import SettingsError
from parley.texts import catalogue, sentence

WELL, UNWELL, AWAY = 0, 1, 2
SKEW_MS = 10_000
Told = tuple[str, dict[str, Any]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Print the status; 1 where something needs an operator, 2 where no node runs."""
    try:
        found = ask(place_of(args).home.socket, {"op": "status"})
    except (OSError, SettingsError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return AWAY
    print(json.dumps(found, indent=2, ensure_ascii=False) if args.json else "\n".join(lines(found, args.language)))
    return UNWELL if any(alarms(found, args.language)) else WELL


def lines(status: dict[str, Any], language: str) -> Iterator[str]:
    """Yield the status as sentences, what needs an operator first."""
    told: list[Told] = []
    if status["exercise"]:
        told.append(("record.exercise", {}))
    figures = {"mechanism": status["mechanism"], "member": status["member"], "charter": status["charter"][:16]}
    told.append(("status.in_use", figures))
    told += list(alarms(status, language)) or [("status.well", {})]
    told += [*_waiting_amendments(status), *_old_keys(status), *_logs(status), *_links(status, language)]
    for code, data in told:
        yield sentence(code, language=language, data=data)


def alarms(status: dict[str, Any], language: str) -> Iterator[Told]:
    """Yield, as code and figures of its sentence, each thing that needs an operator."""
    if not status["charter_in_force"]:
        missing = {version["charter"]: version["members"] for version in status["charter_missing"]}
        figures = {"codes": ", ".join(missing.get(status["charter"], ())) or "-", "charter": status["charter"][:16]}
        codes = {"joins": "status.joins", "left": "status.left", "succeeded": "status.own_closed"}
        yield codes.get(status["membership"], "status.not_in_force"), {**figures, "log": status["name"]}
    if not status["may_sign"]:
        away = [link["peer"] for link in status["links"]["peers"] if link["state"] != "up"]
        yield "status.recovering", {"count": status["queued"], "codes": ", ".join(away) or "-"}
    if status["mark_fault"] is not None:
        yield "status.no_mark", {"why": status["mark_fault"]}
    if status["overlap_index"]["fault"] is not None:
        yield "status.index_away", {"why": status["overlap_index"]["fault"]}
    for log in status["logs"]:
        own, entry = log["name"] == status["name"], f"{log['name']}/{log['frozen_at']}"
        # A log that was closed was told above where it is this node's, and is no alarm to others.
        if log["frozen_at"] is not None and not log["closed"]:
            yield "status.own_fork" if own else "status.fork", {"member": log["member"], "entry": entry}
    for wait in status["pending"]:
        entry = f"{wait['member']}/{wait['number']}"
        yield "status.pending", {"entry": entry, "count": wait["waiting"] - 1, "waits_for": wait["waits_for"]}
    for link in status["links"]["peers"]:
        yield from _alarms_of(link, status, language)


def _alarms_of(link: dict[str, Any], status: dict[str, Any], language: str) -> Iterator[Told]:
    codes = {log["log"]: log["name"] for log in status["logs"]}
    # What a peer brings of a frozen log is refused everywhere; the fork was told already.
    frozen = {log["log"] for log in status["logs"] if log["frozen_at"] is not None}
    for log, code in ((log, code) for log, code in link["muted"].items() if log not in frozen):
        why = sentence(code, language=language, data={}) if code in catalogue() and _is_bare(code) else code
        yield "status.muted", {"peer": link["peer"], "member": codes.get(log, log), "why": why}
    skew, within = link["skew_ms"] or 0, link["skew_within_ms"] or 0
    if abs(skew) > SKEW_MS + within:
        shown = str(timedelta(seconds=abs(skew) // 1000))
        yield "status.clock_ahead" if skew > 0 else "status.clock_behind", {"peer": link["peer"], "skew": shown}


def _is_bare(code: str) -> bool:
    """Return whether a sentence names no figure; of a mute only the code is kept."""
    return "%(" not in catalogue()[code]["en"]


def _waiting_amendments(status: dict[str, Any]) -> Iterator[Told]:
    for version in status["charter_missing"]:
        if status["charter_in_force"]:
            figures = {"charter": version["charter"][:16], "codes": ", ".join(version["members"])}
            yield "status.amendment_waits", figures


def _old_keys(status: dict[str, Any]) -> Iterator[Told]:
    """Yield of each old sealing key whom it waits for, or from when on it may go or goes by itself."""
    days = status["old_sealing_keys_days"]
    for key in status["old_sealing_keys"]:
        figures = {"key": key["recipient"][-12:], "codes": ", ".join(key["waits_for"]) or "-"}
        if key["since_ms"] is None:
            yield "status.old_key_waits", figures
        elif days:
            yield "status.old_key_goes", {**figures, "at": _utc(key["since_ms"] / 1000 + days * 86_400)}
        else:
            yield "status.old_key_may_go", {**figures, "since": _utc(key["since_ms"] / 1000)}


def _logs(status: dict[str, Any]) -> Iterator[Told]:
    for log in status["logs"]:
        if log["closed"]:
            yield "status.log_closed", {**log, "at": log["frozen_at"]}
        else:
            yield "status.log", {"member": log["name"], "size": log["size"], "judged": log["judged"]}


def _links(status: dict[str, Any], language: str) -> Iterator[Told]:
    for link in status["links"]["peers"]:
        if link["state"] == "up":
            yield "status.link_up", {"peer": link["peer"]}
        elif link["code"]:
            why = sentence(link["code"], language=language, data={})
            yield "status.link_down", {"peer": link["peer"], "since": _utc(link["since_ms"] / 1000), "why": why}
        else:
            yield "status.link_trying", {"peer": link["peer"]}
    for member, proof in sorted(status["links"]["alive"].items()):
        if proof["signed_at_s"] is not None:
            yield "status.alive", {"member": member, "at": _utc(proof["signed_at_s"])}


def _utc(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
