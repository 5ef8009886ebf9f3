"""Checks the evidence of forks beside a record: does it prove that a log's own keys signed two histories?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parley.cli.auditing.source import Source
from parley.cli.auditing.trust import Trust
from parley.record.audit import trusted_keys
from parley.record.folder import ForkPart
from parley.record.fork import ForkError, first_doubtful, parse_fork, verify_fork
from parley.record.formerror import FormError
from parley.texts import sentence


@dataclass(frozen=True, slots=True)
class ForkReport:
    """What became of one piece of evidence: a proven fork where `code` is None, else why it proves nothing."""

    fork: ForkPart
    name: str
    code: str | None
    detail: str = ""


def check_forks(source: Source, *, trust: Trust) -> list[ForkReport]:
    """Return a report on each piece of evidence that lies beside a record."""
    return [_report(fork, raw, trust=trust) for fork, raw in source.forks()]


def _report(fork: ForkPart, raw: bytes | None, *, trust: Trust) -> ForkReport:
    name = trust.name_of(fork.origin)
    if raw is None:
        return ForkReport(fork, name, "fork.missing", fork.path)
    try:
        evidence = parse_fork(raw)
        keys = trusted_keys(trust.lines(fork.origin), origin=fork.origin)
        first, second = verify_fork(evidence, log=keys.log)
        if first_doubtful(evidence, first=first, second=second) != fork.entry:
            raise ForkError("fork.other_entry", str(fork.entry))
    except FormError as fault:
        return ForkReport(fork, name, fault.code, fault.where)
    return ForkReport(fork, name, None)


def tell_forks(reports: list[ForkReport], *, language: str) -> Iterator[str]:
    """Yield the sentences about the forks."""
    for report in reports:
        figures = {"log": report.name, "entry": report.fork.entry, "file": report.fork.path}
        if report.code is None:
            yield sentence("audit.fork", language=language, data=figures)
        else:
            yield sentence("audit.fork_unproven", language=language, data=figures)
            yield sentence(report.code, language=language, data={"where": report.detail})


def fork_json(report: ForkReport) -> dict[str, Any]:
    """Return a report for programs."""
    found = {"log": report.fork.origin, "member": report.name, "entry": report.fork.entry}
    return {**found, "proven": report.code is None, "code": report.code, "detail": report.detail}
