"""How inspections, findings and warnings say no: one clause, one code, the figures of its text. Pure."""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal


def refuse_inspection(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "inspections.<code>" in texts/inspections.json."""
    return Refusal(f"inspections.{code}", clause, figures)


def refuse_finding(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "findings.<code>" in texts/findings.json."""
    return Refusal(f"findings.{code}", clause, figures)


def refuse_warning(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "warnings.<code>" in texts/warnings.json."""
    return Refusal(f"warnings.{code}", clause, figures)
