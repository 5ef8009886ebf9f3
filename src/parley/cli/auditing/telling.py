"""What an audit tells, in whole sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from parley.record.audit import AuditFault, LogReport, Remark
from parley.record.cosignature import Cosigned
from parley.texts import sentence

UNKNOWN = "-"
OWN = "audit."
YEAR_10000 = 253_402_300_800


def tell_log(report: LogReport, *, name: str, deep: str, language: str) -> Iterator[str]:
    """Yield the sentences about one log. `deep` is "deep" where bodies were looked at, "plain" where not."""
    cp, counts = report.checkpoint, report.tally.counts
    if report.fault is not None or cp is None:
        if report.fault is not None:
            yield from tell_fault(report.fault, name=name, language=language)
        return
    figures = {key: counts.get(key, 0) for key in ("entries", "tiles", "tiles_missing")}
    sound = {"log": name, "size": cp.size, "root": cp.root.hex(), **figures}
    yield sentence("audit.sound", language=language, data=sound)
    if report.start:
        yield sentence("audit.edge", language=language, data={"start": report.start})
    yield from tell_cosigned(report.cosigned, language=language)
    yield from _tell_deep(report, deep=deep, language=language)
    yield from _tell_remarks(report, name=name, language=language)


def tell_cosigned(cosigned: tuple[Cosigned, ...], *, language: str) -> Iterator[str]:
    """Yield who has cosigned a state, and when; or that nobody has."""
    for each in cosigned:
        yield sentence("audit.cosigned", language=language, data={"name": each.name, "at": _instant(each.at)})
    if not cosigned:
        yield sentence("audit.no_cosigner", language=language, data={})


def _instant(at: int) -> str:
    """Return a time in seconds as people write it; one after the year 9999, which a cosigner may claim, as it is."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%SZ") if at < YEAR_10000 else str(at)


def _tell_deep(report: LogReport, *, deep: str, language: str) -> Iterator[str]:
    if deep != "deep":
        yield sentence("audit.not_deep", language=language, data={})
        return
    counts = report.tally.counts
    blobs = ("bodies", "bodies_missing", "attachments", "attachments_missing", "positions")
    yield sentence("audit.blobs", language=language, data={key: counts.get(key, 0) for key in blobs})
    seen = {key: counts.get(key, 0) for key in ("seen", "seen_missing")}
    yield sentence("audit.seen", language=language, data=seen)


def _tell_remarks(report: LogReport, *, name: str, language: str) -> Iterator[str]:
    if not report.tally.remarks:
        return
    yield sentence("audit.remarks", language=language, data={"count": report.tally.counts["remarks"]})
    for remark in report.tally.remarks:
        yield from _tell_remark(remark, name=name, language=language)


def _tell_remark(remark: Remark, *, name: str, language: str) -> Iterator[str]:
    data = {"log": name, "entry": remark.entry, "detail": remark.detail}
    if remark.code.startswith(OWN):
        yield sentence(remark.code, language=language, data=data)
        return
    yield sentence("audit.leaf_unreadable", language=language, data=data)
    yield sentence(remark.code, language=language, data={"where": remark.detail})


def tell_fault(fault: AuditFault, *, name: str, language: str) -> Iterator[str]:
    """Yield the sentences about the first fault of a log, with its place."""
    entry = UNKNOWN if fault.entry is None else str(fault.entry)
    data = {"log": name, "entry": entry, "file": fault.file, "detail": fault.detail}
    if fault.code.startswith(OWN):
        yield sentence(fault.code, language=language, data=data)
        return
    yield sentence("audit.refused", language=language, data=data)
    yield sentence(fault.code, language=language, data={"where": fault.detail})


def tell_source(code: str, *, detail: str, language: str) -> str:
    """Return the sentence about a place that cannot be read as a record."""
    if code.startswith(OWN):
        return sentence(code, language=language, data={"detail": detail})
    return sentence(code, language=language, data={"where": detail})


def as_json(report: LogReport, *, name: str) -> dict[str, Any]:
    """Return what the audit of one log found, for programs."""
    cp, fault = report.checkpoint, report.fault
    return {
        "log": report.origin,
        "member": name,
        "sound": fault is None,
        "start": report.start,
        "size": cp.size if cp else None,
        "root": cp.root.hex() if cp else None,
        "cosigned": [{"name": each.name, "at": each.at} for each in report.cosigned],
        "counts": report.tally.counts,
        "remarks": [{"entry": r.entry, "code": r.code, "detail": r.detail} for r in report.tally.remarks],
        "fault": None
        if fault is None
        else {"code": fault.code, "file": fault.file, "entry": fault.entry, "detail": fault.detail},
    }
